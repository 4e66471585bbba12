"""Drawing: a designer's picture becomes a square sRGB overlay, or is refused with the reason."""

import time
import zlib

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from framegen.design.importing import import_artwork
from framegen.errors import FrameInvalid
from framegen.frame.opening import CircleWindow
from framegen.testing import encoded
from tests.support.artworks import (
    Generator,
    chequered,
    codes,
    cut_out,
    pasted,
    photographic,
    ring,
)

BAD = {
    "no such file": (None, "cannot be read (there is no such file or folder)"),
    "no picture": (lambda: b"hello, this is no picture", "not a picture that can be read"),
    "empty": (lambda: b"", "not a picture that can be read"),
    "cut short": (lambda: encoded(ring(), "PNG")[:3000], "damaged"),
    "oblong": (lambda: ring().resize((1080, 1350)), "1,080 x 1,350 pixels are not square"),
    "too small": (lambda: ring(600), "600 x 600 pixels are too few"),
    "too wide": (lambda: Image.new("1", (8193, 8193)), "8,193 x 8,193 pixels are too many"),
    "too many pixels": (lambda: Image.new("1", (8000, 8000)), "8,000 x 8,000 pixels are too many"),
    "no transparency": (lambda: photographic().convert("RGB"), "has no transparency"),
    "painted hole": (
        lambda: ring(hole=(0, 255, 0, 255)).convert("RGB"),
        "hole is painted #00FF00, over 45%",
    ),
    "painted hole, alpha": (lambda: ring(hole=(255, 255, 255, 255)), "hole is painted #FFFFFF"),
    "painted chequer": (chequered, "hole is painted #CCCCCC and #FFFFFF"),
    "16-bit grey": (lambda: Image.new("I;16", (1080, 1080), 30000), "hole is painted #757575"),
    "veiled": (
        lambda: ring(hole=(255, 255, 255, 180)),
        "the hole is not clear: its opacity is 0.71",
    ),
    "sample photo left in": (photographic, "there is no hole"),
    "painted disc": (
        lambda: ring(color=(0, 0, 0, 0), radius=0.49, hole=(9, 9, 9, 255)),
        "painted #090909",
    ),
    "photo on a clear ground": (lambda: cut_out(photographic()), "there is no hole"),
    "nothing drawn": (lambda: Image.new("RGBA", (1080, 1080)), "clear all over"),
    "slit": (
        lambda: pasted(ring(radius=0), (0, 0, 0, 0), (0.2, 0.4, 0.8, 0.5)),
        "no room for a face",
    ),
}


class TestRefusedArtwork:
    @pytest.mark.parametrize("case", BAD)
    def test_the_message_names_the_file_and_the_fault(self, keep, tmp_path, case):
        picture, words = BAD[case]
        path = tmp_path / "nothing.png" if picture is None else keep(picture())
        with pytest.raises(FrameInvalid) as caught:
            import_artwork(path)
        message = str(caught.value)
        assert message.startswith(f"{path}: ")
        assert words in message
        assert message.endswith(".")
        assert "\n" not in message

    def test_cmyk_is_refused(self, keep):
        with pytest.raises(FrameInvalid, match=r"CMYK.*RGB PNG"):
            import_artwork(keep(ring().convert("RGB").convert("CMYK"), "print.jpg"))

    def test_a_jpeg_with_a_white_hole_is_refused(self, keep):
        art = ring(hole=(255, 255, 255, 255)).convert("RGB")
        with pytest.raises(FrameInvalid, match=r"painted #FFFFFF.*delete it"):
            import_artwork(keep(art, "art.jpg"))

    @pytest.mark.parametrize("side", [10_000, 20_000])
    def test_a_huge_picture_is_refused_from_its_header(self, keep, side):
        data = bytearray(encoded(Image.new("L", (1, 1)), "PNG"))
        data[16:24] = side.to_bytes(4, "big") * 2
        data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
        with pytest.raises(FrameInvalid, match="at most"):
            import_artwork(keep(bytes(data)))

    @pytest.mark.parametrize(
        ("inside", "words"),
        [
            ('<image href="https://a.vn/x.png"/>', "https://a.vn/x.png"),
            ('<text font-family="UTM Avo">a</text>', "UTM Avo"),
            ("<script>alert(1)</script>", "<script>"),
        ],
        ids=["outside reference", "unknown font", "script"],
    )
    def test_an_svg_that_would_be_incomplete_is_refused(self, keep, inside, words):
        size = 'viewBox="0 0 9 9" width="9" height="9"'
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{inside}</svg>'
        path = keep(svg.encode(), "art.svg")
        with pytest.raises(FrameInvalid) as caught:
            import_artwork(path)
        assert str(caught.value).startswith(f"{path}: ")
        assert words in str(caught.value)

    def test_a_folder_is_refused(self, tmp_path):
        with pytest.raises(FrameInvalid, match="cannot be read"):
            import_artwork(tmp_path)


