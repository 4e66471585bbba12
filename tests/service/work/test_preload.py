"""Preload: workers are forked with the frames already drawn."""

import os
import shutil
import subprocess
import sys

import pytest

from framegen import Frames
from tests.support.places import ROOT

CODE = (
    "import service.work.preload; from framegen.frame.artwork import _render; "
    "print(_render.cache_info())"
)


def drawn(**env):
    """How many pictures a process has drawn that was made ready for workers."""
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split("currsize=")[1].rstrip(")\n"))


@pytest.fixture
def own(tmp_path):
    """A folder with one frame of somebody's own."""
    shutil.copytree(ROOT / "frames/dai-lua-do", tmp_path / "frames/dai-lua-do")
    return tmp_path / "frames"


@pytest.mark.slow
def test_the_frames_that_came_along_are_drawn():
    assert drawn(FRAMEGEN_FRAMES="") == len(Frames(ROOT / "frames"))


@pytest.mark.slow
def test_frames_of_an_operators_own_are_drawn(own):
    assert drawn(FRAMEGEN_FRAMES=str(own)) == 1


@pytest.mark.slow
def test_what_is_broken_is_left_to_who_asks_for_it(own):
    next((own / "dai-lua-do").glob("*.toml")).write_text("nonsense = ")
    assert drawn(FRAMEGEN_FRAMES=str(own)) == 0
    assert drawn(FRAMEGEN_FRAMES=str(own / "none")) == 0
