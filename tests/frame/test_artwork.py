"""Artwork: what a drawing may contain, and the overlay that it becomes."""

import base64
import struct
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from PIL import Image

from framegen import Artwork
from framegen.errors import FrameInvalid
from framegen.frame import artwork as module
from framegen.testing import encoded

ROOT_TAG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' viewBox="0 0 100 100" width="100" height="100">'
)
SPECK = base64.b64encode(encoded(Image.new("RGB", (1, 1), "blue"), "PNG")).decode()
LAUGHS = "".join(
    f'<!ENTITY {more} "{f"&{less};" * 10}">'
    for less, more in zip("abcdefgh", "bcdefghi", strict=True)
)
TEXT = '<text y="50" font-size="30" font-family="Roboto" font-weight="700">Ẫ</text>'


@pytest.fixture
def load(tmp_path):
    """Loads a drawing from what stands inside its <svg>, or from a whole file."""

    def load(inside="", *, file=None, name="overlay.svg", fonts=("Roboto:700",)):
        path = tmp_path / name
        path.write_bytes(file or f"{ROOT_TAG}{inside}</svg>".encode())
        return Artwork.load(path, fonts=fonts)

    return load


def opacity(artwork, side=100):
    return 255 - artwork.overlay(side).clear[..., 0].astype(int)


