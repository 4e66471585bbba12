"""SVG: a drawing from outside, checked to be safe and complete, and drawn."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from PIL import Image

from framegen.errors import FrameInvalid
from framegen.frame.font import font_file

NAMESPACE = "http://www.w3.org/2000/svg"
MAX_BYTES = 5_000_000
# resvg takes the whole process down at 300.
MAX_DEPTH = 100

# What an SVG may not hold: it would run, be fetched, or be dropped without a word.
FORBIDDEN = ("script", "foreignObject", "iframe", "audio", "video", "animate", "set")
FORBIDDEN_CSS = ("@import", "@font-face", "var(", "\\")
EMBEDDED_PICTURE = re.compile(r"data:image/(png|jpeg);base64,", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
CSS_FONT = re.compile(r"(?:^|[;{\s])(font(?:-family|-weight)?)\s*:\s*([^;}]+)", re.IGNORECASE)
WEIGHTS = {"normal": "400", "bold": "700"}
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TEXT_ELEMENTS = ("text", "tspan", "textPath")


@dataclass(frozen=True, slots=True)
class _Type:
    """The type that an element's text is set in, as far as it is known."""

    family: str | None = None
    weight: str = "400"


def checked_svg(drawing: bytes, fonts: tuple[str, ...] = (), *, square: bool = False) -> str:
    """An SVG written anew from what was checked: what is drawn is what was looked at.

    Args:
        drawing: the file's bytes.
        fonts: the fonts that its text may use, such as "Roboto:700".
        square: whether it must be as wide as high.

    Raises:
        FrameInvalid: it is no SVG, or holds what would run, be fetched or silently be missing.
    """
    if len(drawing) > MAX_BYTES:
        raise FrameInvalid(f"the SVG is over the limit of {MAX_BYTES:,} bytes.")
    try:
        # Expat bounds what entities expand to, and never follows one to the outside.
        root = ElementTree.fromstring(drawing)  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        # The latter two of encodings that there is none of.
        outside = " It has an outside entity." if "undefined entity" in str(error) else ""
        raise FrameInvalid(f"not an SVG that can be read ({error}).{outside}") from error
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise FrameInvalid("not an SVG.")
    if square:
        _check_square(root)
    sheets = "".join("".join(each.itertext()) for each in root.iter(f"{{{NAMESPACE}}}style"))
    _check_sheet(sheets, fonts)
    has_sheet_font = "font-family" in sheets.lower()
    for element, type_ in _walk(root):
        _check_element(element)
        _check_type(element, type_, fonts, has_sheet_font=has_sheet_font)
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


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


def words_of(svg: str) -> tuple[str, ...]:
    """What the texts of a checked SVG say, one after the other."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - checked before
    texts = root.iter(f"{{{NAMESPACE}}}text")
    return tuple(" ".join("".join(text.itertext()).split()) for text in texts)


def _check_square(root: ElementTree.Element) -> None:
    """Refuse a drawing that is wider or higher, by its size or by its view box."""
    sizes = [NUMBER.findall(root.get("viewBox", ""))[2:4]]
    stated = (root.get("width", ""), root.get("height", ""))
    if not any("%" in length for length in stated):
        sizes.append([number for length in stated for number in NUMBER.findall(length)])
    for width, height in (map(float, size) for size in sizes if len(size) == 2):
        if abs(width - height) > 0.001 * max(width, height):
            raise FrameInvalid(f"expected a square drawing, got {width:g} x {height:g}.")


def _walk(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, _Type]]:
    """Every element with the type that it inherits; a stack, for a hostile file is deep."""
    waiting = [(root, _Type(), 0)]
    while waiting:
        element, type_, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise FrameInvalid(f"the SVG is nested over {MAX_DEPTH} levels deep.")
        type_ = _type_of(element, type_)
        yield element, type_
        waiting += [(child, type_, depth + 1) for child in element]


def _type_of(element: ElementTree.Element, inherited: _Type) -> _Type:
    """The type of an element: its own family and weight, or what it inherits."""
    declared = {key: element.get(key, "") for key in ("font-family", "font-weight")}
    declared |= {key.lower(): value for key, value in CSS_FONT.findall(element.get("style", ""))}
    if shorthand := declared.get("font"):
        raise FrameInvalid(f'the SVG says "font: {shorthand.strip()}"; name family and weight.')
    type_ = inherited
    if declared["font-family"].strip():
        type_ = replace(type_, family=_first(declared["font-family"]))
    if weight := declared["font-weight"].strip():
        type_ = replace(type_, weight=WEIGHTS.get(weight, weight))
    return type_


def _check_element(element: ElementTree.Element) -> None:
    """Refuse an element that runs or fetches something."""
    tag = _tag(element)
    if tag in FORBIDDEN:
        raise FrameInvalid(f"the SVG has a <{tag}>.")
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name.lower().startswith("on"):
            raise FrameInvalid(f"the SVG has a script in {name} of <{tag}>.")
        if name == "href" and not (value.startswith("#") or EMBEDDED_PICTURE.match(value)):
            raise FrameInvalid(f'the SVG refers to the outside: "{value[:60]}" of <{tag}>.')
        _check_css(value, f"{name} of <{tag}>")


def _check_css(css: str, where: str) -> None:
    """Refuse addresses, imports, escapes that could hide them, and variables, drawn as black."""
    addresses = [found[2] for found in CSS_ADDRESS.finditer(css)]
    outside = [found for found in addresses if not found.startswith(("#", "data:image/"))]
    if outside:
        raise FrameInvalid(f'the SVG refers to the outside: "{outside[0][:60]}" in {where}.')
    for forbidden in FORBIDDEN_CSS:
        if forbidden in css.lower():
            raise FrameInvalid(f'the SVG has "{forbidden}" in {where}, which is not drawn.')


def _check_sheet(css: str, fonts: tuple[str, ...]) -> None:
    """Hold a style sheet to the same, and its fonts to those listed."""
    _check_css(css, "<style>")
    for kind, value in ((key.lower(), value.strip()) for key, value in CSS_FONT.findall(css)):
        if kind == "font":
            raise FrameInvalid(f'the SVG says "font: {value}"; name family and weight.')
        part = 0 if kind == "font-family" else 2
        known = {font.partition(":")[part] for font in fonts}
        wanted = _first(value) if kind == "font-family" else WEIGHTS.get(value, value)
        if wanted not in known:
            raise FrameInvalid(f'the SVG uses the {kind} "{wanted}"; {_listed(fonts)}.')


def _check_type(
    element: ElementTree.Element, type_: _Type, fonts: tuple[str, ...], *, has_sheet_font: bool
) -> None:
    """Refuse text in a font that is not listed: it would silently be missing."""
    if _tag(element) not in TEXT_ELEMENTS:
        return
    if type_.family is None:
        if has_sheet_font:
            return
        raise FrameInvalid(f"the SVG has text without a font-family; {_listed(fonts)}.")
    if type_.family not in {font.partition(":")[0] for font in fonts}:
        raise FrameInvalid(f'the SVG uses the font "{type_.family}"; {_listed(fonts)}.')
    font = f"{type_.family}:{type_.weight}"
    own = [element.text, *(child.tail for child in element)]
    if font not in fonts and any(part and part.strip() for part in own) and not has_sheet_font:
        raise FrameInvalid(f'the SVG uses the font "{font}"; {_listed(fonts)}.')


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(families: str) -> str:
    return families.partition(",")[0].strip().strip("'\"")


def _listed(fonts: tuple[str, ...]) -> str:
    return f"the manifest lists {', '.join(fonts) or 'none'}"
