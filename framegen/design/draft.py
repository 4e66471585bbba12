"""Frame draft: an imported artwork as a frame's folder, with a commented manifest and a preview."""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

from framegen.design.drawing import MOST_SIDE
from framegen.design.importing import Imported
from framegen.errors import FrameInvalid
from framegen.face.head import FACE_WIDTH
from framegen.frame.font import FAMILY, font_file
from framegen.frame.frame import MANIFEST, Frame
from framegen.frame.opening import CircleWindow, FaceTarget, MaskWindow, RoundedWindow, Window
from framegen.frame.svg import words_of
from framegen.geometry import Box, Point

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
PREVIEW = 1080


def write_frame(
    imported: Imported, folder: str | os.PathLike[str], *, name: str, title: str = ""
) -> Path:
    """Write a frame's folder, whole or not at all.

    Args:
        imported: the artwork.
        folder: the folder of frames; the frame gets a folder of its name in it.
        name: the frame's name: lower-case letters, digits and hyphens.
        title: what people read; the name when empty.

    Returns:
        The frame's folder: its manifest, its artwork, `preview.png` and, where the window has no
        shape with a name, `mask.png`.

    Raises:
        FrameInvalid: the name is none, there is such a frame already, or it cannot be written.
    """
    folder = Path(folder)
    target = folder / name
    if not NAME.fullmatch(name) or len(name) > 64:
        raise FrameInvalid(
            "name: expected lower-case letters, digits and hyphens, such as "
            f'"vong-do", got "{name[:80]}".'
        )
    if target.exists() or target.is_symlink():
        raise FrameInvalid(f"{target}: exists already; choose another name or remove it first.")
    try:
        # One level deeper than frames are looked for, so that nobody meets half of it.
        with tempfile.TemporaryDirectory(dir=folder, prefix=".framegen-") as hidden:
            draft = Path(hidden) / name
            draft.mkdir()
            _write_files(imported, draft, _manifest(imported, name, title))
            Frame.load(draft)
            draft.rename(target)
    except OSError as error:
        raise FrameInvalid(f"{target}: cannot be written ({error.strerror or error}).") from error
    return target


def _write_files(imported: Imported, draft: Path, manifest: str) -> None:
    """All files of a frame."""
    if imported.artwork is not None:
        (draft / "overlay.svg").write_text(str(imported.artwork.drawing), encoding="utf-8")
    else:
        imported.overlay.save(draft / "overlay.png")
    if imported.mask is not None:
        imported.mask.save(draft / "mask.png")
    preview(imported).save(draft / "preview.png")
    (draft / MANIFEST).write_text(manifest, encoding="utf-8")


def _manifest(imported: Imported, name: str, title: str) -> str:
    """The draft of a manifest, with the slots that a designer may want to add as comments."""
    is_svg = imported.artwork is not None
    fonts = imported.artwork.fonts if imported.artwork else ()
    words = words_of(str(imported.artwork.drawing)) if imported.artwork else ()
    keepouts = "".join(
        f"\n# what of the artwork lies in the window: centre x, y, radius\n"
        f"[[keepout]]\ncircle = {_numbers(keepout.circle)}\n"
        for keepout in imported.keepouts
    )
    return DRAFT.format(
        name=name,
        title=_quoted(title or name.replace("-", " ").capitalize()),
        overlay="overlay.svg" if is_svg else "overlay.png",
        fonts=f"fonts = [{', '.join(map(_quoted, fonts))}]\n" if fonts else "",
        carries=", ".join(map(_quoted, words)),
        background=imported.background,
        max_side=MOST_SIDE if is_svg else imported.overlay.width,
        window="\n".join(_window_keys(imported.window)),
        center=_numbers(imported.face.center),
        face=imported.face,
        keepouts=keepouts,
    )


DRAFT = """\
# Drafted by `framegen frames add`. Every length is a share of the side, from the top left corner.
schema = 1
id = "{name}"
name = {title}
summary = ""                         # what it shows, for lists and screen readers
carries = [{carries}]                         # the slogans on it, as they read
order = 100

[artwork]
overlay = "{overlay}"
{fonts}background = "{background}"
max_side = {max_side}

# where the photo shows, as found in the artwork's transparency
[window]
{window}
bleed = 0.012

# where a face goes, hairline to chin
[face]
center = {center}
height = {face.height}
min_height = {face.min_height}
head_top_min = {face.head_top_min}
chin_max = {face.chin_max}
{keepouts}
[safe]
radius = 0.48

# A personal text; anchor is the middle of its baseline.
# [[text]]
# id = "name"
# label = "Họ và tên"
# anchor = [0.5, 0.925]
# max_width = 0.4
# size = 0.036
# min_size = 0.024
# font = "Roboto:700"
# color = "#FFFFFF"

# An organisation's logo; box is left, top, width, height.
# [[logo]]
# id = "org"
# box = [0.438, 0.784, 0.124, 0.124]
# plate = "disc-white"
"""


