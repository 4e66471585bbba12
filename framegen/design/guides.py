"""Guides: an imported artwork over a drawn figure, with window, face and safe circle outlined."""

from types import MappingProxyType

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from framegen.design.importing import Imported
from framegen.face.head import FACE_WIDTH
from framegen.frame.font import FAMILY, font_file
from framegen.frame.opening import FaceTarget, RoundedWindow
from framegen.geometry import Box, Point
from framegen.language import N_, SOURCE, translated

# The side of the square in pixels; the legend lies below it.
SIDE = 1080

# The colours of the guides, in the order of its legend.
GUIDES = MappingProxyType(
    {
        N_("safe circle .48"): "#00C2FF",
        N_("window"): "#FF2BD6",
        N_("face"): "#00D84A",
        N_("kept clear"): "#FF8A00",
    }
)


def draw_guides(imported: Imported, language: str = SOURCE) -> Image.Image:
    """The overlay over a drawn figure whose face is on the target, with all guides and a legend.

    Args:
        imported: the artwork.
        language: of the legend.

    Returns:
        A picture of mode RGB, 1080 x 1140 pixels.
    """
    overlay = imported.overlay.resize((SIDE, SIDE), Image.Resampling.HAMMING)
    square = Image.alpha_composite(_figure(imported.face), overlay).convert("RGB")
    sheet = Image.new("RGB", (SIDE, SIDE + 60), "#202124")
    sheet.paste(square)
    draw = ImageDraw.Draw(sheet)
    safe, window, face, badge = GUIDES.values()
    draw.ellipse(_pixels(Box.around(Point(0.5, 0.5), 0.96)), outline=safe, width=3)
    _draw_window(sheet, draw, imported, window)
    target = imported.face
    draw.ellipse(_pixels(_face_box(target)), outline=face, width=4)
    for line in (target.head_top_min, target.chin_max):
        x, width = target.center[0], target.height / 4
        draw.line(_pixels(Box(x - width, line, x + width, line)), fill=face, width=3)
    for x, y, radius in (keepout.circle for keepout in imported.keepouts):
        draw.ellipse(_pixels(Box.around(Point(x, y), 2 * radius)), outline=badge, width=4)
    _draw_legend(draw, language)
    return sheet


def _draw_legend(draw: ImageDraw.ImageDraw, language: str) -> None:
    """The name of each guide beside its colour, below the picture."""
    font = ImageFont.truetype(font_file(f"{FAMILY}:500"), 26)
    for place, (name, color) in enumerate(GUIDES.items()):
        left = 40 + 260 * place
        draw.rectangle((left, SIDE + 22, left + 28, SIDE + 38), fill=color)
        word = translated(name, language)
        draw.text((left + 40, SIDE + 30), word, "white", font, anchor="lm")


def _draw_window(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, imported: Imported, color: str
) -> None:
    """The outline of the window as the manifest describes it."""
    window, box = imported.window, _pixels(imported.window.box)
    if imported.mask is not None:
        small = imported.mask.resize((SIDE, SIDE)).point(lambda value: 255 * (value > 127))
        edge = small.filter(ImageFilter.MaxFilter(5))
        sheet.paste(color, (0, 0), ImageChops.subtract(edge, small))
    elif isinstance(window, RoundedWindow):
        draw.rounded_rectangle(box, window.corner * SIDE, outline=color, width=3)
    elif window.__struct_config__.tag == "full":
        draw.rectangle(box, outline=color, width=3)
    else:
        draw.ellipse(box, outline=color, width=3)


def _pixels(box: Box) -> tuple[float, float, float, float]:
    return box.scaled(SIDE).edges


def _face_box(face: FaceTarget) -> Box:
    """The face box on the target, as wide as detectors draw it."""
    return Box.around(Point(*face.center), FACE_WIDTH * face.height, face.height)


def _figure(face: FaceTarget) -> Image.Image:
    """A person in flat colours, with the face on the target."""
    canvas = Image.new("RGBA", (SIDE, SIDE), "#B9C7D3")
    draw = ImageDraw.Draw(canvas)
    (x, y), height = face.center, face.height
    parts = (
        ("#4A5A6A", 0, 2.0, 2.6, 2.5),  # the shoulders
        ("#D9A98A", 0, 0.62, 0.42, 0.75),  # the neck
        ("#33261F", 0, -0.10, 0.92, 1.14),  # the hair
        ("#E8BE9F", 0, 0.02, FACE_WIDTH, 1.0),  # the face
        ("#33261F", -0.16, -0.02, 0.08, 0.05),  # the eyes
        ("#33261F", 0.16, -0.02, 0.08, 0.05),
        ("#B86B5C", 0, 0.26, 0.24, 0.06),  # the mouth
    )
    for color, right, down, wide, high in parts:
        middle = Point(x + right * height, y + down * height)
        draw.ellipse(_pixels(Box.around(middle, wide * height, high * height)), fill=color)
    return canvas
