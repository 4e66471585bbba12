"""Legacy: Vietnamese typed for the fonts of old, TCVN3 (.VnTime) and VNI, as Unicode letters.

In such a file the letters are those of Western Europe; only the font showed Vietnamese ones. What
code a text is in is told by its syllables: a Vietnamese word has one vowel cluster of a short list
and one tone at most, and hardly a word read in the wrong code keeps to that.
"""

import re
import unicodedata
from collections.abc import Iterable

TONES = "\u0300\u0301\u0303\u0309\u0323"

# TCVN 5712:1993, VN3 ("ABC"). Capitals with a tone have no place of their own: the font .VnTimeH
# showed the small letters as capitals.
TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

# VNI for Windows: a vowel, then a letter that stands for all its marks.
_VNI_SINGLE = dict(zip("ôöñíìæóòîÔÖÑÍÌÆÓÒÎ", "ơưđíìỉĩịỵƠƯĐÍÌỈĨỊỴ", strict=True))
_VNI_MARKS = {
    **dict(zip("ùøûõï", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    "â": "\u0302",
    "ê": "\u0306",
    **dict(
        zip("áàåãä", (f"\u0302{tone}" for tone in "\u0301\u0300\u0309\u0303\u0323"), strict=True)
    ),
    **dict(
        zip("éèúüë", (f"\u0306{tone}" for tone in "\u0301\u0300\u0309\u0303\u0323"), strict=True)
    ),
}
_VNI = re.compile("([aeiouyôö])([ùøûõïâêáàåãäéèúüë])", re.IGNORECASE)

_ONSET = "ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnprstvx]"
_VOWELS = (
    "uyê|uya|uyu|uây|uôi|oai|oay|oeo|iêu|yêu|ươi|ươu|"
    "ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|"
    "[aăâeêioôơuưy]"
)
_SYLLABLE = re.compile(f"(?:{_ONSET})?(?:{_VOWELS})(?:ng|nh|ch|[cmnpt])?")
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
# Also what is no letter, for a letter read in the wrong code often is none.
_WORD = re.compile(r"[^\s!-@\[-`{-~\u00a0\u2000-\u20ff]+")


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: onset, vowels, coda and one tone at most."""
    parts = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in parts if letter not in TONES)
    few = len(parts) - len(bare) <= 1
    return few and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def vietnamese_score(texts: Iterable[str]) -> int:
    """How many words with marks are Vietnamese syllables, less how many are none."""
    words = (word for text in texts if not text.isascii() for word in _WORD.findall(text))
    return sum(1 if is_syllable(word) else -1 for word in words if not word.isascii())


def from_tcvn3(text: str) -> str:
    """A cell of TCVN3, each byte given as the letter of that number, in Unicode.

    Capitals with a tone could not be typed. They are put back where the cell's other letters tell:
    "NHƯ ý" is in capitals, and in "Ngọc ánh" each word begins with one.
    """
    words = re.split(r"(\s+)", text)
    if any(map(_is_capitals, words)) and not re.search("[a-z]", text):
        return text.translate(_TCVN3_TABLE).upper()
    begun = [word[0] for word in words[::2] if word and word[0] not in _SMALL_WITH_TONE]
    titled = bool(begun) and all(letter.translate(_TCVN3_TABLE).isupper() for letter in begun)
    return "".join(_word_of_tcvn3(word, titled=titled) for word in words)


def from_vni(text: str) -> str:
    """A text of VNI for Windows, each byte given as the letter of that number, in Unicode."""

    def composed(found: re.Match[str]) -> str:
        vowel, mark = found.groups()
        return _VNI_SINGLE.get(vowel, vowel) + _VNI_MARKS[mark.lower()]

    # What follows a vowel is its mark; what stands alone is a letter by itself.
    parts, end = [], 0
    for found in _VNI.finditer(text):
        parts += [text[end : found.start()].translate(_VNI_TABLE), composed(found)]
        end = found.end()
    return unicodedata.normalize("NFC", "".join([*parts, text[end:].translate(_VNI_TABLE)]))


def from_double_utf8(text: str) -> str:
    """A text whose UTF-8 was taken for Windows-1252 and coded once more; else as it is."""
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return text


CODES = {"tcvn3": from_tcvn3, "vni": from_vni, "utf-8-twice": from_double_utf8}


def legacy_code(texts: list[str]) -> str | None:
    """The code that texts are in, a key of CODES; None for plain Unicode."""
    marked = [text for text in texts if not text.isascii() and is_western(text)]
    best, code = vietnamese_score(marked), None
    for name, convert in CODES.items():
        score = vietnamese_score(map(convert, marked))
        if score > best:
            best, code = score, name
    return code


def is_western(text: str) -> bool:
    """Whether all letters could be a legacy code's: no Vietnamese letter of Unicode's own."""
    return not _VIETNAMESE.search(text)


def _byte(letter: str) -> bytes:
    """The byte that Windows-1252 shows as a letter; its five unused bytes stand for themselves."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _is_capitals(typed: str) -> bool:
    """Whether all unmarked letters of a word, two or more, are typed as capitals."""
    letters = [letter for letter in typed if letter.isascii() and letter.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _word_of_tcvn3(typed: str, *, titled: bool) -> str:
    word = typed.translate(_TCVN3_TABLE)
    if _is_capitals(typed):
        return word.upper()
    return word[:1].upper() + word[1:] if titled and typed[:1] in _SMALL_WITH_TONE else word


# Small letters whose capitals could not be typed; those of ă â đ ê ô ơ ư could.
_SMALL_WITH_TONE = frozenset(
    typed for typed, letter in TCVN3.items() if letter.islower() and letter not in "ăâđêôơư"
)
_TCVN3_TABLE = str.maketrans(TCVN3)
_VNI_TABLE = str.maketrans(_VNI_SINGLE)
