"""Every pixel of an avatar comes from its place in the photo, or from the artwork."""

import io
import math
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from framegen import Artwork, Avatar, Box, Crop, Note, Photo, Point, render, render_frame
from framegen.errors import CropInvalid, SizeInvalid
from framegen.testing import drawn_card, encoded
from tests.support.places import ROOT, corpus

CLEAR = Artwork(encoded(Image.new("RGBA", (8, 8)), "PNG"))
FULL = Box(0, 0, 512, 512)


@pytest.fixture(scope="module")
def bare(frames):
    """A frame that hides nothing."""
    return replace(frames["dai-lua-do"], artwork=CLEAR)


@pytest.fixture(scope="module")
def ring(frames):
    return frames["vong-sang-kien"]


@pytest.fixture(scope="module")
def face(astronaut):
    return Photo.from_image(astronaut)


def pixels_of(avatar):
    return np.asarray(avatar.image).astype(int)


def plain(color, side=300):
    return Photo.from_image(Image.new("RGB", (side, side), color))


CROPS = {
    "the middle": Box(20, 60, 300, 340),
    "a fraction off": Box(20.3, 60.7, 281.4, 321.8),
    "enlarged": Box(100, 100, 180, 180),
    "a corner": Box(0, 0, 150, 150),
    "past two edges": Box(-60, 250, 200, 510),
    "past all edges": Box(-100, -60, 420, 460),
}
INSIDE = ("the middle", "a fraction off", "enlarged")


