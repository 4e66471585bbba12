"""Doctor: whether this installation has all that avatars need, and how fast it makes one."""

import functools
import importlib.metadata
import platform
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import features

from framegen.avatar.framer import Framer
from framegen.errors import FramegenError
from framegen.extras import EXTRAS, missing_from
from framegen.face.default_detector import default_model
from framegen.frame.font import WEIGHTS, font_file
from framegen.frame.frame import Frames
from framegen.language import N_, Message
from framegen.photo.formats import PHOTO_FORMATS
from framegen.testing import drawn_card, encoded

PACKAGES = ("framegen", "pillow", "numpy", "opencv-python-headless", "resvg-py", "pi-heif")
# Pillow's parts: without raqm Vietnamese marks float, without the others those photos are refused.
PARTS = ("raqm", "littlecms2", *(each.feature for each in PHOTO_FORMATS if each.feature))
MODEL, TYPE, FRAMES, AVATAR = N_("face model"), N_("type"), N_("frames"), N_("avatar")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is as it should be, and what it is."""

    ok: bool
    message: Message


def examine(frames: Path | None = None) -> Iterator[Finding]:
    """Look at everything in turn; the last finding is an avatar made and timed."""
    system = {"python": platform.python_version(), "system": platform.platform(terse=True)}
    yield Finding(True, Message("Python {python} on {system}", system))
    for package in PACKAGES:
        yield _tried(Message(package), functools.partial(_version, package))
    for part in PARTS:
        yield _part(part)
    yield from map(_extra, EXTRAS)
    yield _tried(Message(MODEL), _model)
    yield _tried(Message(TYPE), _fonts)
    yield _tried(Message(FRAMES), lambda: _frames(frames))
    yield _tried(Message(AVATAR), lambda: _avatar(frames))


def _tried(label: Message, look: Callable[[], Message]) -> Finding:
    """What a look found, or the reason why it found nothing."""
    try:
        found, ok = look(), True
    except FramegenError as error:
        found, ok = Message.of(error), False
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the doctor must say
        values = {"kind": type(error).__name__, "reason": str(error)}
        found, ok = Message("{kind}: {reason}", values), False
    return Finding(ok, Message("{what}: {found}", {"what": label, "found": found}))


def _version(package: str) -> Message:
    return Message(importlib.metadata.version(package))


def _part(part: str) -> Finding:
    values = {"part": part, "version": features.version(part) or ""}
    if features.check(part) is not True:
        return Finding(False, Message("Pillow's {part} is missing", values))
    return Finding(True, Message("Pillow's {part} {version}", values))


def _extra(extra: str) -> Finding:
    """Whether an extra is installed; avatars need none of them."""
    missing = missing_from(extra)
    values = {"extra": extra, "missing": missing}
    if missing:
        return Finding(True, Message("extra {extra}: not installed ({missing})", values))
    return Finding(True, Message("extra {extra}: installed", values))


def _model() -> Message:
    path = default_model()
    return Message("{file}, {size:,} bytes", {"file": path.name, "size": path.stat().st_size})


def _fonts() -> Message:
    files = [font_file(f"Roboto:{weight}") for weight in WEIGHTS]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise FileNotFoundError(", ".join(missing))
    return Message("Roboto in {count} weights", {"count": len(files)})


def _frames(folder: Path | None) -> Message:
    known = Frames(folder) if folder else Frames.default()
    names = [frame.name for frame in known.values()]
    return Message("{names} in {folder}", {"names": names, "folder": known.folder})


def _avatar(folder: Path | None) -> Message:
    """Make an avatar of a drawn photo of 12 megapixels, first cold, then warm."""
    photo = encoded(drawn_card(3024, 4032), quality=90)
    framer = Framer(folder)
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        data = framer.make(photo, next(iter(framer.frames))).encode()
        seconds.append(time.perf_counter() - start)
    cold, warm = seconds
    values = {"size": len(data), "warm": warm, "cold": cold}
    return Message("{size:,} bytes in {warm:.2f} s, {cold:.2f} s the first time", values)
