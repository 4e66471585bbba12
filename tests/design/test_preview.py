"""Preview: a sheet of frames over photos at the sizes in which platforms show them."""

import io
import re
import shutil
from dataclasses import replace

import msgspec
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from framegen import SAMPLE_PHOTO, Artwork, Framer, Photo, YuNet, preview_sheet
from framegen.cli.main import cli
from framegen.design.preview import GAP, HEADING, LARGE, RIM, SMALL
from framegen.errors import PhotoNotFound
from framegen.testing import FixedFace, drawn_card, encoded
from tests.support.places import ROOT

RIBBON, CARD, RING = "dai-lua-do", "the-doan-vien", "vong-sang-kien"
CLEAR = Artwork(encoded(Image.new("RGBA", (8, 8)), "PNG"))

ROW = HEADING + LARGE + GAP
WIDTH = 2 * GAP + 3 * (LARGE + GAP) + 2 * (SMALL[0] + 2 * RIM)
LARGE_LEFTS = tuple(GAP + place * (LARGE + GAP) for place in range(3))
SMALL_LEFTS = tuple(GAP + 3 * (LARGE + GAP) + RIM + place * (176 + 2 * RIM) for place in range(2))
SMALL_TOPS = {176: RIM, 64: RIM + 176 + GAP, 40: RIM + 176 + 64 + 2 * GAP}
LIGHT, DARK = (255, 255, 255), (28, 30, 33)


@pytest.fixture(scope="module")
def quick(frames):
    """A line that does not look for faces."""
    return Framer(frames, detector=FixedFace())


@pytest.fixture(scope="module")
def bare(frames):
    """The membership card's slots with nothing else about them; small, which is quick."""
    return replace(frames[CARD], artwork=CLEAR, size=480)


@pytest.fixture(scope="module")
def plain(frames):
    """A frame with no slots for text, and nothing to see."""
    return replace(frames[RING], artwork=CLEAR, size=480)


@pytest.fixture(scope="module")
def card():
    return encoded(drawn_card(600, 800))


@pytest.fixture(scope="module")
def light():
    return encoded(Image.new("RGB", (500, 500), "#C0A080"), "PNG")


@pytest.fixture(scope="module")
def sheet(quick, plain, bare, card, light):
    """Two frames over two photos."""
    return np.asarray(preview_sheet(quick, [plain, bare], [card, light])).astype(int)


@pytest.fixture
def own(tmp_path):
    """A folder of two frames that are quick to draw, in the order second, first by their names."""
    folder = tmp_path / "own"
    for name, order in ((RIBBON, "7"), (RING, "8")):
        shutil.copytree(ROOT / "frames" / name, folder / name)
        (folder / name / "overlay.png").write_bytes(CLEAR.drawing)
        manifest = folder / name / "frame.toml"
        words = manifest.read_text(encoding="utf-8").replace("overlay.svg", "overlay.png")
        words = re.sub(r"(?m)^order = \d+", f"order = {order}", words)
        manifest.write_text(words, encoding="utf-8")
    return folder


def top_of(row):
    return GAP + row * ROW + HEADING


def cut(sheet, left, top, side):
    return np.asarray(sheet)[top : top + side, left : left + side].astype(int)


def resized(avatar, side):
    return np.asarray(avatar.image.resize((side, side), Image.Resampling.LANCZOS)).astype(int)


def from_middle(side):
    """How far each pixel is from a square's middle, in its pixels."""
    places = np.arange(side) + 0.5 - side / 2
    return np.hypot(places[None, :], places[:, None])


def circles():
    """Every circle of a row: left, top below the row's, side and the colour around it."""
    for left, ground in zip(LARGE_LEFTS[1:], (LIGHT, DARK), strict=True):
        yield left, 0, LARGE, ground
    for left, ground in zip(SMALL_LEFTS, (LIGHT, DARK), strict=True):
        for side, below in SMALL_TOPS.items():
            yield left, below, side, ground


each_circle = pytest.mark.parametrize(
    "circle",
    [*circles()],
    ids=[f"{side}-{'light' if ground == LIGHT else 'dark'}" for *_, side, ground in circles()],
)


