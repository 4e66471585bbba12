"""The way in: a photo's bytes, checked before they are decoded, become an upright Photo."""

import errno
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from PIL import Image, ImageCms, UnidentifiedImageError

from framegen.errors import PhotoError, PhotoNotFound, PhotoTooLarge, PhotoUnreadable
from framegen.geometry import Size
from framegen.photo.color import srgb_transform, to_rgb
from framegen.photo.formats import openers_for
from framegen.photo.limits import DEFAULT_LIMITS, Limits, check_scans, check_size, over

# A JPEG can be decoded at these fractions of its size for less than at full size; others cost more.
REDUCTIONS = (8, 4, 2)

# EXIF 2.3, tag 0x0112: how to bring what the camera stored upright.
ORIENTATION_TAG = 0x0112
ORIENTATIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo, upright.

    Attributes:
        name: what messages call it, the file's name.
        size: the full size, upright. Every coordinate in framegen counts these pixels.
        decoded: the picture, upright, mode RGB; it may have been decoded at `scale` of the full
            size. A Pillow image and no array: a copy of 12 megapixels costs more than decoding.
        scale: pixels of `decoded` per pixel of `size`, at most 1.
        profile: the ICC profile that `decoded` is in, None for sRGB; `to_srgb` applies it.
        bad_profile: the file had a profile that cannot be used; sRGB was assumed.
    """

    name: str
    size: Size
    decoded: Image.Image
    scale: float = 1.0
    profile: bytes | None = field(default=None, repr=False)
    bad_profile: bool = False
    _file: bytes | None = field(default=None, repr=False)
    _limits: Limits = DEFAULT_LIMITS

    @classmethod
    def load(
        cls,
        source: "PhotoSource",
        *,
        limits: Limits = DEFAULT_LIMITS,
        short_side: int | None = None,
        name: str | None = None,
    ) -> "Photo":
        """Read, check and decode a photo; a Photo comes back as it is.

        Args:
            source: a path, or the file's bytes.
            limits: what it may cost.
            short_side: decode at the smallest cheap scale whose shorter side has at least so many
                pixels; full size when None.
            name: what messages call it; a path's own name by default.

        Raises:
            PhotoNotFound, PhotoUnreadable, PhotoTooLarge, PhotoTooSmall: each says why.
        """
        if isinstance(source, Photo):
            return source
        name, file = _read(source, limits, name)
        image = _open(file, name, limits)
        reduction = 1
        if short_side is not None:
            reduction = _reduction(image, min(image.size) / short_side)
        return _decode(image, file, name, reduction, limits)

    @classmethod
    def from_image(cls, image: Image.Image, name: str = "photo") -> Self:
        """A Photo of a Pillow image that is already decoded and upright."""
        rgb, profile, bad_profile = to_rgb(image)
        return cls(name, Size(*rgb.size), rgb, 1.0, profile, bad_profile)

    def at_scale(self, scale: float) -> "Photo":
        """This photo with at least that share of its full size; decodes anew only when it must."""
        if self._file is None or self.scale >= min(1.0, scale):
            return self
        image = _open(self._file, self.name, self._limits)
        return _decode(image, self._file, self.name, _reduction(image, 1 / scale), self._limits)

    def to_srgb(self, part: Image.Image) -> Image.Image:
        """A part of this photo brought from the photo's own colour space to sRGB."""
        transform = srgb_transform(self.profile) if self.profile else None
        turned = ImageCms.applyTransform(part, transform) if transform else None
        return turned or part

    @property
    def image(self) -> Image.Image:
        """A copy of the photo as a Pillow image: full size, upright, sRGB, mode RGB."""
        full = self.at_scale(1.0)
        return full.to_srgb(full.decoded.copy())


PhotoSource = Photo | bytes | str | os.PathLike[str]
"""What stands for a photo: a Photo, the bytes of a file, or a path."""


