"""The way in: a photo's bytes, checked before they are decoded, become an upright Photo."""

import functools
import io
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, UnidentifiedImageError

from framegen.errors import PhotoError, PhotoNotFound, PhotoTooLarge, PhotoTooSmall, PhotoUnreadable
from framegen.geometry import Size

Pixels = NDArray[np.uint8]
"""Rows, columns, red-green-blue: an array of shape (height, width, 3)."""


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
    formats: tuple[str, ...] = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF", "GIF", "BMP", "TIFF")


DEFAULT_LIMITS = Limits()

# Progressive JPEGs repeat the whole picture once a scan: 10 are usual, hundreds are an attack that
# burns 11 s of CPU from 100 kB. The second bound holds large pictures to about two seconds.
MAX_SCANS = 100
MAX_SCANNED_PIXELS = 1_000_000_000

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

HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True, eq=False)
class Photo:
    """A photo, upright.

    Attributes:
        name: what messages call it, the file's name.
        size: the full size, upright. Every coordinate in framegen counts these pixels.
        pixels: uint8 RGB of shape (height, width, 3), upright; it may have been decoded at
            `scale` of the full size.
        scale: pixels of `pixels` per pixel of `size`, at most 1.
        profile: the ICC profile that `pixels` are in, None for sRGB; `to_srgb` applies it.
        bad_profile: the file had a profile that cannot be used; sRGB was assumed.
    """

    name: str
    size: Size
    pixels: Pixels
    scale: float = 1.0
    profile: bytes | None = None
    bad_profile: bool = False
    _file: bytes | None = None

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
        found, file = _read(source, limits)
        name = name or found
        image = _open(file, name, limits)
        reduction = 1
        if short_side is not None:
            reduction = _reduction(image, min(image.size) / short_side)
        return _decode(image, file, name, reduction)

    @classmethod
    def from_image(cls, image: Image.Image, name: str = "photo") -> Self:
        """A Photo of a Pillow image that is already decoded and upright."""
        rgb, profile, bad_profile = _to_rgb(image)
        return cls(name, Size(*rgb.size), np.array(rgb), 1.0, profile, bad_profile)

    def at_scale(self, scale: float) -> "Photo":
        """This photo with at least that share of its full size; decodes anew only when it must."""
        if self._file is None or self.scale >= min(1.0, scale):
            return self
        # Its own bytes passed the limits once, with whatever limits were set then.
        image = _open(self._file, self.name, replace(DEFAULT_LIMITS, max_bytes=len(self._file)))
        return _decode(image, self._file, self.name, _reduction(image, 1 / scale))

    def to_srgb(self, pixels: Pixels) -> Pixels:
        """Pixels of this photo brought from its own colour space to sRGB."""
        transform = _srgb_transform(self.profile) if self.profile else None
        if transform is None:
            return pixels
        image = Image.fromarray(pixels)
        ImageCms.applyTransform(image, transform, inPlace=True)
        return np.asarray(image)

    @property
    def image(self) -> Image.Image:
        """The photo as a Pillow image: full size, upright, sRGB, mode RGB."""
        full = self.at_scale(1.0)
        return Image.fromarray(full.to_srgb(full.pixels))


PhotoSource = Photo | bytes | str | os.PathLike[str]
"""What stands for a photo: a Photo, the bytes of a file, or a path."""


def _read(source: bytes | str | os.PathLike[str], limits: Limits) -> tuple[str, bytes]:
    """The photo's name and bytes, refused when there are none or too many."""
    if isinstance(source, bytes | bytearray | memoryview):
        name, file = "photo", bytes(source)
    else:
        path = Path(source)
        name = path.name or str(path)
        try:
            with path.open("rb") as stream:
                file = stream.read(limits.max_bytes + 1)
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise PhotoNotFound(f"{path}: there is no such file.") from error
        except OSError as error:
            raise PhotoUnreadable(f"{path}: {error.strerror or error}.") from error
    if not file:
        raise PhotoUnreadable(f"{name}: the file is empty.")
    if len(file) > limits.max_bytes:
        raise PhotoTooLarge(f"{name}: over the limit of {limits.max_bytes / 2**20:.0f} MB.")
    return name, file


def _open(file: bytes, name: str, limits: Limits) -> Image.Image:
    """The picture's header, held to the limits; nothing is decoded yet."""
    formats = [known for known in limits.formats if known != "HEIF"]
    if len(formats) < len(limits.formats) and _is_heif(file):
        import pi_heif

        pi_heif.register_heif_opener(thumbnails=False)
        formats = ["HEIF"]
    try:
        image = Image.open(io.BytesIO(file), formats=formats)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooLarge(_over(name, "its pixels", limits.max_pixels)) from error
    except UnidentifiedImageError as error:
        raise PhotoUnreadable(f"{name}: not a picture{_in_fact(file)}.") from error
    except Exception as error:
        raise PhotoUnreadable(f"{name}: its header is broken ({_reason(error)}).") from error
    _check_size(Size(*image.size), name, limits)
    if file.startswith(b"\xff\xd8"):
        _check_scans(file, Size(*image.size), name)
    return image


