"""The command line's `frames`: what list, show, check and add print, write and end with."""

import json
import shutil
import unicodedata

import pytest
from click.testing import CliRunner
from PIL import Image, ImageDraw

from framegen import Frame
from framegen.cli.main import cli
from tests.support.artworks import ring
from tests.support.places import ROOT
from tests.support.small_frame import DRAWING, MANIFEST

FRAME = "vong-sang-kien"
SLOTS = "dai-lua-do"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty current folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FRAMEGEN_FRAMES", raising=False)
    return tmp_path


@pytest.fixture
def own_frames(here):
    """A folder with one frame, a shipped one under another name."""
    folder = here / "own" / "khung-rieng"
    shutil.copytree(ROOT / "frames" / FRAME, folder)
    replace_in(folder / "frame.toml", f'"{FRAME}"', '"khung-rieng"')
    return folder.parent


@pytest.fixture
def ring_frame(here):
    """A folder with a small frame that has Vietnamese words only."""
    folder = here / "own" / "ring"
    folder.mkdir(parents=True)
    (folder / "frame.toml").write_text(MANIFEST.replace('"Ring"', '"Vòng đỏ"'), encoding="utf-8")
    (folder / "overlay.svg").write_text(DRAWING, encoding="utf-8")
    return folder


def replace_in(path, old, new):
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def framegen(*args, lang="en"):
    words = ["--lang", lang, "frames", *map(str, args)]
    return CliRunner().invoke(cli, words, catch_exceptions=False)


def json_lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


class TestList:
    @pytest.mark.parametrize("lang", ["vi", "en"])
    def test_lists_frames_by_order_in_the_users_language(self, frames, lang):
        done = framegen("list", lang=lang)
        by_order = sorted(frames.values(), key=lambda frame: frame.order)
        lines = done.stdout.splitlines()
        assert [line.split()[0] for line in lines] == [frame.name for frame in by_order]
        for frame, line in zip(by_order, lines, strict=True):
            title, summary = (
                (frame.title, frame.summary) if lang == "vi" else (frame.title_en, frame.summary_en)
            )
            assert line.endswith(f"  {title}: {summary}")
        assert done.stderr == ""

    def test_json_has_the_words_of_both_languages(self, frames):
        lines = json_lines(framegen("list", "--json"))
        assert lines == json_lines(framegen("list", "--json", lang="vi"))
        assert {line.pop("name"): line for line in lines} == {
            frame.name: {
                "title": frame.title,
                "summary": frame.summary,
                "title_en": frame.title_en,
                "summary_en": frame.summary_en,
            }
            for frame in frames.values()
        }

    @pytest.mark.parametrize("command", [("list",), ("show", "ring")])
    def test_missing_english_words_are_pointed_out(self, ring_frame, command):
        done = framegen(*command, "--frames", ring_frame.parent)
        assert "Vòng đỏ" in done.stdout
        assert done.stderr == (
            "ring: there are no words in English; the Vietnamese ones are shown.\n"
        )
        assert framegen(*command, "--frames", ring_frame.parent, lang="vi").stderr == ""

    @pytest.mark.parametrize("way", ["option", "environment"])
    def test_lists_frames_of_ones_own(self, own_frames, monkeypatch, way):
        if way == "environment":
            monkeypatch.setenv("FRAMEGEN_FRAMES", str(own_frames))
        named = ("--frames", own_frames) if way == "option" else ()
        listed = framegen("list", *named).stdout
        assert [line.split()[0] for line in listed.splitlines()] == ["khung-rieng"]

    def test_a_broken_frame_fails_alone(self, own_frames):
        (own_frames / "bad").mkdir()
        (own_frames / "bad" / "frame.toml").write_text("schema = 7")
        done = framegen("list", "--frames", own_frames)
        assert done.exit_code == 1
        assert [line.split()[0] for line in done.stdout.splitlines()] == ["khung-rieng"]
        assert done.stderr.startswith("Error: ")
        assert "bad/frame.toml" in done.stderr
        assert "Traceback" not in done.output


