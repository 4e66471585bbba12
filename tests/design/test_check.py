"""Frame check: each rule is broken once, and found with its code, its place and its number."""

import re
import shutil
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from framegen.design import check as room
from framegen.design import measured as measured_frame
from framegen.design import svg_text, text_check
from framegen.design.check import check_frame
from framegen.design.finding import Finding
from framegen.design.text_check import contrast
from framegen.testing import encoded
from tests.conftest import ROOT

SHIPPED = sorted(path.parent for path in (ROOT / "frames").glob("*/frame.toml"))

MANIFEST = """\
schema = 1
id = "ring"
name = "Ring"
carries = ["SÁNG KIẾN"]
[artwork]
overlay = "overlay.svg"
fonts = ["Roboto:700", "Roboto:900"]
background = "#C8141F"
[window]
shape = "circle"
center = [0.5, 0.53]
radius = 0.34
[face]
center = [0.5, 0.53]
height = 0.3
min_height = 0.24
head_top_min = 0.2
chin_max = 0.75
[[keepout]]
circle = [0.5, 0.84, 0.05]
[safe]
radius = 0.48
[[text]]
id = "name"
label = "Họ và tên"
anchor = [0.5, 0.925]
max_width = 0.3
size = 0.036
min_size = 0.024
font = "Roboto:700"
color = "#FFFFFF"
[[logo]]
id = "org"
box = [0.46, 0.8, 0.08, 0.08]
plate = "disc-white"
"""
HOLE = "M0 0H1000V1000H0ZM160 530a340 340 0 1 0 680 0a340 340 0 1 0 -680 0Z"
TEXT = (
    '<text x="500" y="160" font-family="Roboto" font-weight="900" font-size="64"'
    ' text-anchor="middle" fill="#FFFFFF">SÁNG KIẾN</text>'
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000" width="1000" height="1000">'
    f'<path fill="#C8141F" fill-rule="evenodd" d="{HOLE}"/>'
    f'<circle cx="500" cy="840" r="50" fill="#FFC726"/>{TEXT}</svg>'
)
RECT = "rect = [0.16, 0.19, 0.84, 0.87]"
CIRCLE = "center = [0.5, 0.53]\nradius = 0.34"


def changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the test changes what is not there: {old}"
        text = text.replace(old, new, 1)
    return text


@pytest.fixture
def check(tmp_path, monkeypatch):
    """Checks a good small frame in which something was changed, in its manifest or its drawing.

    It is measured at half the size, for a quarter of the time.
    """
    for module in (room, measured_frame, svg_text, text_check):
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


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of that code, its sentence fit to be read."""
    found = [finding for finding in findings if finding.code == code]
    assert len(found) == 1, findings
    assert re.fullmatch(r"[^a-z\n][^\n]*\.", found[0].message), found[0].message
    return found[0]


def png(side: int = 1080, *, hole: int = 0, corner: int = 255) -> bytes:
    """A red square with the small frame's round hole, of that alpha."""
    image = Image.new("RGBA", (side, side), (200, 20, 31, 255))
    draw = ImageDraw.Draw(image)
    edges = (0.16 * side, 0.19 * side, 0.84 * side, 0.87 * side)
    draw.ellipse(edges, fill=(255, 255, 255, hole))
    image.putpixel((0, 0), (200, 20, 31, corner))
    return encoded(image, "PNG")


PNG = {'"overlay.svg"': '"overlay.png"'}


class TestGoodFrames:
    @pytest.mark.slow
    @pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
    def test_a_shipped_frame_has_nothing_wrong(self, folder):
        assert check_frame(folder) == ()

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
    def test_the_same_window_told_in_another_way_has_nothing_wrong(self, check, window):
        mask = Image.new("L", (540, 540))
        ImageDraw.Draw(mask).ellipse((86, 103, 454, 470), fill=255)
        data = encoded(mask, "PNG")
        assert check({f'shape = "circle"\n{CIRCLE}': window}, mask_png=data) == ()

    def test_a_soft_edge_is_no_veil(self, check):
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


