"""Logos: an organisation's own emblem, crisp on its plate, or nothing at all."""

import functools
import io
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

import framegen.frame.logo
from framegen import Artwork, Box, Crop, Frame, Framer, Logo, LogoSlot, Photo, render
from framegen.cli.main import cli
from framegen.errors import FrameInvalid, LogoInvalid
from framegen.frame.logo import MAX_BYTES, MAX_SIDE, place_logos
from framegen.testing import FixedFace, drawn_card, encoded
from tests.support.places import ROOT

RIBBON = "dai-lua-do"
RED, GREY = (200, 20, 31), (90, 90, 90)
CLEAR = Artwork(encoded(Image.new("RGBA", (8, 8)), "PNG"))
SIDE = 500

DISC = LogoSlot(id="org", box=(0.3, 0.3, 0.4, 0.4), plate="disc-white")
BARE = msgspec.structs.replace(DISC, plate="none")
PILL = LogoSlot(id="org", box=(0.1, 0.4, 0.8, 0.2), plate="pill-white")


def svg(inside, width=100, height=100, **attributes):
    more = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"{more}>'
        f"{inside}</svg>"
    ).encode()


def rect(width, height, fill="#C8141F"):
    return svg(f'<rect width="{width}" height="{height}" fill="{fill}"/>', width, height)


ROUND = svg('<circle cx="50" cy="50" r="50" fill="#C8141F"/>')
SQUARE, WIDE, TALL = rect(100, 100), rect(300, 100), rect(100, 300)


def png(image):
    return encoded(image, "PNG")


@functools.cache
def round_png(side=400, color=(*RED, 255), around=0, ground=(0, 0, 0, 0)):
    """A disc with a smooth rim; where it is transparent its colour is black, as tools leave it."""
    fine = Image.new("L", (side * 4, side * 4))
    ImageDraw.Draw(fine).ellipse((0, 0, side * 4 - 1, side * 4 - 1), fill=255)
    alpha = np.asarray(fine.reduce(4))
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[...] = ground
    pixels[alpha > 0] = color
    pixels[..., 3] = alpha
    picture = Image.new("RGBA", (side + 2 * around, side + 2 * around), ground)
    picture.paste(Image.fromarray(pixels), (around, around))
    return png(picture)


def drawn(slot, logo, side=SIDE, below=GREY):
    """A picture of one colour with a logo on it."""
    (placed,) = place_logos((slot,), {slot.id: logo})
    picture = Image.new("RGB", (side, side), below)
    placed.draw(picture)
    return np.asarray(picture).astype(int)


def is_red(shown):
    return np.abs(shown - RED).max(axis=2) <= 60


def extent(mask):
    """Left, top, right, bottom."""
    y, x = np.nonzero(mask)
    return np.array((x.min(), y.min(), x.max() + 1, y.max() + 1))


def middle(mask):
    left, top, right, bottom = extent(mask)
    return (left + right) / 2, (top + bottom) / 2


def reach(mask, center):
    """The greatest distance of its pixels from a place."""
    y, x = np.nonzero(mask)
    return np.hypot(x + 0.5 - center[0], y + 0.5 - center[1]).max()


def plate_of(slot, side=SIDE):
    """How much of each pixel a plate covers, 0 to 1: all of it white, on black."""
    return drawn(slot, rect(100, 100, "#FFFFFF"), side, (0, 0, 0))[..., 0] / 255


def plain_avatar(frame, size=128, **options):
    photo = Photo.from_image(Image.new("RGB", (300, 300), "#777777"))
    return render(photo, Crop(Box(0, 0, 300, 300)), frame, size=size, **options).encode("png")


@pytest.fixture(scope="module")
def bare(frames):
    """A frame of nothing but its slots."""
    return replace(frames[RIBBON], artwork=CLEAR)


