"""FileName: the words in a photo file's name, and the numbers that may be a staff code."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from framegen.staff.letters.names import marked_words, plain_word

# How cameras, phones and messengers name files; their numbers are not staff codes.
CAMERA = re.compile(
    r"(?:img|dsc[nf]?|pxl|mvimg|fb_img|received|screenshot|screen|vid|wp|cam|pict|gopr|dji|image|"
    r"photo|picture|zalo|z|scan|snapchat|viber|messenger|whatsapp|untitled|p|c360|beauty|b612)"
    r"(?:[ _.-]*(?:img|image|wa|photo))*[ _.-]*\(?\d[\d _.()-]*(?:wa\d+|[a-f0-9_-]*)?\)?"
    r"(?:[ _-].*)?",
    re.IGNORECASE,
)
DATE = re.compile(
    r"(?:19|20)\d\d[ ._-]?(?:0[1-9]|1[0-2])[ ._-]?(?:0[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<!\d)(?:0[1-9]|[12]\d|3[01])[ ._-]?(?:0[1-9]|1[0-2])[ ._-]?(?:19|20)\d\d(?!\d)"
)
COPY = re.compile(
    r"(?:\s*\(\d{1,3}\)|\s*\[\d{1,3}\]|[\s_-]+(?:copy|bản sao|ban sao|sao chép|sao chep)(?:\s*\d+)?"
    r"|[\s_-]+copy(?:\s*\(\d+\))?)+$",
    re.IGNORECASE,
)
# Words about the picture. "Anh", "The" and "Moi" are given names too: these count as such words
# only before a name, or as a pair.
BEFORE = (
    *(("anh", "the"), ("anh", "chan", "dung"), ("anh", "dai", "dien"), ("hinh", "the")),
    *(("dong", "chi"), ("chan", "dung"), ("d", "c"), ("anh",), ("hinh",), ("dc",), ("ong",)),
    *(("ba",), ("chi",), ("co",), ("thay",), ("ths",), ("ts",), ("pgs",), ("gs",), ("bs",)),
    *(("ks",), ("cn",), ("avatar",), ("photo",), ("image",), ("img",), ("scan",)),
    *(("mr",), ("mrs",), ("ms",), ("portrait",), ("pic",), ("picture",), ("stt",), ("nv",)),
    ("cb",),
)
BEHIND = (
    *(("anh", "the"), ("anh", "chan", "dung"), ("anh", "dai", "dien"), ("hinh", "the")),
    *(("chan", "dung"), ("ban", "sao"), ("ban", "chinh"), ("ca", "nhan"), ("chinh", "sua")),
    *(("nen", "xanh"), ("nen", "trang"), ("nen", "do"), ("phong", "xanh"), ("phong", "trang")),
    *(("ao", "dai"), ("ao", "trang"), ("ao", "vest"), ("vest",), ("anh", "moi"), ("anh", "goc")),
    *(("hinh", "moi"), ("ok",)),
    *(("copy",), ("new",), ("final",), ("edit",), ("edited",), ("scan",), ("avatar",)),
    *(("photo",), ("image",), ("img",), ("zalo",), ("fb",), ("facebook",), ("jpg",), ("jpeg",)),
    *(("png",), ("hd",), ("portrait",), ("cropped",), ("crop",), ("resize",)),
    *(("resized",), ("removebg", "preview"), ("removebg",), ("v2",), ("v1",), ("v3",), ("min",)),
)
_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
# Where a name in camel case begins right behind a number: "CB0001NguyenVanAn".
_BEGUN = re.compile(r"(?<=\d)(?=[A-ZĐ][a-z\u00e0-\u1ef9])")
_PRINT_SIZE = re.compile(r"\b[2-6]\s?x\s?[3-9](?:\s?cm)?\b", re.IGNORECASE)
# A print size with the word for photo, which by itself may be the given name Anh.
_PRINT = re.compile(
    rf"(?<![^\W\d_])(?:ảnh|anh|hình|hinh)\s+(?:(?:thẻ|the)\s+)?{_PRINT_SIZE.pattern}"
    rf"|{_PRINT_SIZE.pattern}\s+(?:ảnh|anh|hình|hinh)(?![^\W\d_])"
    # With its mark the word is not a name.
    r"|(?<![^\W\d_])ảnh(?![^\W\d_])",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s+[-–—]+\s+|\s*[,;+&@()\[\]{}]\s*|\s*[–—]\s*|__+")


@dataclass(frozen=True)
class FileName:
    """A photo file and what its name says.

    Attributes:
        file: its path as it was given.
    """

    file: str

    @cached_property
    def path(self) -> PurePosixPath:
        """The path in NFC, with "/" between folders."""
        return PurePosixPath(unicodedata.normalize("NFC", self.file.replace("\\", "/")))

    @cached_property
    def stem(self) -> str:
        """The name without folders, ending and copy number: "An (1).jpg" -> "An"."""
        return COPY.sub("", self.path.stem).strip() or self.path.stem

    @cached_property
    def is_by_camera(self) -> bool:
        """Whether a camera or a phone gave the name."""
        return bool(CAMERA.fullmatch(self.stem) or DATE.match(self.stem))

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The runs of letters and digits in lower case, without dates: "CB-01_An" -> cb, 01, an."""
        apart = _BEGUN.sub(" ", DATE.sub(" ", self.stem))
        return tuple(re.findall(r"[^\W_]+", apart.lower()))

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The parts that may be a person's name, the likeliest first, as `marked_words`."""
        whole = _words(self.stem)
        found = [whole, _without(whole, bare=False), _without(whole, bare=True)]
        text = self.stem.replace("_", " ")
        if (rest := _PRINT.sub(" ", text)) != text:
            found.append(_without(_words(rest), bare=True))
        parts = [part for part in _PARTS.split(self.stem) if part.strip()]
        if len(parts) == 1 and " " in self.stem:
            parts = self.stem.split("_")
        found += [_without(_words(part), bare=True) for part in parts]
        return tuple(dict.fromkeys(words for words in found if words))

    @cached_property
    def is_one_word(self) -> bool:
        """Whether the name is one word, as "dinhcongtrang2"."""
        return len([word for word in re.findall(r"[^\W\d_]+", self.stem) if len(word) > 1]) == 1


def _words(text: str) -> tuple[str, ...]:
    """The words, split in camel case and beside numbers."""
    apart = _CAMEL.sub(" ", _PRINT_SIZE.sub(" ", text.replace("_", " ")))
    letters = [
        f" {letter}"
        if letter.isupper() and (before.islower() or (before.isupper() and after.islower()))
        else letter
        for before, letter, after in zip(f" {apart}", apart, f"{apart[1:]} ", strict=False)
    ]
    return marked_words("".join(letters))


def _without(words: tuple[str, ...], *, bare: bool) -> tuple[str, ...]:
    """The words without numbers at the ends; when bare, also without words about the picture."""
    plain = tuple(map(plain_word, words))
    start, end = 0, len(words)
    changed = True
    while changed and start < end:
        ahead = after = 0
        if plain[start].isdigit():
            ahead = 1
        elif plain[end - 1].isdigit():
            after = 1
        elif bare:
            ahead = next((len(n) for n in BEFORE if plain[start : start + len(n)] == n), 0)
            after = next((len(n) for n in BEHIND if plain[max(start, end - len(n)) : end] == n), 0)
        changed = bool(ahead or after)
        start, end = start + ahead, end - (0 if ahead else after)
    return words[start:end]