class TestShow:
    def test_shows_what_is_known_of_a_frame(self, frames):
        done = framegen("show", SLOTS)
        frame = frames[SLOTS]
        assert (done.exit_code, done.stderr) == (0, "")
        for fact in (frame.title_en, *frame.carries, "Họ và tên", "1080", "2048"):
            assert fact in done.stdout

    def test_shows_it_in_vietnamese(self, frames):
        done = framegen("show", SLOTS, lang="vi")
        frame = frames[SLOTS]
        labels = [line.split("  ")[0] for line in done.stdout.splitlines()]
        assert "cửa sổ" in labels
        assert "window" not in done.stdout
        assert frame.title in done.stdout
        assert frame.title_en not in done.stdout

    def test_facts_stand_in_a_column(self):
        lines = framegen("show", SLOTS, lang="vi").stdout.splitlines()
        widths = {len(line) - len(line[line.index("  ") :].lstrip()) for line in lines}
        assert len(widths) == 1

    @pytest.mark.parametrize(
        ("window", "words"),
        [
            ('shape = "circle"\ncenter = [0.5, 0.53]\nradius = 0.34',
             "a circle of radius 0.34 about (0.5, 0.53)"),
            ('shape = "ellipse"\nrect = [0.1, 0.2, 0.9, 0.8]',
             "an ellipse within (0.1, 0.2, 0.9, 0.8)"),
            ('shape = "rounded-rect"\nrect = [0.1, 0.2, 0.9, 0.8]\ncorner = 0.05',
             "a rectangle of (0.1, 0.2, 0.9, 0.8), its corners rounded by 0.05"),
            ('shape = "full"\nrect = [0.0, 0.0, 1.0, 0.8]',
             "the whole photo, clear within (0.0, 0.0, 1.0, 0.8)"),
            ('shape = "mask"\nfile = "m.png"\nrect = [0.1, 0.2, 0.9, 0.8]',
             "the white part of m.png within (0.1, 0.2, 0.9, 0.8)"),
        ],
        ids=["circle", "ellipse", "rounded rectangle", "full", "mask"],
    )  # fmt: skip
    def test_a_window_is_described_by_its_shape(self, ring_frame, window, words):
        circle = 'shape = "circle"\ncenter = [0.5, 0.53]\nradius = 0.34'
        replace_in(ring_frame / "frame.toml", circle, window)
        assert words in framegen("show", "ring", "--frames", ring_frame.parent).stdout

    def test_an_unknown_frame_is_offered_the_nearest(self):
        done = framegen("show", "dai-lua")
        assert (done.exit_code, done.stdout) == (2, "")
        assert 'did you mean "dai-lua-do"?' in done.stderr


class TestCheck:
    def test_a_good_frame_is_fine(self, ring_frame):
        done = framegen("check", ring_frame)
        assert (done.exit_code, done.stdout) == (0, "ring: fine\n")
        assert done.stderr == "Frames: 1, errors: 0, warnings: 0.\n"

    def test_all_frames_of_a_folder_are_checked(self, ring_frame):
        shutil.copytree(ring_frame, ring_frame.parent / "other")
        done = framegen("check", "--frames", ring_frame.parent)
        assert done.exit_code == 1
        assert "ring: fine" in done.stdout
        assert "other/frame.toml: id: " in done.stdout
        assert done.stderr == "Frames: 2, errors: 1, warnings: 0.\n"

    @pytest.mark.parametrize(
        ("lang", "line"),
        [
            ("en", "error: {}/frame.toml: face.chin_max: The chin reaches down to 0.695, below"),
            ("vi", "lỗi: {}/frame.toml: face.chin_max: Cằm xuống tới 0.695, thấp hơn 0.66;"),
        ],
    )
    def test_a_finding_is_a_line_in_the_users_language(self, ring_frame, lang, line):
        replace_in(ring_frame / "frame.toml", "chin_max = 0.75", "chin_max = 0.66")
        done = framegen("check", ring_frame, lang=lang)
        assert done.exit_code == 1
        assert done.stdout.startswith(line.format(ring_frame))

    def test_warnings_alone_are_no_failure(self, ring_frame):
        replace_in(ring_frame / "frame.toml", '"#FFFFFF"', '"#FFC726"')
        done = framegen("check", ring_frame)
        assert done.exit_code == 0
        assert done.stdout.startswith(f"warning: {ring_frame}/frame.toml: text[0].color: ")

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_json_has_the_values_beside_the_message(self, ring_frame, lang):
        replace_in(ring_frame / "frame.toml", "chin_max = 0.75", "chin_max = 0.66")
        (line,) = json_lines(framegen("check", ring_frame, "--json", lang=lang))
        values = line.pop("values")
        message = line.pop("message")
        assert line == {
            "frame": "ring",
            "kind": "error",
            "code": "face-too-low",
            "where": f"{ring_frame}/frame.toml: face.chin_max",
        }
        assert values == {"bottom": pytest.approx(0.695), "limit": 0.66}
        assert message.startswith("The chin" if lang == "en" else "Cằm")

    def test_json_of_a_broken_file_names_it_once(self, ring_frame):
        (ring_frame / "overlay.svg").write_text("<svg")
        (line,) = json_lines(framegen("check", ring_frame, "--json"))
        assert line["where"] == f"{ring_frame}/overlay.svg"
        assert str(ring_frame) not in line["message"]


