"""The whole line in one object: from a photo, however it is given, to its avatar."""

import hashlib
import itertools
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from framegen import (
    Box,
    Crop,
    Face,
    Framer,
    Limits,
    Note,
    Photo,
    Point,
    Size,
    crop_to_center,
    crop_to_face,
    main_face,
    render,
)
from framegen.errors import (
    CropInvalid,
    FrameNotFound,
    NoFaceFound,
    PhotoNotFound,
    PhotoTooLarge,
    SeveralFaces,
    SizeInvalid,
)
from framegen.testing import FixedFace, NoFaces, drawn_card, encoded
from tests.support.places import corpus

RING, RIBBON = "vong-sang-kien", "dai-lua-do"
SIZE = 256


class TwoFaces:
    def detect(self, photo, /):
        width, height = photo.size
        return [
            Face(Box.around(Point(width * x, height / 2), side), 0.9)
            for x, side in ((0.3, 80), (0.7, 84))
        ]


class NeverAsked:
    def detect(self, _photo, /):
        raise AssertionError("no face may be detected here")


@pytest.fixture(scope="module")
def card():
    return encoded(drawn_card(400, 500))


@pytest.fixture(scope="module")
def roomy(astronaut):
    """The astronaut with enough background for every frame."""
    pixels = np.pad(np.asarray(astronaut), ((344, 344), (344, 344), (0, 0)), mode="edge")
    return encoded(Image.fromarray(pixels))


def distance_from_middle(side):
    """The distance of each pixel from the centre, in shares of the side."""
    places = (np.arange(side) + 0.5) / side - 0.5
    return np.hypot(places[None, :], places[:, None])


def mean_difference(one, other):
    return np.abs(np.asarray(one.image).astype(int) - np.asarray(other.image)).mean()


class TestSource:
    def test_bytes_path_text_and_photo_give_equal_bytes(self, framer, astronaut_jpeg, tmp_path):
        path = tmp_path / "Ảnh của Ân.jpg"
        path.write_bytes(astronaut_jpeg)
        sources = (astronaut_jpeg, path, str(path), Photo.load(path), bytearray(astronaut_jpeg))
        files = {framer.make(source, RING, size=SIZE).encode() for source in sources}
        assert len(files) == 1

    def test_a_frame_is_given_by_name_or_as_an_object(self, framer, card):
        by_name = framer.make(card, RIBBON, size=SIZE)
        assert by_name.frame is framer.frames[RIBBON]
        assert framer.make(card, framer.frames[RIBBON], size=SIZE).encode() == by_name.encode()

    def test_the_frames_may_be_a_folder(self, frames):
        for folder in (frames.folder, str(frames.folder)):
            assert list(Framer(folder).frames) == list(frames)

    def test_the_frames_are_our_own_by_default(self, frames, monkeypatch):
        monkeypatch.delenv("FRAMEGEN_FRAMES", raising=False)
        assert list(Framer().frames) == list(frames)

    def test_the_limits_are_enforced(self, frames, card):
        with pytest.raises(PhotoTooLarge):
            Framer(frames, limits=Limits(max_pixels=100_000)).make(card, RING, size=SIZE)

    @pytest.mark.parametrize(
        ("photo", "frame", "options", "error"),
        [
            pytest.param("absent.jpg", RING, {}, PhotoNotFound, id="photo"),
            pytest.param(b"", "vong", {}, FrameNotFound, id="frame"),
            pytest.param(b"", RING, {"size": 10}, SizeInvalid, id="size"),
            pytest.param(None, RING, {"crop": Crop(Box(0, 0, 9, 99))}, CropInvalid, id="crop"),
        ],
    )
    def test_an_impossible_request_raises_its_error(
        self, framer, card, photo, frame, options, error
    ):
        with pytest.raises(error):
            framer.make(card if photo is None else photo, frame, **options)


