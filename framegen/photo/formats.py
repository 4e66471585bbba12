"""Format: the kinds of photo files that are read; whatever else names them follows from here."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

# ISO/IEC 23008-12, annex B: the brands of pictures and of sequences coded with HEVC.
HEIF_BRANDS = (b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1")


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of photo file.

    Attributes:
        name: what Pillow calls it.
        media_types: its types in HTTP, the usual one first.
        suffixes: its file endings, in lower case and with their dot, the usual one first.
        feature: the part of Pillow that reads it, as `PIL.features` names it; empty where Pillow
            always can.
        matches: tells a file by its first bytes, where Pillow does not read it by itself.
        plugin: registers the opener of such a format.
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
    """ISO/IEC 14496-12: an `ftyp` box that names one of HEIF's brands."""
    if file[4:8] != b"ftyp":
        return False
    box = file[8 : min(int.from_bytes(file[:4], "big"), 256)]
    brands = {box[at : at + 4] for at in (0, *range(8, len(box), 4))}
    return not brands.isdisjoint(HEIF_BRANDS) and not brands & {b"avif", b"avis"}


FORMATS = (
    Format("JPEG", ("image/jpeg",), (".jpg", ".jpeg", ".jpe", ".jfif"), "libjpeg_turbo"),
    Format("PNG", ("image/png",), (".png",)),
    Format("WEBP", ("image/webp",), (".webp",), "webp"),
    Format("AVIF", ("image/avif",), (".avif",), "avif"),
    Format(
        "HEIF",
        ("image/heic", "image/heif"),
        (".heic", ".heif"),
        matches=_is_heif,
        plugin=_register_heif,
    ),
    Format("GIF", ("image/gif",), (".gif",)),
    Format("BMP", ("image/bmp",), (".bmp",)),
    Format("TIFF", ("image/tiff",), (".tif", ".tiff")),
)
PHOTO_SUFFIXES = tuple(suffix for each in FORMATS for suffix in each.suffixes)


def openers_for(file: bytes, allowed: Collection[str]) -> list[str]:
    """Pillow's names of the allowed formats that may read these bytes; plugins register here."""
    for each in FORMATS:
        if each.name in allowed and each.matches and each.plugin and each.matches(file):
            each.plugin()
            return [each.name]
    return [each.name for each in FORMATS if each.name in allowed and not each.plugin]