@pytest.mark.slow
class TestOverlay:
    @pytest.mark.parametrize(
        ("given", "made"), [(720, 1080), (1080, 1080), (1500, 1500), (3000, 2048)]
    )
    def test_it_is_scaled_to_1080_to_2048_pixels(self, keep, given, made):
        overlay = import_artwork(keep(ring(given))).overlay
        assert overlay.mode == "RGBA"
        assert overlay.size == (made, made)

    def test_resizing_leaves_no_dark_fringe(self, keep):
        # Under clear pixels designers' files are black, and an edge must not show it.
        art = ring(3000, color=(255, 255, 255, 255), hole=(0, 0, 0, 0))
        layers = np.asarray(import_artwork(keep(art)).overlay)
        assert layers[layers[..., 3] > 8][:, :3].min() >= 250

    def test_a_round_artwork_becomes_a_filled_square(self, keep):
        imported = import_artwork(keep(cut_out(ring())))
        assert imported.overlay.getpixel((3, 3)) == (200, 20, 31, 255)
        assert imported.overlay.getpixel((540, 540))[3] == 0
        assert imported.background == "#C8141F"

    def test_an_unusable_colour_profile_is_ignored(self, keep):
        # A Lab profile does not suit an RGB picture.
        art = Image.new("LA", (1080, 1080), (100, 255))
        ImageDraw.Draw(art).ellipse((150, 150, 930, 930), fill=(0, 0))
        lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
        imported = import_artwork(keep(art.convert("RGBA"), icc_profile=lab))
        assert codes(imported) == ["bad-profile"]
        assert imported.overlay.getpixel((5, 5)) == (100, 100, 100, 255)

    @pytest.mark.parametrize("name", ["a.png", "a.webp", "a.tif"])
    def test_any_format_with_transparency_is_read(self, keep, name):
        options = {"lossless": True} if name.endswith("webp") else {}
        assert import_artwork(keep(ring(), name, **options)).overlay.getpixel((540, 540))[3] == 0

    def test_a_palette_with_a_clear_colour_is_read(self, keep):
        art = Image.new("P", (1080, 1080), 1)
        art.putpalette([0, 0, 0, 200, 20, 31])
        ImageDraw.Draw(art).ellipse((150, 150, 930, 930), fill=0)
        imported = import_artwork(keep(art, transparency=0))
        assert isinstance(imported.window, CircleWindow)
        assert imported.overlay.getpixel((5, 5)) == (200, 20, 31, 255)

    @pytest.mark.slow
    def test_2048_pixels_are_imported_within_a_second(self, keep):
        path = keep(Generator(5, sizes=(2048,)).draw("cut circle").image)
        taken = []
        for _ in range(3):
            start = time.perf_counter()
            imported = import_artwork(path)
            taken.append(time.perf_counter() - start)
        assert isinstance(imported.window, CircleWindow)
        assert min(taken) <= 1.0