class TestFace:
    def test_an_object_with_detect_is_a_detector(self, frames, card):
        class Mine:
            def detect(self, _photo, /):
                return [Face(Box(150, 100, 250, 220))]

        avatar = Framer(frames, detector=Mine()).make(card, RING, size=SIZE)
        assert avatar.crop.face == Face(Box(150, 100, 250, 220))
        wanted = crop_to_face(avatar.crop.face, Size(400, 500), avatar.frame.opening)
        assert avatar.crop.box.edges == pytest.approx(wanted.box.edges)

    def test_without_a_face_the_middle_is_framed_and_noted(self, frames, card):
        avatar = Framer(frames, detector=NoFaces()).make(card, RING, size=SIZE)
        assert avatar.notes[0] == Note.NO_FACE
        middle = crop_to_center(Photo.load(card).size, avatar.frame.opening)
        assert avatar.crop.box.edges == pytest.approx(middle.box.edges)

    def test_of_several_faces_the_main_one_is_framed_and_noted(self, frames, card):
        framer = Framer(frames, detector=TwoFaces())
        avatar = framer.make(card, RING, size=SIZE)
        assert avatar.notes[0] == Note.SEVERAL_FACES
        assert avatar.crop.face == main_face(framer.faces(card), Photo.load(card).size)

    @pytest.mark.parametrize(
        ("detector", "error", "words"),
        [
            (NoFaces(), NoFaceFound, "an.jpg: no face"),
            (TwoFaces(), SeveralFaces, "an.jpg: 2 faces"),
        ],
        ids=["no face", "several faces"],
    )
    def test_a_strict_framer_raises_instead_of_noting(
        self, frames, card, tmp_path, detector, error, words
    ):
        path = tmp_path / "an.jpg"
        path.write_bytes(card)
        with pytest.raises(error, match=words):
            Framer(frames, detector=detector, strict=True).make(path, RING)

    def test_a_strict_framer_makes_clear_cases(self, frames, card):
        avatar = Framer(frames, detector=FixedFace(), strict=True).make(card, RING, size=SIZE)
        assert avatar.crop.face is not None
        assert {Note.NO_FACE, Note.SEVERAL_FACES}.isdisjoint(avatar.notes)

    def test_a_face_is_found_by_its_number(self, frames, card):
        framer = Framer(frames, detector=FixedFace())
        photo = framer.load(card)
        assert framer.face(photo, 0) == framer.faces(photo)[0]
        with pytest.raises(NoFaceFound, match=r"there is no face 1; 1 were found\."):
            framer.face(photo, 1)

    @pytest.mark.parametrize("strict", [False, True])
    def test_a_given_face_is_used_without_detection(self, frames, card, strict):
        face = Face(Box(100, 100, 220, 250))
        framer = Framer(frames, detector=NeverAsked(), strict=strict)
        avatar = framer.make(card, RING, face=face, size=SIZE)
        assert avatar.crop.face == face
        assert not avatar.notes

    @pytest.mark.parametrize("strict", [False, True])
    def test_a_given_crop_is_used_without_detection(self, frames, card, strict):
        crop = Crop(Box(50, 60, 350, 360), 12)
        framer = Framer(frames, detector=NeverAsked(), strict=strict)
        avatar = framer.make(card, RING, crop=crop, size=SIZE)
        assert (avatar.crop, avatar.notes) == (crop, ())
        assert avatar.encode() == render(Photo.load(card), crop, avatar.frame, size=SIZE).encode()

    @pytest.mark.parametrize("name", [RING, RIBBON])
    def test_the_face_lands_where_the_frame_wants_it(self, framer, roomy, name):
        avatar = framer.make(roomy, name, size=SIZE)
        box, target = avatar.crop.box, avatar.frame.opening.face
        face = avatar.crop.face.box
        assert (face.center.x - box.left) / box.width == pytest.approx(target.center[0], abs=0.02)
        assert (face.center.y - box.top) / box.width == pytest.approx(target.center[1], abs=0.02)
        assert face.height / box.width == pytest.approx(target.height, rel=0.03)
        assert Note.EXTENDED not in avatar.notes

    @pytest.mark.parametrize("name", [RING, RIBBON])
    def test_the_face_is_detected_on_target_in_the_avatar(self, framer, roomy, name):
        avatar = framer.make(roomy, name, size=512)
        (face,) = framer.faces(Photo.from_image(avatar.image))
        target = avatar.frame.opening.face
        assert math.dist(target.center, face.box.scaled(1 / 512).center) < 0.02
        assert face.box.height / 512 == pytest.approx(target.height, rel=0.1)


class Tilted:
    """Sees one face, its eyes on a line that sinks to the right by so many degrees."""

    def __init__(self, degrees):
        self.degrees = degrees

    def detect(self, photo, /):
        middle = Point(photo.size.width / 2, photo.size.height * 0.4)
        x, y = (30 * f(math.radians(self.degrees)) for f in (math.cos, math.sin))
        eyes = Point(middle.x - x, middle.y - y), Point(middle.x + x, middle.y + y)
        return [Face(Box.around(middle, 120, 160), 0.95, eyes)]