class TestWhatCannotBeRead:
    @pytest.mark.parametrize(
        ("change", "key", "words"),
        [
            ({"radius = 0.34": "radius = 0.9"}, "window.radius", "0.5, got 0.9"),
            ({"radius = 0.34": "raduis = 0.34"}, "window", "`raduis`"),
            ({"size = 0.036": 'size = "big"'}, "text[0].size", 'expected a number, got "big"'),
            ({"schema = 1": "schema = 2"}, "schema", "2"),
            ({'id = "ring"': 'id = "other"'}, "id", '"other"'),
            ({"radius = 0.34": "radius = nan"}, "window.radius", "nan"),
        ],
        ids=lambda each: each if isinstance(each, str) else "",
    )
    def test_a_wrong_key_is_one_error_with_its_path(self, check, change, key, words, tmp_path):
        (finding,) = check(change)
        assert finding.code == "frame-invalid"
        assert finding.is_error
        assert finding.where == f"{tmp_path}/ring/frame.toml: {key}"
        assert words in finding.message
        assert finding.message[0].isupper()

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"<path": '<image href="file:///etc/passwd"/><path'}, "file:///etc/passwd"),
            ({"<path": "<script>alert(1)</script><path"}, "<script>"),
            ({"<path": "<foreignObject/><path"}, "<foreignObject>"),
            ({'font-weight="900"': 'font-weight="300"'}, "Roboto:300"),
            ({'"Roboto"': '"Arial"'}, "Arial"),
            ({"0 0 1000 1000": "0 0 1000 500"}, "1000 x 500"),
            ({"</svg>": ""}, "not an SVG"),
            ({'height="1000"': 'height="50%"'}, "1080 x 540"),
            ({'viewBox="0 0 1000 1000" width="1000" height="1000"': ""}, "set its viewBox"),
            (
                {
                    "</svg>": 200 * "<text font-family='Roboto' font-weight='700'>a</text>"
                    + "</svg>"
                },
                "201 texts; 100 are the most",
            ),
        ],
        ids=lambda each: each if isinstance(each, str) else "",
    )
    def test_a_hostile_or_broken_drawing_is_one_error(self, check, change, words, tmp_path):
        (finding,) = check(drawing=change)
        assert finding.code == "frame-invalid"
        assert finding.where == f"{tmp_path}/ring/overlay.svg"
        assert words.lower() in finding.message.lower()

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (encoded(Image.new("RGB", (1080, 1080)), "PNG"), "no transparent part"),
            (encoded(Image.new("RGBA", (1080, 720)), "PNG"), "1080 x 720"),
            (b"no picture", "not a PNG"),
            (png()[:2000], "not a PNG"),
        ],
        ids=["no alpha", "not square", "no picture", "cut short"],
    )
    def test_a_bad_picture_is_one_error(self, check, data, words, tmp_path):
        (finding,) = check(PNG, overlay_png=data)
        assert finding.where == f"{tmp_path}/ring/overlay.png"
        assert words.lower() in finding.message.lower()

    def test_a_missing_overlay_is_one_error(self, check, tmp_path):
        (finding,) = check(PNG)
        assert finding.where == f"{tmp_path}/ring/overlay.png"
        assert "no such file" in finding.message

    def test_a_missing_folder_is_one_error(self, tmp_path):
        (finding,) = check_frame(tmp_path / "none")
        assert finding.where == f"{tmp_path}/none/frame.toml"

    @pytest.mark.parametrize(
        ("data", "words"),
        [(b"", "not a PNG"), (encoded(Image.new("L", (64, 64)), "PNG"), "white")],
        ids=["no picture", "all black"],
    )
    def test_a_window_without_its_mask_is_one_error(self, check, data, words, tmp_path):
        mask = f'shape = "mask"\nfile = "mask.png"\n{RECT}'
        (finding,) = check({f'shape = "circle"\n{CIRCLE}': mask}, mask_png=data)
        assert finding.where == f"{tmp_path}/ring/mask.png"
        assert words.lower() in finding.message.lower()


