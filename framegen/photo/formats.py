"""Formats: the one table of the photo files that framegen reads."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

# ISO/IEC 23008-12, annex B: the brands of pictures and of sequences coded with HEVC.
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class PhotoFormat:
    """A file format of photos.

    Attributes:
        name: what Pillow calls it.
        media_types: its types in HTTP, the usual one first.
        suffixes: its file name extensions, in lower case with the dot, the usual one first.
        feature: the part of Pillow that reads it, as `PIL.features` names it; empty where Pillow
            always can.
        matches: recognises a file by its first bytes; only for formats that need a plugin.
        plugin: registers the plugin with Pillow.
    """

    name: str
    media_types: tuple[str, ...]
    suffixes: tuple[str, ...]
    feature: str = ""
    matches: Callable[[bytes], bool] | None = None
    plugin: Callable[[], None] | None = None


def _register_heif() -> None:
    import pi_heif

    pi_heif.register_heif_opener(thumbnails=False)


def _is_heif(file: bytes) -> bool:
    """Whether an `ftyp` box (ISO/IEC 14496-12) names one of HEIF's brands."""
    if file[4:8] != b"ftyp":
        return False
    box = file[8 : min(int.from_bytes(file[:4], "big"), 256)]
    brands = {box[at : at + 4] for at in (0, *range(8, len(box), 4))}
    return not brands.isdisjoint(HEIF_BRANDS) and not brands & {b"avif", b"avis"}


PHOTO_FORMATS = (
    PhotoFormat("JPEG", ("image/jpeg",), (".jpg", ".jpeg", ".jpe", ".jfif"), "libjpeg_turbo"),
    PhotoFormat("PNG", ("image/png",), (".png",)),
    PhotoFormat("WEBP", ("image/webp",), (".webp",), "webp"),
    PhotoFormat("AVIF", ("image/avif",), (".avif",), "avif"),
    PhotoFormat(
        "HEIF",
        ("image/heic", "image/heif"),
        (".heic", ".heif"),
        matches=_is_heif,
        plugin=_register_heif,
    ),
    PhotoFormat("GIF", ("image/gif",), (".gif",)),
    PhotoFormat("BMP", ("image/bmp",), (".bmp",)),
    PhotoFormat("TIFF", ("image/tiff",), (".tif", ".tiff")),
)
PHOTO_SUFFIXES = tuple(suffix for each in PHOTO_FORMATS for suffix in each.suffixes)


def openers_for(file: bytes, allowed: Collection[str]) -> list[str]:
    """Pillow's names of the allowed formats that may read these bytes.

    The plugin of a format is registered when the first such file comes.
    """
    for each in PHOTO_FORMATS:
        if each.name in allowed and each.matches and each.plugin and each.matches(file):
            each.plugin()
            return [each.name]
    return [each.name for each in PHOTO_FORMATS if each.name in allowed and not each.plugin]
