"""SVG text: the texts of an SVG, the type that they are set in, and where each is drawn."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree import ElementTree

import numpy as np
from numpy.typing import NDArray

from framegen.errors import FrameInvalid
from framegen.frame.artwork import Artwork
from framegen.frame.frame import DEFAULT_SIZE
from framegen.frame.svg import NAMESPACE, WEIGHTS, draw_svg

Mask: TypeAlias = NDArray[np.bool_]
Rules: TypeAlias = dict[str, dict[str, str]]

# The side in pixels at which frames are drawn and measured.
SIDE = DEFAULT_SIZE

# Each text is drawn once more on its own; a hostile file may have thousands.
MAX_TEXTS = 100

# Elements that are not drawn where they stand.
HIDDEN = {"defs", "symbol", "clipPath", "mask", "pattern", "marker", "filter", "style", "title"}
HIDDEN |= {"desc", "metadata", "linearGradient", "radialGradient"}
SHEET_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
DECLARATION = re.compile(r"(?:^|;)\s*([\w-]+)\s*:\s*([^;]+)")
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
SCALE = re.compile(r"(scale|matrix)\s*\(([^)]*)\)")


@dataclass(frozen=True, slots=True)
class Type:
    """How text is set: its font, its size in user units, and one unit as a share of the side."""

    family: str = ""
    weight: str = "400"
    size: float = 16.0
    unit: float = 1.0


@dataclass(frozen=True, slots=True, eq=False)
class SvgText:
    """A <text> of an SVG.

    Attributes:
        where: the file and the text's first words.
        words: what it says, in NFC with single spaces.
        pieces: its parts in reading order, each with the type that it is set in.
        drawn: the text alone, RGBA of SIDE pixels a side.
    """

    where: str
    words: str
    pieces: tuple[tuple[str, Type], ...]
    drawn: NDArray[np.uint8]

    @property
    def sizes(self) -> tuple[float, ...]:
        """The type sizes that occur in it, as shares of the side."""
        return tuple(type_.size * type_.unit for piece, type_ in self.pieces if piece.strip())

    @property
    def ink(self) -> Mask:
        """The pixels that it covers, without antialiased edges."""
        opacity = self.drawn[..., 3]
        return opacity > max(16, int(opacity.max()) // 2)


def check_square(drawn: NDArray[np.uint8]) -> None:
    """Refuse a drawing that is not square; some ways to give a size show only when drawn."""
    height, width = drawn.shape[:2]
    if (width, height) != (SIDE, SIDE):
        raise FrameInvalid(
            "expected a square drawing, got one drawn {width} x {height}; set its viewBox, width "
            "and height.",
            width=width,
            height=height,
        )


def drawn_square(svg: str, artwork: Artwork) -> NDArray[np.uint8]:
    """An SVG in RGBA; one without a size of its own is drawn as its contents' box and refused."""
    drawn = np.asarray(draw_svg(svg, SIDE, artwork.fonts))
    check_square(drawn)
    return drawn


def svg_texts(svg: str, artwork: Artwork, drawing: str) -> Iterator[SvgText]:
    """The texts of an SVG in document order, each drawn alone."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - checked before
    rules = _rules("".join("".join(style.itertext()) for style in root.iter(_name("style"))))
    found = list(_typed(root, Type(unit=1 / (_number(_view(root)) or 1)), rules))
    if len(found) > MAX_TEXTS:
        raise FrameInvalid(
            "the SVG has {count} texts; {limit} are the most; join them or make them outlines.",
            count=len(found),
            limit=MAX_TEXTS,
        )
    for index, (element, type_) in enumerate(found):
        words = plain("".join(element.itertext()))
        pieces = tuple(_pieces(element, type_, rules))
        drawn = _drawn_alone(svg, index, artwork)
        yield SvgText(f'{drawing}: <text> "{words[:40]}"', words, pieces, drawn)


def _view(root: ElementTree.Element) -> str:
    """The side of a drawing in user units: of its view box, else its width."""
    return (root.get("viewBox", "").replace(",", " ").split() or [root.get("width", "")])[-1]


def _rules(sheet: str) -> Rules:
    """The declarations of a style sheet by simple selector: "text", ".title", "#name"."""
    rules: Rules = {}
    for selectors, body in SHEET_RULE.findall(sheet):
        for selector in selectors.split(","):
            rules.setdefault(selector.strip(), {}).update(DECLARATION.findall(body))
    return rules


def _typed(
    element: ElementTree.Element, inherited: Type, rules: Rules
) -> Iterator[tuple[ElementTree.Element, Type]]:
    """Every <text> with its type; recursive, since a checked SVG is not nested deeply."""
    type_ = _type_of(element, inherited, rules)
    if element.tag == _name("text"):
        yield element, type_
        return
    for child in element:
        yield from _typed(child, type_, rules)


def _pieces(element: ElementTree.Element, type_: Type, rules: Rules) -> Iterator[tuple[str, Type]]:
    """The parts of a <text>, its own and its children's, each with its type."""
    yield element.text or "", type_
    for child in element:
        yield from _pieces(child, _type_of(child, type_, rules), rules)
        yield child.tail or "", type_