class TestPlace:
    """A photo's point at offset d from the box's centre lands at d turned clockwise."""

    @staticmethod
    def came_from(crop, size):
        """Where in the photo each pixel of the avatar has its middle."""
        share = ((np.arange(size) + 0.5) / size - 0.5) * crop.box.width
        x, y = share[None, :], share[:, None]
        cos, sin = math.cos(math.radians(crop.turn)), math.sin(math.radians(crop.turn))
        return crop.box.center.x + cos * x + sin * y, crop.box.center.y - sin * x + cos * y

    def off_place(self, avatar, card, margin):
        """The error of the card's red and green, which encode x and y."""
        (width, height), (x, y) = card.size, self.came_from(avatar.crop, avatar.image.width)
        inside = (x > margin) & (x < width - margin) & (y > margin) & (y < height - margin)
        assert inside.mean() > 0.25
        for channel, place, length in ((0, x, width), (1, y, height)):
            wanted = (place - 0.5) * 255 / (length - 1)
            yield (pixels_of(avatar)[..., channel] - wanted)[inside]

    @pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 360, -450])
    @pytest.mark.parametrize("box", CROPS.values(), ids=CROPS)
    def test_a_pixel_comes_from_its_place_in_the_crop(self, bare, box, turn):
        card = drawn_card(320, 400)
        avatar = render(Photo.from_image(card), Crop(box, turn), bare, size=200)
        for off in self.off_place(avatar, card, margin=3 * max(1, box.width / 200)):
            assert np.abs(off).max() <= 2
            assert abs(off.mean()) <= 0.1

    @pytest.mark.parametrize("turn", [10, -25, 45, 100, 200, -80, 370])
    @pytest.mark.parametrize("name", INSIDE)
    def test_a_pixel_comes_from_its_place_at_any_turn(self, bare, name, turn):
        card = drawn_card(320, 400)
        avatar = render(Photo.from_image(card), Crop(CROPS[name], turn), bare, size=200)
        for off in self.off_place(avatar, card, margin=5):
            assert np.percentile(np.abs(off), 99) <= 2
            # Pillow cuts fractions off where it turns, so all is half a level darker.
            assert abs(off.mean()) <= 0.65

    @pytest.mark.parametrize("turn", [10, -25, 44])
    def test_opposite_turns_show_the_same_upside_down(self, bare, turn):
        photo, box = Photo.from_image(drawn_card(320, 400)), CROPS["a fraction off"]
        one, other = (
            pixels_of(render(photo, Crop(box, t), bare, size=200)) for t in (turn, turn + 180)
        )
        assert np.abs(one - other[::-1, ::-1]).mean() < 0.5

    @pytest.mark.parametrize("turn", [0, 90])
    @pytest.mark.parametrize("scale", [1 / 2, 1 / 4, 1 / 8])
    def test_a_pixel_comes_from_its_place_at_any_decoded_scale(self, bare, scale, turn):
        card = drawn_card(1280, 1600)
        photo = Photo.load(encoded(card), short_side=round(1280 * scale))
        assert photo.scale == scale
        crop = Crop(Box(101, 202, 1101, 1202), turn)
        avatar = render(photo, crop, bare, size=int(1000 * scale))
        for off in self.off_place(avatar, card, margin=4 / scale):
            assert np.percentile(np.abs(off), 99) <= 2
            assert abs(off.mean()) <= 0.1 / scale**0.5

    @pytest.mark.parametrize("orientation", range(1, 9))
    def test_a_pixel_comes_from_its_place_despite_orientation(self, bare, orientation):
        stored = Image.Exif()
        stored[0x0112] = orientation
        photo = Photo.load(encoded(drawn_card(640, 960), exif=stored), short_side=320)
        upright = Photo.from_image(photo.image)
        crop = Crop(Box(100, 150, 500, 550))
        made, wanted = (pixels_of(render(p, crop, bare, size=200)) for p in (photo, upright))
        assert np.abs(made - wanted).mean() < 2

    @pytest.mark.parametrize(
        ("turn", "quarters"), [(0, 0), (90, -1), (180, 2), (270, 1), (-90, 1), (360, 0), (0.001, 0)]
    )
    def test_a_crop_of_the_avatars_size_is_not_resampled(self, bare, turn, quarters):
        card = drawn_card(320, 400)
        avatar = render(Photo.from_image(card), Crop(Box(30, 70, 286, 326), turn), bare, size=256)
        cut = np.asarray(card)[70:326, 30:286]
        assert (pixels_of(avatar) == np.rot90(cut, quarters)).all()

    @pytest.mark.parametrize("edges", [(40, 8, 290, 258), (33.4, 51.3, 474.7, 492.6)])
    def test_a_crop_equals_lanczos_of_the_whole_photo(self, bare, face, astronaut, edges):
        avatar = render(face, Crop(Box(*edges)), bare, size=200)
        wanted = astronaut.resize((200, 200), Image.Resampling.LANCZOS, box=edges)
        assert np.abs(pixels_of(avatar) - np.asarray(wanted)).max() <= 2

    def test_a_close_crop_is_decoded_again(self, bare):
        file, crop = encoded(drawn_card(1024, 1024)), Crop(Box(300, 300, 500, 500))
        small, full = Photo.load(file, short_side=128), Photo.load(file)
        assert small.scale == 1 / 8
        made = [render(photo, crop, bare, size=200).encode("png") for photo in (small, full)]
        assert made[0] == made[1]

    @pytest.mark.slow
    @pytest.mark.parametrize("turn", [0, 90])
    def test_decoding_twelve_megapixels_at_half_loses_no_detail(self, bare, astronaut, turn):
        large = astronaut.resize((3072, 4096), Image.Resampling.BICUBIC)
        file = encoded(large, quality=92)
        photo = Photo.load(file, short_side=1188)
        assert photo.scale == 1 / 2
        box = Box(200.5, 300.25, 2800.5, 2900.25)
        made = render(photo, Crop(box, turn), bare, size=1080).image.rotate(turn)
        wanted = (
            Image.open(io.BytesIO(file))
            .convert("RGB")
            .resize((1080, 1080), Image.Resampling.LANCZOS, box=box.edges)
        )
        off = np.asarray(made).astype(float) - np.asarray(wanted)
        assert 10 * math.log10(255**2 / np.square(off).mean()) >= 38


