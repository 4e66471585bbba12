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
from framegen.face.default_detector import default_model
from framegen.frame.font import WEIGHTS, font_file
from framegen.frame.frame import Frames
from framegen.photo.formats import PHOTO_FORMATS
from framegen.testing import drawn_card, encoded

PACKAGES = ("framegen", "pillow", "numpy", "opencv-python-headless", "resvg-py", "pi-heif")
# Pillow's parts: without raqm Vietnamese marks float, without the others those photos are refused.
PARTS = ("raqm", "littlecms2", *(each.feature for each in PHOTO_FORMATS if each.feature))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: whether it is as it should be, and what it is."""

    ok: bool
    what: str


def examine(frames: Path | None = None) -> Iterator[Finding]:
    """Look at everything in turn; the last finding is an avatar made and timed."""
    yield Finding(True, f"Python {platform.python_version()} on {platform.platform(terse=True)}")
    for package in PACKAGES:
        yield _tried(package, functools.partial(importlib.metadata.version, package))
    for part in PARTS:
        version = features.version(part)
        yield Finding(features.check(part) is True, f"Pillow's {part} {version or 'is missing'}")
    yield _tried(
        "face model", lambda: f"{default_model().name}, {default_model().stat().st_size:,} bytes"
    )
    yield _tried("type", _fonts)
    yield _tried("frames", lambda: _frames(frames))
    yield _tried("avatar", lambda: _avatar(frames))


def _tried(label: str, look: Callable[[], str]) -> Finding:
    """What a look found, or the reason why it found nothing."""
    try:
        return Finding(True, f"{label}: {look()}")
    except Exception as error:  # noqa: BLE001 - whatever is wrong is what the doctor must say
        return Finding(False, f"{label}: {type(error).__name__}: {error}")


def _fonts() -> str:
    files = [font_file(f"Roboto:{weight}") for weight in WEIGHTS]
    missing = [file.name for file in files if not file.is_file()]
    if missing:
        raise FileNotFoundError(", ".join(missing))
    return f"Roboto in {len(files)} weights"


def _frames(folder: Path | None) -> str:
    known = Frames(folder) if folder else Frames.default()
    return f"{', '.join(frame.name for frame in known.values())} in {known.folder}"


def _avatar(folder: Path | None) -> str:
    """Make an avatar of a drawn photo of 12 megapixels, first cold, then warm."""
    photo = encoded(drawn_card(3024, 4032), quality=90)
    framer = Framer(folder)
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        data = framer.make(photo, next(iter(framer.frames))).encode()
        seconds.append(time.perf_counter() - start)
    cold, warm = seconds
    return f"{len(data):,} bytes in {warm:.2f} s, {cold:.2f} s the first time"
