"""Output: an Avatar with its notes, and the formats that it is written in."""

import functools
import io
import os
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PIL import Image, ImageCms

from framegen.avatar.crop import Crop
from framegen.avatar.note import Note
from framegen.avatar.whole_file import write_whole
from framegen.errors import FormatUnknown
from framegen.frame.frame import Frame


class ImageFormat(StrEnum):
    """The formats of avatars."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"

    @classmethod
    def of(cls, name: str) -> "ImageFormat":
        """The format of a name or file name extension: "jpeg", ".JPG", "webp".

        Raises:
            FormatUnknown: there is no such format.
        """
        plain = name.lower().lstrip(".")
        try:
            return cls("jpeg" if plain == "jpg" else plain)
        except ValueError:
            raise FormatUnknown(
                'format: expected jpeg, png or webp, got "{got}".', got=name
            ) from None

    @property
    def suffix(self) -> str:
        """The file name extension, with its dot."""
        return ".jpg" if self is ImageFormat.JPEG else f".{self}"

    @property
    def media_type(self) -> str:
        """The media type in HTTP."""
        return f"image/{self}"


# At JPEG 92 without chroma subsampling the edges of red and gold lettering stay sharp, and Facebook
# recompresses it to the same result as a PNG three times the size.
DEFAULT_QUALITY = {ImageFormat.JPEG: 92, ImageFormat.PNG: 0, ImageFormat.WEBP: 90}


@dataclass(frozen=True, slots=True, eq=False)
class Avatar:
    """A finished avatar.

    Attributes:
        image: the picture, square, sRGB, mode RGB.
        crop: the part of the photo that it shows; `crop.face` is the face that it was placed for.
        frame: the frame around it.
        notes: what a person should check.
    """

    image: Image.Image
    crop: Crop
    frame: Frame
    notes: tuple[Note, ...] = ()

    def encode(self, format: str = "jpeg", *, quality: int | None = None) -> bytes:  # noqa: A002 - Pillow's word
        """The bytes of a JPEG (4:4:4), PNG or WebP, tagged as sRGB, without other metadata.

        Equal avatars give equal bytes. `quality` is 1 to 100; PNG ignores it.

        Raises:
            FormatUnknown: there is no such format, or the quality is out of range.
        """
        return encode_image(self.image, format, quality=quality)

    def save(
        self,
        path: str | os.PathLike[str],
        *,
        format: str | None = None,  # noqa: A002 - Pillow's word
        quality: int | None = None,
    ) -> Path:
        """Write the avatar, whole or not at all; its extension gives the format by default.

        Raises:
            FormatUnknown: there is no such format, or the quality is out of range.
            AvatarUnwritable: no such folder, no right to write there, or no room.
        """
        path = Path(path)
        data = self.encode(format or path.suffix, quality=quality)
        write_whole(path, data)
        return path


def encode_image(image: Image.Image, format: str, *, quality: int | None = None) -> bytes:  # noqa: A002 - Pillow's word
    """Encode a picture of mode RGB as `Avatar.encode` does.

    Raises:
        FormatUnknown: there is no such format, or the quality is out of range.
    """
    kind = ImageFormat.of(format)
    quality = DEFAULT_QUALITY[kind] if quality is None else quality
    if kind is not ImageFormat.PNG and not 1 <= quality <= 100:
        raise FormatUnknown("quality: expected 1 to 100, got {got}.", got=quality)
    options: dict[ImageFormat, dict[str, int]] = {
        ImageFormat.JPEG: {"quality": quality, "subsampling": 0},
        ImageFormat.PNG: {"compress_level": 6},
        ImageFormat.WEBP: {"quality": quality, "method": 4},
    }
    stream = io.BytesIO()
    srgb = _srgb_profile()
    image.save(stream, kind, icc_profile=srgb, exif=b"", comment=b"", **options[kind])
    return stream.getvalue()


def save_image(image: Image.Image, path: Path) -> None:
    """Write a picture, whole or not at all, in the format of the path's extension.

    Raises:
        FormatUnknown: the extension is of no format.
        AvatarUnwritable: no such folder, no right to write there, or no room.
    """
    write_whole(path, encode_image(image, path.suffix))


@functools.cache
def _srgb_profile() -> bytes:
    """Little CMS's sRGB profile with a fixed date (bytes 24 to 36, ICC.1:2022, 7.2).

    Little CMS sets the current time, so that no two runs would give the same bytes.
    """
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[24:36] = bytes((0x07, 0xE6, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0))
    return bytes(profile)
