"""Artwork: an SVG or PNG drawing, checked once, becomes a premultiplied Overlay at any size."""

import functools
import io
import os
import re
import threading
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from framegen.errors import FrameInvalid
from framegen.font import font_file

# What an SVG may not hold: it would run, be fetched, or be dropped without a word.
FORBIDDEN_ELEMENTS = ("script", "foreignObject", "iframe", "audio", "video", "animate", "set")
EMBEDDED_PICTURE = re.compile(r"data:image/(png|jpeg);base64,", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
CSS_FAMILY = re.compile(r"font-family\s*:\s*([^;}]+)", re.IGNORECASE)
SVG_NAMESPACE = "http://www.w3.org/2000/svg"
MAX_SVG_BYTES = 5_000_000


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """A drawing of one size, ready to lie over a photo: `photo * clear / 255 + color`.

    Attributes:
        color: uint8 RGB of shape (side, side, 3), premultiplied by the alpha.
        clear: uint8 of the same shape: 255 minus the alpha, thrice, so that one multiplication
            serves all channels.
    """

    color: NDArray[np.uint8]
    clear: NDArray[np.uint8]

    @property
    def side(self) -> int:
        """The side in pixels."""
        return int(self.color.shape[0])


@dataclass(frozen=True, slots=True)
class Artwork:
    """A drawing that lies over the photo.

    Attributes:
        drawing: a checked SVG as text, or the bytes of a PNG with transparency.
        fonts: the fonts that the SVG uses, such as "Roboto:700".
        background: what shows where neither drawing nor photo is, "#RRGGBB".
    """

    drawing: str | bytes
    fonts: tuple[str, ...] = ()
    background: str = "#FFFFFF"

    @classmethod
    def load(
        cls,
        path: str | os.PathLike[str],
        *,
        fonts: tuple[str, ...] = (),
        background: str = "#FFFFFF",
    ) -> "Artwork":
        """Read and check a drawing.

        Raises:
            FrameInvalid: it cannot be read, is not square, has no transparency, uses a font that
                is not there, or holds what an SVG of ours may not hold.
        """
        path = Path(path)
        try:
            drawing = path.read_bytes()
        except OSError as error:
            raise FrameInvalid(f"{path}: cannot be read ({error.strerror}).") from error
        try:
            for font in fonts:
                font_file(font)
            if path.suffix.lower() == ".svg":
                return cls(checked_svg(drawing, fonts), fonts, background)
            _open_png(drawing)
        except FrameInvalid as error:
            raise FrameInvalid(f"{path}: {error}") from error
        return cls(drawing, (), background)

    def overlay(self, side: int) -> Overlay:
        """The drawing at a size in pixels; each size is rendered once and remembered."""
        with _RENDERING:
            return _render(self, side)


# Without it, every thread of a first rush would render the same overlay for a second.
_RENDERING = threading.Lock()


@functools.lru_cache(maxsize=16)
def _render(artwork: Artwork, side: int) -> Overlay:
    """An SVG is drawn at twice the size and halved, premultiplied: 52 dB against 48 drawn once."""
    if isinstance(artwork.drawing, str):
        large = draw_svg(artwork.drawing, 2 * side, artwork.fonts)
        if large.width != large.height:
            raise FrameInvalid(f"expected a square drawing, got {large.width} x {large.height}.")
        drawn = large.convert("RGBa").reduce(2)
    else:
        full = _open_png(artwork.drawing).convert("RGBA").convert("RGBa")
        drawn = full.resize((side, side), Image.Resampling.BOX, reducing_gap=None)
    layers = np.asarray(drawn)
    color = np.ascontiguousarray(layers[..., :3])
    clear = np.repeat(255 - layers[..., 3:], 3, axis=2)
    color.flags.writeable = clear.flags.writeable = False
    return Overlay(color, clear)


def draw_svg(svg: str, side: int, fonts: tuple[str, ...] = ()) -> Image.Image:
    """A checked SVG in mode RGBA, as large as fits into a square of that side.

    resvg draws it with our own fonts only, so that it looks the same everywhere.

    Raises:
        FrameInvalid: resvg cannot draw it.
    """
    import resvg_py

    files = [str(font_file(font)) for font in fonts]
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=side, height=side, skip_system_fonts=True, font_files=files
        )
    except ValueError as error:
        raise FrameInvalid(f"the SVG cannot be drawn ({error}).") from error
    return Image.open(io.BytesIO(png)).convert("RGBA")