# What is changed in the manifest; then code, key, what the sentence says, whether it is an error.
MANIFEST_RULES = [
    ("center = [0.5, 0.53]\nradius", "center = [0.8, 0.53]\nradius",
     "window-outside", "window.center", "0.140 past", True),
    ("center = [0.5, 0.53]\nradius", "center = [0.57, 0.53]\nradius",
     "window-aside", "window.center", "x = 0.570; keep it within 0.06", False),
    ("radius = 0.34", "radius = 0.19",
     "window-small", "window.center", "0.190 at most; 0.20", False),
    ("min_height = 0.24", "min_height = 0.31",
     "face-min-height", "face.min_height", "0.31 is over the height of 0.3", True),
    ("height = 0.3\n", "height = 0.5\n",
     "face-outside", "face", "0.124 past", True),
    ("head_top_min = 0.2", "head_top_min = 0.3",
     "face-too-high", "face.head_top_min", "0.275, above 0.3", True),
    ("chin_max = 0.75", "chin_max = 0.66",
     "face-too-low", "face.chin_max", "0.695, below 0.66", True),
    ("circle = [0.5, 0.84, 0.05]", "circle = [0.5, 0.7, 0.05]",
     "keepout-on-face", "keepout[0].circle", "0.045 into", True),
    ("max_width = 0.3", "max_width = 0.42",
     "text-outside", "text[0]", "0.4805 from the middle, past safe.radius 0.48", True),
    ("anchor = [0.5, 0.925]", "anchor = [0.5, 0.87]",
     "text-over-window", "text[0]", "% of it lies over the window", True),
    ('font = "Roboto:700"', 'font = "Roboto:800"',
     "frame-invalid", "text[0].font", '"Roboto:800"', True),
    ("min_size = 0.024", "min_size = 0.04",
     "text-min-size", "text[0].min_size", "0.04 is over the size of 0.036", True),
    ('color = "#FFFFFF"', 'color = "whitish"',
     "frame-invalid", "text[0].color", "'whitish'", True),
    ('color = "#FFFFFF"', 'color = "#FFC726"',
     "low-contrast", "text[0].color", "contrast of 3.76; text of size 0.036 needs 4.5", False),
    ("box = [0.46, 0.8, 0.08, 0.08]", "box = [0.8, 0.8, 0.08, 0.08]",
     "logo-outside", "logo[0].box", "0.5208 from the middle, past safe.radius 0.48", True),
    ('["SÁNG KIẾN"]', '["SÁNG KIẾN MỚI"]',
     "carries-differ", "carries[0]", 'does not say "SÁNG KIẾN MỚI"; it says "SÁNG KIẾN"', True),
    ('["SÁNG KIẾN"]', "[]",
     "carries-differ", "carries", '"SÁNG KIẾN" is not in it', True),
]  # fmt: skip


