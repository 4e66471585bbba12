"""Text check: each rule of texts, slots and logos is broken once, and found at its place."""

import pytest

from framegen.design.text_check import contrast
from tests.support.small_frame import MANIFEST, TEXT, Breach, only

BREACHES = [
    Breach("max_width = 0.3", "max_width = 0.42",
           "text-outside", "text[0]", "0.4805 from the middle, past safe.radius 0.48", True),
    Breach("anchor = [0.5, 0.925]", "anchor = [0.5, 0.87]",
           "text-over-window", "text[0]", "% of it lies over the window", True),
    Breach('font = "Roboto:700"', 'font = "Roboto:800"',
           "frame-invalid", "text[0].font", '"Roboto:800"', True),
    Breach("min_size = 0.024", "min_size = 0.04",
           "text-min-size", "text[0].min_size", "0.04 is over the size of 0.036", True),
    Breach('color = "#FFFFFF"', 'color = "whitish"',
           "frame-invalid", "text[0].color", '"whitish"', True),
    Breach('color = "#FFFFFF"', 'color = "#FFC726"',
           "low-contrast", "text[0].color", "3.76; text of size 0.036 needs 4.5", False),
    Breach("box = [0.46, 0.8, 0.08, 0.08]", "box = [0.8, 0.8, 0.08, 0.08]",
           "logo-outside", "logo[0].box", "0.5208 from the middle, past safe.radius 0.48", True),
    Breach('["SÁNG KIẾN"]', '["SÁNG KIẾN MỚI"]',
           "carries-differ", "carries[0]", 'not say "SÁNG KIẾN MỚI"; it says "SÁNG KIẾN"', True),
    Breach('["SÁNG KIẾN"]', "[]",
           "carries-differ", "carries", '"SÁNG KIẾN" is not in it', True),
]  # fmt: skip


class TestSlots:
    @pytest.mark.parametrize("breach", BREACHES, ids=str)
    def test_a_broken_rule_is_found_with_place_and_number(self, check, tmp_path, breach):
        finding = only(check({breach.old: breach.new}), breach.code)
        assert finding.where == f"{tmp_path}/ring/frame.toml: {breach.key}"
        assert breach.words in finding.sentence()
        assert finding.is_error is breach.is_error

    @pytest.mark.parametrize("kind", ["text", "logo"])
    def test_two_slots_of_one_id_are_an_error(self, check, tmp_path, kind):
        slot = MANIFEST[MANIFEST.index(f"[[{kind}]]") :].partition("\n[[")[0]
        finding = only(check({f"[[{kind}]]": f"{slot}\n[[{kind}]]"}), f"{kind}-twice")
        assert finding.where == f"{tmp_path}/ring/frame.toml: {kind}[1].id"
        assert finding.is_error

    def test_two_lines_reach_further_than_one(self, check):
        findings = check({"max_width = 0.3\nsize": "max_width = 0.32\nlines = 2\nsize"})
        assert "0.4829 from the middle" in only(findings, "text-outside").sentence()

    @pytest.mark.parametrize(("plate", "is_inside"), [("disc-white", True), ("none", False)])
    def test_a_disc_has_no_corners(self, check, plate, is_inside):
        manifest = {
            "[0.46, 0.8, 0.08, 0.08]": "[0.79, 0.37, 0.18, 0.18]",
            '"disc-white"': f'"{plate}"',
        }
        codes = [finding.code for finding in check(manifest)]
        assert codes == ([] if is_inside else ["logo-outside"])

    def test_an_empty_logo_is_an_error(self, check):
        empty = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>'
        finding = only(check(**{"logo-org_svg": empty}), "frame-invalid")
        assert finding.where.endswith("/ring/logo-org.svg")
        assert "nothing to see" in finding.sentence()


class TestArtworkText:
    def found(self, check, change, code, words, *, is_error=True):
        finding = only(check(drawing=change), code)
        assert '/ring/overlay.svg: <text> "' in finding.where
        assert words in finding.sentence()
        assert finding.is_error is is_error

    def test_low_contrast_of_small_text_is_a_warning(self, check):
        small = TEXT.replace("64", "40").replace("SÁNG KIẾN", "KIẾN").replace("#FFFFFF", "#FFC726")
        change = {TEXT: TEXT.replace("KIẾN", "KIẾN<tspan/>") + small.replace("160", "90")}
        words = "#FFC726 on #C8141F has a contrast of 3.76; text of size 0.040 needs 4.5"
        self.found(check, change, "low-contrast", words, is_error=False)

    def test_low_contrast_of_large_text_is_a_warning(self, check):
        words = "has a contrast of 2.27; text of size 0.064 needs 3"
        self.found(check, {"#FFFFFF": "#F08080"}, "low-contrast", words, is_error=False)

    def test_the_contrast_of_a_gradient_is_not_judged(self, check):
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
    def test_text_without_ink_is_an_error(self, check, change):
        self.found(check, change, "text-without-ink", "Nothing of it is drawn")

    def test_a_letter_that_the_font_lacks_is_an_error(self, check):
        change = {"SÁNG KIẾN": "SÁNG KIẾN ★"}
        self.found(check, change, "letter-missing", 'Roboto:900 has no "★" (U+2605, BLACK STAR)')

    def test_ink_beyond_the_safe_circle_is_an_error(self, check):
        change = {'y="160"': 'y="75"'}
        words = "from the middle, past safe.radius 0.48"
        self.found(check, change, "text-outside", words)

    def test_a_frame_without_a_readable_title_is_a_warning(self, check):
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
    def test_contrast_is_symmetric_and_as_defined(self, one, other, ratio):
        assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
        assert contrast(other, one) == contrast(one, other)
