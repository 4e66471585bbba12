"""Frame draft: an imported artwork is written as a whole frame's folder, or nothing is."""

import numpy as np
import pytest
from PIL import Image

from framegen import Frame, Framer
from framegen.design import draft, guides
from framegen.design.draft import write_frame
from framegen.design.importing import import_artwork
from framegen.errors import FrameInvalid
from tests.support.artworks import KINDS, Generator


@pytest.mark.slow
class TestWrittenFrame:
    @pytest.mark.parametrize("kind", KINDS)
    def test_it_loads_as_what_was_found(self, keep, folder, kind):
        found = import_artwork(keep(Generator(77, sizes=(720,)).draw(kind).image))
        path = write_frame(found, folder, name="khung-moi", title="Khung mới")
        frame = Frame.load(path)
        assert path == folder / "khung-moi"
        assert (frame.name, frame.title) == ("khung-moi", "Khung mới")
        assert frame.opening.window == found.window
        assert frame.opening.face == found.face
        assert frame.opening.keepouts == found.keepouts

    def test_it_makes_an_avatar_of_the_astronaut(self, imported, folder, astronaut_jpeg):
        write_frame(imported, folder, name="vong-do")
        avatar = Framer(folder).make(astronaut_jpeg, "vong-do")
        assert avatar.image.size == (1080, 1080)
        assert avatar.image.getpixel((20, 20)) == (200, 20, 31)
        assert avatar.crop.face is not None
        face = avatar.crop.face.box
        side = avatar.crop.box.width
        placed = (face.center.y - avatar.crop.box.top) / side
        assert placed == pytest.approx(imported.face.center[1], abs=0.06)

    def test_it_has_an_overlay_a_manifest_and_a_preview(self, imported, folder):
        path = write_frame(imported, folder, name="vong-do")
        names = sorted(entry.name for entry in path.iterdir())
        assert names == ["frame.toml", "overlay.png", "preview.png"]
        with Image.open(path / "overlay.png") as overlay:
            assert np.array_equal(np.asarray(overlay), np.asarray(imported.overlay))

    def test_it_has_a_mask_for_a_mask_window(self, keep, folder):
        found = import_artwork(keep(Generator(3, sizes=(720,)).draw("free").image))
        path = write_frame(found, folder, name="tu-do")
        with Image.open(path / "mask.png") as mask:
            assert mask.mode == "L"
            assert mask.size == found.overlay.size

    def test_it_keeps_an_svg_and_lists_its_fonts(self, keep, folder):
        svg = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
            '<path fill="#0A5DB0" fill-rule="evenodd" d="M0 0H9V9H0Z M2 2V7H7V2Z"/>'
            '<text x="4" y="8.5" font-size=".6" font-family="Roboto" font-weight="700">Ẫ</text>'
            "</svg>"
        )
        path = write_frame(import_artwork(keep(svg.encode(), "a.svg")), folder, name="the-xanh")
        frame = Frame.load(path)
        assert (path / "overlay.svg").is_file()
        assert frame.artwork.fonts == ("Roboto:700",)
        assert frame.opening.window.rect == pytest.approx((2 / 9, 2 / 9, 7 / 9, 7 / 9), abs=0.001)

    def test_its_preview_shows_all_guides(self, imported, folder):
        path = write_frame(imported, folder, name="vong-do")
        with Image.open(path / "preview.png") as preview:
            colors = {color for _, color in preview.convert("RGB").getcolors(1 << 20)}
        for guide in ("safe circle .48", "window", "face"):
            hexadecimal = guides.GUIDES[guide].lstrip("#")
            assert tuple(bytes.fromhex(hexadecimal)) in colors, guide

    @pytest.mark.parametrize(
        "title",
        ['Vòng "đỏ"', "a\\b", "dòng\nhai", "\x07\ud800chuông", "'''", "{0} %s", "# [x]"],
    )
    def test_any_title_makes_a_manifest_that_loads(self, imported, folder, title):
        path = write_frame(imported, folder, name="vong-do", title=title)
        seen = "".join(c for c in " ".join(title.split()) if c.isprintable())
        assert Frame.load(path).title == seen

    def test_its_title_is_its_name_by_default(self, imported, folder):
        assert Frame.load(write_frame(imported, folder, name="vong-do")).title == "Vong do"


@pytest.mark.slow
class TestRefusedFrame:
    @pytest.mark.parametrize(
        "name", ["", "Vong", "vòng", "a b", "-a", "a--b", "../a", "a/b", ".", "a" * 65, "a\n"]
    )
    def test_a_malformed_name_leaves_nothing(self, imported, folder, name):
        with pytest.raises(FrameInvalid, match="name: expected lower-case letters"):
            write_frame(imported, folder, name=name)
        assert list(folder.iterdir()) == []

    def test_an_existing_frame_is_left_as_it_is(self, imported, folder):
        (folder / "vong-do").mkdir()
        (folder / "vong-do" / "mine.txt").write_text("mine")
        with pytest.raises(FrameInvalid, match="exists already"):
            write_frame(imported, folder, name="vong-do")
        assert [path.name for path in folder.rglob("*")] == ["vong-do", "mine.txt"]

    def test_a_missing_folder_of_frames_is_an_error(self, imported, tmp_path):
        with pytest.raises(FrameInvalid, match="cannot be written"):
            write_frame(imported, tmp_path / "nowhere", name="vong-do")
        assert not (tmp_path / "nowhere").exists()

    @pytest.mark.parametrize("failing", ["draw_guides", "_manifest", "_write_files"])
    @pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
    def test_a_failure_leaves_nothing_half_written(
        self, imported, folder, monkeypatch, failing, error
    ):
        def fail(*_args):
            raise error

        monkeypatch.setattr(draft, failing, fail)
        with pytest.raises((FrameInvalid, KeyboardInterrupt)):
            write_frame(imported, folder, name="vong-do")
        assert list(folder.iterdir()) == []

    def test_no_half_of_it_is_ever_listed(self, imported, folder, monkeypatch):
        met = []
        whole = draft.draw_guides

        def look(found, language):
            met.append(sorted(Framer(folder).frames))
            return whole(found, language)

        monkeypatch.setattr(draft, "draw_guides", look)
        write_frame(imported, folder, name="vong-do")
        assert met == [[]]
        assert sorted(Framer(folder).frames) == ["vong-do"]