class TestManifestRules:
    @pytest.mark.parametrize(
        ("old", "new", "code", "key", "words", "is_error"),
        MANIFEST_RULES,
        ids=[f"{rule[2]} {rule[3]}" for rule in MANIFEST_RULES],
    )
    def test_it_is_found_with_its_place_and_number(
        self, check, tmp_path, old, new, code, key, words, is_error
    ):
        finding = only(check({old: new}), code)
        assert finding.where == f"{tmp_path}/ring/frame.toml: {key}"
        assert words in finding.message
        assert finding.is_error is is_error

    @pytest.mark.parametrize("kind", ["text", "logo"])
    def test_two_slots_of_one_id(self, check, tmp_path, kind):
        slot = MANIFEST[MANIFEST.index(f"[[{kind}]]") :].partition("\n[[")[0]
        finding = only(check({f"[[{kind}]]": f"{slot}\n[[{kind}]]"}), f"{kind}-twice")
        assert finding.where == f"{tmp_path}/ring/frame.toml: {kind}[1].id"
        assert finding.is_error

    def test_two_lines_reach_further_than_one(self, check):
        findings = check({"max_width = 0.3\nsize": "max_width = 0.32\nlines = 2\nsize"})
        assert "0.4829 from the middle" in only(findings, "text-outside").message

    @pytest.mark.parametrize(("plate", "is_inside"), [("disc-white", True), ("none", False)])
    def test_a_disc_has_no_corners(self, check, plate, is_inside):
        manifest = {
            "[0.46, 0.8, 0.08, 0.08]": "[0.79, 0.37, 0.18, 0.18]",
            '"disc-white"': f'"{plate}"',
        }
        codes = [finding.code for finding in check(manifest)]
        assert codes == ([] if is_inside else ["logo-outside"])

    def test_an_empty_logo_beside_the_manifest(self, check):
        empty = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
        findings = check(**{"logo-org_svg": empty})
        assert "nothing to see" in only(findings, "frame-invalid").message


VEIL = '<circle cx="500" cy="530" r="340" fill="#FFFFFF" fill-opacity="{}"/>'


class TestWhatIsDrawn:
    """Measured on the overlay: in the window, around it, and on the face."""

    @pytest.mark.parametrize(
        ("opacity", "code", "is_error"),
        [(0.08, "window-tinted", False), (0.7, "window-covered", True)],
    )
    def test_a_veil_over_the_window(self, check, tmp_path, opacity, code, is_error):
        finding = only(check(drawing={"<circle": VEIL.format(opacity) + "<circle"}), code)
        assert finding.where == f"{tmp_path}/ring/overlay.svg"
        assert f"100.0% of the window at a median alpha of {opacity:.2f}" in finding.message
        assert finding.is_error is is_error

    def test_a_small_thing_in_the_window_is_a_warning_until_it_is_a_keepout(self, check, tmp_path):
        leaf = '<circle cx="280" cy="560" r="60" fill="#FFC726"/>'
        warning = only(check(drawing={"<circle": f"{leaf}<circle"}), "window-tinted")
        assert "3.7% of the window at a median alpha of 1.00" in warning.message
        shutil.rmtree(tmp_path / "ring")
        keepout = {"[safe]": "[[keepout]]\ncircle = [0.28, 0.56, 0.062]\n[safe]"}
        assert check(keepout, {"<circle": f"{leaf}<circle"}) == ()

    def test_artwork_on_the_face(self, check):
        star = '<circle cx="420" cy="400" r="12" fill="#FFC726"/>'
        finding = only(check(drawing={"<circle": f"{star}<circle"}), "face-covered")
        assert "about (0.42, 0.40), with an alpha of up to 255 of 255" in finding.message
        assert finding.is_error

    def test_a_window_larger_than_told_shows_the_background(self, check):
        finding = only(check({"radius = 0.34": "radius = 0.32"}), "edge-not-opaque")
        assert "(alpha 0 of 255)" in finding.message
        assert finding.is_error

    def test_a_corner_that_is_not_filled(self, check):
        finding = only(check(PNG, overlay_png=png(corner=0)), "corners-clear")
        assert "1 of the square's 4 corners" in finding.message
        assert finding.is_error

    def test_a_full_photo_may_be_shaded_at_its_margin_but_not_before_the_face(self, check):
        full = {f'shape = "circle"\n{CIRCLE}': 'shape = "full"\nrect = [0.0, 0.0, 1.0, 0.8]'}
        shade = '<path fill="#000" fill-opacity=".4" fill-rule="evenodd" d="M0 0H1000V800H0Z'
        corners = f'{shade}M20 500a480 480 0 1 0 960 0a480 480 0 1 0 -960 0Z"/>'
        ground = '<path fill="#C8141F" d="M0 790H1000V1000H0Z"/>'
        texts = MANIFEST[MANIFEST.index("[[text]]") : MANIFEST.index("[[logo]]")]
        manifest = {**full, texts: "", '["SÁNG KIẾN"]': "[]"}
        whole = DRAWING[DRAWING.index("<path") : DRAWING.index("</svg>")]
        assert check(manifest, {whole: ground + corners}) == ()

    def test_a_small_picture(self, check):
        finding = only(check(PNG, overlay_png=png(720)), "overlay-small")
        assert "720 pixels a side" in finding.message
        assert not finding.is_error

    def test_a_slow_drawing(self, check, monkeypatch):
        monkeypatch.setattr(room, "SLOW", 0.01)
        finding = only(check(drawing={"<path": '<g id="not-remembered"/><path'}), "drawing-slow")
        assert re.search(r"takes \d\.\d s of CPU; 0.01 s", finding.message)
        assert not finding.is_error