class TestSheet:
    def test_the_sizes_are_those_of_profile_post_and_comment(self):
        assert SMALL == (176, 64, 40)
        assert LARGE >= 400

    @pytest.mark.parametrize(("names", "photos"), [(1, 1), (2, 1), (1, 3)])
    def test_it_has_a_row_for_each_frame_and_photo(self, quick, plain, light, names, photos):
        made = preview_sheet(quick, [plain] * names, [light] * photos)
        assert made.mode == "RGB"
        assert made.size == (WIDTH, GAP + ROW * names * photos)

    def test_a_row_begins_with_the_whole_square(self, sheet, quick, plain, card):
        wanted = resized(quick.make(card, plain), LARGE)
        assert np.abs(cut(sheet, LARGE_LEFTS[0], top_of(0), LARGE) - wanted).max() <= 2

    def test_the_rows_go_by_frame_and_then_by_photo(self, sheet, quick, plain, bare, card, light):
        text = {"name": "Nguyễn Thị Quỳnh Hương"}
        for row, (frame, photo) in enumerate(
            [(plain, card), (plain, light), (bare, card), (bare, light)]
        ):
            shown = cut(sheet, LARGE_LEFTS[0], top_of(row), LARGE)
            wanted = resized(quick.make(photo, frame, text=text if frame.texts else None), LARGE)
            # Below the middle the card has its texts.
            assert np.abs(shown[:280] - wanted[:280]).max() <= 2, row

    @each_circle
    def test_a_circle_shows_the_avatar_as_platforms_do(self, sheet, quick, plain, card, circle):
        left, below, side, ground = circle
        wanted = resized(quick.make(card, plain), side)
        shown, far = cut(sheet, left, top_of(0) + below, side), from_middle(side)
        inside, outside = far < side / 2 - 1.5, far > side / 2 + 1.5
        assert inside.sum() > 0.6 * side**2
        assert np.abs(shown - wanted)[inside].max() <= 2
        assert (shown[outside] == ground).all()

    @each_circle
    def test_its_rim_is_smooth(self, sheet, circle):
        left, below, side, ground = circle
        # The light photo has one colour, so the rim is a mixture of it and the ground.
        shown = cut(sheet, left, top_of(1) + below, side)
        share = (shown - ground)[..., 2] / (np.array((192, 160, 128)) - ground)[2]
        partly = (share > 0.05) & (share < 0.95)
        assert partly.sum() > side
        assert np.abs(from_middle(side)[partly] - side / 2).max() <= 1.5
        assert share.sum() == pytest.approx(np.pi * side**2 / 4, rel=0.02)

    def test_small_circles_are_alike_on_both_grounds(self, sheet):
        for side, below in SMALL_TOPS.items():
            inside = from_middle(side) < side / 2 - 1.5
            light, dark = (cut(sheet, left, top_of(2) + below, side) for left in SMALL_LEFTS)
            assert (light[inside] == dark[inside]).all()

    def test_between_the_pictures_it_is_white(self, sheet):
        assert (sheet[:GAP] == 255).all()
        assert (sheet[:, : LARGE_LEFTS[0]] == 255).all()
        for row in range(4):
            assert (sheet[top_of(row) + LARGE : top_of(row) + LARGE + GAP] == 255).all()
            assert (
                sheet[top_of(row) : top_of(row) + LARGE, LARGE_LEFTS[1] - GAP : LARGE_LEFTS[1]]
                == 255
            ).all()

    def test_each_row_has_its_frames_title(self, sheet):
        headings = [sheet[top_of(row) - HEADING : top_of(row)] for row in range(4)]
        for heading in headings:
            assert (heading.min(axis=2) < 100).sum() > 300
            assert heading[..., :].min() < 60
        assert (headings[0] == headings[1]).all()
        assert (headings[1] != headings[2]).any()

    def test_headings_are_in_the_language_asked_for(self, sheet, quick, plain, card, light):
        english = np.asarray(preview_sheet(quick, [plain], [card, light], language="en"))
        heading = slice(GAP, GAP + HEADING)
        assert (english[heading] != sheet[heading]).any()
        assert (english[GAP + HEADING : GAP + ROW] == sheet[GAP + HEADING : GAP + ROW]).all()

    def test_it_is_the_same_each_time(self, sheet, quick, plain, bare, card, light):
        again = np.asarray(preview_sheet(quick, [plain, bare], [card, light]))
        assert (again == sheet).all()


