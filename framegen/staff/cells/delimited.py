"""Delimited: CSV and other text files as a sheet, whatever their encoding and delimiter."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator

from framegen.errors import StaffListUnreadable
from framegen.language import N_, Message
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
# The encoding and the delimiter are found from so many characters, and so many rows.
SAMPLE = 60_000
SAMPLE_ROWS = 200

# ="00123" and '00123 keep Excel from dropping zeros, and '=1+1 from opening a formula.
_KEPT = re.compile(r"""=\s*"([^"]*)"|'(?=\s*[\d=+@\t＝＋－＠-])(.*)""")

# A last record of our own: a quote that never closes swallows it.
_END = "\x03end of list\x03"

# How files of other kinds begin, and what they are.
OTHER_KINDS = (
    (b"%PDF", N_("a PDF")),
    (b"{\\rtf", N_("a text document (RTF)")),
    (b"\xff\xd8\xff", N_("a picture")),
    (b"\x89PNG", N_("a picture")),
    (b"Rar!", N_("an archive")),
    (b"7z\xbc\xaf", N_("an archive")),
    (b"\x1f\x8b", N_("an archive")),
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
    # Not strict: quotes are often careless; only one that never closes is noted.
    records = _records(f"{text}\n{_END}", delimiter)
    open_quote = 0
    try:
        for cells in records:
            check_row_count(len(rows) + 1, name)
            if not open_quote and _swallows_rows(cells, delimiter):
                open_quote = len(rows) + 1
            rows.append(tuple(_cell(convert(cell)) for cell in cells))
    except csv.Error as error:
        raise StaffListUnreadable(
            "{list}: row {row}: a cell is longer than {most:,} characters.",
            list=name,
            row=len(rows) + 1,
            most=csv.field_size_limit(),
        ) from error
    end = clean(_END)
    if rows[-1] != (end,):
        open_quote = open_quote or len(rows)
    rows[-1] = tuple(cell.removesuffix(end).rstrip() for cell in rows[-1])
    while rows and not any(rows[-1]):
        rows.pop()
    return Sheet(None, rows, encoding, open_quote=open_quote)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """A file's text and its encoding.

    The byte order mark decides; without one UTF-8 is recognised by its rules, UTF-16 by its zeros,
    and encodings of one byte by which of them gives Vietnamese words. The text of a key of CODES is
    still to be converted, cell by cell.

    Raises:
        StaffListUnreadable: no bytes, or no text.
    """
    kind = next((kind for begin, kind in OTHER_KINDS if data.startswith(begin)), None)
    if kind is not None:
        raise StaffListUnreadable(
            "{list}: the file is {kind}, not a list.", list=name, kind=Message(kind)
        )
    if not data.strip():
        raise StaffListUnreadable("{list}: the file is empty, not a list.", list=name)
    marked = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None)
    encoding = marked or _wide(data)
    if encoding is None:
        try:
            return _repaired(data.decode())
        except UnicodeDecodeError:
            return _single_byte(data)
    try:
        text = data.decode(encoding)
    except UnicodeError as error:
        raise StaffListUnreadable(
            "{list}: the text is damaged, it is not {encoding}.", list=name, encoding=encoding
        ) from error
    return text, marked or "utf-16"


def _wide(data: bytes) -> str | None:
    """The byte order of UTF-16 without a mark: every other byte is often zero."""
    begin = data[:2000]
    even, odd = begin[::2].count(0), begin[1::2].count(0)
    if max(even, odd) < len(begin) / 8:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _single_byte(data: bytes) -> tuple[str, str]:
    """The text in that encoding of one byte a letter which gives Vietnamese words."""
    sample = data[:SAMPLE]
    western = sample.decode("latin-1")
    scores = {code: vietnamese_score([CODES[code](western)]) for code in ("tcvn3", "vni")}
    scores["cp1258"] = vietnamese_score([clean(sample.decode("cp1258", "replace"))])
    best = max(scores, key=lambda name: scores[name])
    if scores[best] <= 0:
        return data.decode("cp1252", "replace"), "cp1252"
    if best == "cp1258":
        return data.decode(best, "replace"), best
    return data.decode("latin-1"), best


def _repaired(text: str) -> tuple[str, str]:
    """A UTF-8 text and the legacy encoding that its letters are in, if any."""
    sample = text[:SAMPLE]
    best, code = vietnamese_score([sample]), "utf-8"
    for name, convert in CODES.items():
        score = vietnamese_score([convert(sample)])
        if score > max(best, 0):
            best, code = score, name
    return text, code


def _delimited(text: str, convert: Callable[[str], str]) -> tuple[str, str]:
    """The text and its delimiter; a first line that names the delimiter becomes an empty row."""
    if named := re.match(r"\"?sep=(.)\"?[ \t]*\r?\n", text[:20], re.IGNORECASE):
        # So rows keep their numbers.
        return "\n" + text[named.end() :], named[1]
    begin = convert(text[:SAMPLE])
    return text, max(DELIMITERS, key=lambda each: _promise(begin, each))


def _promise(begin: str, delimiter: str) -> tuple[int, float]:
    """How good a delimiter is: headings in the best row, then how often rows have one width."""
    rows = []
    try:
        for row in _records(begin, delimiter):
            rows.append(row)
            if len(rows) >= SAMPLE_ROWS:
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
    """Whether a cell holds a whole row, for its quote closes where that of another should open."""
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
