"""Loading: a photo's bytes are checked, decoded and turned upright."""

import errno
import io
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from PIL import Image, ImageCms, UnidentifiedImageError

from framegen.errors import PhotoError, PhotoNotFound, PhotoTooLarge, PhotoUnreadable
from framegen.geometry import Size
from framegen.language import N_, Message
from framegen.language.system import reason_of
from framegen.photo.color import srgb_transform, to_rgb
from framegen.photo.formats import openers_for
from framegen.photo.limits import DEFAULT_LIMITS, Limits, check_scans, check_size

# libjpeg decodes at these fractions of the size for less than at full size; others cost more.
REDUCTIONS = (8, 4, 2)

# EXIF 2.3, tag 0x0112: the transposition that brings the stored picture upright.
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

# What a file that is no picture is instead, by its first bytes in lower case.
OTHER_FILES = {
    b"%pdf": N_("a PDF"),
    b"pk\x03\x04": N_("a ZIP or Office file"),
    b"<svg": N_("an SVG drawing"),
    b"<?xml": N_("an XML file"),
    b"<!doctype html": N_("a web page"),
    b"<html": N_("a web page"),
    b"mz": N_("a program"),
    b"%!ps": N_("PostScript"),
}
VIDEO = N_("a video")


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo, upright.

    Attributes:
        name: the name for messages, the file's own by default.
        size: the full size in pixels, upright. All coordinates in framegen are in these pixels.
        decoded: the picture, upright, mode RGB; it may have been decoded at `scale` of the full
            size. A Pillow image, because copying 12 megapixels into an array takes longer than
            decoding them.
        scale: pixels of `decoded` per pixel of `size`, at most 1.
        profile: the ICC profile of `decoded`, None for sRGB; `to_srgb` applies it.
        bad_profile: whether the file had an unusable profile; sRGB was assumed.
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
            name: the name for messages; a path's own by default.

        Raises:
            PhotoNotFound: there is no such file.
            PhotoUnreadable: it is no picture, or a broken one.
            PhotoTooLarge, PhotoTooSmall: it breaks the limits.
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
        """This photo at no less than a scale of its full size; decoded again only if necessary."""
        if self._file is None or self.scale >= min(1.0, scale):
            return self
        image = _open(self._file, self.name, self._limits)
        return _decode(image, self._file, self.name, _reduction(image, 1 / scale), self._limits)

    def to_srgb(self, part: Image.Image) -> Image.Image:
        """A part of this photo, converted from the photo's colour space to sRGB."""
        transform = srgb_transform(self.profile) if self.profile else None
        turned = ImageCms.applyTransform(part, transform) if transform else None
        return turned or part

    @property
    def image(self) -> Image.Image:
        """A copy of the photo as a Pillow image: full size, upright, sRGB, mode RGB."""
        full = self.at_scale(1.0)
        return full.to_srgb(full.decoded.copy())


PhotoSource = Photo | bytes | str | os.PathLike[str]
"""A Photo, the bytes of a file, or a path."""


def _read(
    source: bytes | str | os.PathLike[str], limits: Limits, name: str | None
) -> tuple[str, bytes]:
    """The photo's name and bytes, of an acceptable size."""
    if isinstance(source, bytes | bytearray | memoryview):
        name, file = name or "photo", bytes(source)
    else:
        path = Path(source)
        name = name or path.name or str(path)
        try:
            with path.open("rb") as stream:
                file = stream.read(limits.max_bytes + 1)
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise PhotoNotFound("{photo}: there is no such file.", photo=path) from error
        except OSError as error:
            kind = PhotoNotFound if error.errno == errno.ENAMETOOLONG else PhotoUnreadable
            raise kind(
                N_("{photo}: {reason}."), photo=name[:200], reason=reason_of(error)
            ) from error
    if not file:
        raise PhotoUnreadable("{photo}: the file is empty.", photo=name)
    if len(file) > limits.max_bytes:
        raise PhotoTooLarge(
            "{photo}: over the limit of {limit:.3g} MB.",
            photo=name,
            limit=limits.max_bytes / 2**20,
        )
    return name, file


def _open(file: bytes, name: str, limits: Limits) -> Image.Image:
    """Read the picture's header and check it against the limits; nothing is decoded yet."""
    try:
        image = Image.open(io.BytesIO(file), formats=openers_for(file, limits.formats))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLarge(
            "{photo}: its pixels exceed the limit of {limit:g} megapixels.",
            photo=name,
            limit=limits.max_pixels / 1_000_000,
        ) from error
    except UnidentifiedImageError as error:
        raise _no_picture(file, name) from error
    except Exception as error:
        raise PhotoUnreadable("{photo}: its header is broken.", photo=name) from error
    check_size(Size(*image.size), name, limits)
    if file.startswith(b"\xff\xd8"):
        check_scans(file, Size(*image.size), name)
    return image


def _no_picture(file: bytes, name: str) -> PhotoUnreadable:
    start = file[:512].lstrip().lower()
    kind = next((kind for head, kind in OTHER_FILES.items() if start.startswith(head)), None)
    if kind is None and file[4:8] == b"ftyp":
        kind = VIDEO
    if kind is None:
        return PhotoUnreadable("{photo}: not a picture.", photo=name)
    return PhotoUnreadable("{photo}: not a picture but {kind}.", photo=name, kind=Message(kind))


def _reduction(image: Image.Image, largest: float) -> int:
    """The largest cheap reduction up to a limit.

    Both sides must be divisible by it: otherwise the last pixel stands for a part of one, and a
    shift of half a pixel is visible.
    """
    if image.format not in ("JPEG", "MPO"):
        return 1
    fitting = (n for n in REDUCTIONS if n <= largest and not any(side % n for side in image.size))
    return next(fitting, 1)


def _decode(image: Image.Image, file: bytes, name: str, reduction: int, limits: Limits) -> Photo:
    """Decode a picture at 1/reduction of its size, turn it upright and convert it to RGB."""
    size = Size(*image.size)
    try:
        if reduction > 1:
            image.draft(image.mode, (size.width // reduction, size.height // reduction))
        image.load()
        rgb, profile, bad_profile = to_rgb(image)
    except PhotoError:
        raise
    except Exception as error:
        raise PhotoUnreadable("{photo}: the picture is broken or cut short.", photo=name) from error
    orientation = _orientation(image)
    del image
    if orientation in ORIENTATIONS:
        rgb = rgb.transpose(ORIENTATIONS[orientation])
    if 5 <= orientation <= 8:
        size = Size(size.height, size.width)
    return Photo(name, size, rgb, 1 / reduction, profile, bad_profile, file, limits)


def _orientation(image: Image.Image) -> int:
    """The EXIF orientation, 1 (upright) where there is none or it cannot be read."""
    try:
        value = image.getexif().get(ORIENTATION_TAG, 1)
    except Exception:  # noqa: BLE001 - EXIF is as hostile as the rest, and a photo is usable without
        return 1
    return value if isinstance(value, int) else 1
