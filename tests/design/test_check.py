"""Frame check: each rule of window, face and artwork is broken once, and found at its place."""

import re
import shutil
import subprocess
import sys

import pytest
from PIL import Image, ImageDraw

from framegen.design import check as check_module
from framegen.design.check import check_frame
from framegen.testing import encoded
from tests.support.places import ROOT
from tests.support.small_frame import CIRCLE, DRAWING, MANIFEST, PNG, RECT, TEXT, Breach, only, png

SHIPPED = sorted(path.parent for path in (ROOT / "frames").glob("*/frame.toml"))


class TestGoodFrames:
    @pytest.mark.slow
    @pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
    def test_a_shipped_frame_has_nothing_wrong(self, folder):
        # How long its drawing takes is the machine's business as well.
        assert [each.code for each in check_frame(folder) if each.code != "drawing-slow"] == []

    def test_the_small_frame_has_nothing_wrong(self, check):
        assert check() == ()

    def test_a_picture_has_nothing_wrong(self, check):
        assert check(PNG, overlay_png=png()) == ()

    @pytest.mark.parametrize(
        "window",
        [
            f'shape = "ellipse"\n{RECT}',
            f'shape = "rounded-rect"\n{RECT}\ncorner = 0.34',
            f'shape = "mask"\nfile = "mask.png"\n{RECT}',
        ],
        ids=["ellipse", "rounded rectangle", "mask"],
    )
    def test_a_circle_may_be_described_as_another_shape(self, check, window):
        mask = Image.new("L", (540, 540))
        ImageDraw.Draw(mask).ellipse((86, 103, 454, 470), fill=255)
        data = encoded(mask, "PNG")
        assert check({f'shape = "circle"\n{CIRCLE}': window}, mask_png=data) == ()

    def test_a_soft_edge_is_not_artwork_in_the_window(self, check):
        soft = '<circle cx="500" cy="530" r="335" fill="none" stroke="#000" stroke-width="16"'
        assert check(drawing={TEXT: f'{soft} stroke-opacity=".3"/>{TEXT}'}) == ()

    def test_text_may_be_set_by_a_style_sheet(self, check):
        sheet = "<style>.t { font-family: Roboto; font-weight: 900; font-size: 64px }</style>"
        plain = 'font-family="Roboto" font-weight="900" font-size="64"'
        assert check(drawing={TEXT: sheet + TEXT, plain: 'class="t"'}) == ()

    def test_text_may_be_drawn_from_elsewhere(self, check):
        symbol = f'<symbol id="s">{TEXT}</symbol><use href="#s"/>'
        assert check(drawing={TEXT: symbol}) == ()

    def test_text_may_run_along_a_path_that_is_drawn(self, check):
        path = '<path id="p" d="M200 160H800" stroke="#C8141F"/>'
        along = '<textPath href="#p" startOffset="50%">SÁNG KIẾN</textPath>'
        bent = TEXT.replace('x="500" y="160" ', "").replace("SÁNG KIẾN", along)
        assert check(drawing={TEXT: path + bent}) == ()

    def test_text_may_be_enlarged_by_a_transformation(self, check):
        half = TEXT.replace("500", "250").replace("160", "80").replace('"64"', '"32"')
        assert check(drawing={TEXT: f'<g transform="scale(2)">{half}</g>'}) == ()

    def test_a_slogan_may_stand_on_two_lines(self, check):
        second = TEXT.replace('y="160"', 'y="110"').replace("SÁNG KIẾN", "MỘT").replace("64", "40")
        carries = {'["SÁNG KIẾN"]': '["MỘT SÁNG KIẾN"]'}
        assert check(carries, {TEXT: second + TEXT}) == ()


BREACHES = [
    Breach("center = [0.5, 0.53]\nradius", "center = [0.8, 0.53]\nradius",
           "window-outside", "window.center", "0.140 past", True),
    Breach("center = [0.5, 0.53]\nradius", "center = [0.57, 0.53]\nradius",
           "window-aside", "window.center", "x = 0.570; keep it within 0.06", False),
    Breach("radius = 0.34", "radius = 0.19",
           "window-small", "window.center", "0.190 at most; 0.20", False),
    Breach("min_height = 0.24", "min_height = 0.31",
           "face-min-height", "face.min_height", "0.31 is over the height of 0.3", True),
    Breach("height = 0.3\n", "height = 0.5\n",
           "face-outside", "face", "0.124 past", True),
    Breach("head_top_min = 0.2", "head_top_min = 0.3",
           "face-too-high", "face.head_top_min", "0.275, above 0.3", True),
    Breach("chin_max = 0.75", "chin_max = 0.66",
           "face-too-low", "face.chin_max", "0.695, below 0.66", True),
    Breach("circle = [0.5, 0.84, 0.05]", "circle = [0.5, 0.7, 0.05]",
           "keepout-on-face", "keepout[0].circle", "0.045 into", True),
]  # fmt: skip


