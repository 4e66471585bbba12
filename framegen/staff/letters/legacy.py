"""Legacy: Vietnamese in the font encodings TCVN3 (.VnTime) and VNI, converted to Unicode.

Such files contain letters of Western Europe, which the font showed as Vietnamese ones. The encoding
is found by the syllables: a Vietnamese word has one vowel cluster of a short list and at most one
tone, and few words read in the wrong encoding do.
"""

import re
import unicodedata
from collections.abc import Iterable

TONES = "\u0300\u0301\u0303\u0309\u0323"

# TCVN 5712:1993, VN3 ("ABC"). There are no capitals with a tone: the font .VnTimeH showed small
# letters as capitals.
TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\u00adõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)

# VNI for Windows: a vowel, then a letter for all its marks.
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
# Also symbols, for a letter in the wrong encoding often becomes one.
_WORD = re.compile(r"[^\s!-@\[-`{-~\u00a0\u2000-\u20ff]+")


def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: onset, vowels, coda and one tone at most."""
    parts = unicodedata.normalize("NFD", word.lower())
    bare = "".join(letter for letter in parts if letter not in TONES)
    few = len(parts) - len(bare) <= 1
    return few and bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", bare)))


def vietnamese_score(texts: Iterable[str]) -> int:
    """How many words with marks are Vietnamese syllables, less how many are not."""
    words = (word for text in texts if not text.isascii() for word in _WORD.findall(text))
    return sum(1 if is_syllable(word) else -1 for word in words if not word.isascii())


def from_tcvn3(text: str) -> str:
    """A cell in TCVN3, decoded as Latin-1, in Unicode.

    TCVN3 has no capitals with a tone. They are restored where the cell's other letters show them:
    "NHƯ ý" is in capitals, and in "Ngọc ánh" each word begins with one.
    """
    words = re.split(r"(\s+)", text)
    if any(map(_is_capitals, words)) and not re.search("[a-z]", text):
        return text.translate(_TCVN3_TABLE).upper()
    begun = [word[0] for word in words[::2] if word and word[0] not in _SMALL_WITH_TONE]
    titled = bool(begun) and all(letter.translate(_TCVN3_TABLE).isupper() for letter in begun)
    return "".join(_word_of_tcvn3(word, titled=titled) for word in words)


def from_vni(text: str) -> str:
    """A text in VNI for Windows, decoded as Latin-1 or Windows-1252, in Unicode."""

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
    """A text whose UTF-8 was read as Windows-1252 and encoded again; other texts as they are."""
    try:
        return b"".join(map(_byte, text)).decode()
    except UnicodeError:
        return text


CODES = {"tcvn3": from_tcvn3, "vni": from_vni, "utf-8-twice": from_double_utf8}


def legacy_code(texts: list[str]) -> str | None:
    """The legacy encoding of texts, a key of CODES; None for Unicode."""
    marked = [text for text in texts if not text.isascii() and is_western(text)]
    best, code = vietnamese_score(marked), None
    for name, convert in CODES.items():
        score = vietnamese_score(map(convert, marked))
        if score > best:
            best, code = score, name
    return code


def is_western(text: str) -> bool:
    """Whether all letters could be of a legacy encoding: none is Vietnamese in Unicode."""
    return not _VIETNAMESE.search(text)


def _byte(letter: str) -> bytes:
    """The byte of a letter in Windows-1252; its five undefined bytes stand for themselves."""
    try:
        return letter.encode("cp1252")
    except UnicodeEncodeError:
        return letter.encode("latin-1")


def _is_capitals(typed: str) -> bool:
    """Whether a word has two unmarked letters or more, all capitals."""
    letters = [letter for letter in typed if letter.isascii() and letter.isalpha()]
    return len(letters) > 1 and all(map(str.isupper, letters))


def _word_of_tcvn3(typed: str, *, titled: bool) -> str:
    word = typed.translate(_TCVN3_TABLE)
    if _is_capitals(typed):
        return word.upper()
    return word[:1].upper() + word[1:] if titled and typed[:1] in _SMALL_WITH_TONE else word


# Small letters without capitals in TCVN3; ă â đ ê ô ơ ư have them.
_SMALL_WITH_TONE = frozenset(
    typed for typed, letter in TCVN3.items() if letter.islower() and letter not in "ăâđêôơư"
)
_TCVN3_TABLE = str.maketrans(TCVN3)
_VNI_TABLE = str.maketrans(_VNI_SINGLE)
