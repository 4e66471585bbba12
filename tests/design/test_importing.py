"""Frame import: an artwork's face target and its warnings; our own frames are found again."""

import math

import numpy as np
import pytest
from PIL import Image, ImageDraw

from framegen import Frame
from framegen.design.importing import import_artwork
from framegen.frame.opening import FullWindow
from tests.support.artworks import (
    KINDS,
    Generator,
    codes,
    cut_out,
    lengths,
    pasted,
    ring,
    with_text,
)
from tests.support.places import ROOT

SHIPPED = sorted(path.parent.name for path in (ROOT / "frames").glob("*/frame.toml"))


@pytest.mark.slow
class TestFaceTarget:
    def test_it_follows_from_the_radius_of_a_circle(self, keep):
        face = import_artwork(keep(ring(radius=0.35))).face
        assert face.center == pytest.approx((0.5, 0.5 + 0.08 * 0.35), abs=0.003)
        assert face.height == pytest.approx(0.35, abs=0.003)
        assert face.min_height == pytest.approx(0.78 * 0.35, abs=0.003)
        assert face.head_top_min == pytest.approx(0.16, abs=0.003)
        assert face.chin_max == pytest.approx(0.85, abs=0.003)

    def test_it_is_in_the_middle_of_a_wide_window(self, keep):
        art = pasted(Image.new("RGBA", (1080, 1080), "navy"), (0, 0, 0, 0), (0.1, 0.3, 0.9, 0.7))
        face = import_artwork(keep(art)).face
        assert face.center == pytest.approx((0.5, 0.516), abs=0.003)

    def test_it_stays_in_the_middle_above_a_badge(self, keep):
        art = pasted(Image.new("RGBA", (1080, 1080), "navy"), (0, 0, 0, 0), (0.1, 0.2, 0.9, 0.8))
        ImageDraw.Draw(art).circle((0.47 * 1080, 0.8 * 1080), 0.06 * 1080, fill="gold")
        face = import_artwork(keep(art)).face
        assert face.center[0] == pytest.approx(0.5, abs=0.03)
        assert face.chin_max == pytest.approx(0.8 - 0.06 - 0.02, abs=0.01)

    @pytest.mark.parametrize("kind", KINDS)
    def test_it_leaves_room_for_hair_and_chin(self, keep, kind):
        face = import_artwork(keep(Generator(31, sizes=(720,)).draw(kind).image)).face
        assert face.center[1] - 0.95 * face.height >= face.head_top_min - 0.0002
        assert face.center[1] + 0.55 * face.height <= face.chin_max + 0.0002


def assert_recovered(imported, frame):
    """The window within 0.003 of the side, the face target within 0.04.

    A full window's manifest reaches under the artwork by its bleed: its edges that are not the
    border's own may be found that much further in.
    """
    found, true = imported.window, frame.opening.window
    assert type(found) is type(true)
    slack = 0.003 + (true.bleed if isinstance(true, FullWindow) else 0)
    assert lengths(found) == pytest.approx(lengths(true), abs=slack)
    if isinstance(true, FullWindow):
        on_border = [edge for edge in zip(found.rect, true.rect, strict=True) if edge[1] in (0, 1)]
        assert all(edge == border for edge, border in on_border)
    assert imported.face.center == pytest.approx(frame.opening.face.center, abs=0.04)
    assert imported.face.height == pytest.approx(frame.opening.face.height, abs=0.04)


class TestOurOwnFrames:
    @pytest.mark.slow
    @pytest.mark.parametrize("name", SHIPPED)
    def test_window_and_face_are_found_in_their_svg(self, name):
        frame = Frame.load(ROOT / "frames" / name)
        imported = import_artwork(ROOT / "frames" / name / "overlay.svg")
        assert_recovered(imported, frame)
        assert set(imported.artwork.fonts) <= set(frame.artwork.fonts)
        assert codes(imported) == []

    @pytest.mark.slow
    @pytest.mark.parametrize("name", SHIPPED)
    def test_window_and_face_are_found_in_a_png_of_them(self, keep, name):
        frame = Frame.load(ROOT / "frames" / name)
        drawn = frame.artwork.overlay(1080)
        layers = np.dstack((drawn.color, 255 - drawn.clear[..., :1]))
        picture = Image.frombytes("RGBa", (1080, 1080), layers.tobytes()).convert("RGBA")
        imported = import_artwork(keep(picture))
        assert_recovered(imported, frame)
        assert codes(imported) == []


def two_holes():
    art = ring(radius=0.3, center=(0.5, 0.35))
    ImageDraw.Draw(art).ellipse([1080 * c for c in (0.4, 0.7, 0.6, 0.9)], fill=(0, 0, 0, 0))
    return art


WARNINGS = {
    "small-artwork": lambda: ring(800),
    "resized": lambda: ring().resize((1080, 1075)),
    "several-holes": two_holes,
    "off-centre": lambda: ring(radius=0.3, center=(0.6, 0.5)),
    "small-window": lambda: ring(radius=0.17),
    "semi-transparent-window": lambda: ring(hole=(255, 255, 255, 20)),
    "detail-outside-circle": lambda: with_text(ring()),
    "transparent-corners": lambda: cut_out(ring()),
}


class TestWarnings:
    @pytest.mark.parametrize("code", WARNINGS)
    def test_an_unusual_artwork_gets_that_warning_alone(self, keep, code):
        imported = import_artwork(keep(WARNINGS[code]()))
        assert codes(imported) == [code]
        assert not imported.findings[0].is_error
        assert imported.findings[0].sentence().endswith(".")

    def test_a_good_artwork_gets_none(self, keep):
        assert codes(import_artwork(keep(ring()))) == []

    def test_a_tinted_window_is_measured(self, keep):
        [finding] = import_artwork(keep(WARNINGS["semi-transparent-window"]())).findings
        assert "median opacity is 0.08" in finding.sentence()

    @pytest.mark.parametrize("size", [0.02, 0.03, 0.06])
    @pytest.mark.parametrize("place", [(0.02, 0.02), (0.01, 0.9)])
    def test_text_in_a_corner_gets_one(self, keep, size, place):
        assert codes(import_artwork(keep(with_text(ring(), place=place, size=size)))) == [
            "detail-outside-circle"
        ]

    def test_text_inside_the_circle_gets_none(self, keep):
        art = with_text(ring(radius=0.3), place=(0.38, 0.05))
        assert codes(import_artwork(keep(art))) == []

    def test_rings_and_rays_get_none(self, keep):
        art = ring(radius=0.35)
        draw = ImageDraw.Draw(art)
        for radius in range(380, 760, 12):
            draw.circle((540, 540), radius, outline="gold", width=5)
        for ray in range(48):
            angle = math.tau * ray / 48
            at = [(540 + r * math.cos(angle), 540 + r * math.sin(angle)) for r in (400, 800)]
            draw.line([*at[0], *at[1]], fill="white", width=6)
        assert codes(import_artwork(keep(art))) == []