class TestTexts:
    def changed_rows(self, sheet, quick, bare, photo, row):
        """Which rows of the large square are not those of an avatar without text."""
        shown = cut(sheet, LARGE_LEFTS[0], top_of(row), LARGE)
        without = resized(quick.make(photo, bare), LARGE)
        return np.flatnonzero(np.abs(shown - without).max(axis=(1, 2)) > 60) / LARGE

    def test_every_slot_has_a_sample(self, sheet, quick, bare, light):
        rows = self.changed_rows(sheet, quick, bare, light, row=3)
        for slot in bare.texts:
            baseline = slot.anchor[1]
            assert ((rows > baseline - slot.size) & (rows < baseline)).sum() >= 5
        top = min(slot.anchor[1] - 1.1 * slot.size for slot in bare.texts)
        bottom = max(slot.anchor[1] + 0.4 * slot.size for slot in bare.texts)
        assert ((rows > top) & (rows < bottom)).all()

    def test_an_unknown_slot_is_filled_with_its_label(self, quick, bare, light):
        slot = msgspec.structs.replace(bare.texts[0], id="chuc-vu", label="Chức vụ")
        frame = replace(bare, texts=(slot,))
        shown = cut(preview_sheet(quick, [frame], [light]), LARGE_LEFTS[0], top_of(0), LARGE)
        wanted = resized(quick.make(light, frame, text={"chuc-vu": "Chức vụ"}), LARGE)
        assert np.abs(shown - wanted).max() <= 2
        assert np.abs(shown - resized(quick.make(light, frame), LARGE)).max() > 60

    def test_a_required_slot_is_filled(self, quick, bare, light):
        needed = tuple(msgspec.structs.replace(slot, required=True) for slot in bare.texts)
        made = preview_sheet(quick, [replace(bare, texts=needed)], [light])
        assert made == preview_sheet(quick, [bare], [light])

    @pytest.mark.parametrize("width", [0.3, 0.15])
    def test_a_narrow_slot_gets_a_shorter_sample(self, quick, frames, light, width):
        """A designer's own slot may be too narrow for the usual sample."""
        slot = msgspec.structs.replace(frames[RIBBON].texts[0], max_width=width)
        frame = replace(frames[RIBBON], artwork=CLEAR, texts=(slot,), size=480)
        shown = cut(preview_sheet(quick, [frame], [light]), LARGE_LEFTS[0], top_of(0), LARGE)
        assert np.abs(shown - resized(quick.make(light, frame), LARGE)).max() > 60


class TestPhotos:
    def test_the_sample_is_one_person(self):
        assert len(YuNet().detect(Photo.load(SAMPLE_PHOTO))) == 1

    def test_the_sample_photo_is_the_default(self, quick, plain):
        assert preview_sheet(quick, [plain]) == preview_sheet(quick, [plain], [SAMPLE_PHOTO])

    def test_bytes_path_and_photo_are_the_same(self, quick, plain, card, tmp_path):
        path = tmp_path / "an.jpg"
        path.write_bytes(card)
        first, *others = (
            preview_sheet(quick, [plain], [photo])
            for photo in (card, path, str(path), Photo.load(card))
        )
        assert all(other == first for other in others)

    def test_a_missing_photo_is_an_error(self, quick, plain):
        with pytest.raises(PhotoNotFound, match=r"absent\.jpg"):
            preview_sheet(quick, [plain], ["absent.jpg"])


def framegen_preview(*args):
    args = ["frames", "preview", *map(str, args)]
    return CliRunner().invoke(cli, args, catch_exceptions=False)


