"""Frames: their manifests, folders of them, and the shipped ones against their artwork."""

import math
import shutil
import unicodedata
from xml.etree import ElementTree

import numpy as np
import pytest

from framegen import Box, Frame, Frames, Point
from framegen.errors import FrameInvalid, FrameNotFound, SizeInvalid
from tests.support.places import ROOT

SHIPPED = sorted(path.parent.name for path in (ROOT / "frames").glob("*/frame.toml"))
SVG = "{http://www.w3.org/2000/svg}"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" width="100" height="100">'
    '<rect width="100" height="20" fill="#C8141F"/></svg>'
)
WINDOW = 'shape = "circle"\ncenter = [0.5, 0.5]\nradius = 0.4\n'
MANIFEST = f"""
schema = 1
id = "vong"
name = "Vòng"

[artwork]
overlay = "overlay.svg"

[window]
{WINDOW}
[face]
center = [0.5, 0.48]
height = 0.34
min_height = 0.26
"""


@pytest.fixture
def folder(tmp_path):
    """A valid frame, to be broken by tests."""
    folder = tmp_path / "vong"
    write(folder, MANIFEST)
    return folder


def write(folder, manifest):
    folder.mkdir(exist_ok=True)
    (folder / "overlay.svg").write_text(DRAWING, encoding="utf-8")
    (folder / "frame.toml").write_text(manifest, encoding="utf-8")


def rewrite(folder, old, new):
    assert old in MANIFEST
    write(folder, MANIFEST.replace(old, new))


class TestManifest:
    def test_a_frame_is_read_from_manifest_and_artwork(self, folder):
        frame = Frame.load(folder)
        assert (frame.name, frame.title, frame.size, frame.max_size) == ("vong", "Vòng", 1080, 2048)
        assert frame.opening.face.center == (0.5, 0.48)
        assert "rect" in str(frame.artwork.drawing)

    @pytest.mark.parametrize(
        ("old", "new", "words"),
        [
            pytest.param(
                "height = 0.34",
                "height = 0.34\nwidth = 0.3",
                ("face.width: there is no such key",),
                id="unknown key",
            ),
            pytest.param(
                "schema = 1",
                "schema = 1\n[extra]",
                ("extra: there is no such key",),
                id="unknown table",
            ),
            pytest.param(
                'name = "Vòng"', "name = 7", ("name: expected a text, got 7",), id="wrong type"
            ),
            pytest.param(
                "radius = 0.4",
                'radius = "0.4"',
                ('window.radius: expected a number, got "0.4"',),
                id="wrong type in a table",
            ),
            pytest.param(
                "radius = 0.4",
                "radius = 0.9",
                ("window.radius: expected at most 0.5, got 0.9",),
                id="radius over half",
            ),
            pytest.param(
                "radius = 0.4", "radius = nan", ("window.radius:", "0.0"), id="radius not a number"
            ),
            pytest.param(
                "[face]\ncenter = [0.5, 0.48]\nheight = 0.34\nmin_height = 0.26",
                "",
                ("face: this key is missing",),
                id="missing table",
            ),
            pytest.param(
                "height = 0.34", "", ("face.height: this key is missing",), id="missing key"
            ),
            pytest.param("schema = 1", "schema = 2", ("schema:", "2"), id="another schema"),
            pytest.param(
                '"circle"', '"star"', ("window.shape:", "star"), id="unknown window shape"
            ),
            pytest.param(
                'shape = "circle"', "", ("window.shape: this key is missing",), id="no window shape"
            ),
            pytest.param('id = "vong"', 'id = "vong-xanh"', ("id:", "vong-xanh"), id="another id"),
            pytest.param('id = "vong"', 'id = "Vòng"', ("id:",), id="id with marks"),
            pytest.param("schema = 1", "schema = 1 1", ("not TOML",), id="not TOML"),
            pytest.param(
                'overlay = "overlay.svg"',
                'overlay = "overlay.svg"\nbackground = "red"',
                ("artwork.background:",),
                id="colour by name",
            ),
        ],
    )
    def test_a_broken_manifest_names_file_key_and_value(self, folder, old, new, words):
        rewrite(folder, old, new)
        with pytest.raises(FrameInvalid) as caught:
            Frame.load(folder)
        message = str(caught.value)
        assert message.startswith(str(folder / "frame.toml: "))
        assert not [word for word in words if word not in message]

    def test_bytes_that_are_no_utf8_are_refused(self, folder):
        (folder / "frame.toml").write_bytes(MANIFEST.encode("latin-1"))
        with pytest.raises(FrameInvalid, match=r"frame\.toml: not UTF-8"):
            Frame.load(folder)

    def test_a_missing_artwork_is_named(self, folder):
        (folder / "overlay.svg").unlink()
        with pytest.raises(FrameInvalid, match=r"overlay\.svg: cannot be read"):
            Frame.load(folder)

    def test_a_missing_manifest_is_named(self, tmp_path):
        with pytest.raises(FrameInvalid, match=r"frame\.toml: cannot be read"):
            Frame.load(tmp_path)

    def test_its_texts_are_normalised_to_nfc(self, folder):
        write(folder, unicodedata.normalize("NFD", MANIFEST))
        assert Frame.load(folder).title == "Vòng"

    def test_english_texts_fall_back_to_vietnamese(self, folder):
        rewrite(folder, 'name = "Vòng"', 'name = "Vòng"\nsummary = "Đỏ"')
        assert Frame.load(folder).title_en == "Vòng"
        assert Frame.load(folder).summary_en == "Đỏ"

    def test_it_may_be_loaded_from_inside_its_own_folder(self, folder, monkeypatch):
        monkeypatch.chdir(folder)
        assert Frame.load(".").name == "vong"