class TestTextOfTheDrawing:
    def found(self, check, change, code, words, *, is_error=True):
        finding = only(check(drawing=change), code)
        assert '/ring/overlay.svg: <text> "' in finding.where
        assert words in finding.message
        assert finding.is_error is is_error

    def test_low_contrast_of_small_text(self, check):
        small = TEXT.replace("64", "40").replace("SÁNG KIẾN", "KIẾN").replace("#FFFFFF", "#FFC726")
        change = {TEXT: TEXT.replace("KIẾN", "KIẾN<tspan/>") + small.replace("160", "90")}
        words = "#FFC726 on #C8141F has a contrast of 3.76; text of size 0.040 needs 4.5"
        self.found(check, change, "low-contrast", words, is_error=False)

    def test_low_contrast_of_large_text(self, check):
        words = "has a contrast of 2.27; text of size 0.064 needs 3"
        self.found(check, {"#FFFFFF": "#F08080"}, "low-contrast", words, is_error=False)

    def test_a_gradient_has_no_contrast_of_its_own(self, check):
        stops = '<stop stop-color="#C8141F"/><stop offset="1" stop-color="#FFE58A"/>'
        gradient = f'<linearGradient id="g">{stops}</linearGradient>'
        assert check(drawing={TEXT: gradient + TEXT, "#FFFFFF": "url(#g)"}) == ()

    @pytest.mark.parametrize(
        "change",
        [
            {'fill="#FFFFFF"': 'fill="none"'},
            {'y="160"': 'y="-90"'},
            {"SÁNG KIẾN": '<textPath href="#nowhere">SÁNG KIẾN</textPath>'},
            {TEXT: f"<defs>{TEXT}</defs>"},
        ],
        ids=["no fill", "off the drawing", "no path", "never used"],
    )
    def test_text_without_ink(self, check, change):
        self.found(check, change, "text-without-ink", "Nothing of it is drawn")

    def test_a_letter_that_the_font_lacks(self, check):
        change = {"SÁNG KIẾN": "SÁNG KIẾN ★"}
        self.found(check, change, "letter-missing", 'Roboto:900 has no "★" (U+2605, BLACK STAR)')

    def test_ink_beyond_the_safe_circle(self, check):
        change = {'y="160"': 'y="75"'}
        words = "from the middle, past safe.radius 0.48"
        self.found(check, change, "text-outside", words)

    def test_no_text_that_can_be_read_on_a_profile(self, check):
        words = "7.3 pixels high on a profile of 176; 7.5 are needed"
        self.found(check, {'"64"': '"58"'}, "title-small", words, is_error=False)

    def test_a_small_text_is_fine_beside_a_large_one(self, check):
        small = TEXT.replace("64", "30").replace("160", "90").replace("SÁNG KIẾN", "KIẾN")
        assert check(drawing={TEXT: TEXT + small}) == ()