def _read(
    source: bytes | str | os.PathLike[str], limits: Limits, name: str | None
) -> tuple[str, bytes]:
    """The photo's name and bytes, refused when there are none or too many."""
    if isinstance(source, bytes | bytearray | memoryview):
        name, file = name or "photo", bytes(source)
    else:
        path = Path(source)
        name = name or path.name or str(path)
        try:
            with path.open("rb") as stream:
                file = stream.read(limits.max_bytes + 1)
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise PhotoNotFound(f"{path}: there is no such file.") from error
        except OSError as error:
            kind = PhotoNotFound if error.errno == errno.ENAMETOOLONG else PhotoUnreadable
            raise kind(f"{name[:200]}: {error.strerror or error}.") from error
    if not file:
        raise PhotoUnreadable(f"{name}: the file is empty.")
    if len(file) > limits.max_bytes:
        raise PhotoTooLarge(f"{name}: over the limit of {limits.max_bytes / 2**20:.3g} MB.")
    return name, file


def _open(file: bytes, name: str, limits: Limits) -> Image.Image:
    """The picture's header, held to the limits; nothing is decoded yet."""
    try:
        image = Image.open(io.BytesIO(file), formats=openers_for(file, limits.formats))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLarge(over(name, "its pixels", limits.max_pixels)) from error
    except UnidentifiedImageError as error:
        raise PhotoUnreadable(f"{name}: not a picture{_in_fact(file)}.") from error
    except Exception as error:
        raise PhotoUnreadable(f"{name}: its header is broken ({_reason(error)}).") from error
    check_size(Size(*image.size), name, limits)
    if file.startswith(b"\xff\xd8"):
        check_scans(file, Size(*image.size), name)
    return image


def _in_fact(file: bytes) -> str:
    """What the bytes are instead of a picture, where that is plain."""
    start = file[:512].lstrip().lower()
    known = {
        b"%pdf": "a PDF",
        b"pk\x03\x04": "a ZIP or Office file",
        b"<svg": "an SVG drawing",
        b"<?xml": "an XML file",
        b"<!doctype html": "a web page",
        b"<html": "a web page",
        b"mz": "a program",
        b"%!ps": "PostScript",
    }
    for head, what in known.items():
        if start.startswith(head):
            return f" but {what}"
    return " but a video" if file[4:8] == b"ftyp" else ""


def _reduction(image: Image.Image, largest: float) -> int:
    """The greatest cheap reduction that is no more than asked for.

    Both sides must divide by it: a decoder gives an odd last row to half a pixel, and a shift of
    half a pixel shows.
    """
    if image.format not in ("JPEG", "MPO"):
        return 1
    fitting = (n for n in REDUCTIONS if n <= largest and not any(side % n for side in image.size))
    return next(fitting, 1)


def _decode(image: Image.Image, file: bytes, name: str, reduction: int, limits: Limits) -> Photo:
    """Decode an opened picture at 1/reduction of its size, and bring it upright and to RGB."""
    size = Size(*image.size)
    try:
        if reduction > 1:
            image.draft(image.mode, (size.width // reduction, size.height // reduction))
        image.load()
        rgb, profile, bad_profile = to_rgb(image)
    except PhotoError:
        raise
    except Exception as error:
        raise PhotoUnreadable(
            f"{name}: the picture is broken or cut short ({_reason(error)})."
        ) from error
    orientation = _orientation(image)
    del image
    if orientation in ORIENTATIONS:
        rgb = rgb.transpose(ORIENTATIONS[orientation])
    if 5 <= orientation <= 8:
        size = Size(size.height, size.width)
    return Photo(name, size, rgb, 1 / reduction, profile, bad_profile, file, limits)


def _reason(error: Exception) -> str:
    """A decoder's complaint, short enough for a sentence."""
    text = " ".join(str(error).split()).rstrip(".")
    return text[:80] if text else type(error).__name__


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where there is none or it cannot be read."""
    try:
        value = image.getexif().get(ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - EXIF is as hostile as the rest; a photo is good without it
        return 1
    return value if isinstance(value, int) else 1
