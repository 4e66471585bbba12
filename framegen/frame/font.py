"""Font: the typefaces for artwork and texts, a file for each family and weight."""

import functools
import importlib.util
from pathlib import Path

from framegen.errors import FrameInvalid

WEIGHTS = {
    "100": "Thin",
    "300": "Light",
    "400": "Regular",
    "500": "Medium",
    "700": "Bold",
    "900": "Black",
}
FAMILY = "Roboto"


def font_file(font: str) -> Path:
    """The file of a font such as "Roboto:700".

    Roboto has all 146 Vietnamese letters and, of the families that were measured, the lowest stacks
    of diacritics, so that capitals such as Ẫ fit a narrow ring.

    Raises:
        FrameInvalid: no such family or weight; a renderer would silently drop the text.
    """
    family, _, weight = font.partition(":")
    if family != FAMILY or weight not in WEIGHTS:
        raise FrameInvalid(
            'there is no font "{font}"; there are {known}.',
            font=font,
            known=[f"{FAMILY}:{known}" for known in WEIGHTS],
        )
    return _folder() / f"Roboto-{WEIGHTS[weight]}.ttf"


def _folder() -> Path:
    package = importlib.util.find_spec("font_roboto")
    if package is None or not package.submodule_search_locations:
        raise FrameInvalid("the package {package} is not installed.", package="font-roboto")
    return Path(package.submodule_search_locations[0]) / "files"


@functools.cache
def letters_of(font: str) -> frozenset[int]:
    """The code points of the glyphs of a font such as "Roboto:700"."""
    from fontTools.ttLib import TTFont

    with TTFont(font_file(font), lazy=True) as opened:
        return frozenset(opened.getBestCmap())