class TestContrast:
    """WCAG 2.2: the definitions of contrast ratio and relative luminance."""

    @pytest.mark.parametrize(
        ("one", "other", "ratio"),
        [
            ((255, 255, 255), (0, 0, 0), 21.0),
            ((200, 20, 31), (200, 20, 31), 1.0),
            ((255, 255, 255), (0x76, 0x76, 0x76), 4.54),
            ((255, 255, 255), (0xC8, 0x14, 0x1F), 5.87),
        ],
    )
    def test_it_is_the_same_both_ways(self, one, other, ratio):
        assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
        assert contrast(other, one) == contrast(one, other)


class TestWhateverComes:
    def test_errors_come_first(self, check):
        findings = check(
            {'color = "#FFFFFF"': 'color = "#FFC726"', "chin_max = 0.75": "chin_max = 0"}
        )
        assert [finding.is_error for finding in findings] == [True, False]

    @pytest.mark.parametrize(
        "manifest",
        [
            b"",
            b"\xff\xfe\x00",
            b"a = " + b"[" * 5000,
            b"a = " + b"{a=" * 5000,
            MANIFEST.encode("utf-16"),
            MANIFEST.replace('"overlay.svg"', '"../overlay.svg"').encode(),
            MANIFEST.replace('"overlay.svg"', '"frame.toml"').encode(),
        ],
        ids=["empty", "no text", "lists", "tables", "UTF-16", "way out", "itself"],
    )
    def test_a_hostile_manifest_is_one_error(self, check, manifest):
        (finding,) = check(frame_toml=manifest)
        assert (finding.code, finding.is_error) == ("frame-invalid", True)

    @pytest.mark.parametrize(
        "head",
        [
            b'<?xml version="1.0" encoding="none-such"?>',
            b'<?xml version="1.0" encoding="utf-32"?>',
            b'<?xml version="1.0" encoding="idna"?>',
            b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>&x;',
            b"<g>" * 5000,
        ],
        ids=["no encoding", "wide encoding", "odd encoding", "entity", "depth"],
    )
    def test_a_hostile_head_of_a_drawing_is_one_error(self, check, head):
        (finding,) = check(overlay_svg=head + DRAWING.encode())
        assert (finding.code, finding.is_error) == ("frame-invalid", True)

    @pytest.mark.parametrize("name", ["frame.toml", "overlay.png", "mask.png"])
    @settings(
        max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(at=st.floats(0, 1, exclude_max=True), patch=st.binary(min_size=1, max_size=8))
    def test_only_findings_come_of_broken_bytes(self, tmp_path, name, at, patch):
        folder = tmp_path / "ring"
        folder.mkdir(exist_ok=True)
        mask = f'shape = "mask"\nfile = "mask.png"\n{RECT}'
        manifest = changed(MANIFEST, {**PNG, f'shape = "circle"\n{CIRCLE}': mask})
        small = encoded(Image.new("L", (64, 64), 255), "PNG")
        files = {"frame.toml": manifest.encode(), "overlay.png": png(256), "mask.png": small}
        place = int(at * len(files[name]))
        files[name] = files[name][:place] + patch + files[name][place + len(patch) :]
        for each, data in files.items():
            (folder / each).write_bytes(data)
        findings = check_frame(folder)
        assert findings
        assert all(isinstance(finding, Finding) for finding in findings)

    @pytest.mark.slow
    @pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
    def test_only_findings_come_of_broken_drawings(self, folder, tmp_path):
        copy = tmp_path / folder.name
        shutil.copytree(folder, copy)
        whole = (folder / "overlay.svg").read_bytes()
        chance = np.random.default_rng(7)
        for _ in range(12):
            place = int(chance.integers(len(whole)))
            broken = (
                whole[:place] + bytes(chance.integers(32, 127, 3).tolist()) + whole[place + 3 :]
            )
            (copy / "overlay.svg").write_bytes(broken)
            assert all(isinstance(finding, Finding) for finding in check_frame(copy))

    def test_checking_is_not_paid_for_by_those_who_do_not_check(self):
        code = "import sys, framegen; print('framegen.design.check' in sys.modules)"
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "False"
