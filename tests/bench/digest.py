"""`python -m tests.bench.digest` prints one SHA-256 of all avatars, to compare two versions."""

import hashlib
import sys
from pathlib import Path

from framegen import Framer
from framegen.errors import FramegenError

ROOT = Path(__file__).parents[2]
PHOTOS = ROOT.parent / "shared" / "photos"
SUFFIXES = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".avif"}


def main() -> None:
    """Make every photo's avatar in every frame; an error counts by its name."""
    if not PHOTOS.is_dir():
        sys.stdout.write(f"There are no photos in {PHOTOS}.\n")
        return
    framer, total, count = Framer(ROOT / "frames"), hashlib.sha256(), 0
    for photo in sorted(PHOTOS.rglob("*")):
        if photo.suffix.lower() not in SUFFIXES:
            continue
        for frame in sorted(framer.frames):
            total.update(hashlib.sha256(_made(framer, photo, frame)).hexdigest().encode())
            count += 1
    sys.stdout.write(f"{count} avatars: {total.hexdigest()}\n")


def _made(framer: Framer, photo: Path, frame: str) -> bytes:
    try:
        return framer.make(photo, frame).encode()
    except FramegenError as error:
        return repr(type(error).__name__).encode()


if __name__ == "__main__":
    main()