class TestAdd:
    @pytest.fixture
    def artwork(self, here):
        ring(1080).save(here / "khung.png")
        return "khung.png"

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_writes_a_frame_and_says_what_comes_next(self, here, artwork, lang):
        done = framegen("add", artwork, "--name", "vong-do", "--title", "Vòng đỏ", lang=lang)
        assert (done.exit_code, done.stdout) == (0, "frames/vong-do\n")
        steps = done.stderr.splitlines()
        assert "frames/vong-do/preview.png" in steps[0]
        assert steps[1:] == [
            "  framegen frames check frames/vong-do",
            "  framegen make PHOTO -f vong-do --frames frames",
        ]
        assert Frame.load(here / "frames" / "vong-do").title == "Vòng đỏ"

    def test_comments_and_guides_follow_the_language(self, here, artwork):
        for lang in ("en", "vi"):
            framegen("add", artwork, "--name", f"vong-{lang}", lang=lang)
        english, vietnamese = (
            comments_of(here / "frames" / f"vong-{lang}" / "frame.toml") for lang in ("en", "vi")
        )
        assert len(english) == len(vietnamese)
        for one, other in zip(english, vietnamese, strict=True):
            assert (one == other) is is_code(one)
        pictures = [here / "frames" / f"vong-{lang}" / "preview.png" for lang in ("en", "vi")]
        assert pictures[0].read_bytes() != pictures[1].read_bytes()

    def test_the_legend_fits_in_vietnamese(self, here, artwork):
        framegen("add", artwork, "--name", "vong-do", lang="vi")
        with Image.open(here / "frames" / "vong-do" / "preview.png") as preview:
            for place in range(4):
                # The gap before the next colour, and before the edge.
                right = 40 + 260 * (place + 1)
                gap = preview.convert("RGB").crop((right - 12, 1085, right, 1135))
                assert len(gap.getcolors()) == 1

    @pytest.mark.parametrize(
        ("lang", "words"),
        [("en", "warning: two.png: The photo shows"), ("vi", "cảnh báo: two.png: Ảnh lộ ra qua 2")],
    )
    def test_a_warning_is_told_in_the_users_language(self, here, lang, words):
        art = ring(1080, 0.3, center=(0.5, 0.35))
        ImageDraw.Draw(art).ellipse((432, 756, 648, 972), fill=(0, 0, 0, 0))
        art.save(here / "two.png")
        done = framegen("add", "two.png", "--name", "hai", lang=lang)
        assert done.stderr.startswith(words)

    @pytest.mark.parametrize("lang", ["en", "vi"])
    def test_a_bad_artwork_is_refused(self, here, lang):
        Image.new("RGBA", (600, 600)).save(here / "small.png")
        done = framegen("add", "small.png", "--name", "nho", lang=lang)
        assert (done.exit_code, done.stdout) == (2, "")
        expected = "pixels are too few" if lang == "en" else "điểm ảnh là quá ít"
        assert f"small.png: 600 x 600 {expected}" in done.stderr
        assert not (here / "frames" / "nho").exists()

    def test_a_third_partys_words_are_not_shown(self, here):
        (here / "cut.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
        done = framegen("add", "cut.png", "--name", "hong", lang="vi")
        assert done.exit_code == 2
        assert "PNG" in done.stderr
        assert "broken" not in done.stderr
        assert "identify" not in done.stderr


def comments_of(manifest):
    """The comments of a drafted manifest, one a line."""
    text = unicodedata.normalize("NFC", manifest.read_text(encoding="utf-8"))
    return [line.partition("#")[2].strip() for line in text.splitlines() if "# " in line]


def is_code(comment):
    """Whether a comment is a line of TOML that a designer may use."""
    return comment.startswith("[[") or (" = " in comment and "Full name" not in comment)