class TestExtended:
    """Where the photo ends, its mirror image goes on, softened further out."""

    @pytest.mark.parametrize(
        ("x", "y"),
        [(-64, 0), (64, 0), (0, -64), (0, 64), (-30, 40)],
        ids=["left", "right", "top", "bottom", "a corner"],
    )
    def test_the_photo_itself_is_not_blurred(self, bare, face, astronaut, x, y):
        made = pixels_of(render(face, Crop(Box(x, y, 512 + x, 512 + y)), bare, size=512))
        rows, columns = slice(max(0, -y), 512 - max(0, y)), slice(max(0, -x), 512 - max(0, x))
        photo = np.asarray(astronaut)[max(0, y) :, max(0, x) :]
        assert (
            made[rows, columns] == photo[: made[rows].shape[0], : made[:, columns].shape[1]]
        ).all()

    @pytest.mark.parametrize("turn", [10, -25, 45])
    def test_a_turned_photo_is_not_blurred_up_to_its_edge(self, bare, turn):
        box, card = Box(-100, -60, 420, 460), drawn_card(320, 400)
        avatar = render(Photo.from_image(card), Crop(box, turn), bare, size=260)
        for off in TestPlace().off_place(avatar, card, margin=8):
            assert np.abs(off).max() <= 3.5

    @pytest.mark.parametrize("turn", [0, 90, 10, 15, -25, 45])
    @pytest.mark.parametrize("reach", [-60, 0, 60], ids=["inside", "the whole photo", "past it"])
    def test_a_photo_of_one_colour_stays_of_one_colour(self, bare, turn, reach):
        crop = Crop(Box(-reach, -reach, 300 + reach, 300 + reach), turn)
        made = pixels_of(render(plain((200, 100, 50)), crop, bare, size=128))
        assert np.abs(made - (200, 100, 50)).max() <= 1

    def test_just_outside_it_is_mirrored(self, bare, face):
        made = pixels_of(render(face, Crop(Box(-64, 0, 448, 512)), bare, size=512))
        assert np.abs(made[:, 60:64] - made[:, 67:63:-1]).mean() < 3

    @pytest.mark.parametrize("turn", [0, 90, 180, 270])
    def test_no_seam_shows(self, bare, face, turn):
        made = pixels_of(render(face, Crop(Box(-64, 0, 448, 512), turn), bare, size=512))
        upright = np.rot90(made, turn // 90)
        steps = np.abs(np.diff(upright, axis=1)).mean(axis=(0, 2))
        photo = render(face, Crop(FULL, turn), bare, size=512)
        inside = np.abs(np.diff(np.rot90(pixels_of(photo), turn // 90), axis=1)).mean(axis=(0, 2))
        assert steps[40:66].max() <= inside[:30].max() + 0.5

    def test_far_outside_it_is_soft(self, bare, face):
        made = pixels_of(render(face, Crop(Box(-200, 0, 312, 512)), bare, size=512))
        rough = [
            np.abs(np.diff(made[:, part], axis=0)).mean() for part in (slice(99), slice(200, 299))
        ]
        assert rough[0] < 0.3 * rough[1]

    @pytest.mark.parametrize(
        ("box", "turn", "noted"),
        [
            pytest.param(FULL, 0, False, id="the whole photo"),
            pytest.param(FULL, 90, False, id="the whole photo lying"),
            pytest.param(Box(100, 100, 400, 400), 30, False, id="turned within the photo"),
            pytest.param(Box(-20, 0, 492, 512), 0, True, id="past the left"),
            pytest.param(Box(0, 20, 512, 532), 0, True, id="past the bottom"),
            pytest.param(Box(0, 20, 512, 532), 270, True, id="past the bottom, lying"),
            pytest.param(FULL, 20, True, id="turned, the corners missing"),
        ],
    )
    def test_an_extended_background_is_noted(self, bare, face, box, turn, noted):
        avatar = render(face, Crop(box, turn), bare, size=128)
        assert (Note.EXTENDED in avatar.notes) == noted

    @pytest.mark.parametrize(("past", "noted"), [(0.1, False), (0.118, False), (0.15, True)])
    @pytest.mark.parametrize("turn", [0, 180])
    def test_a_background_behind_the_artwork_is_not_noted(self, ring, face, past, turn, noted):
        shift = -past * 400
        crop = Crop(Box(shift, 50, 400 + shift, 450), turn)
        assert (Note.EXTENDED in render(face, crop, ring, size=256).notes) == noted

    def test_what_the_artwork_hides_leaves_no_trace(self, ring, face):
        hidden = pixels_of(render(face, Crop(Box(-40, 50, 360, 450)), ring, size=256))
        assert (hidden[:, :20] == ring.artwork.overlay(256).color[:, :20]).all()


SIDE = 512
COLORS = {"white": (255, 255, 255), "black": (0, 0, 0), "red": (200, 20, 31)}


@pytest.fixture(scope="module", params=COLORS.values(), ids=COLORS)
def flat(request, ring):
    """A photo of one colour in the ring, and that colour."""
    crop = Crop(Box(0, 0, 300, 300))
    return pixels_of(render(plain(request.param), crop, ring, size=SIDE)), request.param


class TestArtwork:
    def test_the_photo_shows_exactly_where_the_artwork_is_clear(self, ring, flat):
        made, color = flat
        overlay = ring.artwork.overlay(SIDE)
        wanted = np.array(color) * (overlay.clear / 255) + overlay.color
        assert np.abs(made - wanted).max() <= 1

    def test_no_photo_shows_past_an_opaque_artwork(self, ring, flat):
        made, _ = flat
        overlay = ring.artwork.overlay(SIDE)
        opaque = overlay.clear[..., 0] == 0
        assert opaque.mean() > 0.3
        assert (made[opaque] == overlay.color[opaque]).all()

    def test_the_windows_edge_has_no_extra_line(self, ring, flat):
        """From the photo's colour into the white line, every step leads towards white."""
        made, color = flat
        radius = ring.opening.window.radius
        reach = np.arange((radius - 0.012) * SIDE, (radius + 0.002) * SIDE, 0.5)
        for angle in np.radians(np.arange(-170, 0, 5)):
            x = np.floor(SIDE / 2 + reach * math.cos(angle)).astype(int)
            y = np.floor(SIDE / 2 + reach * math.sin(angle)).astype(int)
            along = made[y, x]
            assert np.abs(along[:6] - color).max() <= 1
            assert np.diff(along, axis=0).min() >= -12
            assert along.min() >= min(color) - 1

    def test_the_avatar_is_an_opaque_square_of_the_size_asked_for(self, ring, face):
        for size in (64, 127, 256):
            image = render(face, Crop(FULL), ring, size=size).image
            assert (image.size, image.mode, image.info) == ((size, size), "RGB", {})


class TestFrameAlone:
    """`render_frame` laid over a picture, elsewhere, gives what `render` gives."""

    @pytest.mark.parametrize("name", ["vong-sang-kien", "dai-lua-do", "the-doan-vien"])
    @pytest.mark.parametrize("color", ["#000000", "#FFFFFF", "#3C78B4"])
    def test_over_a_photo_is_the_avatar(self, frames, name, color):
        frame = frames[name]
        text = {slot.id: "Nguyễn Thị Ẩn" for slot in frame.texts}
        whole = render(plain(color), Crop(Box(0, 0, 300, 300)), frame, size=300, text=text)
        over = render_frame(frame, size=300, text=text)
        assert over.mode == "RGBA"
        laid = Image.alpha_composite(Image.new("RGBA", (300, 300), color), over).convert("RGB")
        difference = np.abs(np.asarray(laid).astype(int) - pixels_of(whole))
        assert difference.max() <= 2

    def test_shows_a_logo_as_the_avatar_does(self, frames):
        frame = frames["the-doan-vien"]
        logos = {frame.logos[0].id: encoded(Image.new("RGBA", (64, 64), "#0044CC"), "PNG")}
        logo = (0, 0x44, 0xCC, 255)
        shown = np.asarray(render_frame(frame, size=300, logos=logos))
        assert (shown == logo).all(axis=2).sum() > 50
        assert not (np.asarray(render_frame(frame, size=300)) == logo).all(axis=2).any()

    def test_has_the_frames_own_size_by_default(self, ring):
        assert render_frame(ring).size == (1080, 1080)
        with pytest.raises(SizeInvalid):
            render_frame(ring, size=5000)


class TestColor:
    @staticmethod
    def swapped_profile():
        """A profile whose red is sRGB's green and whose green is its red, and that says so."""
        srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        swap = {b"rXYZ": b"gXYZ", b"gXYZ": b"rXYZ", b"rTRC": b"gTRC", b"gTRC": b"rTRC"}
        tags = bytearray(srgb)
        for at in range(132, 132 + 12 * int.from_bytes(srgb[128:132], "big"), 12):
            tags[at : at + 4] = swap.get(srgb[at : at + 4], srgb[at : at + 4])
        return bytes(tags).replace("sRGB".encode("utf-16-be"), "gRsB".encode("utf-16-be"))

    @pytest.mark.parametrize("turn", [0, 90])
    @pytest.mark.parametrize("kind", ["JPEG", "PNG"])
    def test_a_photo_with_a_profile_becomes_srgb(self, bare, kind, turn):
        file = encoded(
            Image.new("RGB", (200, 200), (220, 40, 90)), kind, icc_profile=self.swapped_profile()
        )
        avatar = render(Photo.load(file), Crop(Box(0, 0, 200, 200), turn), bare, size=64)
        assert np.abs(pixels_of(avatar) - (40, 220, 90)).max() <= 2
        assert Note.BAD_PROFILE not in avatar.notes

    def test_the_artwork_keeps_its_own_colours(self, ring):
        image = Image.new("RGB", (200, 200), (220, 40, 90))
        file = encoded(image, "PNG", icc_profile=self.swapped_profile())
        made = pixels_of(render(Photo.load(file), Crop(Box(0, 0, 200, 200)), ring, size=128))
        overlay = ring.artwork.overlay(128)
        opaque = overlay.clear[..., 0] == 0
        assert (made[opaque] == overlay.color[opaque]).all()

    def test_a_broken_profile_is_noted(self, bare):
        file = encoded(Image.new("RGB", (200, 200), (220, 40, 90)), "PNG", icc_profile=b"nonsense")
        avatar = render(Photo.load(file), Crop(Box(0, 0, 200, 200)), bare, size=64)
        assert np.abs(pixels_of(avatar) - (220, 40, 90)).max() == 0
        assert avatar.notes == (Note.BAD_PROFILE,)

    @pytest.mark.corpus
    def test_a_display_p3_photo_becomes_srgb(self, bare):
        path = corpus("hostile") / "made" / "jpeg_icc_p3.jpg"
        photo = Photo.load(path)
        image = Image.open(path)
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        assert "P3" in ImageCms.getProfileDescription(profile)
        box = Box.around(Point(photo.size.width / 2, photo.size.height / 2), 200)
        made = pixels_of(render(photo, Crop(box), bare, size=200))
        cut = image.crop(tuple(map(round, box.edges)))
        wanted = ImageCms.profileToProfile(cut, profile, ImageCms.createProfile("sRGB"))
        assert np.abs(made - np.asarray(wanted)).mean() < 1
        assert np.abs(made - np.asarray(cut)).mean() > 2


class TestRequest:
    @pytest.mark.parametrize(
        "box",
        [
            pytest.param(Box(0, 0, 100, 200), id="not square"),
            pytest.param(Box(0, 0, 4, 4), id="tiny"),
            pytest.param(Box(100, 100, 0, 0), id="turned inside out"),
            pytest.param(Box(600, 0, 800, 200), id="outside"),
            pytest.param(Box(math.nan, 0, 100, 100), id="not a number"),
            pytest.param(Box(-math.inf, -math.inf, math.inf, math.inf), id="endless"),
        ],
    )
    def test_an_invalid_crop_is_refused(self, bare, face, box):
        with pytest.raises(CropInvalid, match="crop: "):
            render(face, Crop(box), bare, size=64)

    @pytest.mark.parametrize("turn", [math.nan, math.inf])
    def test_a_turn_that_is_no_number_is_refused(self, bare, face, turn):
        with pytest.raises(CropInvalid, match="finite"):
            render(face, Crop(FULL, turn), bare, size=64)

    @pytest.mark.parametrize("size", [63, 2049, 0, -1])
    def test_a_size_out_of_range_is_refused(self, bare, face, size):
        with pytest.raises(SizeInvalid, match=f"got {size}"):
            render(face, Crop(FULL), bare, size=size)

    def test_the_size_is_the_frames_own_by_default(self, bare, face):
        assert render(face, Crop(FULL), bare).image.size == (1080, 1080)

    @pytest.mark.parametrize(("width", "noted"), [(170, True), (171, False), (300, False)])
    def test_a_much_enlarged_photo_is_noted(self, bare, face, width, noted):
        avatar = render(face, Crop(Box(0, 0, width, width)), bare, size=256)
        assert (Note.UPSCALED in avatar.notes) == noted

    def test_notes_are_passed_on_without_repetition(self, bare, face):
        given = [Note.NO_FACE, Note.UPSCALED]
        made = render(face, Crop(Box(0, 0, 100, 100)), bare, size=256, notes=given)
        assert made.notes == (Note.NO_FACE, Note.UPSCALED)
        assert given == [Note.NO_FACE, Note.UPSCALED]

    def test_an_avatar_has_its_crop_and_frame(self, bare, face):
        crop = Crop(Box(10, 10, 200, 200), 5)
        made = render(face, crop, bare, size=64)
        assert (made.crop, made.frame) == (crop, bare)

    def test_the_photo_is_not_modified(self, ring, astronaut):
        photo = Photo.from_image(astronaut)
        render(photo, Crop(Box(-50, -50, 400, 400), 7), ring, size=64)
        assert photo.image.tobytes() == astronaut.tobytes()


# Where pictures may differ: the mean of all, and of the worst tile of 30 x 30 by its strongest
# channel. Both are needed: a swap shows in the mean, a missing word in a tile.
MEAN, TILE, WORST = 1.0, 30, 15.0
GOLDEN = ROOT / "tests" / "golden"


def differences(made, wanted):
    """The mean difference, and that of the worst tile."""
    off = np.abs(np.asarray(made).astype(int) - np.asarray(wanted))
    strongest = off.max(axis=2)
    starts = [range(0, length, TILE) for length in strongest.shape]
    tiles = [strongest[y : y + TILE, x : x + TILE].mean() for y in starts[0] for x in starts[1]]
    return off.mean(), max(tiles)


def looks_like(made, wanted):
    mean, worst = differences(made, wanted)
    return made.size == wanted.size and mean <= MEAN and worst <= WORST


def assert_looks_like(made: Image.Image, name: str, folder: Path):
    """The picture is that of tests/golden; BLESS=1 makes it so. On failure both are kept."""
    path = GOLDEN / name
    if os.environ.get("BLESS") == "1":
        path.parent.mkdir(exist_ok=True)
        made.save(path, optimize=True)
    assert path.is_file(), f"there is no {path}; look at the picture, then BLESS=1 writes it"
    with Image.open(path) as wanted:
        made.save(folder / name)
        mean, worst = differences(made, wanted.convert("RGB"))
    message = f"{folder / name} differs from {path}: mean {mean:.2f}, worst tile {worst:.1f}"
    assert mean <= MEAN, message
    assert worst <= WORST, message


@pytest.fixture(scope="module")
def avatar(framer, astronaut_jpeg) -> Avatar:
    return framer.make(astronaut_jpeg, "vong-sang-kien")


class TestGolden:
    @pytest.mark.parametrize("name", ["vong-sang-kien", "dai-lua-do"])
    def test_an_avatar_looks_as_it_did(self, framer, astronaut_jpeg, name, tmp_path):
        made = framer.make(astronaut_jpeg, name, size=256).image
        assert_looks_like(made, f"astronaut-{name}.png", tmp_path)

    def test_a_missing_golden_fails(self, astronaut, tmp_path, monkeypatch):
        monkeypatch.delenv("BLESS", raising=False)
        with pytest.raises(AssertionError, match=r"there is no .*absent"):
            assert_looks_like(astronaut, "absent.png", tmp_path)

    def test_the_comparison_lets_a_recompressed_one_pass(self, avatar):
        assert looks_like(Image.open(io.BytesIO(avatar.encode(quality=96))), avatar.image)

    def test_it_catches_a_shift_by_one_pixel(self, avatar):
        shifted = Image.fromarray(np.roll(np.asarray(avatar.image), 1, axis=1))
        assert not looks_like(shifted, avatar.image)

    def test_it_catches_red_for_blue(self, avatar):
        swapped = Image.fromarray(np.asarray(avatar.image)[..., ::-1])
        assert not looks_like(swapped, avatar.image)

    @pytest.mark.parametrize("name", ["vong-sang-kien", "dai-lua-do"])
    def test_it_catches_a_missing_slogan(self, frames, framer, astronaut_jpeg, name):
        art = frames[name].artwork
        start = art.drawing.rindex("<text ")
        end = art.drawing.index("</text>", start) + len("</text>")
        silent = replace(art, drawing=art.drawing[:start] + art.drawing[end:])
        made, wanted = (
            framer.make(astronaut_jpeg, frame, size=256).image
            for frame in (replace(frames[name], artwork=silent), frames[name])
        )
        assert not looks_like(made, wanted)