class TestTurn:
    @pytest.mark.parametrize(("tilt", "noted"), [(0, False), (11, False), (-20, True), (35, True)])
    def test_a_tilted_head_is_noted_and_left_as_it_is(self, frames, card, tilt, noted):
        avatar = Framer(frames, detector=Tilted(tilt)).make(card, RING, size=SIZE)
        assert (Note.TILTED in avatar.notes) == noted
        assert avatar.crop.turn == 0

    @pytest.mark.parametrize(
        ("tilt", "turned"),
        [(0, False), (5, False), (-20, False), (35, False), (90, True), (-100, True), (175, True)],
    )
    def test_a_tilted_head_is_levelled_when_asked(self, frames, card, tilt, turned):
        avatar = Framer(frames, detector=Tilted(tilt)).make(card, RING, size=SIZE, level=True)
        assert math.cos(math.radians(avatar.crop.turn + tilt)) == pytest.approx(1)
        assert (Note.TURNED in avatar.notes) == turned
        assert Note.TILTED not in avatar.notes

    @pytest.mark.parametrize("tilt", [-20, 15])
    def test_what_it_levels_is_the_picture(self, frames, card, tilt):
        """A line along the tilted eyes is level in the avatar."""
        framer = Framer(frames, detector=Tilted(tilt))
        photo = Photo.load(card)
        (face,) = framer.detector.detect(photo)
        image = Image.new("RGB", photo.size, "black")
        middle, (_, right) = face.box.center, face.eyes
        dx, dy = right.x - middle.x, right.y - middle.y
        ends = [(middle.x + k * dx, middle.y + k * dy) for k in (-2, 2)]
        ImageDraw.Draw(image).line(ends, "white", 3)
        made = np.asarray(framer.make(Photo.from_image(image), RING, size=SIZE, level=True).image)
        rows = np.argwhere((made > 90).all(axis=2) & (distance_from_middle(SIZE) < 0.25))[:, 0]
        assert len(rows) > 60
        assert np.ptp(rows) < 8

    @pytest.mark.corpus
    @pytest.mark.slow
    def test_most_heads_that_are_tilted_by_twenty_degrees_are_levelled(self, framer):
        left = []
        for path in sorted(corpus("photos").glob("*.jpg"))[:40]:
            image = Photo.load(path, short_side=500).image
            image.thumbnail((640, 640))
            faces = framer.faces(Photo.from_image(image))
            if len(faces) == 1 and faces[0].box.height > 90 and abs(faces[0].roll) < 10:
                tilted = Photo.from_image(image.rotate(-20, Image.Resampling.BICUBIC))
                crop = framer.make(tilted, RING, size=64, level=True).crop
                left.append(abs(20 + faces[0].roll + crop.turn))
        assert len(left) >= 8
        assert np.median(left) < 6

    def test_a_level_head_is_not_noted(self, framer, astronaut_jpeg):
        assert Note.TILTED not in framer.make(astronaut_jpeg, RING, size=SIZE).notes

    @pytest.mark.parametrize(
        "quarters", [1, 2, 3], ids=["on its left", "on its head", "on its right"]
    )
    def test_a_photo_on_its_side_is_turned_upright(self, framer, astronaut, quarters):
        upright = framer.make(encoded(astronaut, "PNG"), RING, size=SIZE)
        lying = Image.fromarray(np.rot90(np.asarray(astronaut), quarters))
        avatar = framer.make(encoded(lying, "PNG"), RING, size=SIZE)
        assert Note.TURNED in avatar.notes
        assert (avatar.crop.turn - quarters * 90) % 360 == 0
        assert mean_difference(avatar, upright) < 2

    def test_an_upright_photo_is_not_turned(self, framer, astronaut_jpeg):
        avatar = framer.make(astronaut_jpeg, RING, size=SIZE)
        assert avatar.crop.turn == 0
        assert Note.TURNED not in avatar.notes


