"""SVG: untrusted drawings, checked to be safe and complete, then rendered."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from xml.etree import ElementTree

from PIL import Image

from framegen.errors import FrameInvalid
from framegen.frame.font import font_file
from framegen.language import N_, Message

NAMESPACE = "http://www.w3.org/2000/svg"
MAX_BYTES = 5_000_000
# resvg crashes the process at 300.
MAX_DEPTH = 100

# What an SVG may not contain: code, external resources, and what resvg silently drops.
FORBIDDEN = ("script", "foreignObject", "iframe", "audio", "video", "animate", "set")
FORBIDDEN_CSS = ("@import", "@font-face", "var(", "\\")
EMBEDDED_PICTURE = re.compile(r"data:image/(png|jpeg);base64,", re.IGNORECASE)
CSS_ADDRESS = re.compile(r"url\(\s*(['\"]?)(.*?)\1\s*\)", re.IGNORECASE | re.DOTALL)
CSS_FONT = re.compile(r"(?:^|[;{\s])(font(?:-family|-weight)?)\s*:\s*([^;}]+)", re.IGNORECASE)
WEIGHTS = {"normal": "400", "bold": "700"}
NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
TEXT_ELEMENTS = ("text", "tspan", "textPath")

ATTRIBUTE = N_("{attribute} of <{tag}>")
LISTED = N_("the manifest lists {fonts}")
NONE_LISTED = N_("the manifest lists none")


@dataclass(frozen=True, slots=True)
class _Font:
    """The font of an element's text, as far as it is declared."""

    family: str | None = None
    weight: str = "400"

    @property
    def name(self) -> str:
        """Its name in a manifest, such as "Roboto:700"."""
        return f"{self.family}:{self.weight}"


def checked_svg(drawing: bytes, fonts: tuple[str, ...] = (), *, square: bool = False) -> str:
    """Check an SVG and serialise the checked tree, so that exactly that is rendered.

    Args:
        drawing: the file's bytes.
        fonts: the fonts that its text may use, such as "Roboto:700".
        square: whether it must be as wide as high.

    Raises:
        FrameInvalid: it is no SVG, or contains code, external resources or undrawable text.
    """
    if len(drawing) > MAX_BYTES:
        raise FrameInvalid("the SVG is over the limit of {limit:,} bytes.", limit=MAX_BYTES)
    try:
        # Expat limits the expansion of entities, and never loads external ones.
        root = ElementTree.fromstring(drawing)  # noqa: S314
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        # The latter two for unknown encodings.
        raise _unreadable(error) from error
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise FrameInvalid("not an SVG.")
    if square:
        _check_square(root)
    sheets = "".join("".join(each.itertext()) for each in root.iter(f"{{{NAMESPACE}}}style"))
    _check_sheet(sheets, fonts)
    has_sheet_font = "font-family" in sheets.lower()
    for element, font in _walk(root):
        _check_element(element)
        _check_font(element, font, fonts, has_sheet_font=has_sheet_font)
    ElementTree.register_namespace("", NAMESPACE)
    return ElementTree.tostring(root, encoding="unicode")


def draw_svg(svg: str, side: int, fonts: tuple[str, ...] = ()) -> Image.Image:
    """Render a checked SVG in mode RGBA, as large as fits into a square of that side.

    resvg uses the named fonts only, none of the system, so that the result is the same everywhere.

    Raises:
        FrameInvalid: resvg cannot render it.
    """
    import resvg_py

    files = [str(font_file(font)) for font in fonts]
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=svg, width=side, height=side, skip_system_fonts=True, font_files=files
        )
    except ValueError as error:
        raise FrameInvalid("the SVG cannot be drawn.") from error
    return Image.open(io.BytesIO(png)).convert("RGBA")


