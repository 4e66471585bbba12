"""Frame draft: an imported artwork as a frame's folder, with commented manifest and preview."""

import json
import os
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import MappingProxyType

from framegen.design.drawing import MAX_OVERLAY
from framegen.design.guides import draw_guides
from framegen.design.importing import Imported
from framegen.errors import FrameInvalid
from framegen.frame.frame import MANIFEST, Frame
from framegen.frame.opening import CircleWindow, MaskWindow, RoundedWindow, Window
from framegen.frame.svg import words_of
from framegen.language import N_, SOURCE, translated
from framegen.language.system import reason_of

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def write_frame(
    imported: Imported,
    folder: str | os.PathLike[str],
    *,
    name: str,
    title: str = "",
    language: str = SOURCE,
) -> Path:
    """Write a frame's folder, whole or not at all.

    Args:
        imported: the artwork.
        folder: the folder of frames; the frame gets a folder of its name in it.
        name: the frame's name: lower-case letters, digits and hyphens.
        title: what people read; the name when empty.
        language: of the manifest's comments and the preview's words.

    Returns:
        The frame's folder: its manifest, its artwork, `preview.png` and, for a MaskWindow,
        `mask.png`.

    Raises:
        FrameInvalid: the name is malformed or taken, or the folder cannot be written.
    """
    folder = Path(folder)
    target = _free_target(folder, name)
    try:
        # One level deeper than frames are looked for, so that no half of it is ever listed.
        with tempfile.TemporaryDirectory(dir=folder, prefix=".framegen-") as hidden:
            draft = Path(hidden) / name
            draft.mkdir()
            _write_files(imported, draft, _manifest(imported, name, title, language), language)
            Frame.load(draft)
            draft.rename(target)
    except OSError as error:
        raise FrameInvalid(
            "{folder}: cannot be written ({reason}).", folder=target, reason=reason_of(error)
        ) from error
    return target


def _free_target(folder: Path, name: str) -> Path:
    """Where a frame of that name goes; FrameInvalid if the name is malformed or taken."""
    target = folder / name
    if not NAME.fullmatch(name) or len(name) > 64:
        raise FrameInvalid(
            "name: expected lower-case letters, digits and hyphens, such as "
            '"vong-do", got "{name}".',
            name=name[:80],
        )
    if target.exists() or target.is_symlink():
        raise FrameInvalid(
            "{folder}: exists already; choose another name or remove it first.", folder=target
        )
    return target


def _write_files(imported: Imported, draft: Path, manifest: str, language: str) -> None:
    """Write all files of a frame."""
    if imported.artwork is not None:
        (draft / "overlay.svg").write_text(str(imported.artwork.drawing), encoding="utf-8")
    else:
        imported.overlay.save(draft / "overlay.png")
    if imported.mask is not None:
        imported.mask.save(draft / "mask.png")
    draw_guides(imported, language).save(draft / "preview.png")
    (draft / MANIFEST).write_text(manifest, encoding="utf-8")


def _manifest(imported: Imported, name: str, title: str, language: str) -> str:
    """A manifest with comments, among them the slots that a designer may want to add."""
    artwork = imported.artwork
    words = words_of(str(artwork.drawing)) if artwork else ()
    comments = {key: translated(text, language) for key, text in COMMENTS.items()}
    return DRAFT.format(
        name=name,
        title=_quoted(title or name.replace("-", " ").capitalize()),
        overlay="overlay.svg" if artwork else "overlay.png",
        fonts=f"fonts = [{', '.join(map(_quoted, artwork.fonts))}]\n"
        if artwork and artwork.fonts
        else "",
        carries=", ".join(map(_quoted, words)),
        background=imported.background,
        max_side=MAX_OVERLAY if artwork else imported.overlay.width,
        window="\n".join(_window_keys(imported.window, comments["rect"])),
        center=_numbers(imported.face.center),
        face=imported.face,
        keepouts="".join(
            f"\n# {comments['keepout']}\n[[keepout]]\ncircle = {_numbers(keepout.circle)}\n"
            for keepout in imported.keepouts
        ),
        about=comments,
    )


# The comments of a drafted manifest.
COMMENTS = MappingProxyType(
    {
        "draft": N_(
            "Drafted by `framegen frames add`. Every length is a share of the side, from the top "
            "left corner."
        ),
        "summary": N_("what it shows, for lists and screen readers"),
        "carries": N_("the slogans on it, as they read"),
        "window": N_("where the photo shows, as found in the artwork's transparency"),
        "rect": N_("left, top, right, bottom"),
        "face": N_("where a face goes, from the hairline to the chin"),
        "keepout": N_("artwork inside the window: centre x, y, radius"),
        "label": N_("Full name"),
        "text": N_("A personal text; anchor is the middle of its baseline."),
        "logo": N_("An organisation's logo; box is left, top, width, height."),
    }
)
DRAFT = """\
# {about[draft]}
schema = 1
id = "{name}"
name = {title}
summary = ""                         # {about[summary]}
carries = [{carries}]                         # {about[carries]}
order = 100

[artwork]
overlay = "{overlay}"
{fonts}background = "{background}"
max_side = {max_side}

# {about[window]}
[window]
{window}
bleed = 0.012

# {about[face]}
[face]
center = {center}
height = {face.height}
min_height = {face.min_height}
head_top_min = {face.head_top_min}
chin_max = {face.chin_max}
{keepouts}
[safe]
radius = 0.48

# {about[text]}
# [[text]]
# id = "name"
# label = "{about[label]}"
# anchor = [0.5, 0.925]
# max_width = 0.4
# size = 0.036
# min_size = 0.024
# font = "Roboto:700"
# color = "#FFFFFF"

# {about[logo]}
# [[logo]]
# id = "org"
# box = [0.438, 0.784, 0.124, 0.124]
# plate = "disc-white"
"""


def _window_keys(window: Window, about_rect: str) -> Iterator[str]:
    """The lines of a window's table, with a comment on its edges."""
    if isinstance(window, CircleWindow):
        yield 'shape = "circle"'
        yield f"center = {_numbers(window.center)}"
        yield f"radius = {window.radius}"
        return
    yield f'shape = "{window.__struct_config__.tag}"'
    if isinstance(window, MaskWindow):
        yield f'file = "{window.file}"'
    yield f"rect = {_numbers(window.rect)}          # {about_rect}"
    if isinstance(window, RoundedWindow):
        yield f"corner = {window.corner}"


def _numbers(values: tuple[float, ...]) -> str:
    return f"[{', '.join(map(str, values))}]"


def _quoted(text: str) -> str:
    """A text as a TOML string, without its unprintable characters."""
    printable = "".join(letter for letter in " ".join(text.split()) if letter.isprintable())
    # JSON's escapes are TOML's.
    return json.dumps(printable, ensure_ascii=False)