class TestSvg:
    @pytest.mark.parametrize(
        ("inside", "words"),
        [
            pytest.param('<image href="file:///etc/x.png"/>', "file:///etc", id="href to a file"),
            pytest.param('<image href="http://a.vn/x.png"/>', "http://a.vn", id="href to http"),
            pytest.param('<image href="../x.png"/>', "../x.png", id="relative href"),
            pytest.param('<image href="//a.vn/x.png"/>', "//a.vn", id="href without a scheme"),
            pytest.param('<use xlink:href="x.svg#a"/>', "x.svg#a", id="xlink:href"),
            pytest.param('<a href="javascript:x()"/>', "javascript:", id="href to a script"),
            pytest.param(
                '<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
                "data:image/svg",
                id="an SVG within",
            ),
            pytest.param(
                '<rect fill="url(http://a.vn/x)"/>', "http://a.vn", id="url of an attribute"
            ),
            pytest.param(
                "<rect style=\"fill: URL( 'http://a.vn/x' )\"/>", "http://a.vn", id="url of a style"
            ),
            pytest.param(
                "<style>rect { fill: url(x.svg#a) }</style>", "x.svg#a", id="url of a style sheet"
            ),
            pytest.param(
                "<style><![CDATA[@IMPORT 'http://a.vn/x.css';]]></style>", "@import", id="@import"
            ),
            pytest.param("<style>@font-face {}</style>", "@font-face", id="@font-face"),
            pytest.param("<style>r { fill: u\\72l(x) }</style>", "\\", id="escape in a sheet"),
            pytest.param('<rect style="fill: u\\72l(x)"/>', "\\", id="escape in a style"),
            pytest.param('<rect style="fill: var(--red)"/>', "var(", id="variable"),
            pytest.param("<script>alert(1)</script>", "<script>", id="script"),
            pytest.param(
                '<script xmlns="http://www.w3.org/1999/xhtml"/>', "<script>", id="HTML script"
            ),
            pytest.param('<rect onload="alert(1)"/>', "onload", id="onload"),
            pytest.param('<rect ONCLICK="alert(1)"/>', "ONCLICK", id="onclick"),
            pytest.param("<foreignObject/>", "<foreignObject>", id="foreignObject"),
            pytest.param('<animate attributeName="x"/>', "<animate>", id="animation"),
            pytest.param('<text font-family="Arial">a</text>', '"Arial"', id="unknown family"),
            pytest.param('<text style="font-family: Arial">a</text>', '"Arial"', id="style family"),
            pytest.param("<style>text{font-family:Arial}</style>", '"Arial"', id="sheet family"),
            pytest.param(
                '<text font-family="Roboto" font-weight="300">a</text>', "300", id="weight"
            ),
            pytest.param(
                '<text font-family="Roboto" style="font-weight: 300">a</text>',
                "300",
                id="weight of a style",
            ),
            pytest.param(
                "<style>text { font-weight: 300; font-family: Roboto }</style>",
                "300",
                id="weight of a style sheet",
            ),
            pytest.param(
                '<text style="font: 700 30px Arial">a</text>', "Arial", id="family in shorthand"
            ),
            pytest.param('<text y="50" font-size="30">a</text>', "font", id="text without family"),
        ],
    )
    def test_code_external_resources_and_undrawable_text_are_refused(self, load, inside, words):
        with pytest.raises(FrameInvalid) as caught:
            load(inside)
        message = str(caught.value)
        assert "overlay.svg: " in message
        assert words in message
        assert message.endswith(".")
        assert "\n" not in message

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            pytest.param(
                f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT_TAG}&x;</svg>',
                "an entity of another file",
                id="outside entity",
            ),
            pytest.param(
                f'<!DOCTYPE svg [<!ENTITY x PUBLIC "p" "file:///etc/passwd">]>{ROOT_TAG}&x;</svg>',
                "entity",
                id="public entity",
            ),
            pytest.param(
                f'<!DOCTYPE svg [<!ENTITY a "laughter">{LAUGHS}]>{ROOT_TAG}&i;</svg>',
                "can be read; see line 1, column",
                id="billion laughs",
            ),
            pytest.param('<svg viewBox="0 0 9 9"/>', "not an SVG", id="no namespace"),
            pytest.param("<html/>", "not an SVG", id="HTML"),
            pytest.param(ROOT_TAG, "cannot be read|can be read", id="cut short"),
            pytest.param("\x89PNG\r\n", "can be read", id="PNG named .svg"),
            pytest.param(
                f"{ROOT_TAG}<!--{' ' * 5_000_000}--></svg>", "limit of 5,000,000", id="huge"
            ),
        ],
    )
    def test_an_unreadable_svg_is_refused(self, load, file, words):
        with pytest.raises(FrameInvalid, match=words) as caught:
            load(file=file.encode())
        assert len(str(caught.value)) < 300

    def test_an_external_entity_is_refused_in_any_encoding(self, load):
        file = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>{ROOT_TAG}&x;</svg>'
        with pytest.raises(FrameInvalid, match="entity"):
            load(file=file.encode("utf-16"))

    @pytest.mark.parametrize(
        "root",
        ['viewBox="0 0 100 50" width="100" height="50"', 'viewBox="0 0 50 100"'],
        ids=["width and height", "view box"],
    )
    def test_one_that_is_not_square_is_refused(self, load, root):
        with pytest.raises(FrameInvalid, match="square"):
            load(file=f'<svg xmlns="http://www.w3.org/2000/svg" {root}/>'.encode())

    def test_a_too_deeply_nested_svg_is_refused(self, load):
        # It is never drawn here: at 300 levels resvg takes the whole process down.
        with pytest.raises(FrameInvalid):
            load("<g>" * 3000 + "</g>" * 3000)

    def test_an_unknown_font_is_refused(self, load):
        with pytest.raises(FrameInvalid, match=r"overlay\.svg: .*Arial:400"):
            load(fonts=("Arial:400",))

    @pytest.mark.parametrize(
        "inside",
        [
            pytest.param('<defs><path id="a"/></defs><use href="#a"/>', id="href inside"),
            pytest.param('<defs><path id="a"/></defs><use xlink:href="#a"/>', id="xlink inside"),
            pytest.param('<use style="fill: url(#a)"/>', id="url inside"),
            pytest.param("<metadata>on and on; href; script</metadata>", id="mere words"),
        ],
    )
    def test_internal_references_are_accepted(self, load, inside):
        assert opacity(load(inside), 64).max() == 0

    @pytest.mark.parametrize(
        "inside",
        [
            pytest.param(
                '<linearGradient id="g"><stop stop-color="red"/></linearGradient>'
                '<rect width="100" height="100" fill="url(#g)"/>',
                id="gradient",
            ),
            pytest.param(
                f'<image href="data:image/png;base64,{SPECK}" width="100" height="100"/>',
                id="embedded picture",
            ),
            pytest.param(
                "<style>.r { fill: red }</style><rect class='r' width='100' height='100'/>",
                id="style sheet",
            ),
        ],
    )
    def test_an_embedded_picture_is_drawn(self, load, inside):
        assert opacity(load(inside), 64).min() == 255

    def test_its_text_is_drawn_in_our_own_font(self, load):
        assert opacity(load(TEXT)).sum() > 20_000
        assert opacity(load(TEXT.replace("Ẫ", ""))).sum() == 0

    @pytest.mark.parametrize("family", ["Roboto, sans-serif", "'Roboto'"])
    def test_a_font_family_may_be_quoted_and_have_fallbacks(self, load, family):
        assert (opacity(load(TEXT.replace("Roboto", family))) == opacity(load(TEXT))).all()

    def test_a_heavier_weight_has_more_ink(self, load):
        fonts = ("Roboto:300", "Roboto:900")
        light, black = (
            opacity(load(TEXT.replace("700", weight), fonts=fonts)).sum()
            for weight in ("300", "900")
        )
        assert black > 1.5 * light

    def test_comments_and_instructions_are_dropped(self, load):
        artwork = load("<?xml-stylesheet href='http://a.vn/x.css'?><!-- http://a.vn -->")
        assert "a.vn" not in artwork.drawing