def _window_keys(window: Window) -> Iterator[str]:
    """The lines of a window's table."""
    if isinstance(window, CircleWindow):
        yield 'shape = "circle"'
        yield f"center = {_numbers(window.center)}"
        yield f"radius = {window.radius}"
        return
    yield f'shape = "{window.__struct_config__.tag}"'
    if isinstance(window, MaskWindow):
        yield f'file = "{window.file}"'
    yield f"rect = {_numbers(window.rect)}          # left, top, right, bottom"
    if isinstance(window, RoundedWindow):
        yield f"corner = {window.corner}"


def _numbers(values: tuple[float, ...]) -> str:
    return f"[{', '.join(map(str, values))}]"


def _quoted(text: str) -> str:
    """A text as TOML writes it; what cannot be seen is left out, and JSON's escapes are TOML's."""
    seen = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    return json.dumps(seen, ensure_ascii=False)


# What a preview draws over the sample, and the words under it.
GUIDES = {
    "safe circle .48": "#00C2FF",
    "window": "#FF2BD6",
    "face": "#00D84A",
    "kept clear": "#FF8A00",
}


def preview(imported: Imported) -> Image.Image:
    """The overlay over a drawn figure whose face is on the target, with all guides: 1080 x 1140."""
    overlay = imported.overlay.resize((PREVIEW, PREVIEW), Image.Resampling.HAMMING)
    square = Image.alpha_composite(_figure(imported.face), overlay).convert("RGB")
    sheet = Image.new("RGB", (PREVIEW, PREVIEW + 60), "#202124")
    sheet.paste(square)
    draw = ImageDraw.Draw(sheet)
    safe, window, face, kept = GUIDES.values()
    draw.ellipse(_pixels(Box.around(Point(0.5, 0.5), 0.96)), outline=safe, width=3)
    _draw_window(sheet, draw, imported, window)
    target = imported.face
    draw.ellipse(_pixels(_face_box(target)), outline=face, width=4)
    for line in (target.head_top_min, target.chin_max):
        x, width = target.center[0], target.height / 4
        draw.line(_pixels(Box(x - width, line, x + width, line)), fill=face, width=3)
    for x, y, radius in (keepout.circle for keepout in imported.keepouts):
        draw.ellipse(_pixels(Box.around(Point(x, y), 2 * radius)), outline=kept, width=4)
    font = ImageFont.truetype(font_file(f"{FAMILY}:500"), 26)
    for place, (word, color) in enumerate(GUIDES.items()):
        left = 40 + 260 * place
        draw.rectangle((left, PREVIEW + 22, left + 28, PREVIEW + 38), fill=color)
        draw.text((left + 40, PREVIEW + 30), word, "white", font, anchor="lm")
    return sheet


def _draw_window(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, imported: Imported, color: str
) -> None:
    """The outline of the window as the manifest has it."""
    window, box = imported.window, _pixels(imported.window.box)
    if imported.mask is not None:
        small = imported.mask.resize((PREVIEW, PREVIEW)).point(lambda value: 255 * (value > 127))
        edge = small.filter(ImageFilter.MaxFilter(5))
        sheet.paste(color, (0, 0), ImageChops.subtract(edge, small))
    elif isinstance(window, RoundedWindow):
        draw.rounded_rectangle(box, window.corner * PREVIEW, outline=color, width=3)
    elif window.__struct_config__.tag == "full":
        draw.rectangle(box, outline=color, width=3)
    else:
        draw.ellipse(box, outline=color, width=3)


def _pixels(box: Box) -> tuple[float, float, float, float]:
    return box.scaled(PREVIEW).edges


def _face_box(face: FaceTarget) -> Box:
    """The face box at its usual proportion."""
    return Box.around(Point(*face.center), FACE_WIDTH * face.height, face.height)


def _figure(face: FaceTarget) -> Image.Image:
    """A person in plain colours, with the face on the target."""
    canvas = Image.new("RGBA", (PREVIEW, PREVIEW), "#B9C7D3")
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
