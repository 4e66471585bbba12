"""The command line: frames."""

import pytest

from framegen import Frames
from tests.conftest import ROOT
from tests.support.command import SMALL, framegen, json_lines

pytestmark = pytest.mark.usefixtures("here")


class TestFrames:
    def test_are_listed_in_their_order(self, frames):
        lines = framegen("frames", "list").stdout.splitlines()
        by_order = sorted(frames.values(), key=lambda frame: frame.order)
        assert [line.split()[0] for line in lines] == [frame.name for frame in by_order]
        assert all(frame.title in line for frame, line in zip(by_order, lines, strict=True))

    def test_are_listed_as_json(self, frames):
        lines = json_lines(framegen("frames", "list", "--json"))
        assert all(list(line) == ["name", "title", "summary"] for line in lines)
        assert {line["name"]: line["title"] for line in lines} == {
            frame.name: frame.title for frame in frames.values()
        }

    def test_are_shown_with_what_is_known_of_them(self, frames):
        done = framegen("frames", "show", "dai-lua-do")
        frame = frames["dai-lua-do"]
        assert (done.exit_code, done.stderr) == (0, "")
        for fact in (frame.title, frame.title_en, *frame.carries, "Họ và tên", "1080", "2048"):
            assert fact in done.stdout

    def test_that_are_unknown_are_offered_the_nearest(self):
        done = framegen("frames", "show", "dai-lua")
        assert (done.exit_code, done.stdout) == (2, "")
        assert 'did you mean "dai-lua-do"?' in done.stderr

    @pytest.mark.parametrize("way", ["option", "environment"])
    def test_may_be_ones_own(self, own_frames, monkeypatch, way):
        if way == "environment":
            monkeypatch.setenv("FRAMEGEN_FRAMES", str(own_frames))
        named = ("--frames", own_frames) if way == "option" else ()
        listed = framegen("frames", "list", *named).stdout
        assert [line.split()[0] for line in listed.splitlines()] == ["khung-rieng"]
        size = ("-f", "khung-rieng", "--size", "128")
        done = framegen("make", "an.jpg", *size, *named)
        assert (done.exit_code, done.stdout) == (0, "an-khung-rieng.jpg\n")
        assert framegen("make", "an.jpg", *SMALL, *named).exit_code == 2

    def test_of_which_one_is_broken_are_listed_without_it(self, own_frames):
        (own_frames / "bad").mkdir()
        (own_frames / "bad" / "frame.toml").write_text("schema = 7")
        done = framegen("frames", "list", "--frames", own_frames)
        assert done.exit_code == 1
        assert [line.split()[0] for line in done.stdout.splitlines()] == ["khung-rieng"]
        assert done.stderr.startswith("Error: ")
        assert "bad/frame.toml" in done.stderr
        assert "Traceback" not in done.output

    def test_that_are_broken_make_nothing_and_say_so(self, own_frames):
        (own_frames / "khung-rieng" / "overlay.svg").write_text("<svg")
        done = framegen("make", "an.jpg", "-f", "khung-rieng", "--frames", own_frames)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "overlay.svg" in done.stderr


def test_the_frames_used_by_default_are_the_shipped_ones():
    assert list(Frames.default()) == sorted(
        path.parent.name for path in (ROOT / "frames").glob("*/frame.toml")
    )