def _open_png(drawing: bytes) -> Image.Image:
    """A PNG overlay, loaded; FrameInvalid where it is none, not square or without transparency."""
    try:
        image = Image.open(io.BytesIO(drawing), formats=["PNG"])
        image.load()
    except Exception as error:
        raise FrameInvalid(f"not a PNG that can be read ({error}).") from error
    if image.width != image.height:
        raise FrameInvalid(f"expected a square drawing, got {image.width} x {image.height}.")
    if not image.has_transparency_data:
        raise FrameInvalid("the picture has no transparent part for the photo to show through.")
    return image


def checked_svg(drawing: bytes, fonts: tuple[str, ...]) -> str:
    """An SVG written anew from what was checked: what is drawn is what was looked at.

    Raises:
        FrameInvalid: it is none, or holds what would run, be fetched or silently be missing.
    """
    if len(drawing) > MAX_SVG_BYTES:
        raise FrameInvalid(f"the SVG is over the limit of {MAX_SVG_BYTES:,} bytes.")
    if b"<!ENTITY" in drawing and b"SYSTEM" in drawing:
        raise FrameInvalid("the SVG has an outside entity.")
    try:
        root = ElementTree.fromstring(drawing)  # noqa: S314 - expat bounds entities; outside ones are refused
    except ElementTree.ParseError as error:
        raise FrameInvalid(f"not an SVG that can be read ({error}).") from error
    if root.tag != f"{{{SVG_NAMESPACE}}}svg":
        raise FrameInvalid("not an SVG.")
    for element in root.iter():
        _check_element(element, fonts)
    ElementTree.register_namespace("", SVG_NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def _check_element(element: ElementTree.Element, fonts: tuple[str, ...]) -> None:
    """Refuse an element that runs, fetches, or names a font that is not there."""
    tag = element.tag.rpartition("}")[2]
    if tag in FORBIDDEN_ELEMENTS:
        raise FrameInvalid(f"the SVG has a <{tag}>.")
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name.lower().startswith("on"):
            raise FrameInvalid(f"the SVG has a script in {name} of <{tag}>.")
        if name == "href" and not (value.startswith("#") or EMBEDDED_PICTURE.match(value)):
            raise FrameInvalid(f'the SVG refers to the outside: "{value[:60]}" of <{tag}>.')
        _check_css(value, f"{name} of <{tag}>")
    if tag == "style":
        _check_css(element.text or "", "<style>")
    _check_fonts(element, tag, fonts)


def _check_css(css: str, where: str) -> None:
    """Refuse addresses, imports, escapes that could hide them, and variables, drawn as black."""
    addresses = [found[2] for found in CSS_ADDRESS.finditer(css)]
    outside = [found for found in addresses if not found.startswith(("#", "data:image/"))]
    if outside:
        raise FrameInvalid(f'the SVG refers to the outside: "{outside[0][:60]}" in {where}.')
    for forbidden in ("@import", "@font-face", "var(", "\\"):
        if forbidden in css.lower():
            raise FrameInvalid(f'the SVG has "{forbidden}" in {where}, which is not drawn.')


def _check_fonts(element: ElementTree.Element, tag: str, fonts: tuple[str, ...]) -> None:
    """Refuse a family that the manifest does not list: its text would silently be missing."""
    named = [element.get("font-family", ""), *CSS_FAMILY.findall(element.get("style", ""))]
    if tag == "style":
        named += CSS_FAMILY.findall(element.text or "")
    families = {font.partition(":")[0] for font in fonts}
    for family in filter(None, named):
        first = family.split(",")[0].strip().strip("'\"")
        if first not in families:
            listed = ", ".join(fonts) or "none"
            raise FrameInvalid(f'the SVG uses the font "{first}"; the manifest lists {listed}.')
    weight = element.get("font-weight")
    if weight and weight.isdigit() and not any(font.endswith(f":{weight}") for font in fonts):
        raise FrameInvalid(f"the SVG uses weight {weight}; the manifest lists {', '.join(fonts)}.")
