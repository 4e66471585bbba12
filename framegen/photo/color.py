"""Colour: any picture that Pillow opens becomes RGB on white, and its ICC profile becomes sRGB."""

import functools
import io

import numpy as np
from PIL import Image, ImageCms

from framegen.errors import PhotoUnreadable


def to_rgb(image: Image.Image) -> tuple[Image.Image, bytes | None, bool]:
    """Convert any picture to RGB on white.

    RGB profiles are not applied yet: on the finished crop that takes a tenth of the time.

    Returns:
        The picture, the profile that remains to be applied, and whether its profile was unusable.

    Raises:
        PhotoUnreadable: the pixels are floating-point numbers.
    """
    profile = image.info.get("icc_profile")
    image = _flatten(to_eight_bits(image))
    if not profile:
        return _rgb(image), None, False
    if image.mode in ("L", "CMYK") and (transform := srgb_transform(profile, image.mode)):
        turned = ImageCms.applyTransform(image, transform)
        assert turned is not None  # noqa: S101 - only an in-place transform gives nothing back
        return turned, None, False
    usable = image.mode != "CMYK" and srgb_transform(profile) is not None
    keep = usable and not _is_srgb(profile)
    return _rgb(image), profile if keep else None, not usable


def _rgb(image: Image.Image) -> Image.Image:
    """The picture in mode RGB; not copied where it already is."""
    return image if image.mode == "RGB" else image.convert("RGB")


def to_eight_bits(image: Image.Image) -> Image.Image:
    """Scale 16 bits a channel to 8; Pillow's own conversion clips them to white."""
    if image.mode == "F":
        raise PhotoUnreadable("Its pixels are floating-point numbers: measurements, not a photo.")
    if image.mode == "I" or image.mode.startswith("I;16"):
        values = np.clip(np.asarray(image), 0, 65535).astype(np.uint32)
        return Image.fromarray(((values + 128) // 257).astype(np.uint8))
    return image


def _flatten(image: Image.Image) -> Image.Image:
    """The picture composited over white if any of it is transparent."""
    if not image.has_transparency_data:
        return image
    layers = image.convert("LA" if image.mode == "LA" else "RGBA")
    flat = Image.new("L" if layers.mode == "LA" else "RGB", layers.size, "white")
    flat.paste(layers.convert(flat.mode), mask=layers.getchannel("A"))
    return flat


@functools.lru_cache(maxsize=32)
def srgb_transform(profile: bytes, mode: str = "RGB") -> ImageCms.ImageCmsTransform | None:
    """The transform from a profile to sRGB; None where it is broken or of another mode.

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
    """Whether a usable profile is named sRGB, as those of most phones and editors are."""
    named = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(profile)))
    return named.strip().lower().startswith("srgb")
