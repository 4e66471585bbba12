"""Limits: what a photo may cost, held against its header before anything is decoded."""

import re
from dataclasses import dataclass

from framegen.errors import PhotoTooLarge, PhotoTooSmall, PhotoUnreadable
from framegen.geometry import Size
from framegen.photo.formats import FORMATS

# Progressive JPEGs repeat the whole picture once a scan: 10 are usual, hundreds are an attack that
# burns 11 s of CPU from 100 kB. The second bound holds large pictures to about two seconds.
MAX_SCANS = 100
MAX_SCANNED_PIXELS = 1_000_000_000
SCAN = b"\xff\xda"


@dataclass(frozen=True, slots=True)
class Limits:
    """What a photo may cost. All but the bytes are read from its header, before any decoding.

    Attributes:
        max_bytes: the file's size, 20 MiB.
        max_pixels: width times height; a 48-megapixel phone fits.
        min_side: the shorter side in pixels; below it no face can be made out.
        max_side: the longer side in pixels.
        formats: Pillow's names of the formats that are read. Never name "MPO": "JPEG" opens those
            files too, and Pillow raises a bare KeyError on other bytes where it is named.
    """

    max_bytes: int = 20 * 2**20
    max_pixels: int = 50_000_000
    min_side: int = 64
    max_side: int = 32_767
    formats: tuple[str, ...] = tuple(known.name for known in FORMATS)


DEFAULT_LIMITS = Limits()


def check_size(size: Size, name: str, limits: Limits) -> None:
    """Hold the header's sides to the limits."""
    shown = f"{size.width:,} x {size.height:,} pixels"
    if min(size) < 1:
        raise PhotoUnreadable(f"{name}: its header is broken ({shown}).")
    if size.pixels > limits.max_pixels:
        raise PhotoTooLarge(over(name, shown, limits.max_pixels))
    if max(size) > limits.max_side:
        raise PhotoTooLarge(f"{name}: {shown}; a side may have {limits.max_side:,} at most.")
    if min(size) < limits.min_side:
        raise PhotoTooSmall(f"{name}: {shown}; a side needs at least {limits.min_side}.")


def over(name: str, what: str, limit: int) -> str:
    """The sentence for a photo of too many pixels."""
    return f"{name}: {what} exceed the limit of {limit / 1_000_000:g} megapixels."


def check_scans(file: bytes, size: Size, name: str) -> None:
    """Refuse a JPEG whose scans would take seconds to decode."""
    most = min(MAX_SCANS, max(10, MAX_SCANNED_PIXELS // size.pixels))
    # Counting the marker's two bytes wherever they stand is quick and never too few.
    if file.count(SCAN) > most and (scans := count_scans(file)) > most:
        raise PhotoTooLarge(f"{name}: {scans} scans are more than a camera or an editor writes.")


def count_scans(file: bytes) -> int:
    """How many times a JPEG's first picture is painted over: its SOS markers (ITU-T T.81, B.1).

    Segments are stepped over by their length, so that a thumbnail inside them or a video behind
    the picture does not count.
    """
    # FF 00, RSTn and TEM (FF 01) stand alone; any other marker begins a segment with its length.
    marker = re.compile(rb"\xff([^\x00\x01\xff\xd0-\xd7])")
    scans, at = 0, 2
    while found := marker.search(file, at):
        kind, at = found[1], found.end()
        if kind == b"\xd9":
            break
        scans += kind == b"\xda"
        at += int.from_bytes(file[at : at + 2], "big")
    return scans
