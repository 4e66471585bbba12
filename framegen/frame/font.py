"""Font: the typefaces that artwork and names may use, each a file by family and weight."""

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

    Roboto has all 146 Vietnamese letters and the lowest stacks of marks of the families that were
    measured, so that capitals such as Ẫ fit a narrow ring.

    Raises:
        FrameInvalid: no such family or weight; a renderer would leave the text out silently.
    """
    family, _, weight = font.partition(":")
    if family != FAMILY or weight not in WEIGHTS:
        known = ", ".join(f"{FAMILY}:{known}" for known in WEIGHTS)
        raise FrameInvalid(f'there is no font "{font}"; there are {known}.')
    return _folder() / f"Roboto-{WEIGHTS[weight]}.ttf"


def _folder() -> Path:
    package = importlib.util.find_spec("font_roboto")
    if package is None or not package.submodule_search_locations:
        raise FrameInvalid("the package font-roboto is not installed.")
    return Path(package.submodule_search_locations[0]) / "files"


@functools.cache
def letters_of(font: str) -> frozenset[int]:
    """The code points of the letters that a font such as "Roboto:700" has."""
    from fontTools.ttLib import TTFont

    with TTFont(font_file(font), lazy=True) as opened:
        return frozenset(opened.getBestCmap())
