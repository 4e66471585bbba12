"""A folder of one's own to run commands in, with a few photos."""

import shutil

import pytest
from PIL import Image

from framegen.testing import drawn_card, encoded
from tests.support.command import FRAME
from tests.support.places import ROOT


@pytest.fixture
def here(tmp_path, monkeypatch, astronaut_jpeg):
    """A folder of one's own, with a photo of one person in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FRAMEGEN_FRAMES", raising=False)
    (tmp_path / "an.jpg").write_bytes(astronaut_jpeg)
    return tmp_path


@pytest.fixture
def card(here):
    """A photo without a face."""
    (here / "card.jpg").write_bytes(encoded(drawn_card(600, 800)))
    return "card.jpg"


@pytest.fixture
def broken(here):
    (here / "broken.jpg").write_bytes(b"no picture at all")
    return "broken.jpg"


@pytest.fixture
def couple(here, astronaut):
    """One person twice, side by side."""
    both = Image.new("RGB", (1024, 512))
    both.paste(astronaut, (0, 0))
    both.paste(astronaut, (512, 0))
    both.save(here / "couple.jpg", quality=95)
    return "couple.jpg"


@pytest.fixture
def own_frames(here):
    """A folder with one frame, a shipped one under another name."""
    folder = here / "own" / "khung-rieng"
    shutil.copytree(ROOT / "frames" / FRAME, folder)
    manifest = folder / "frame.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(f'"{FRAME}"', '"khung-rieng"'),
        encoding="utf-8",
    )
    return folder.parent