class TestWindow:
    @pytest.mark.parametrize(
        ("window", "edges"),
        [
            pytest.param(WINDOW, (0.1, 0.1, 0.9, 0.9), id="circle"),
            pytest.param(
                'shape = "circle"\ncenter = [0.5, 0.55]\nradius = 0.3',
                (0.2, 0.25, 0.8, 0.85),
                id="circle off the middle",
            ),
            pytest.param(
                'shape = "rounded-rect"\nrect = [0.1, 0.2, 0.8, 0.7]\ncorner = 0.05',
                (0.1, 0.2, 0.8, 0.7),
                id="rounded-rect",
            ),
            pytest.param(
                'shape = "ellipse"\nrect = [0.1, 0.2, 0.8, 0.7]', (0.1, 0.2, 0.8, 0.7), id="ellipse"
            ),
            pytest.param('shape = "full"\nrect = [0, 0, 1, 0.7]', (0, 0, 1, 0.7), id="full"),
            pytest.param('shape = "mask"\nfile = "hole.png"', (0, 0, 1, 1), id="mask"),
            pytest.param(
                'shape = "mask"\nfile = "hole.png"\nrect = [0.1, 0.2, 0.8, 0.7]',
                (0.1, 0.2, 0.8, 0.7),
                id="mask within a rect",
            ),
        ],
    )
    def test_the_opening_is_the_bounding_box_of_the_window(self, folder, window, edges):
        rewrite(folder, WINDOW, window + "\n")
        opening = Frame.load(folder).opening
        assert opening.box.edges == pytest.approx(edges)
        assert opening.window.bleed == 0.012

    @pytest.mark.parametrize(
        "rect",
        ["[0.5, 0.0, 0.5, 1.0]", "[0.9, 0.1, 0.1, 0.9]", "[0.0, 0.0, 1.0, 1.1]"],
        ids=["empty", "turned inside out", "past the frame"],
    )
    def test_an_empty_or_outlying_window_is_refused(self, folder, rect):
        rewrite(folder, WINDOW, f'shape = "full"\nrect = {rect}\n')
        with pytest.raises(FrameInvalid, match=r"window\.rect"):
            Frame.load(folder)


