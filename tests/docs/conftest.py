"""What the tests of the documentation share: its pages, their blocks, and a reader's folder."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.support.places import ROOT

README = ROOT / "README.md"
FRAMES = ROOT / "frames/README.md"
CHANGELOG = ROOT / "CHANGELOG.md"
PAGES = [
    README,
    FRAMES,
    ROOT / "CONTRIBUTING.md",
    CHANGELOG,
    *sorted((ROOT / "docs").rglob("*.md")),
]


def text_of(page: Path | str) -> str:
    """A page's text; a name is that of a page below docs."""
    path = page if isinstance(page, Path) else ROOT / "docs" / page
    return path.read_text(encoding="utf-8")


def blocks(page: Path | str, language: str) -> list[str]:
    """The code blocks of a page in a language, without the indent of a list that they are in."""
    found = re.findall(rf"^( *)```{language}\n(.*?)^ *```", text_of(page), re.DOTALL | re.MULTILINE)
    return [re.sub(rf"^{indent}", "", code, flags=re.MULTILINE) for indent, code in found]


def shell_lines() -> list[str]:
    """Every command of every page once, without its comment."""
    code = "".join(block for page in PAGES for block in blocks(page, "sh"))
    lines = (line.split("  #")[0].strip() for line in code.replace(" \\\n", "").splitlines())
    return list(dict.fromkeys(filter(None, lines)))


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut_jpeg: bytes) -> Path:
    """A folder as the pages suppose it: a photo, a folder of photos, a staff list, an artwork."""
    (tmp_path / "an.jpg").write_bytes(astronaut_jpeg)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "Lê Thị Bình.jpg").write_bytes(astronaut_jpeg)
    (tmp_path / "danh-sach.csv").write_text(
        "Mã,Họ và tên\n1,Lê Thị Bình\n2,Trần Văn Cường\n", encoding="utf-8"
    )
    ring = Image.new("RGBA", (1080, 1080), "#C8141F")
    ImageDraw.Draw(ring).ellipse((160, 160, 920, 920), fill=(0, 0, 0, 0))
    ring.save(tmp_path / "khung.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path
