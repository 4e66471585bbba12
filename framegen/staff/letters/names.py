"""Names: a person's name as it is kept, and the forms in which two spellings are the same."""

import re
import unicodedata
from functools import lru_cache

from framegen.staff.letters.legacy import TONES

# Zero-width letters, direction marks, the soft hyphen and the byte order mark: nobody sees them.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")


@lru_cache(maxsize=65536)
def clean(text: str) -> str:
    """A cell's text as it is kept: NFC, one space between words, nothing unseen."""
    if text.isascii() and text.isalnum():
        return text
    seen = _UNSEEN.sub("", text.replace("\t", " ").replace("\n", " ").replace("\r", " "))
    return unicodedata.normalize("NFC", " ".join(seen.split()))


@lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """A text without marks and case, its letters and digits as words: "Họ & tên" -> "ho ten"."""
    bare = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter))
    return " ".join(re.findall(r"[^\W_]+", letters))


def marked_words(text: str) -> tuple[str, ...]:
    """The words in a form where only spelling habits are levelled: case, and where the tone stands.

    "Hòa" and "Hoà" are the same word; "Hoa" is another.
    """
    return tuple(map(_marked_word, re.findall(r"[^\W_]+", unicodedata.normalize("NFC", text))))


def _marked_word(word: str) -> str:
    parts = unicodedata.normalize("NFD", word.lower())
    tones = "".join(letter for letter in parts if letter in TONES)
    return "".join(letter for letter in parts if letter not in TONES) + tones


def plain_word(marked: str) -> str:
    """A word of `marked_words` without its marks."""
    return plain(marked)


def rotations(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The words begun at each of the later ones: given name first, or surname last."""
    return [words[start:] + words[:start] for start in range(1, len(words))]
