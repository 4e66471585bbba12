"""Window: found in an artwork's transparency, named by its shape, and measured."""

import pytest
from PIL import Image, ImageDraw

from framegen.design.importing import import_artwork
from framegen.frame.opening import CircleWindow, FullWindow, MaskWindow
from tests.support.artworks import KINDS, TOLERANCE, Generator, misses, pasted, ring


@pytest.mark.slow
class TestWindow:
    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("seed", [11, 12])
    def test_shape_and_numbers_are_found(self, keep, kind, seed):
        drawn = Generator(seed, sizes=(720,)).draw(kind)
        imported = import_artwork(keep(drawn.image))
        assert isinstance(imported.window, KINDS[kind]), drawn.traits
        assert max(misses(drawn, imported)) <= TOLERANCE.get(kind, 0.005), drawn.traits

    @pytest.mark.slow
    def test_shape_and_numbers_are_right_in_99_of_100(self, keep):
        generator = Generator(2026)
        wrong, far = [], []
        for number in range(100):
            kind = list(KINDS)[number % len(KINDS)]
            drawn = generator.draw(kind)
            imported = import_artwork(keep(drawn.image))
            if not isinstance(imported.window, KINDS[kind]):
                wrong.append((kind, drawn.traits, imported.window))
            elif max(misses(drawn, imported)) > TOLERANCE.get(kind, 0.005):
                far.append((kind, drawn.traits, misses(drawn, imported)))
        assert len(wrong) <= 1, wrong
        assert len(far) <= 1, far

    def test_a_circle_is_measured_to_less_than_a_pixel(self, keep):
        window = import_artwork(keep(ring(2048, 0.37, center=(0.5, 0.47)))).window
        assert window.center == pytest.approx((0.5, 0.47), abs=0.0005)
        assert window.radius == pytest.approx(0.37, abs=0.0008)

    def test_numbers_do_not_depend_on_the_size(self, keep):
        small = import_artwork(keep(ring(720, 0.35))).window
        large = import_artwork(keep(ring(3000, 0.35))).window
        assert small.radius == pytest.approx(large.radius, abs=0.001)

    def test_a_badge_on_the_edge_is_a_keepout(self, keep):
        art = ring()
        ImageDraw.Draw(art).ellipse([1080 * c for c in (0.42, 0.76, 0.58, 0.92)], fill="gold")
        imported = import_artwork(keep(art))
        assert isinstance(imported.window, CircleWindow)
        assert len(imported.keepouts) == 1
        assert imported.keepouts[0].circle == pytest.approx((0.5, 0.84, 0.08), abs=0.005)
        assert imported.face.chin_max == pytest.approx(0.76 - 0.02, abs=0.005)

    def test_a_badge_inside_is_a_keepout(self, keep):
        art = ring()
        ImageDraw.Draw(art).ellipse([1080 * c for c in (0.3, 0.7, 0.36, 0.76)], fill="gold")
        imported = import_artwork(keep(art))
        assert imported.window.radius == pytest.approx(0.38, abs=0.001)
        assert imported.keepouts[0].circle == pytest.approx((0.33, 0.73, 0.03), abs=0.003)

    def test_a_plate_over_the_edge_is_no_keepout(self, keep):
        imported = import_artwork(keep(pasted(ring(), "red", (0, 0.72, 1, 1))))
        assert isinstance(imported.window, CircleWindow)
        assert imported.keepouts == ()
        assert imported.face.chin_max == pytest.approx(0.72, abs=0.003)

    def test_any_other_shape_is_a_mask(self, keep):
        art = Image.new("RGBA", (1080, 1080), "navy")
        ImageDraw.Draw(art).polygon([(540, 120), (960, 900), (120, 900)], fill=(0, 0, 0, 0))
        imported = import_artwork(keep(art))
        assert isinstance(imported.window, MaskWindow)
        assert imported.mask.mode == "L"
        assert imported.mask.size == imported.overlay.size
        assert imported.mask.getpixel((540, 600)) == 255
        assert imported.mask.getpixel((100, 100)) == 0

    def test_a_circle_needs_no_mask(self, keep):
        assert import_artwork(keep(ring())).mask is None

    def test_a_bar_means_a_full_photo(self, keep):
        art = pasted(Image.new("RGBA", (1080, 1080)), "red", (0, 0.75, 1, 1))
        window = import_artwork(keep(art)).window
        assert isinstance(window, FullWindow)
        assert window.rect == pytest.approx((0, 0, 1, 0.75), abs=0.002)

    def test_tinted_glass_means_a_full_photo(self, keep):
        window = import_artwork(keep(ring(color=(0, 0, 0, 160), radius=0.34))).window
        assert isinstance(window, FullWindow)
        assert window.rect == (0, 0, 1, 1)

    def test_a_thin_ring_means_a_full_photo(self, keep):
        art = Image.new("RGBA", (1080, 1080))
        ImageDraw.Draw(art).ellipse((60, 60, 1020, 1020), outline="gold", width=20)
        imported = import_artwork(keep(art))
        assert isinstance(imported.window, FullWindow)
        assert imported.window.rect == (0, 0, 1, 1)
        assert imported.findings == ()