class TestSize:
    @pytest.mark.parametrize(("asked", "made"), [(None, 1080), (64, 64), (2048, 2048)])
    def test_a_size_within_the_range_is_accepted(self, folder, asked, made):
        assert Frame.load(folder).checked_size(asked) == made

    @pytest.mark.parametrize("asked", [63, 2049, 0, -1080])
    def test_a_size_out_of_range_is_refused_with_the_range(self, folder, asked):
        with pytest.raises(SizeInvalid, match=f"expected 64 to 2048 pixels, got {asked}"):
            Frame.load(folder).checked_size(asked)

    def test_the_range_is_the_frames_own(self, folder):
        overlay = 'overlay = "overlay.svg"'
        rewrite(folder, overlay, f"{overlay}\nmax_side = 1200")
        with pytest.raises(SizeInvalid, match="64 to 1200"):
            Frame.load(folder).checked_size(1201)


class TestFrames:
    def test_they_are_a_mapping_by_name(self, frames):
        assert list(frames) == SHIPPED
        assert len(frames) == len(SHIPPED) >= 2
        assert "vong-sang-kien" in frames
        assert "nothing" not in frames
        assert frames.get("nothing") is None
        assert frames["dai-lua-do"].name == "dai-lua-do"

    def test_a_frame_is_read_once(self, frames):
        assert frames["vong-sang-kien"] is frames["vong-sang-kien"]

    @pytest.mark.parametrize(
        "name",
        ["vong-sang-kein", "Vòng sáng kiến", "VÒNG SÁNG KIẾN", "vong_sang_kien", "vong sang"],
    )
    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_an_unknown_name_suggests_the_nearest(self, frames, name, form):
        with pytest.raises(FrameNotFound, match='did you mean "vong-sang-kien"'):
            frames[unicodedata.normalize(form, name)]

    def test_the_letter_d_with_a_stroke_counts_as_d(self, frames):
        with pytest.raises(FrameNotFound, match='did you mean "dai-lua-do"'):
            frames["Dải lụa đỏ"]

    @pytest.mark.parametrize("name", ["", "xyz", "../frames/vong-sang-kien", "/etc", "."])
    def test_an_unlike_name_lists_all_frames(self, frames, name):
        with pytest.raises(FrameNotFound) as caught:
            frames[name]
        assert "vong-sang-kien" in str(caught.value)

    def test_a_broken_frame_fails_alone(self, folder):
        rewrite(folder, "schema = 1", "schema = 2")
        write(folder.parent / "well", MANIFEST.replace('"vong"', '"well"'))
        frames = Frames(folder.parent)
        assert list(frames) == ["vong", "well"]
        assert frames["well"].name == "well"
        assert "vong" in frames
        with pytest.raises(FrameInvalid, match="schema"):
            frames["vong"]

    def test_files_and_folders_without_a_manifest_are_no_frames(self, folder):
        (folder.parent / "notes").mkdir()
        (folder.parent / "campaign.toml").touch()
        assert list(Frames(folder.parent)) == ["vong"]

    @pytest.mark.parametrize("name", ["absent", "vong/frame.toml"])
    def test_a_missing_folder_is_refused(self, folder, name):
        with pytest.raises(FrameInvalid, match=f"{name}: there is no such folder"):
            Frames(folder.parent / name)

    def test_the_default_frames_are_the_shipped_ones(self, monkeypatch):
        monkeypatch.delenv("FRAMEGEN_FRAMES", raising=False)
        assert list(Frames.default()) == SHIPPED

    def test_the_environment_names_another_folder(self, folder, monkeypatch):
        monkeypatch.setenv("FRAMEGEN_FRAMES", str(folder.parent))
        assert list(Frames.default()) == ["vong"]

    def test_a_missing_folder_in_the_environment_is_refused(self, tmp_path, monkeypatch):
        monkeypatch.setenv("FRAMEGEN_FRAMES", str(tmp_path / "absent"))
        with pytest.raises(FrameInvalid, match="absent"):
            Frames.default()

    def test_the_folder_of_frames_can_be_moved(self, tmp_path):
        shutil.copytree(ROOT / "frames", tmp_path / "elsewhere")
        assert list(Frames(tmp_path / "elsewhere")) == SHIPPED


SIDE = 512