class TestCommand:
    @pytest.mark.parametrize(
        ("ending", "kind"), [("png", "PNG"), pytest.param("jpg", "JPEG", marks=pytest.mark.slow)]
    )
    def test_it_writes_the_sheet_and_prints_its_path(self, own, tmp_path, ending, kind):
        path = tmp_path / f"bảng.{ending}"
        done = framegen_preview("-o", path, "--frames", own)
        assert (done.exit_code, done.stdout) == (0, f"{path}\n")
        with Image.open(path) as image:
            assert (image.format, image.size) == (kind, (WIDTH, GAP + 2 * ROW))

    def test_the_frames_stand_in_their_order(self, own, tmp_path, framer, frames):
        path = tmp_path / "sheet.png"
        framegen_preview("-o", path, "--frames", own, RING, RIBBON)
        with Image.open(path) as image:
            squares = [cut(image, LARGE_LEFTS[0], top_of(row), LARGE) for row in range(2)]
        for name, square in zip((RIBBON, RING), squares, strict=True):
            wanted = framer.make(SAMPLE_PHOTO, replace(frames[name], artwork=CLEAR))
            # Below is the ribbon's name.
            assert np.abs(square - resized(wanted, LARGE))[:360].max() <= 2

    @pytest.mark.slow
    def test_it_shows_the_frames_and_photos_that_are_named(
        self, own, tmp_path, framer, frames, card, astronaut_jpeg
    ):
        (tmp_path / "a.jpg").write_bytes(card)
        (tmp_path / "b.jpg").write_bytes(astronaut_jpeg)
        path = tmp_path / "sheet.png"
        photos = ("--photo", tmp_path / "a.jpg", "--photo", tmp_path / "b.jpg")
        done = framegen_preview("-o", path, "--frames", own, RING, *photos)
        assert done.exit_code == 0, done.stderr
        frame = replace(frames[RING], artwork=CLEAR)
        wanted = preview_sheet(framer, [frame], [card, astronaut_jpeg], language="en")
        assert (np.asarray(Image.open(io.BytesIO(path.read_bytes()))) == np.asarray(wanted)).all()

    @pytest.mark.parametrize(
        ("args", "status", "words"),
        [
            (("-o", "{}/sheet.gif", RING), 2, "expected jpeg, png, webp"),
            (("-o", "{}/sheet", RING), 2, "expected jpeg, png, webp"),
            (("-o", "{}/no/sheet.png", RING), 3, "there is no such folder"),
            (("-o", "{}/sheet.png", "vong-sang"), 2, 'did you mean "vong-sang-kien"?'),
            (("-o", "{}/sheet.png", "--photo", "{}/absent.jpg"), 2, "absent.jpg"),
            (("-o", "{}/sheet.png", "--photo", "{}/words.jpg"), 2, "words.jpg"),
            (("-o", "{}/sheet.png", "--frames", "{}/nowhere"), 2, "no such folder"),
            ((), 2, "'-o'"),
        ],
        ids=["gif", "no ending", "folder", "frame", "photo", "bad photo", "frames", "no output"],
    )
    def test_what_cannot_be_drawn_writes_nothing(self, own, tmp_path, args, status, words):
        (tmp_path / "words.jpg").write_bytes(b"no picture")
        before = sorted(tmp_path.rglob("*"))
        args = [arg.format(tmp_path) for arg in args]
        done = framegen_preview(*args, *(() if "--frames" in args else ("--frames", own)))
        assert done.exit_code == status
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.slow
def test_the_shipped_frames_are_drawn_on_one_sheet_unchanged(framer, frames):
    """Each as it is made, with its sample texts, in colours and in a circle."""
    ordered = sorted(frames.values(), key=lambda frame: frame.order)
    sheet = preview_sheet(framer, ordered)
    assert sheet.size == (WIDTH, GAP + ROW * len(frames))
    for row, frame in enumerate(ordered):
        wanted = resized(framer.make(SAMPLE_PHOTO, frame), LARGE)
        off = np.abs(cut(sheet, LARGE_LEFTS[0], top_of(row), LARGE) - wanted).max(axis=2)
        for slot in frame.texts:
            y = round((slot.anchor[1] - 0.3 * slot.size) * LARGE)
            assert off[y].max() > 60, frame.name
            off[int((slot.anchor[1] - 1.1 * slot.size) * LARGE) :][: int(0.07 * LARGE)] = 0
        assert off.max() <= 8, frame.name
