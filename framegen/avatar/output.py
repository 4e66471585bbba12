"""Output: an Avatar with its notes, and its bytes."""

import functools
import io
import os
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageCms

from framegen.avatar.crop import Crop
from framegen.avatar.image_format import ENCODINGS, ImageFormat
from framegen.avatar.note import Note
from framegen.avatar.whole_file import write_whole
from framegen.errors import FormatUnknown
from framegen.frame.frame import Frame


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
    encoding = ENCODINGS[kind]
    options = dict(encoding.options)
    if encoding.quality is not None:
        options["quality"] = encoding.quality if quality is None else quality
        if not 1 <= options["quality"] <= 100:
            raise FormatUnknown("quality: expected 1 to 100, got {got}.", got=quality)
    stream = io.BytesIO()
    image.save(stream, kind, icc_profile=_srgb_profile(), exif=b"", comment=b"", **options)
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
