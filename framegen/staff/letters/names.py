"""Names: cleaned text, and the forms in which two spellings are compared.

No text is cached: names are personal data, and the process may live long.
"""

import re
import unicodedata

from framegen.staff.letters.legacy import TONES

# Zero-width letters, direction marks, the soft hyphen, the byte order mark and control codes.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b-\x1f\x7f]")
_SPACES = str.maketrans("\t\n\r", "   ")
_WORD = re.compile(r"[^\W_]+")
# Unicode's blocks of letters of Europe, Vietnamese among them, end here.
_LETTERS_END = 0x2000


def clean(text: str) -> str:
    """A cell's text in NFC, with one space between words and no invisible characters."""
    if text.isascii() and text.isalnum():
        return text
    if not text.isprintable():
        text = _UNSEEN.sub("", text.translate(_SPACES))
    text = " ".join(text.split())
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


class _PlainLetters(dict[int, str]):
    """For `str.translate`: each letter without its marks, a space for what is not a letter."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFD", chr(code).replace("đ", "d"))
        bare = (letter for letter in parts if not unicodedata.combining(letter))
        plain_letters = "".join(letter if _WORD.match(letter) else " " for letter in bare)
        if code < _LETTERS_END:
            self[code] = plain_letters
        return plain_letters


_PLAIN_LETTERS = _PlainLetters()


def plain(text: str) -> str:
    """A text as lower-case words without marks and punctuation: "Họ & tên" -> "ho ten"."""
    return " ".join(text.lower().translate(_PLAIN_LETTERS).split())


def marked_words(text: str) -> tuple[str, ...]:
    """The words in lower case with their marks, the tone at the end of each word.

    "Hòa" and "Hoà" give the same word, "Hoa" another.
    """
    return tuple(map(_marked_word, _WORD.findall(unicodedata.normalize("NFC", text))))


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
