"""Markup: tables of web pages and of XML Spreadsheet 2003, which many systems save as ".xls".

One reader of tags takes both. It knows no entities but HTML's characters, and opens nothing that a
page refers to. html.parser is not used: 800 kB of unclosed comments kept it busy for minutes.
"""

import email
import email.policy
import html
import re

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.delimited import decoded
from framegen.staff.cells.package import MAX_CELLS
from framegen.staff.cells.sheet import MAX_CELL, MAX_ROWS, Merge, Sheet, check_row_count
from framegen.staff.letters.legacy import CODES
from framegen.staff.letters.names import clean

MAX_COLUMNS = 1024
_BEGIN = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<!--.*?-->\s*)*"
    rb"(?:<(?:!doctype|html|table|\?xml|\?mso|meta|head|body|div|style|center|workbook)\b"
    rb"|mime-version:)",
    re.IGNORECASE | re.DOTALL,
)
# A comment, CDATA, an invisible element, a tag with its attributes, other text. What is not closed
# reaches to the end; possessive parts keep the time linear.
_PIECE = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[(?P<kept>.*?)(?:\]\]>|\Z)"
    r"|<(?P<unseen>script|style|title)\b.*?(?:</(?P=unseen)\s*>|\Z)|<[!?][^<>]*+>"
    r"""|<(?P<end>/?)(?P<tag>[a-z][\w:.-]*+)(?P<attributes>(?:[^<>"']++|"[^"]*+"|'[^']*+')*+)>"""
    r"|(?P<text>[^<]++|<)",
    re.IGNORECASE | re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([\w:.-]++)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_BREAKS = frozenset({"br", "p", "div", "h1", "h2", "h3", "h4", "table", "li", "center", "body"})
_UNSEEN = frozenset({"comment", "xml"})
# In XML there is no text outside of cells.
_XML_ONLY = frozenset({"worksheet", "workbook"})


def is_markup(data: bytes) -> bool:
    """Whether the first bytes are those of a web page, an archive of one, or XML."""
    return bool(_BEGIN.match(data[:2000].replace(b"\0", b"")))


def sheets_of_markup(data: bytes, name: str) -> list[Sheet]:
    """The tables of a web page as one sheet, as Excel shows it; or the sheets of an XML workbook.

    Raises:
        StaffListUnreadable: no table in it, or no text.
        StaffListTooLarge: too many rows or cells.
    """
    sheets = [sheet for page in _pages(data) for sheet in _sheets(page, name)]
    if not any(sheet.rows for sheet in sheets):
        raise StaffListUnreadable(
            "{list}: the file is a web page or XML without a table; open it in Excel and save it "
            "as .xlsx.",
            list=name,
        )
    return sheets


def _pages(data: bytes) -> list[bytes]:
    """The page, or those of an archive of pages (MHTML), one for each sheet."""
    if not data[:200].lstrip().lower().startswith(b"mime-version:"):
        return [data]
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    parts = (part for part in message.walk() if part.get_content_type() == "text/html")
    return [
        content for part in parts if isinstance(content := part.get_payload(decode=True), bytes)
    ]


def _sheets(page: bytes, name: str) -> list[Sheet]:
    text, encoding = decoded(page, name)
    reader = _Reader(name)
    reader.read(text)
    convert = CODES.get(encoding, str)
    return [
        Sheet(
            title,
            [tuple(clean(convert(cell)) for cell in row) for row in rows],
            encoding,
            merges=tuple(merges),
            hidden=hidden,
        )
        for title, rows, merges, hidden in reader.sheets
    ]