@pytest.fixture(scope="session")
def alpha(frames):
    """The opacity of a shipped frame's overlay, 0 to 255, at SIDE pixels."""
    return {name: 255 - frames[name].artwork.overlay(SIDE).clear[..., 0] for name in frames}


def distances(x, y):
    """The distance of each pixel's centre from a place, in shares of the side."""
    places = (np.arange(SIDE) + 0.5) / SIDE
    return np.hypot(places[None, :] - x, places[:, None] - y)


@pytest.mark.parametrize("name", SHIPPED)
class TestShipped:
    def test_its_name_is_that_of_its_folder(self, frames, name):
        assert frames[name].name == name

    def test_its_file_is_in_the_form_nfc(self, name):
        for file in ("frame.toml", "overlay.svg"):
            text = (ROOT / "frames" / name / file).read_text(encoding="utf-8")
            assert unicodedata.is_normalized("NFC", text)

    def test_its_slogans_are_those_of_its_drawing(self, frames, name):
        root = ElementTree.parse(ROOT / "frames" / name / "overlay.svg").getroot()
        drawn = [" ".join("".join(text.itertext()).split()) for text in root.iter(f"{SVG}text")]
        assert list(frames[name].carries) == drawn

    def test_it_has_texts_in_both_languages(self, frames, name):
        frame = frames[name]
        assert len({frame.title, frame.title_en, frame.summary, frame.summary_en, ""}) == 5

    def test_the_face_is_seen(self, frames, alpha, name):
        x, y = frames[name].opening.face.center
        assert alpha[name][distances(x, y) < frames[name].opening.face.height / 2].max() == 0

    def test_the_corners_are_drawn(self, alpha, name):
        corners = alpha[name][:: SIDE - 1, :: SIDE - 1]
        assert corners.min() > 128

    def test_the_face_fits_between_its_lines(self, frames, name):
        face, box = frames[name].opening.face, frames[name].opening.box
        assert face.min_height <= face.height
        assert box.top <= face.head_top_min <= face.center[1] - face.height / 2
        assert face.center[1] + face.height / 2 <= face.chin_max <= box.bottom

    def test_no_keepout_reaches_the_face(self, frames, name):
        opening = frames[name].opening
        face = Box.around(Point(*opening.face.center), opening.face.height)
        for keepout in opening.keepouts:
            x, y, radius = keepout.circle
            near = min(max(x, face.left), face.right), min(max(y, face.top), face.bottom)
            assert math.dist(near, (x, y)) > radius

    def test_a_logo_goes_where_artwork_is(self, frames, alpha, name):
        for logo in frames[name].logos:
            left, top, width, height = logo.box
            middle = distances(left + width / 2, top + height / 2) < 0.01
            assert alpha[name][middle].min() == 255


def test_the_corners_of_the_ring_are_opaque(alpha):
    assert alpha["vong-sang-kien"][[0, 0, -1, -1], [0, -1, 0, -1]].tolist() == [255] * 4


class TestRing:
    """The window of vong-sang-kien is as round and as large as its manifest says."""

    @pytest.fixture
    def away(self, frames):
        """Distances from the window's centre, without what is under a keep-out."""
        opening = frames["vong-sang-kien"].opening
        away = distances(*opening.window.center)
        for keepout in opening.keepouts:
            x, y, radius = keepout.circle
            away[distances(x, y) < radius + 0.004] = np.nan
        return away

    def test_all_inside_is_clear(self, frames, alpha, away):
        radius = frames["vong-sang-kien"].opening.window.radius
        assert alpha["vong-sang-kien"][away < radius - 0.002].max() == 0

    def test_all_past_the_bleed_is_opaque(self, frames, alpha, away):
        window = frames["vong-sang-kien"].opening.window
        assert alpha["vong-sang-kien"][away > window.radius + window.bleed].min() == 255

    def test_the_window_is_no_smaller_than_said(self, frames, alpha, away):
        radius = frames["vong-sang-kien"].opening.window.radius
        just_outside = (away > radius + 0.002) & (away < radius + 0.004)
        assert alpha["vong-sang-kien"][just_outside].min() > 0
