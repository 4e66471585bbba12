"""Studio: makes the same pixels as the library."""

import io
from types import SimpleNamespace

import cv2
import pytest
from PIL import Image, ImageChops

from framegen import Box, Crop, Face, ImageFormat, render_frame
from framegen.errors import FrameNotFound, PhotoTooLarge
from framegen.errors import RequestError as Refused
from framegen.testing import drawn_card, encoded
from service.settings import Settings
from service.work import studio
from service.work.options import RenderOptions
from tests.service.conftest import FRAME

SETTINGS = Settings()
NAMES = ("vong-sang-kien", "dai-lua-do", "anh-sao-vang", "banh-rang-xanh")


@pytest.fixture(scope="module")
def pair(astronaut):
    """A photo with two faces, the larger on the right, read whole for avatars of 640 pixels."""
    photo = Image.new("RGB", (1000, 600), "gray")
    photo.paste(astronaut.resize((300, 300)), (50, 50))
    photo.paste(astronaut, (450, 60))
    return encoded(photo)


class TestMake:
    @pytest.mark.parametrize("name", NAMES)
    def test_gives_the_librarys_bytes(self, framer, astronaut_jpeg, name):
        made = studio.make(SETTINGS, astronaut_jpeg, name, RenderOptions(size=256))
        avatar = framer.make(astronaut_jpeg, name, size=256)
        assert made.data == avatar.encode()
        assert (made.crop, made.notes) == (avatar.crop, tuple(avatar.notes))
        assert made.media_type == "image/jpeg"

    @pytest.mark.parametrize("kind", list(ImageFormat))
    def test_writes_the_format_that_is_wished(self, framer, astronaut_jpeg, kind):
        made = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(kind, 128))
        assert made.data == framer.make(astronaut_jpeg, FRAME, size=128).encode(kind)
        assert made.media_type == kind.media_type

    @pytest.mark.slow
    def test_is_as_large_as_the_frame_unless_wished_otherwise(self, framer, astronaut_jpeg):
        made = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions())
        assert made.data == framer.make(astronaut_jpeg, FRAME).encode()

    def test_shows_the_crop_that_is_wished(self, framer, astronaut_jpeg):
        crop = Crop(Box(10, 20, 410, 420), -7.5)
        made = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(size=128, crop=crop))
        assert made.data == framer.make(astronaut_jpeg, FRAME, crop=crop, size=128).encode()

    def test_sets_the_text_that_is_wished(self, framer, astronaut_jpeg):
        text = {"name": "Nguyễn Thị Ánh"}
        made = studio.make(
            SETTINGS, astronaut_jpeg, "the-doan-vien", RenderOptions(size=256, text=text)
        )
        expected = framer.make(astronaut_jpeg, "the-doan-vien", text=text, size=256)
        assert made.data == expected.encode()

    def test_levels_where_that_is_wished(self, framer, astronaut_jpeg):
        made = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(size=512, level=True))
        photo = framer.load(astronaut_jpeg)
        assert made.crop == framer.suggest(photo, FRAME, level=True)[0]
        assert made.crop.turn != 0

    @pytest.mark.parametrize("number", [0, 1])
    def test_frames_the_face_of_that_number(self, framer, pair, number):
        faces = framer.faces(framer.load(pair))
        made = studio.make(SETTINGS, pair, FRAME, RenderOptions(size=640, face=number))
        assert len(faces) == 2
        assert made.data == framer.make(pair, FRAME, face=faces[number], size=640).encode()

    def test_names_a_face_that_is_not_there(self, pair):
        with pytest.raises(Refused, match=r"^face: there are 2, .* no 2\.$"):
            studio.make(SETTINGS, pair, FRAME, RenderOptions(face=2))

    def test_does_not_look_for_known_faces_again(self, framer, monkeypatch, astronaut_jpeg):
        def look(*_args):
            raise AssertionError("it was looked for faces")

        known = [Face(Box(200, 200, 260, 270))]
        expected = framer.make(astronaut_jpeg, FRAME, face=known[0], size=128)
        monkeypatch.setattr(type(framer), "faces", look)
        made = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(size=128), known)
        assert made.data == expected.encode()
        none = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(size=128), ())
        assert none.notes == ("no-face",)

    def test_knows_the_same_face_as_when_it_looks_itself(self, astronaut_jpeg):
        looked = studio.analyse(SETTINGS, astronaut_jpeg)
        wish = RenderOptions(size=512)
        known = studio.make(SETTINGS, astronaut_jpeg, FRAME, wish, looked.faces)
        assert known.data == studio.make(SETTINGS, astronaut_jpeg, FRAME, wish).data

    def test_refuses_a_frame_that_is_not_there(self, astronaut_jpeg):
        with pytest.raises(FrameNotFound):
            studio.make(SETTINGS, astronaut_jpeg, "nix", RenderOptions())

    def test_tells_how_long_each_stage_took(self, astronaut_jpeg):
        seconds = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(size=64)).seconds
        assert list(seconds) == ["read", "faces", "draw", "encode"]
        assert all(0 < second < 5 for second in seconds.values())


