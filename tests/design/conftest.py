"""What tests of the designer's tools share: a good small frame to break, and artworks as files."""

import pytest
from PIL import Image

from framegen.design import check as check_module
from framegen.design import measured, svg_text, text_check
from framegen.design.check import check_frame
from framegen.design.finding import Finding
from framegen.design.importing import import_artwork
from framegen.testing import encoded
from tests.support.artworks import ring
from tests.support.small_frame import DRAWING, MANIFEST, changed


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Checks a good small frame in which something was changed, in its manifest or its drawing.

    It is measured at half the size, for a quarter of the time.
    """
    for module in (check_module, measured, svg_text, text_check):
        monkeypatch.setattr(module, "SIDE", 540)

    def check(manifest=None, drawing=None, **files: bytes) -> tuple[Finding, ...]:
        folder = tmp_path / "ring"
        folder.mkdir()
        (folder / "frame.toml").write_text(changed(MANIFEST, manifest or {}), encoding="utf-8")
        (folder / "overlay.svg").write_text(changed(DRAWING, drawing or {}), encoding="utf-8")
        for name, data in files.items():
            (folder / name.replace("_", ".")).write_bytes(data)
        return check_frame(folder)

    return check


@pytest.fixture
def keep(tmp_path):
    """Writes a picture, or bytes, and says where."""

    def keep(picture, name="artwork.png", **options):
        path = tmp_path / name
        if isinstance(picture, Image.Image):
            kind = {".jpg": "JPEG", ".tif": "TIFF", ".webp": "WEBP"}.get(path.suffix, "PNG")
            quick = {"compress_level": 1} if kind == "PNG" else {}
            picture = encoded(picture, kind, **quick, **options)
        path.write_bytes(picture)
        return path

    return keep


@pytest.fixture
def imported(keep):
    return import_artwork(keep(ring()))


@pytest.fixture
def folder(tmp_path):
    """An empty folder of frames."""
    path = tmp_path / "frames"
    path.mkdir()
    return path