class TestPng:
    @staticmethod
    def header(side):
        """A PNG with a size in its header and no pixels."""

        def chunk(kind, body):
            checked = kind + body
            return struct.pack(">I", len(body)) + checked + struct.pack(">I", zlib.crc32(checked))

        start = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0))
        return b"\x89PNG\r\n\x1a\n" + start + chunk(b"IDAT", b"") + chunk(b"IEND", b"")

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            pytest.param(encoded(Image.new("RGB", (9, 9)), "PNG"), "transparent", id="no alpha"),
            pytest.param(
                encoded(Image.new("RGBA", (9, 9), "red"), "PNG"), "transparent", id="all opaque"
            ),
            pytest.param(encoded(Image.new("RGBA", (9, 8)), "PNG"), "9 x 8", id="not square"),
            pytest.param(encoded(Image.new("RGBA", (99, 99)), "PNG")[:60], "read", id="broken"),
            pytest.param(encoded(Image.new("RGB", (9, 9))), "not a PNG", id="JPEG"),
            pytest.param(f"{ROOT_TAG}</svg>".encode(), "not a PNG", id="SVG"),
            pytest.param(header(20_000), "too many pixels", id="over the limit"),
            pytest.param(b"", "not a PNG", id="empty"),
        ],
    )
    def test_an_unusable_png_is_refused(self, load, file, words):
        with pytest.raises(FrameInvalid, match=words) as caught:
            load(file=file or b" ", name="overlay.png")
        assert "overlay.png: " in str(caught.value)

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    def test_any_kind_of_transparency_is_accepted(self, load, mode):
        image = Image.new("RGBA", (100, 100), (200, 200, 200, 255))
        image.paste((0, 0, 0, 0), (25, 25, 75, 75))
        if mode == "P":
            image = image.quantize(4)
        artwork = load(file=encoded(image.convert(mode), "PNG"), name="overlay.png")
        drawn = opacity(artwork)
        assert (drawn[50, 50], drawn[0, 0], drawn[99, 99]) == (0, 255, 255)
        assert artwork.overlay(100).color[0, 0].tolist() == pytest.approx([200] * 3, abs=2)

    def test_color_under_full_transparency_does_not_show(self, load):
        image = Image.new("RGBA", (200, 200), (255, 0, 0, 0))
        image.paste((0, 0, 255, 255), (0, 0, 99, 200))
        overlay = load(file=encoded(image, "PNG"), name="overlay.png").overlay(100)
        assert overlay.color[..., 0].max() == 0
        assert overlay.color[50, 49].tolist() == pytest.approx([0, 0, 127], abs=1)

    def test_a_missing_file_is_named(self, tmp_path):
        with pytest.raises(FrameInvalid, match=r"overlay\.png: cannot be read"):
            Artwork.load(tmp_path / "overlay.png")


