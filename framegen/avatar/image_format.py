"""Image format: what an avatar can be written as, and how each format is encoded."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from framegen.errors import FormatUnknown


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
                'format: expected {known}, got "{got}".', known=list(cls), got=name
            ) from None

    @property
    def suffix(self) -> str:
        """The file name extension, with its dot."""
        return ".jpg" if self is ImageFormat.JPEG else f".{self}"

    @property
    def media_type(self) -> str:
        """The media type in HTTP."""
        return f"image/{self}"


@dataclass(frozen=True, slots=True)
class Encoding:
    """How Pillow encodes a format.

    Attributes:
        quality: the default, of 1 to 100; None where the format has none.
        options: further arguments of Pillow's `save`.
    """

    quality: int | None
    options: Mapping[str, int]


# At JPEG 92 without chroma subsampling the edges of red and gold lettering stay sharp, and Facebook
# recompresses it to the same result as a PNG three times the size.
ENCODINGS: Mapping[ImageFormat, Encoding] = {
    ImageFormat.JPEG: Encoding(92, {"subsampling": 0}),
    ImageFormat.PNG: Encoding(None, {"compress_level": 6}),
    ImageFormat.WEBP: Encoding(90, {"method": 4}),
}
