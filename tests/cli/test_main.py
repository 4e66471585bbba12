"""The command line: frames of its user's own."""

import pytest

from framegen import Frames
from tests.support.command import SMALL, framegen
from tests.support.places import ROOT

pytestmark = pytest.mark.usefixtures("here")


class TestFrames:
    @pytest.mark.parametrize("way", ["option", "environment"])
    def test_of_ones_own_are_used(self, own_frames, monkeypatch, way):
        if way == "environment":
            monkeypatch.setenv("FRAMEGEN_FRAMES", str(own_frames))
        named = ("--frames", own_frames) if way == "option" else ()
        size = ("-f", "khung-rieng", "--size", "128")
        done = framegen("make", "an.jpg", *size, *named)
        assert (done.exit_code, done.stdout) == (0, "an-khung-rieng.jpg\n")
        assert framegen("make", "an.jpg", *SMALL, *named).exit_code == 2

    def test_that_are_broken_make_nothing_and_say_so(self, own_frames):
        (own_frames / "khung-rieng" / "overlay.svg").write_text("<svg")
        done = framegen("make", "an.jpg", "-f", "khung-rieng", "--frames", own_frames)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "overlay.svg" in done.stderr


def test_the_frames_used_by_default_are_the_shipped_ones():
    assert list(Frames.default()) == sorted(
        path.parent.name for path in (ROOT / "frames").glob("*/frame.toml")
    )