class TestWindowAndFace:
    @pytest.mark.parametrize("breach", BREACHES, ids=str)
    def test_a_broken_rule_is_found_with_place_and_number(self, check, tmp_path, breach):
        finding = only(check({breach.old: breach.new}), breach.code)
        assert finding.where == f"{tmp_path}/ring/frame.toml: {breach.key}"
        assert breach.words in finding.sentence()
        assert finding.is_error is breach.is_error


VEIL = '<circle cx="500" cy="530" r="340" fill="#FFFFFF" fill-opacity="{}"/>'


class TestArtwork:
    @pytest.mark.parametrize(
        ("opacity", "code", "is_error"),
        [(0.08, "window-tinted", False), (0.7, "window-covered", True)],
    )
    def test_a_veil_over_the_window_is_found(self, check, tmp_path, opacity, code, is_error):
        finding = only(check(drawing={"<circle": VEIL.format(opacity) + "<circle"}), code)
        assert finding.where == f"{tmp_path}/ring/overlay.svg"
        assert f"100.0% of the window at a median alpha of {opacity:.2f}" in finding.sentence()
        assert finding.is_error is is_error

    def test_a_badge_in_the_window_must_be_a_keepout(self, check, tmp_path):
        leaf = '<circle cx="280" cy="560" r="60" fill="#FFC726"/>'
        warning = only(check(drawing={"<circle": f"{leaf}<circle"}), "window-tinted")
        assert "3.7% of the window at a median alpha of 1.00" in warning.sentence()
        shutil.rmtree(tmp_path / "ring")
        keepout = {"[safe]": "[[keepout]]\ncircle = [0.28, 0.56, 0.062]\n[safe]"}
        assert check(keepout, {"<circle": f"{leaf}<circle"}) == ()

    def test_artwork_on_the_face_is_an_error(self, check):
        star = '<circle cx="420" cy="400" r="12" fill="#FFC726"/>'
        finding = only(check(drawing={"<circle": f"{star}<circle"}), "face-covered")
        assert "about (0.42, 0.40), with an alpha of up to 255 of 255" in finding.sentence()
        assert finding.is_error

    def test_a_gap_around_the_window_is_an_error(self, check):
        finding = only(check({"radius = 0.34": "radius = 0.32"}), "edge-not-opaque")
        assert "(alpha 0 of 255)" in finding.sentence()
        assert finding.is_error

    def test_a_transparent_corner_is_an_error(self, check):
        finding = only(check(PNG, overlay_png=png(corner=0)), "corners-clear")
        assert "1 of the square's 4 corners" in finding.sentence()
        assert finding.is_error

    def test_a_full_photo_may_be_shaded_at_its_margin(self, check):
        full = {f'shape = "circle"\n{CIRCLE}': 'shape = "full"\nrect = [0.0, 0.0, 1.0, 0.8]'}
        shade = '<path fill="#000" fill-opacity=".4" fill-rule="evenodd" d="M0 0H1000V800H0Z'
        corners = f'{shade}M20 500a480 480 0 1 0 960 0a480 480 0 1 0 -960 0Z"/>'
        ground = '<path fill="#C8141F" d="M0 790H1000V1000H0Z"/>'
        texts = MANIFEST[MANIFEST.index("[[text]]") : MANIFEST.index("[[logo]]")]
        manifest = {**full, texts: "", '["SÁNG KIẾN"]': "[]"}
        whole = DRAWING[DRAWING.index("<path") : DRAWING.index("</svg>")]
        assert check(manifest, {whole: ground + corners}) == ()

    def test_a_small_overlay_is_a_warning(self, check):
        finding = only(check(PNG, overlay_png=png(720)), "overlay-small")
        assert "720 pixels a side" in finding.sentence()
        assert not finding.is_error

    def test_a_slow_drawing_is_a_warning(self, check, monkeypatch):
        monkeypatch.setattr(check_module, "MAX_SECONDS", 0.01)
        finding = only(check(drawing={"<path": '<g id="not-remembered"/><path'}), "drawing-slow")
        assert re.search(r"takes \d\.\d s of CPU; 0.01 s", finding.sentence())
        assert not finding.is_error


class TestReport:
    def test_errors_come_first(self, check):
        findings = check(
            {'color = "#FFFFFF"': 'color = "#FFC726"', "chin_max = 0.75": "chin_max = 0"}
        )
        assert [finding.is_error for finding in findings] == [True, False]

    def test_importing_framegen_does_not_import_the_check(self):
        code = "import sys, framegen; print('framegen.design.check' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "False"