def _check_size(size: Size, name: str, limits: Limits) -> None:
    """Hold the header's sides to the limits."""
    shown = f"{size.width:,} x {size.height:,} pixels"
    if min(size) < 1:
        raise PhotoUnreadable(f"{name}: its header is broken ({shown}).")
    if size.pixels > limits.max_pixels:
        raise PhotoTooLarge(_over(name, shown, limits.max_pixels))
    if max(size) > limits.max_side:
        raise PhotoTooLarge(f"{name}: {shown}; a side may have {limits.max_side:,} at most.")
    if min(size) < limits.min_side:
        raise PhotoTooSmall(f"{name}: {shown}; a side needs at least {limits.min_side}.")


def _over(name: str, what: str, limit: int) -> str:
    return f"{name}: {what} exceed the limit of {limit / 1_000_000:.0f} megapixels."


def _check_scans(file: bytes, size: Size, name: str) -> None:
    """Refuse a JPEG whose scans would take seconds to decode."""
    scans = _scans(file)
    if scans > MAX_SCANS or scans * size.pixels > max(MAX_SCANNED_PIXELS, 10 * size.pixels):
        raise PhotoTooLarge(f"{name}: {scans} scans are more than a camera or an editor writes.")


def _scans(file: bytes) -> int:
    """How many times a JPEG's first picture is painted over: its SOS markers (ITU-T T.81, B.1).

    Segments are stepped over by their length, so that a thumbnail inside them or a video behind
    the picture does not count.
    """
    marker = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])")
    scans, at = 0, 2
    while found := marker.search(file, at):
        kind, at = found[1], found.end()
        if kind == b"\xd9":
            break
        scans += kind == b"\xda"
        at += int.from_bytes(file[at : at + 2], "big")
    return scans


def _is_heif(file: bytes) -> bool:
    """ISO/IEC 14496-12: an `ftyp` box that names one of HEIF's brands."""
    if file[4:8] != b"ftyp":
        return False
    box = file[8 : min(int.from_bytes(file[:4], "big"), 256)]
    brands = {box[at : at + 4] for at in (0, *range(8, len(box), 4))}
    return not brands.isdisjoint(HEIF_BRANDS) and not brands & {b"avif", b"avis"}


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


def _decode(image: Image.Image, file: bytes, name: str, reduction: int) -> Photo:
    """Decode an opened picture at 1/reduction of its size, and bring it upright and to RGB."""
    size = Size(*image.size)
    try:
        if reduction > 1:
            image.draft(image.mode, (size.width // reduction, size.height // reduction))
        image.load()
        rgb, profile, bad_profile = _to_rgb(image)
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
    if orientation >= 5:
        size = Size(size.height, size.width)
    return Photo(name, size, np.array(rgb), 1 / reduction, profile, bad_profile, file)


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


def _to_rgb(image: Image.Image) -> tuple[Image.Image, bytes | None, bool]:
    """Any picture as RGB on white; the profile still to be applied; whether it had a bad one.

    Only RGB profiles are left for later: on the finished crop they cost a tenth.
    """
    profile = image.info.get("icc_profile")
    image = _flatten(_to_eight_bits(image))
    if not profile:
        return image.convert("RGB"), None, False
    if image.mode in ("L", "CMYK") and (transform := _srgb_transform(profile, image.mode)):
        turned = ImageCms.applyTransform(image, transform)
        assert turned is not None  # noqa: S101 - only an in-place transform gives nothing back
        return turned, None, False
    usable = image.mode != "CMYK" and _srgb_transform(profile) is not None
    keep = usable and not _is_srgb(profile)
    return image.convert("RGB"), profile if keep else None, not usable


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """16 bits a channel brought to 8 by scaling; Pillow's own conversion clips them to white."""
    if image.mode == "F":
        raise PhotoUnreadable("pixels as fractions are measurements, not a photo.")
    if image.mode == "I" or image.mode.startswith("I;16"):
        values = np.clip(np.asarray(image), 0, 65535).astype(np.uint32)
        return Image.fromarray(((values + 128) // 257).astype(np.uint8))
    return image


def _flatten(image: Image.Image) -> Image.Image:
    """The picture over white, if any of it is transparent."""
    if not image.has_transparency_data:
        return image
    layers = image.convert("LA" if image.mode == "LA" else "RGBA")
    flat = Image.new("L" if layers.mode == "LA" else "RGB", layers.size, "white")
    flat.paste(layers.convert(flat.mode), mask=layers.getchannel("A"))
    return flat


@functools.lru_cache(maxsize=32)
def _srgb_transform(profile: bytes, mode: str = "RGB") -> ImageCms.ImageCmsTransform | None:
    """The way from a profile to sRGB, or None where the profile is broken or of another mode.

    Relative colorimetric with black-point compensation, as browsers show photos.
    """
    try:
        return ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@functools.lru_cache(maxsize=32)
def _is_srgb(profile: bytes) -> bool:
    """Whether a usable profile names itself sRGB, as most phones' and editors' do."""
    named = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    return named.strip().lower().startswith("srgb")
