"""FileName: the words in a photo file's name, and the numbers that may be a staff code."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from framegen.staff.letters.file_words import (
    BEFORE,
    BEHIND,
    CAMERA,
    COPY,
    DATE,
    NAME_BEGINS,
    PRINT,
    PRINT_SIZE,
)
from framegen.staff.letters.names import marked_words, plain_word

_CAMEL = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
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
        apart = NAME_BEGINS.sub(" ", DATE.sub(" ", self.stem))
        return tuple(re.findall(r"[^\W_]+", apart.lower()))

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The parts that may be a person's name, the likeliest first, as `marked_words`."""
        whole = _words(self.stem)
        found = [whole, _without(whole, bare=False), _without(whole, bare=True)]
        text = self.stem.replace("_", " ")
        if (rest := PRINT.sub(" ", text)) != text:
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
    apart = _CAMEL.sub(" ", PRINT_SIZE.sub(" ", text.replace("_", " ")))
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