class TestDoubts:
    def test_a_face_out_of_focus_is_noted(self, framer, astronaut):
        large = astronaut.resize((1024, 1024))
        sharp, soft = (
            framer.make(encoded(image), RING, size=512).notes
            for image in (large, large.filter(ImageFilter.GaussianBlur(8)))
        )
        assert Note.BLURRED not in sharp
        assert Note.BLURRED in soft

    def test_a_photo_too_small_for_its_avatar_is_noted(self, framer, astronaut_jpeg):
        assert Note.UPSCALED in framer.make(astronaut_jpeg, RING).notes
        assert Note.UPSCALED not in framer.make(astronaut_jpeg, RING, size=SIZE).notes


class TestSame:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", [RING, RIBBON])
    @pytest.mark.parametrize("size", [SIZE, 1080])
    def test_step_by_step_gives_the_same_bytes(self, framer, astronaut_jpeg, name, size):
        photo, frame = Photo.load(astronaut_jpeg), framer.frames[name]
        face = main_face(framer.faces(photo), photo.size)
        crop = crop_to_face(face, photo.size, frame.opening)
        avatar = render(photo, crop, frame, size=size)
        assert framer.make(photo, name, size=size).encode() == avatar.encode()

    def test_crop_and_notes_of_an_avatar_can_be_used_again(self, framer, astronaut_jpeg):
        first = framer.make(astronaut_jpeg, RING, size=SIZE)
        by_face = framer.make(astronaut_jpeg, RING, size=SIZE, face=first.crop.face)
        by_crop = framer.make(astronaut_jpeg, RING, size=SIZE, crop=first.crop)
        assert first.encode() == by_face.encode() == by_crop.encode()

    @pytest.mark.slow
    def test_threads_may_share_it(self, framer, astronaut, card):
        turns = (0, 4, 8, 12, 90, 180)
        photos = [
            *(encoded(astronaut.rotate(turn)) for turn in turns),
            card,
            encoded(drawn_card(300, 300)),
        ]
        jobs = list(itertools.product(photos, (RING, RIBBON)))
        assert len(jobs) == 16

        def digest(job):
            return hashlib.sha256(framer.make(*job, size=SIZE).encode()).hexdigest()

        alone = [digest(job) for job in jobs]
        with ThreadPoolExecutor(4) as pool:
            assert list(pool.map(digest, jobs)) == alone
        assert len(set(alone)) == len(jobs)

    def test_no_state_is_kept_between_photos(self, framer, astronaut_jpeg, card):
        first = framer.make(astronaut_jpeg, RING, size=SIZE).encode()
        framer.make(card, RING, size=SIZE)
        assert framer.make(astronaut_jpeg, RING, size=SIZE).encode() == first


class TestSuggest:
    """`suggest` says where `make` would cut, and `make` with that crop makes the same picture."""

    @pytest.mark.parametrize("level", [False, True])
    def test_is_what_make_would_take(self, framer, astronaut_jpeg, level):
        made = framer.make(astronaut_jpeg, RING, size=SIZE, level=level)
        crop, notes = framer.suggest(astronaut_jpeg, RING, level=level)
        assert crop.box.edges == pytest.approx(made.crop.box.edges)
        assert (crop.turn, crop.face) == (made.crop.turn, made.crop.face)
        assert notes == made.notes[: len(notes)]
        assert framer.make(astronaut_jpeg, RING, size=SIZE, crop=crop).image == made.image

    def test_of_several_faces_says_so(self, frames, card):
        _, notes = Framer(frames, detector=TwoFaces()).suggest(card, RING)
        assert notes == (Note.SEVERAL_FACES,)

    def test_without_a_face_is_the_middle(self, frames, card):
        crop, notes = Framer(frames, detector=NoFaces()).suggest(card, RING)
        assert crop == crop_to_center(Size(400, 500), frames[RING].opening)
        assert notes == (Note.NO_FACE,)

    def test_given_faces_are_not_detected_again(self, frames, card):
        faces = TwoFaces().detect(Photo.load(card))
        framer = Framer(frames, detector=NeverAsked())
        known, notes = framer.suggest(card, RING, faces=faces)
        assert (known.face, notes) == (
            main_face(faces, Size(400, 500)),
            (Note.SEVERAL_FACES,),
        )
        assert framer.suggest(card, RING, face=faces[0], faces=faces)[0].face == faces[0]
        assert framer.suggest(card, RING, faces=[])[1] == (Note.NO_FACE,)

    def test_is_an_error_when_strict(self, frames, card):
        with pytest.raises(SeveralFaces):
            Framer(frames, detector=TwoFaces(), strict=True).suggest(card, RING)
