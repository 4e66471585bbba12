"""Small frame: a good frame that is quick to draw, for tests to break in one place."""

import re
from typing import NamedTuple

from PIL import Image, ImageDraw

from framegen.design.finding import Finding
from framegen.testing import encoded

MANIFEST = """\
schema = 1
id = "ring"
name = "Ring"
carries = ["SÁNG KIẾN"]
[artwork]
overlay = "overlay.svg"
fonts = ["Roboto:700", "Roboto:900"]
background = "#C8141F"
[window]
shape = "circle"
center = [0.5, 0.53]
radius = 0.34
[face]
center = [0.5, 0.53]
height = 0.3
min_height = 0.24
head_top_min = 0.2
chin_max = 0.75
[[keepout]]
circle = [0.5, 0.84, 0.05]
[safe]
radius = 0.48
[[text]]
id = "name"
label = "Họ và tên"
anchor = [0.5, 0.925]
max_width = 0.3
size = 0.036
min_size = 0.024
font = "Roboto:700"
color = "#FFFFFF"
[[logo]]
id = "org"
box = [0.46, 0.8, 0.08, 0.08]
plate = "disc-white"
"""
HOLE = "M0 0H1000V1000H0ZM160 530a340 340 0 1 0 680 0a340 340 0 1 0 -680 0Z"
TEXT = (
    '<text x="500" y="160" font-family="Roboto" font-weight="900" font-size="64"'
    ' text-anchor="middle" fill="#FFFFFF">SÁNG KIẾN</text>'
)
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000" width="1000" height="1000">'
    f'<path fill="#C8141F" fill-rule="evenodd" d="{HOLE}"/>'
    f'<circle cx="500" cy="840" r="50" fill="#FFC726"/>{TEXT}</svg>'
)
RECT = "rect = [0.16, 0.19, 0.84, 0.87]"
CIRCLE = "center = [0.5, 0.53]\nradius = 0.34"


class Breach(NamedTuple):
    """A change of the manifest that breaks a rule, and the finding that it leads to."""

    old: str
    new: str
    code: str
    key: str
    words: str
    is_error: bool

    def __str__(self) -> str:
        return f"{self.code} {self.key}"


def changed(text: str, changes: dict[str, str]) -> str:
    for old, new in changes.items():
        assert old in text, f"the test changes what is not there: {old}"
        text = text.replace(old, new, 1)
    return text


def only(findings: tuple[Finding, ...], code: str) -> Finding:
    """The one finding of that code, its sentence fit to be read."""
    found = [finding for finding in findings if finding.code == code]
    assert len(found) == 1, findings
    assert re.fullmatch(r"[^a-z\n][^\n]*\.", found[0].sentence()), found[0].sentence()
    return found[0]


def png(side: int = 1080, *, hole: int = 0, corner: int = 255) -> bytes:
    """A red square with the small frame's round hole, of that alpha."""
    image = Image.new("RGBA", (side, side), (200, 20, 31, 255))
    draw = ImageDraw.Draw(image)
    edges = (0.16 * side, 0.19 * side, 0.84 * side, 0.87 * side)
    draw.ellipse(edges, fill=(255, 255, 255, hole))
    image.putpixel((0, 0), (200, 20, 31, corner))
    return encoded(image, "PNG")


PNG = {'"overlay.svg"': '"overlay.png"'}