def _type_of(element: ElementTree.Element, inherited: Type, rules: Rules) -> Type:
    """An element's type by the cascade: attributes, then style sheet, then its style attribute."""
    own = dict(element.attrib)
    classes = (f".{name}" for name in element.get("class", "").split())
    for selector in (element.tag.rpartition("}")[2], *classes, f"#{element.get('id')}"):
        own |= rules.get(selector, {})
    own |= DECLARATION.findall(element.get("style", ""))
    weight = own.get("font-weight", inherited.weight).strip()
    size = own.get("font-size", "").strip()
    relative = {"em": inherited.size, "%": inherited.size / 100}
    return Type(
        own.get("font-family", inherited.family).partition(",")[0].strip(" '\""),
        WEIGHTS.get(weight, weight),
        _number(size) * relative.get(size.lstrip("0123456789."), 1.0) or inherited.size,
        inherited.unit * _scale(own.get("transform", "")),
    )


def _number(text: str) -> float:
    """The number that a length begins with; 0 without one."""
    found = re.match(NUMBER, text.strip())
    return float(found[0]) if found else 0.0


def _scale(transform: str) -> float:
    """The scale factor of a transformation: the square root of its determinant."""
    factor = 1.0
    for kind, given in SCALE.findall(transform):
        numbers = [float(each) for each in re.findall(NUMBER, given)]
        if kind == "scale" and numbers:
            factor *= abs(numbers[0] * numbers[-1]) ** 0.5
        elif len(numbers) == 6:
            factor *= abs(numbers[0] * numbers[3] - numbers[1] * numbers[2]) ** 0.5
    return factor


def _drawn_alone(svg: str, index: int, artwork: Artwork) -> NDArray[np.uint8]:
    """One <text> drawn without anything else, in RGBA."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - checked before
    parents = {child: parent for parent in root.iter() for child in parent}
    kept = list(root.iter(_name("text")))[index]
    while (parent := parents.get(kept)) is not None:
        for place, child in enumerate(parent):
            if child is not kept and child.tag.rpartition("}")[2] not in HIDDEN:
                # In <defs> it is not drawn, but text may still run along it.
                parent[place] = ElementTree.Element(_name("defs"))
                parent[place].append(child)
        kept = parent
    alone = drawn_square(ElementTree.tostring(root, encoding="unicode"), artwork)
    if alone[..., 3].any():
        return alone
    # Drawn from elsewhere by a <use>: then its pixels are those that change without it.
    whole = drawn_square(svg, artwork)
    changed = (whole != drawn_square(without_texts(svg, index), artwork)).any(axis=2)
    return np.asarray(whole * changed[..., None], np.uint8)


def without_texts(svg: str, only: int | None = None) -> str:
    """An SVG without its texts, or without one of them."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - checked before
    parents = {child: parent for parent in root.iter() for child in parent}
    for index, text in enumerate(list(root.iter(_name("text")))):
        if only in (None, index):
            parents[text].remove(text)
    return ElementTree.tostring(root, encoding="unicode")


def _name(tag: str) -> str:
    return f"{{{NAMESPACE}}}{tag}"


def plain(text: str) -> str:
    """A text in NFC with single spaces."""
    return unicodedata.normalize("NFC", " ".join(text.split()))