@pytest.fixture
def own(tmp_path):
    """A frame's folder that an organisation may put its logo into."""
    folder = tmp_path / "own" / RIBBON
    shutil.copytree(ROOT / "frames" / RIBBON, folder)
    (folder / "overlay.png").write_bytes(CLEAR.drawing)
    manifest = folder / "frame.toml"
    words = manifest.read_text(encoding="utf-8").replace("overlay.svg", "overlay.png")
    manifest.write_text(words, encoding="utf-8")
    return folder


class TestSource:
    def test_bytes_path_text_and_logo_are_the_same(self, tmp_path):
        path = tmp_path / "Biểu trưng.svg"
        path.write_bytes(ROUND)
        logos = {Logo.load(source) for source in (ROUND, path, str(path), Logo.load(ROUND))}
        assert len(logos) == 1

    @pytest.mark.parametrize("slot", [DISC, BARE, PILL], ids=["disc", "none", "pill"])
    def test_an_svg_and_a_png_look_the_same(self, slot):
        one, other = drawn(slot, ROUND), drawn(slot, round_png(1000))
        assert is_red(one).sum() > 1000
        assert np.abs(one - other).mean() < 0.3
        assert np.percentile(np.abs(one - other), 99.5) < 40

    @pytest.mark.parametrize("slot", [DISC, BARE, PILL], ids=["disc", "none", "pill"])
    def test_the_empty_rim_of_a_file_does_not_make_it_smaller(self, slot):
        one, other = drawn(slot, round_png(400)), drawn(slot, round_png(400, around=150))
        assert (extent(is_red(one)) == extent(is_red(other))).all()
        roomy = svg('<circle cx="50" cy="50" r="20" fill="#C8141F"/>')
        assert np.abs(extent(is_red(drawn(slot, roomy))) - extent(is_red(one))).max() <= 1

    @pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "1", "I;16"])
    def test_a_png_of_any_kind_keeps_its_brightness(self, mode):
        image = Image.new("L", (100, 100), 255 if mode == "1" else 78)
        if mode == "I;16":
            image = Image.fromarray(np.full((100, 100), 78 * 257, np.uint16))
        logo = png(image if mode == "I;16" else image.convert(mode))
        assert Image.open(io.BytesIO(logo)).mode == mode
        wanted = 255 if mode == "1" else 78
        shown = drawn(BARE, logo)[SIDE // 2, SIDE // 2]
        assert np.abs(shown - wanted).max() <= 1


class TestFit:
    """How large a logo is on its plate."""

    RADIUS = 0.2 * SIDE

    @pytest.mark.parametrize("logo", [ROUND, round_png()], ids=["svg", "png"])
    def test_a_round_one_fills_the_disc_to_its_rim(self, logo):
        far = reach(is_red(drawn(DISC, logo)), (SIDE / 2, SIDE / 2))
        assert 0.85 * self.RADIUS <= far <= 0.91 * self.RADIUS

    @pytest.mark.parametrize("logo", [SQUARE, WIDE, TALL], ids=["square", "wide", "tall"])
    def test_an_angular_one_keeps_its_corners_on_the_disc(self, logo):
        shown = drawn(DISC, logo)
        far = reach(is_red(shown), (SIDE / 2, SIDE / 2))
        assert 0.85 * self.RADIUS <= far <= 0.91 * self.RADIUS
        assert (shown[plate_of(DISC) == 0] == GREY).all()

    @pytest.mark.parametrize("slot", [DISC, BARE, PILL], ids=["disc", "none", "pill"])
    @pytest.mark.parametrize(("logo", "ratio"), [(SQUARE, 1), (WIDE, 3), (TALL, 1 / 3)])
    def test_it_keeps_its_shape(self, slot, logo, ratio):
        left, top, right, bottom = extent(is_red(drawn(slot, logo)))
        assert (right - left) / (bottom - top) == pytest.approx(ratio, rel=0.04)

    @pytest.mark.parametrize("ratio", [1, 2, 3, 4, 6, 10])
    def test_a_wide_one_lies_wholly_on_its_pill(self, ratio):
        shown = drawn(PILL, rect(100 * ratio, 100))
        assert is_red(shown).sum() > 1000
        assert not is_red(shown)[plate_of(PILL) < 0.9].any()

    def test_a_wide_one_is_larger_on_a_pill_than_a_square_one(self):
        wide, square = (is_red(drawn(PILL, logo)) for logo in (WIDE, SQUARE))
        assert wide.sum() > 1.5 * square.sum()
        _, top, _, bottom = extent(square)
        assert bottom - top >= 0.8 * 0.2 * SIDE

    @pytest.mark.parametrize("logo", [SQUARE, WIDE, TALL, ROUND])
    def test_without_a_plate_it_fills_its_box(self, logo):
        left, top, right, bottom = extent(is_red(drawn(BARE, logo)))
        assert max(right - left, bottom - top) == pytest.approx(0.4 * SIDE, abs=1)

    @pytest.mark.parametrize("slot", [DISC, BARE, PILL], ids=["disc", "none", "pill"])
    @pytest.mark.parametrize("logo", [ROUND, SQUARE, WIDE, TALL, round_png(333)])
    @pytest.mark.parametrize("side", [341, 540])
    def test_it_stands_in_the_middle(self, slot, logo, side):
        x, y = middle(is_red(drawn(slot, logo, side)))
        left, top, width, height = slot.box
        assert abs(x - (left + width / 2) * side) <= 1
        assert abs(y - (top + height / 2) * side) <= 1

    def test_an_emblem_off_its_own_middle_still_lies_on_the_disc(self):
        arrow = svg('<path d="M0 0H100V20H20V100H0Z" fill="#C8141F"/>')
        shown = drawn(DISC, arrow)
        assert reach(is_red(shown), (SIDE / 2, SIDE / 2)) <= 0.91 * self.RADIUS


class TestPlate:
    @pytest.mark.parametrize("side", [SIDE, 1080, 1081])
    def test_a_disc_is_round_and_in_the_middle(self, side):
        plate = plate_of(DISC, side)
        x, y = middle(plate >= 0.5)
        assert abs(x - side / 2) <= 1
        assert abs(y - side / 2) <= 1
        far = np.hypot(*(np.indices(plate.shape) + 0.5 - np.array((y, x))[:, None, None]))
        assert (plate[far < 0.2 * side - 1.5] == 1).all()
        assert (plate[far > 0.2 * side + 1.5] == 0).all()
        assert plate.sum() == pytest.approx(np.pi * (0.2 * side) ** 2, rel=0.01)

    def test_a_disc_in_an_oblong_box_is_as_wide_as_it_is_high(self):
        slot = msgspec.structs.replace(DISC, box=(0.1, 0.4, 0.8, 0.2))
        plate = plate_of(slot) >= 0.5
        left, top, right, bottom = extent(plate)
        assert abs((right - left) - (bottom - top)) <= 1
        assert abs(middle(plate)[0] - SIDE / 2) <= 1

    def test_a_pill_is_round_at_both_ends(self):
        plate = plate_of(PILL)
        left, top, right, bottom = extent(plate > 0)
        assert abs((right - left) - 0.8 * SIDE) <= 1
        assert abs((bottom - top) - 0.2 * SIDE) <= 1
        height, width = 0.2 * SIDE, 0.8 * SIDE
        wanted = (width - height) * height + np.pi * (height / 2) ** 2
        assert plate.sum() == pytest.approx(wanted, rel=0.01)

    @pytest.mark.parametrize("slot", [DISC, PILL], ids=["disc", "pill"])
    def test_its_rim_is_smooth(self, slot):
        plate = plate_of(slot)
        partly = (plate > 0.02) & (plate < 0.98)
        round_rim = np.pi * 0.2 * SIDE * (2 if slot is DISC else 1)
        assert partly.sum() > 0.7 * round_rim
        assert len(np.unique(plate[partly])) >= 8

    @pytest.mark.parametrize("slot", [DISC, PILL], ids=["disc", "pill"])
    def test_it_is_pure_white_about_the_logo(self, slot):
        shown, plate = drawn(slot, ROUND), plate_of(slot)
        clean = (plate == 1) & (np.abs(shown - 255).max(axis=2) == 0)
        assert clean.sum() > 0.1 * plate.sum()
        # What is neither plate nor logo nor a mixture of both is not there: red falls, never rises.
        on_plate = shown[plate == 1]
        assert (on_plate[:, 0] >= on_plate[:, 1] - 1).all()
        assert on_plate[:, 0].min() >= RED[0] - 4

    @pytest.mark.parametrize("slot", [DISC, PILL, BARE], ids=["disc", "pill", "none"])
    def test_nothing_changes_outside_the_box(self, slot):
        shown = drawn(slot, ROUND)
        left, top, right, bottom = extent((shown != GREY).any(axis=2))
        x, y, width, height = (round(share * SIDE) for share in slot.box)
        assert left >= x
        assert top >= y
        assert right <= x + width
        assert bottom <= y + height

    def test_without_one_only_the_logo_shows(self):
        shown = drawn(BARE, ROUND)
        far = np.hypot(*(np.indices(shown.shape[:2]) + 0.5 - SIDE / 2))
        assert np.abs(shown[far > 0.2 * SIDE + 2] - GREY).max() <= 3
        assert np.abs(shown[far < 0.2 * SIDE - 2] - RED).max() <= 3


class TestEdge:
    """No dark rim comes in from transparent pixels, whose colour is usually black."""

    @pytest.mark.parametrize("side", [64, 400, 1000])
    @pytest.mark.parametrize("slot", [BARE, DISC, PILL], ids=["none", "disc", "pill"])
    def test_white_on_white_is_white(self, side, slot):
        white = (255, 255, 255)
        shown = drawn(slot, round_png(side, (*white, 255), around=7), below=white)
        assert shown.min() >= 254

    @pytest.mark.parametrize("slot", [BARE, DISC], ids=["none", "disc"])
    def test_white_of_an_svg_on_white_is_white(self, slot):
        white = (255, 255, 255)
        logo = svg('<circle cx="50" cy="50" r="41.3" fill="#FFFFFF"/>')
        assert drawn(slot, logo, below=white).min() >= 254

    @pytest.mark.parametrize("side", [64, 400, 1000])
    def test_one_colour_stays_one_colour_along_the_rim(self, side):
        """Green comes neither from the logo nor from what is below it."""
        logo = round_png(side, (200, 0, 0, 255), around=7, ground=(0, 255, 0, 0))
        shown = drawn(BARE, logo, below=(0, 0, 200))
        assert shown[..., 1].max() <= 2
        # Each pixel mixes the two, so that both shares together make a whole, or a little more
        # where Lanczos overshoots.
        both = shown[..., 0] + shown[..., 2]
        assert both.min() >= 195
        assert both.max() <= 230

    @pytest.mark.parametrize("side", [1080, pytest.param(2048, marks=pytest.mark.slow)])
    def test_a_straight_edge_is_crisp(self, side):
        shown = drawn(BARE, SQUARE, side)[side // 2, :, 0]
        mixed = (np.abs(shown - GREY[0]) > 8) & (np.abs(shown - RED[0]) > 8)
        assert mixed.sum() <= 4

    def test_a_half_clear_logo_lets_half_through(self):
        half = png(Image.new("RGBA", (100, 100), (255, 255, 255, 128)))
        shown = drawn(BARE, half, below=(0, 0, 0))[SIDE // 2, SIDE // 2]
        assert np.abs(shown - 128).max() <= 1


class TestAvatar:
    def test_without_a_logo_nothing_is_drawn(self, bare, frames):
        without = {plain_avatar(bare, logos=logos) for logos in (None, {})}
        assert without == {plain_avatar(replace(bare, logos=()))}
        assert frames[RIBBON].own_logos == {}

    def test_with_one_it_is_in_its_slot_and_nowhere_else(self, bare):
        with Image.open(io.BytesIO(plain_avatar(bare, 1080, logos={"org": ROUND}))) as image:
            shown = np.asarray(image).astype(int)
        x, y, width, height = bare.logos[0].box
        changed = extent((shown != 0x77).any(axis=2)) / 1080
        assert np.abs(changed - (x, y, x + width, y + height)).max() <= 1.5 / 1080

    @pytest.mark.parametrize("size", [512, 1080, pytest.param(2048, marks=pytest.mark.slow)])
    def test_it_has_the_same_place_at_any_size(self, bare, size):
        with Image.open(io.BytesIO(plain_avatar(bare, size, logos={"org": ROUND}))) as image:
            mask = is_red(np.asarray(image).astype(int))
        x, y, width, _ = bare.logos[0].box
        radius = (extent(mask)[2] - extent(mask)[0]) / 2 / size
        center = np.array(middle(mask)) / size
        assert np.abs(center - (x + width / 2, y + width / 2)).max() <= 1 / size
        assert radius == pytest.approx(0.88 * width / 2, abs=1.5 / size)

    def test_equal_logos_give_equal_bytes(self, bare, tmp_path):
        path = tmp_path / "logo.svg"
        path.write_bytes(ROUND)
        sources = (ROUND, path, str(path), Logo.load(ROUND))
        assert len({plain_avatar(bare, logos={"org": source}) for source in sources}) == 1

    def test_four_threads_draw_what_one_does(self, bare):
        colors = [f"#{red:02X}{255 - red:02X}40" for red in range(0, 250, 21)]
        logos = [{"org": rect(100, 100, color)} for color in colors]
        alone = [plain_avatar(bare, logos=logo) for logo in logos]
        for remembered in vars(framegen.frame.logo).values():
            if hasattr(remembered, "cache_clear"):
                remembered.cache_clear()
        with ThreadPoolExecutor(4) as threads:
            together = list(threads.map(lambda logo: plain_avatar(bare, logos=logo), logos))
        assert together == alone
        assert len({*alone}) == len(logos)

    def test_a_name_stands_over_it(self, bare):
        """A text that crosses a logo stays readable."""
        over = msgspec.structs.replace(bare.logos[0], box=(0.3, 0.75, 0.4, 0.2), plate="none")
        frame = replace(bare, logos=(over,))
        file = plain_avatar(frame, 512, logos={"org": rect(200, 100)}, text={"name": "LÊ AN"})
        with Image.open(io.BytesIO(file)) as image:
            shown = np.asarray(image)
        assert (shown == 255).all(axis=2).sum() > 100

    def test_the_shipped_frames_show_it_instead_of_the_bulb(self, frames):
        for name, frame in frames.items():
            assert frame.logos, name
            (slot,) = (slot for slot in frame.logos if slot.id == "org")
            file = plain_avatar(frame, 256, logos={"org": ROUND})
            with Image.open(io.BytesIO(file)) as image:
                mask = is_red(np.asarray(image).astype(int))
            x, y, width, height = (round(share * 256) for share in slot.box)
            inner = mask[y : y + height, x : x + width]
            assert inner.mean() == pytest.approx(np.pi / 4 * 0.88**2, abs=0.06), name

    def test_the_command_line_draws_it(self, own, tmp_path, framer):
        (tmp_path / "logo.png").write_bytes(round_png())
        (tmp_path / "an.jpg").write_bytes(encoded(drawn_card(300, 400)))
        done = framegen_make(own, tmp_path, "--logo", f"org={tmp_path / 'logo.png'}")
        assert done.exit_code == 0, done.stderr
        wanted = framer.make(
            tmp_path / "an.jpg", Frame.load(own), logos={"org": tmp_path / "logo.png"}, size=128
        )
        assert (tmp_path / "out.png").read_bytes() == wanted.encode("png")


def framegen_make(own, folder, *args):
    paths = (str(folder / "an.jpg"), "-o", str(folder / "out.png"), "--frames", str(own.parent))
    args = ["make", *paths, "-f", RIBBON, "--size", "128", *args]
    return CliRunner().invoke(cli, args, catch_exceptions=False)


class TestBesideTheManifest:
    @pytest.mark.parametrize(
        ("name", "logo"), [("logo-org.svg", ROUND), ("logo-org.png", round_png())]
    )
    def test_it_is_picked_up(self, own, name, logo):
        (own / name).write_bytes(logo)
        frame = Frame.load(own)
        assert frame.own_logos == {"org": Logo.load(logo)}
        wanted = plain_avatar(replace(frame, own_logos={}), logos={"org": logo})
        assert plain_avatar(frame) == wanted
        assert wanted != plain_avatar(replace(frame, own_logos={}))

    def test_a_given_logo_overrides_it(self, own):
        (own / "logo-org.svg").write_bytes(ROUND)
        frame = Frame.load(own)
        named = plain_avatar(frame, logos={"org": SQUARE})
        assert named == plain_avatar(replace(frame, own_logos={}), logos={"org": SQUARE})
        assert named != plain_avatar(frame)

    @pytest.mark.parametrize("name", ["logo.svg", "logo-other.svg", "org.svg", "logo-org.jpg"])
    def test_a_file_of_another_name_is_left_alone(self, own, name):
        (own / name).write_bytes(ROUND)
        assert Frame.load(own).own_logos == {}

    @pytest.mark.parametrize(
        ("name", "file"),
        [
            ("logo-org.svg", b"<svg"),
            ("logo-org.svg", svg("<script>1</script>")),
            ("logo-org.png", b"\x89PNG\r\n\x1a\nno"),
            ("logo-org.png", b"no"),
        ],
        ids=["torn svg", "script", "torn png", "no png"],
    )
    def test_a_broken_one_makes_the_frame_invalid(self, own, name, file):
        (own / name).write_bytes(file)
        with pytest.raises(FrameInvalid, match=re.escape(name)):
            Frame.load(own)

    def test_the_line_draws_it(self, own, tmp_path):
        (own / "logo-org.svg").write_bytes(ROUND)
        (tmp_path / "an.jpg").write_bytes(encoded(drawn_card(300, 400)))
        framer = Framer(own.parent, detector=FixedFace())
        made = framer.make(tmp_path / "an.jpg", RIBBON, size=128)
        bare = replace(made.frame, own_logos={})
        assert made.encode("png") != framer.make(tmp_path / "an.jpg", bare, size=128).encode("png")


DTD = b'<?xml version="1.0"?><!DOCTYPE svg [%s]>'
NS = 'xmlns="http://www.w3.org/2000/svg"'
BAD = {
    "script": svg("<script>alert(1)</script>"),
    "handler": svg('<rect width="9" height="9" onload="alert(1)"/>'),
    "address": svg('<image href="http://example.org/a.png" width="9" height="9"/>'),
    "file": svg('<image href="/etc/passwd" width="9" height="9"/>'),
    "style": svg("<style>rect{fill:url(http://example.org/a)}</style>"),
    "foreign": svg("<foreignObject><p/></foreignObject>"),
    "outside entity": DTD % b'<!ENTITY a SYSTEM "file:///etc/passwd">' + svg("<text>&a;</text>"),
    "laughs": DTD
    % b"".join(
        b'<!ENTITY %c "%s">' % (97 + n, b"&%c;" % (96 + n) * 20 if n else b"ha" * 20)
        for n in range(12)
    )
    + svg("<desc>&l;</desc>"),
    "deep": svg("<g>" * 400 + "</g>" * 400),
    "text": svg('<text x="1" y="50" font-family="Roboto">Bộ</text>'),
    "no svg": b"<html/>",
    "torn svg": ROUND[:70],
    "nothing": b"",
    "empty svg": svg(""),
    "no size": f'<svg {NS} width="0" height="0"><rect width="5" height="5"/></svg>'.encode(),
    "empty png": png(Image.new("RGBA", (50, 50))),
    "torn png": round_png()[:200],
    "a png in name only": b"\x89PNG\r\n\x1a\nno",
    "jpeg": encoded(Image.new("RGB", (50, 50))),
    "5000 pixels": png(Image.new("L", (5000, 5000))),
    "5000 high": png(Image.new("L", (10, MAX_SIDE + 1))),
    "bytes": b" " * (MAX_BYTES + 1),
}


class TestRefusal:
    @pytest.mark.parametrize("logo", BAD.values(), ids=BAD)
    @pytest.mark.parametrize("slot", [DISC, BARE], ids=["disc", "none"])
    def test_a_file_that_is_no_logo_is_refused(self, slot, logo):
        with pytest.raises(LogoInvalid, match=r"^logo.*: .*\.$") as caught:
            drawn(slot, logo)
        assert "0x" not in str(caught.value)

    @pytest.mark.parametrize(
        ("logo", "words"),
        [
            ("5000 pixels", ("5,000", "4,096")),
            ("bytes", ("5,000,000",)),
            ("file", ("/etc/passwd",)),
            ("script", ("<script>",)),
            ("deep", ("100 levels",)),
            ("empty svg", ("nothing to see",)),
            ("empty png", ("nothing to see",)),
        ],
    )
    def test_the_reason_has_its_numbers(self, logo, words):
        with pytest.raises(LogoInvalid) as caught:
            drawn(DISC, BAD[logo])
        for word in words:
            assert word in str(caught.value)

    @pytest.mark.parametrize("name", ["5000 pixels", "torn png", "a png in name only", "script"])
    def test_a_path_is_named(self, tmp_path, name):
        path = tmp_path / "biểu trưng.png"
        path.write_bytes(BAD[name])
        with pytest.raises(LogoInvalid, match="biểu trưng"):
            drawn(DISC, path)

    def test_a_missing_file_is_named(self, tmp_path):
        for path in (tmp_path / "absent.svg", tmp_path):
            with pytest.raises(LogoInvalid, match=re.escape(str(path))):
                Logo.load(path)

    def test_a_logo_of_the_largest_side_is_accepted(self):
        assert Logo.load(png(Image.new("L", (MAX_SIDE, 10)))).drawn(10).size == (10, 1)

    @pytest.mark.parametrize(
        ("slots", "words"), [((DISC,), "it has: org"), ((), "it has none")], ids=["one", "none"]
    )
    def test_an_unknown_slot_is_refused_naming_the_known(self, slots, words):
        with pytest.raises(LogoInvalid, match=rf'logo\.logo: .*"logo"; {words}\.'):
            place_logos(slots, {"logo": ROUND})

    def test_a_frame_may_need_one(self):
        slot = msgspec.structs.replace(DISC, optional=False)
        with pytest.raises(LogoInvalid, match=r"logo\.org: the frame needs it\."):
            place_logos((slot,), {})
        assert len(place_logos((slot,), {"org": ROUND})) == 1

    @pytest.mark.parametrize("name", ["script", "empty png", "5000 pixels", "no size"])
    def test_the_line_says_so(self, bare, name):
        with pytest.raises(LogoInvalid):
            plain_avatar(bare, logos={"org": BAD[name]})

    @pytest.mark.parametrize(
        ("option", "words"),
        [
            ("org={}/script.svg", "<script>"),
            ("org={}/empty.png", "nothing to see"),
            ("org={}/absent.svg", "absent.svg"),
            ("nope={}/script.svg", "it has: org"),
            ("{}/script.svg", "SLOT="),
        ],
    )
    def test_the_command_line_says_so_and_writes_nothing(self, own, tmp_path, option, words):
        (tmp_path / "an.jpg").write_bytes(encoded(drawn_card(300, 400)))
        (tmp_path / "script.svg").write_bytes(BAD["script"])
        (tmp_path / "empty.png").write_bytes(BAD["empty png"])
        done = framegen_make(own, tmp_path, "--logo", option.format(tmp_path))
        assert done.exit_code in (1, 2)
        assert words in done.stderr
        assert not re.search("Traceback|itself failed", done.stderr)
        assert not (tmp_path / "out.png").exists()