class TestLook:
    @pytest.mark.slow
    @pytest.mark.parametrize("photo", ["astronaut_jpeg", "pair", "card_jpeg"])
    def test_suggests_what_the_library_suggests_for_every_frame(self, framer, request, photo):
        file = request.getfixturevalue(photo)
        looked = studio.analyse(SETTINGS, file)
        opened = framer.load(file)
        assert looked.size == opened.size
        assert list(looked.faces) == list(framer.faces(opened))
        assert set(looked.suggestions) == set(framer.frames)
        for name, crop in looked.suggestions.items():
            assert crop == framer.suggest(opened, name)[0]

    def test_tells_the_face_that_is_framed(self, framer, pair):
        looked = studio.analyse(SETTINGS, pair)
        wished = studio.make(SETTINGS, pair, FRAME, RenderOptions(size=640, face=looked.main))
        edges = looked.suggestions[FRAME].box.edges
        assert wished.crop.box.edges == pytest.approx(edges)
        assert framer.make(pair, FRAME).crop.box.edges == pytest.approx(edges)

    @pytest.mark.parametrize("number", [0, 1])
    def test_tells_that_face_by_its_number(self, monkeypatch, pair, number):
        monkeypatch.setattr(studio, "main_face", lambda faces, _size: faces[number])
        assert studio.analyse(SETTINGS, pair).main == number

    def test_of_a_photo_without_a_face_tells_none(self, card_jpeg):
        looked = studio.analyse(SETTINGS, card_jpeg)
        assert (looked.faces, looked.main) == ((), None)
        assert looked.notes == ("no-face",)

    def test_tells_how_long_each_stage_took(self, card_jpeg):
        assert list(studio.analyse(SETTINGS, card_jpeg).seconds) == ["read", "faces"]


class TestLimits:
    @pytest.mark.parametrize(
        ("settings", "reason"),
        [
            (Settings(max_megapixels=1), "megapixel"),
            (Settings(max_megabytes=1), "MB"),
        ],
    )
    def test_are_those_of_the_settings(self, settings, reason):
        photo = encoded(drawn_card(1200, 1200)).ljust(2 * 2**20, b"\0")
        assert studio.make(SETTINGS, photo, FRAME, RenderOptions(size=64)).data
        for job in (
            lambda: studio.make(settings, photo, FRAME, RenderOptions()),
            lambda: studio.analyse(settings, photo),
        ):
            with pytest.raises(PhotoTooLarge, match=reason):
                job()

    @pytest.mark.parametrize("error", ["python", "opencv"])
    @pytest.mark.parametrize("job", ["make", "look"])
    def test_of_memory_are_the_photos_fault(self, monkeypatch, card_jpeg, job, error):
        no_memory = cv2.error("out of memory")
        no_memory.code = cv2.Error.StsNoMem
        failing(monkeypatch, MemoryError() if error == "python" else no_memory)
        with pytest.raises(PhotoTooLarge, match=r"^photo: .* memory\.$"):
            ask(job, card_jpeg)

    def test_are_not_blamed_for_other_failures(self, monkeypatch, card_jpeg):
        wrong = cv2.error("bad argument")
        wrong.code = cv2.Error.StsBadArg
        failing(monkeypatch, wrong)
        with pytest.raises(cv2.error, match="bad argument"):
            ask("make", card_jpeg)


def failing(monkeypatch, error):
    def load(*_args, **_options):
        raise error

    monkeypatch.setattr(
        studio,
        "_framer",
        lambda _settings: SimpleNamespace(load=load, frames=studio.Framer().frames),
    )


def ask(job, photo):
    return (
        studio.analyse(SETTINGS, photo)
        if job == "look"
        else studio.make(SETTINGS, photo, FRAME, RenderOptions())
    )


class TestPictures:
    @pytest.mark.parametrize("name", ["vong-sang-kien", "the-doan-vien"])
    def test_artwork_is_the_librarys(self, frames, name):
        with Image.open(io.BytesIO(studio.artwork(SETTINGS, name, 200))) as drawn:
            expected = render_frame(frames[name], size=200)
            assert (drawn.format, drawn.mode) == ("PNG", "RGBA")
            assert drawn.tobytes() == expected.tobytes()

    def test_a_sample_is_of_its_frame_and_size(self):
        pictures = [studio.sample(SETTINGS, name, 128) for name in NAMES]
        assert len(set(pictures)) == len(NAMES)
        for picture in pictures:
            with Image.open(io.BytesIO(picture)) as image:
                assert (image.format, image.size) == ("WEBP", (128, 128))

    def test_artwork_laid_over_the_crop_is_the_avatar(self, framer, astronaut_jpeg):
        made = studio.make(SETTINGS, astronaut_jpeg, FRAME, RenderOptions(ImageFormat.PNG, 256))
        plain = framer.load(astronaut_jpeg).image.crop([round(e) for e in made.crop.box.edges])
        plain = plain.resize((256, 256)).convert("RGBA")
        overlay = Image.open(io.BytesIO(studio.artwork(SETTINGS, FRAME, 256)))
        opaque = overlay.getchannel("A").point(lambda alpha: 255 if alpha == 255 else 0)
        made_image = Image.open(io.BytesIO(made.data)).convert("RGB")
        laid = Image.alpha_composite(plain, overlay).convert("RGB")
        difference = ImageChops.difference(laid, made_image)
        worst = Image.composite(difference, Image.new("RGB", (256, 256)), opaque).getextrema()
        assert max(high for _, high in worst) <= 2

    def test_a_worker_that_makes_avatars_is_ready(self):
        assert studio.ready(SETTINGS) is True