class _Reader:
    """Rows of cells from tags; what is not closed is closed by what follows."""

    def __init__(self, name: str) -> None:
        self.sheets: list[tuple[str | None, list[list[str]], list[Merge], bool]] = []
        self._name = name
        self._unseen: list[str] = []
        self._is_xml = False
        self._cells = 0
        self._begin_sheet(None)

    def _begin_sheet(self, title: str | None) -> None:
        self._title, self._hidden = title, False
        self._rows: list[list[str]] = []
        self._merges: list[Merge] = []
        self._row: list[str] | None = None
        self._text: list[str] = []
        self._is_cell = self._is_number = self._is_option = False
        self._column = 0
        # By column, into how many more rows the cells above, and those of this row, are merged.
        self._reach: dict[int, int] = {}
        self._coming: dict[int, int] = {}

    def _end_sheet(self) -> None:
        self._end_row()
        if self._rows:
            self.sheets.append((self._title, self._rows, self._merges, self._hidden))
        self._begin_sheet(None)

    def read(self, text: str) -> None:
        """Read all pieces of a text into sheets."""
        for piece in _PIECE.finditer(text):
            if piece["tag"]:
                # The name follows the namespace's colon.
                tag = piece["tag"].lower().rpartition(":")[2]
                if not piece["end"]:
                    self._open(tag, piece["attributes"])
                if piece["end"] or piece["attributes"].endswith("/"):
                    self._close(tag)
            elif piece["text"]:
                self._add_text(html.unescape(piece["text"]))
            elif piece["kept"]:
                self._add_text(piece["kept"])
        self._end_sheet()

    def _open(self, tag: str, attributes: str) -> None:
        values = {
            key.lower().rpartition(":")[2]: html.unescape("".join(value))
            for key, *value in _ATTRIBUTE.findall(attributes)
        }
        if tag in _UNSEEN:
            self._unseen.append(tag)
        elif tag in _XML_ONLY:
            self._is_xml = True
            self._end_sheet()
            self._title = clean(values.get("name", "")) or None
        elif tag in {"tr", "row"}:
            self._begin_row(_number(values.get("index")))
        elif tag in {"td", "th", "cell"}:
            self._begin_cell(values)
        elif tag == "data":
            self._is_number = values.get("type", "").lower() == "number"
        elif tag == "visible":
            self._is_option = True
        elif tag == "table":
            self._end_row()
        elif tag in _BREAKS:
            self._break()

    def _close(self, tag: str) -> None:
        if self._unseen and tag == self._unseen[-1]:
            self._unseen.pop()
        elif tag in {"td", "th", "cell"}:
            self._end_cell()
        elif tag in {"tr", "row", "table"}:
            self._end_row()
        elif tag in _XML_ONLY:
            self._end_sheet()
        elif tag in _BREAKS and tag != "br":
            self._break()

    def _add_text(self, text: str) -> None:
        """Take up text: of a cell, or of a title outside of all tables."""
        if self._is_option:
            self._hidden, self._is_option = "hidden" in text.lower(), False
        elif not self._unseen and (self._is_cell or not self._is_xml):
            self._text.append(text)

    def _break(self) -> None:
        if self._is_cell:
            self._text.append("\n")
        elif self._row is None:
            self._end_text()

    def _end_text(self) -> None:
        """Make a row of the text outside of all tables."""
        text, self._text = "".join(self._text), []
        if text.strip():
            self._add_row([text[:MAX_CELL]])

    def _begin_row(self, index: int) -> None:
        self._end_row()
        if index:
            check_row_count(index, self._name)
            self._rows += [[] for _ in range(index - 1 - len(self._rows))]
        self._row = []

    def _begin_cell(self, values: dict[str, str]) -> None:
        self._end_cell()
        if self._row is None:
            self._begin_row(0)
        row = self._row = self._row or []
        column = max(len(row), _number(values.get("index")) - 1)
        while column in self._reach:
            column += 1
        if column >= MAX_COLUMNS:
            raise StaffListTooLarge(
                "{list}: more than {most:,} columns.", list=self._name, most=MAX_COLUMNS
            )
        across = max(_number(values.get("colspan")) - 1, _number(values.get("mergeacross")), 0)
        down = max(_number(values.get("rowspan")) - 1, _number(values.get("mergedown")), 0)
        right = min(column + across, MAX_COLUMNS)
        row += [""] * (right + 1 - len(row))
        if across or down:
            top = len(self._rows)
            self._merges.append(Merge(top, column, min(top + down, MAX_ROWS), right))
        if down:
            self._coming |= dict.fromkeys(range(column, right + 1), down)
        self._is_cell, self._column, self._text = True, column, []

    def _end_cell(self) -> None:
        if self._is_cell and self._row is not None:
            text = "".join(self._text).strip()[:MAX_CELL]
            self._row[self._column] = re.sub(r"\.0+$", "", text) if self._is_number else text
        self._is_cell = self._is_number = False
        self._text = []

    def _end_row(self) -> None:
        if self._row is None:
            self._end_text()
            return
        self._end_cell()
        self._add_row(self._row)
        reach = {column: more - 1 for column, more in self._reach.items() if more > 1}
        self._reach, self._coming, self._row = reach | self._coming, {}, None

    def _add_row(self, row: list[str]) -> None:
        self._rows.append(row)
        self._cells += len(row)
        check_row_count(len(self._rows), self._name)
        if self._cells > MAX_CELLS:
            raise StaffListTooLarge(
                "{list}: more than {most:,} cells.", list=self._name, most=MAX_CELLS
            )


def _number(value: str | None) -> int:
    """The count in an attribute; 0 where there is none."""
    return min(int(value[:9]), 1_000_000) if value and value.isascii() and value.isdigit() else 0
