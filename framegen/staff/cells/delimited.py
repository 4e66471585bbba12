"""Delimited: CSV and other text files as a sheet, whatever their encoding and delimiter."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator

from framegen.errors import StaffListUnreadable
from framegen.staff.cells.sheet import Sheet, check_row_count
from framegen.staff.letters.legacy import CODES, vietnamese_score
from framegen.staff.letters.names import clean
from framegen.staff.letters.vocabulary import role_of

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
DELIMITERS = (",", ";", "\t", "|", ":", "~")
# So much of a file tells its code and its delimiter.
TELLING = 60_000
TELLING_ROWS = 200

# ="00123" and '00123 are how zeros are kept from Excel, and '=1+1 how formulas are.
_KEPT = re.compile(r"""=\s*"([^"]*)"|'(?=\s*[\d=+@\t＝＋－＠-])(.*)""")

# A last record of our own. Where a quote never closes it is swallowed with all that follows.
_END = "\x03end of list\x03"

# How files of other kinds begin, with what they are.
OTHER_KINDS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x89PNG", "a picture"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
    (b"\x1f\x8b", "an archive"),
)


def sheet_of_text(data: bytes, name: str) -> Sheet:
    """The cells of a text file.

    Raises:
        StaffListUnreadable: empty, no text, or a cell beyond any size.
        StaffListTooLarge: too many rows.
    """
    text, encoding = decoded(data, name)
    convert = CODES.get(encoding, str)
    text, delimiter = _delimited(text, convert)
    rows: list[tuple[str, ...]] = []
    # strict is off: people's quotes are careless; but one that never closes swallows the rest.
    records = _records(f"{text}\n{_END}", delimiter)
    open_quote = 0
    try:
        for cells in records:
            check_row_count(len(rows) + 1, name)
            if not open_quote and _swallows_rows(cells, delimiter):
                open_quote = len(rows) + 1
            rows.append(tuple(_cell(convert(cell)) for cell in cells))
    except csv.Error as error:
        raise StaffListUnreadable(f"{name}: row {len(rows) + 1}: {error}.") from error
    end = clean(_END)
    if rows[-1] != (end,):
        open_quote = open_quote or len(rows)
    rows[-1] = tuple(cell.removesuffix(end).rstrip() for cell in rows[-1])
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(None, rows, encoding, open_quote=open_quote)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """A file's text and the code that it is in.

    A mark at its beginning tells; else UTF-8 is told by its rules, UTF-16 by its zeros, and the
    codes of one byte by which of them gives Vietnamese words. The text of a key of CODES is yet to
    be converted, cell by cell.

    Raises:
        StaffListUnreadable: no bytes, or no text.
    """
    kind = next((kind for begin, kind in OTHER_KINDS if data.startswith(begin)), None)
    if kind is not None or not data.strip():
        raise StaffListUnreadable(f"{name}: the file is {kind or 'empty'}, not a list.")
    try:
        for mark, encoding in MARKS:
            if data.startswith(mark):
                return data.decode(encoding), encoding
        if wide := _wide(data):
            return data.decode(wide), "utf-16"
        try:
            text = data.decode()
        except UnicodeDecodeError:
            return _single_byte(data)
    except UnicodeError as error:
        raise StaffListUnreadable(f"{name}: the text is damaged ({error}).") from error
    return _mended(text)


def _wide(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte is often zero."""
    begin = data[:2000]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if max(even, odd) < len(begin) / 8:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _single_byte(data: bytes) -> tuple[str, str]:
    """The text in that code of one byte a letter whose words are Vietnamese."""
    telling = data[:TELLING]
    western = telling.decode("latin-1")
    scores = {code: vietnamese_score([CODES[code](western)]) for code in ("tcvn3", "vni")}
    scores["cp1258"] = vietnamese_score([clean(telling.decode("cp1258", "replace"))])
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        return data.decode("cp1252", "replace"), "cp1252"
    if best == "cp1258":
        return data.decode(best, "replace"), best
    return data.decode("latin-1"), best


def _mended(text: str) -> tuple[str, str]:
    """A UTF-8 text, converted where its letters were those of a legacy code."""
    telling = text[:TELLING]
    best, code = vietnamese_score([telling]), "utf-8"
    for name, convert in CODES.items():
        score = vietnamese_score([convert(telling)])
        if score > max(best, 0):
            best, code = score, name
    return text, code


def _delimited(text: str, convert: Callable[[str], str]) -> tuple[str, str]:
    """The text, less a first line that only names the delimiter, and the delimiter."""
    if named := re.match(r"\"?sep=(.)\"?[ \t]*\r?\n", text[:20], re.IGNORECASE):
        # The line stays as an empty row: rows keep their numbers.
        return "\n" + text[named.end() :], named[1]
    begin = convert(text[:TELLING])
    return text, max(DELIMITERS, key=lambda each: _promise(begin, each))


def _promise(begin: str, delimiter: str) -> tuple[int, float]:
    """How good a delimiter is: headings found in the best row, then how alike the rows are."""
    rows = []
    try:
        for row in _records(begin, delimiter):
            rows.append(row)
            if len(rows) >= TELLING_ROWS:
                break
    except csv.Error:
        return 0, 0.0
    headings = max(
        (
            len({found[0] for cell in row if len(cell) < 100 and (found := role_of(cell))})
            for row in rows
        ),
        default=0,
    )
    widths = Counter(len(row) for row in rows if any(row))
    width, often = max(widths.items(), key=lambda item: (item[0] > 1, item[1]), default=(1, 0))
    alike = often / max(1, sum(widths.values()))
    return headings if headings > 1 else 0, alike * (width > 1)


def _swallows_rows(cells: list[str], delimiter: str) -> bool:
    """Whether a cell holds a whole row: its quote closes where that of another one should open."""
    least = max(1, len(cells) - 1)
    return any(
        line.count(delimiter) >= least
        for cell in cells
        if "\n" in cell
        for line in cell.split("\n")[1:]
    )


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=delimiter)


def _cell(cell: str) -> str:
    kept = _KEPT.fullmatch(cell.strip()) if cell[:1] in "='" or cell[:1] == " " else None
    return clean((kept[1] or kept[2] or "") if kept else cell)