def words_of(svg: str) -> tuple[str, ...]:
    """The texts of a checked SVG, in document order."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - checked before
    texts = root.iter(f"{{{NAMESPACE}}}text")
    return tuple(" ".join("".join(text.itertext()).split()) for text in texts)


def _check_square(root: ElementTree.Element) -> None:
    """Raise FrameInvalid unless size and view box are square."""
    sizes = [NUMBER.findall(root.get("viewBox", ""))[2:4]]
    stated = (root.get("width", ""), root.get("height", ""))
    if not any("%" in length for length in stated):
        sizes.append([number for length in stated for number in NUMBER.findall(length)])
    for width, height in (map(float, size) for size in sizes if len(size) == 2):
        if abs(width - height) > 0.001 * max(width, height):
            raise not_square(width, height)


def _walk(root: ElementTree.Element) -> Iterator[tuple[ElementTree.Element, _Font]]:
    """Every element with its font; iterative, because a hostile file is nested deep."""
    waiting = [(root, _Font(), 0)]
    while waiting:
        element, font, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise FrameInvalid("the SVG is nested over {limit} levels deep.", limit=MAX_DEPTH)
        font = _font_of(element, font)
        yield element, font
        waiting += [(child, font, depth + 1) for child in element]


def _font_of(element: ElementTree.Element, inherited: _Font) -> _Font:
    """The font of an element: its own family and weight, or the inherited ones."""
    declared = {key: element.get(key, "") for key in ("font-family", "font-weight")}
    declared |= {key.lower(): value for key, value in CSS_FONT.findall(element.get("style", ""))}
    if shorthand := declared.get("font"):
        raise _shorthand(shorthand)
    font = inherited
    if declared["font-family"].strip():
        font = replace(font, family=_first(declared["font-family"]))
    if weight := declared["font-weight"].strip():
        font = replace(font, weight=WEIGHTS.get(weight, weight))
    return font


def _check_element(element: ElementTree.Element) -> None:
    """Raise FrameInvalid for an element that runs code or loads something."""
    tag = _tag(element)
    if tag in FORBIDDEN:
        raise FrameInvalid("the SVG has a <{tag}>.", tag=tag)
    for key, value in element.attrib.items():
        name = key.rpartition("}")[2]
        if name.lower().startswith("on"):
            raise FrameInvalid(
                "the SVG has a script in {attribute} of <{tag}>.", attribute=name, tag=tag
            )
        if name == "href" and not (value.startswith("#") or EMBEDDED_PICTURE.match(value)):
            raise FrameInvalid(
                'the SVG refers to the outside: "{address}" of <{tag}>.',
                address=value[:60],
                tag=tag,
            )
        _check_css(value, Message(ATTRIBUTE, {"attribute": name, "tag": tag}))


def _check_css(css: str, place: Message | str) -> None:
    """Raise FrameInvalid for addresses, imports, escapes that could hide them, and variables.

    resvg draws what a variable colours in black.
    """
    addresses = [found[2] for found in CSS_ADDRESS.finditer(css)]
    outside = [found for found in addresses if not found.startswith(("#", "data:image/"))]
    if outside:
        raise FrameInvalid(
            'the SVG refers to the outside: "{address}" in {place}.',
            address=outside[0][:60],
            place=place,
        )
    for forbidden in FORBIDDEN_CSS:
        if forbidden in css.lower():
            raise FrameInvalid(
                'the SVG has "{css}" in {place}, which is not drawn.', css=forbidden, place=place
            )


def _check_sheet(css: str, fonts: tuple[str, ...]) -> None:
    """Check a style sheet, and its fonts against those of the manifest."""
    _check_css(css, "<style>")
    for kind, value in ((key.lower(), value.strip()) for key, value in CSS_FONT.findall(css)):
        if kind == "font":
            raise _shorthand(value)
        part = 0 if kind == "font-family" else 2
        known = {font.partition(":")[part] for font in fonts}
        wanted = _first(value) if kind == "font-family" else WEIGHTS.get(value, value)
        if wanted not in known:
            raise FrameInvalid(
                'the SVG uses the {property} "{font}"; {listed}.',
                property=kind,
                font=wanted,
                listed=_listed(fonts),
            )


def _check_font(
    element: ElementTree.Element, font: _Font, fonts: tuple[str, ...], *, has_sheet_font: bool
) -> None:
    """Raise FrameInvalid for text in a font that is not listed: resvg would silently drop it."""
    if _tag(element) not in TEXT_ELEMENTS:
        return
    if font.family is None:
        if has_sheet_font:
            return
        raise FrameInvalid(
            "the SVG has text without a font-family; {listed}.", listed=_listed(fonts)
        )
    if font.family not in {listed.partition(":")[0] for listed in fonts}:
        raise _unlisted(font.family, fonts)
    own = [element.text, *(child.tail for child in element)]
    if not has_sheet_font and font.name not in fonts and any(map(str.strip, filter(None, own))):
        raise _unlisted(font.name, fonts)


def _unlisted(font: str, fonts: tuple[str, ...]) -> FrameInvalid:
    return FrameInvalid(
        'the SVG uses the font "{font}"; {listed}.', font=font, listed=_listed(fonts)
    )


def _shorthand(value: str) -> FrameInvalid:
    return FrameInvalid(
        'the SVG says "font: {value}"; name family and weight.', value=value.strip()
    )


def _unreadable(error: Exception) -> FrameInvalid:
    """The error for an SVG that cannot be parsed, with the place where that is known."""
    if "undefined entity" in str(error):
        return FrameInvalid("not an SVG that can be read: it refers to an entity of another file.")
    if isinstance(error, ElementTree.ParseError):
        line, column = error.position
        return FrameInvalid(
            "not an SVG that can be read; see line {line}, column {column}.",
            line=line,
            column=column + 1,
        )
    return FrameInvalid("not an SVG that can be read.")


def not_square(width: float, height: float) -> FrameInvalid:
    """The error for a drawing that must be square."""
    return FrameInvalid(
        "expected a square drawing, got {width:g} x {height:g}.", width=width, height=height
    )


def _tag(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _first(families: str) -> str:
    return families.partition(",")[0].strip().strip("'\"")


def _listed(fonts: tuple[str, ...]) -> Message:
    return Message(LISTED, {"fonts": fonts}) if fonts else Message(NONE_LISTED)
