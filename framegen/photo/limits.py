"""Limits: what a photo may cost, checked against its header before anything is decoded."""

import re
from dataclasses import dataclass

from framegen.errors import PhotoTooLarge, PhotoTooSmall, PhotoUnreadable
from framegen.geometry import Size
from framegen.photo.formats import PHOTO_FORMATS

# A progressive JPEG decodes the whole picture once a scan: 10 are usual, hundreds are an attack
# that takes 11 s of CPU from 100 kB. The second bound keeps large pictures to about two seconds.
MAX_SCANS = 100
MAX_SCANNED_PIXELS = 1_000_000_000
SCAN_MARKER = b"\xff\xda"


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
    formats: tuple[str, ...] = tuple(known.name for known in PHOTO_FORMATS)


DEFAULT_LIMITS = Limits()


def check_size(size: Size, name: str, limits: Limits) -> None:
    """Raise a PhotoError for a size that breaks the limits."""
    width, height = size
    if min(size) < 1:
        raise PhotoUnreadable(
            "{photo}: its header is broken ({width:,} x {height:,} pixels).",
            photo=name,
            width=width,
            height=height,
        )
    if size.pixels > limits.max_pixels:
        raise PhotoTooLarge(
            "{photo}: {width:,} x {height:,} pixels exceed the limit of {limit:g} megapixels.",
            photo=name,
            width=width,
            height=height,
            limit=limits.max_pixels / 1_000_000,
        )
    if max(size) > limits.max_side:
        raise PhotoTooLarge(
            "{photo}: {width:,} x {height:,} pixels; a side may have {limit:,} at most.",
            photo=name,
            width=width,
            height=height,
            limit=limits.max_side,
        )
    if min(size) < limits.min_side:
        raise PhotoTooSmall(
            "{photo}: {width:,} x {height:,} pixels; a side needs at least {limit}.",
            photo=name,
            width=width,
            height=height,
            limit=limits.min_side,
        )


def check_scans(file: bytes, size: Size, name: str) -> None:
    """Raise PhotoTooLarge for a JPEG whose scans would take seconds to decode."""
    limit = min(MAX_SCANS, max(10, MAX_SCANNED_PIXELS // size.pixels))
    # Counting the marker's two bytes anywhere in the file is fast and never too few.
    if file.count(SCAN_MARKER) > limit and (scans := count_scans(file)) > limit:
        raise PhotoTooLarge(
            "{photo}: {scans} scans are more than a camera or an editor writes.",
            photo=name,
            scans=scans,
        )


def count_scans(file: bytes) -> int:
    """The number of scans of a JPEG's first picture: its SOS markers (ITU-T T.81, B.1).

    Segments are skipped by their length, so that a thumbnail inside them or a video behind the
    picture does not count.
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