def layers(overlay):
    """Colour and opacity in one array, premultiplied."""
    return np.dstack([overlay.color, 255 - overlay.clear[..., :1]]).astype(float)


class TestOverlay:
    def test_half_red_is_half_red_premultiplied(self, load):
        rect = '<rect width="100" height="100" fill="#FF0000" fill-opacity=".5"/>'
        overlay = load(rect).overlay(64)
        assert overlay.color[32, 32].tolist() == pytest.approx([128, 0, 0], abs=1)
        assert overlay.clear[32, 32].tolist() == pytest.approx([127] * 3, abs=1)

    @pytest.mark.parametrize("name", ["vong-sang-kien", "dai-lua-do"])
    def test_colours_are_premultiplied(self, frames, name):
        overlay = frames[name].artwork.overlay(256)
        assert (overlay.color.astype(int) <= 255 - overlay.clear.astype(int) + 1).all()
        assert (overlay.clear == overlay.clear[..., :1]).all()

    @pytest.mark.parametrize("side", [64, 128, 129])
    def test_it_has_the_requested_size(self, frames, side):
        overlay = frames["vong-sang-kien"].artwork.overlay(side)
        assert overlay.color.shape == overlay.clear.shape == (side, side, 3)
        assert overlay.side == side

    def test_each_size_is_drawn_once(self, frames):
        artwork = frames["vong-sang-kien"].artwork
        assert artwork.overlay(128) is artwork.overlay(128)

    def test_its_pixels_are_read_only(self, frames):
        overlay = frames["vong-sang-kien"].artwork.overlay(128)
        for pixels in (overlay.color, overlay.clear):
            with pytest.raises(ValueError, match="read-only"):
                pixels[0, 0] = 0

    @pytest.mark.parametrize("name", ["vong-sang-kien", "dai-lua-do"])
    def test_it_equals_a_large_drawing_averaged(self, frames, name):
        artwork, side = frames[name].artwork, 128
        large = layers(artwork.overlay(4 * side)).reshape(side, 4, side, 4, 4).mean(axis=(1, 3))
        assert np.abs(layers(artwork.overlay(side)) - large).mean() < 0.6

    def test_simultaneous_threads_draw_it_once(self, load, monkeypatch):
        drawn, draw, threads = [], module.draw_svg, 4
        monkeypatch.setattr(module, "draw_svg", lambda *a: drawn.append(a) or draw(*a))
        artwork, start = load(f"{TEXT}<desc>drawn only here</desc>"), threading.Barrier(threads)

        def overlay(_):
            start.wait(10)
            return artwork.overlay(96)

        with ThreadPoolExecutor(threads) as pool:
            overlays = set(pool.map(overlay, range(threads)))
        assert len(overlays) == len(drawn) == 1

    def test_a_png_at_its_own_size_is_unchanged(self, load):
        pixels = np.random.default_rng(1).integers(0, 256, (64, 64, 4), dtype=np.uint8)
        pixels[..., 3] = pixels[..., 3] // 128 * 255
        file = encoded(Image.fromarray(pixels), "PNG")
        overlay = load(file=file, name="overlay.png").overlay(64)
        assert (255 - overlay.clear[..., 0] == pixels[..., 3]).all()
        assert (overlay.color == pixels[..., :3] * (pixels[..., 3:] // 255)).all()
