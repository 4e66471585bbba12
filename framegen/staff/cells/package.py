"""Package: the parts of an XLSX or ODS, checked against limits before any reader unpacks them.

The reader keeps a sheet as one full rectangle from its first cell to its last: two cells in far
corners would take all memory there is. So the size of the rectangle is computed here first.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.column_letter import column_of
from framegen.staff.cells.ods import INSIDE, ROW, TABLE, Tag, tags_of

MAX_UNPACKED = 200 * 2**20
MAX_PARTS = 2000
MAX_CELLS = 4_000_000
STRINGS = "sharedStrings.xml"
READ_PARTS = (".xml", ".rels", "mimetype")
MEGABYTE = 2**20
ENCRYPTED = 1
# The size of a zip's local header, and where in it the lengths of name and extra field stand.
HEAD, NAME_LENGTH, EXTRA_LENGTH = 30, slice(26, 28), slice(28, 30)

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_EMPTY_CELL = re.compile(
    rb"<(?:\w+:)?c\s" + INSIDE + rb"/>|<((?:\w+:)?)c\s" + INSIDE + rb">\s*</\1c>"
)
_EMPTY_ROW = re.compile(
    rb"<(?:\w+:)?row\s" + INSIDE + rb"/>|<((?:\w+:)?)row\s" + INSIDE + rb">\s*</\1row>"
)
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
_SHOWN = re.compile(rb"""t\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})""")
_VALUELESS = re.compile(rb"(?:</f>|<f[^<>]*/>)(?:<v\s*/>|<v></v>)?</c>")


def check_package(data: bytes, name: str) -> int:
    """Refuse an unsound workbook; return how many of its formulas have no stored result.

    Raises:
        StaffListUnreadable: no workbook, locked, damaged, or with entities of its own.
        StaffListTooLarge: it would unpack beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise StaffListUnreadable("{list}: the file is damaged.", list=name) from error
    _check_kind({info.filename for info in infos}, name)
    read = [info for info in infos if info.filename.lower().endswith(READ_PARTS)]
    _check_size(len(infos), sum(info.file_size for info in read), name)
    # The shared strings come first: sheets are measured by them.
    read.sort(key=lambda info: not info.filename.endswith(STRINGS))
    check = _Check(name)
    for info in read:
        check.take(info.filename, _unpacked(data, info, name))
    return check.valueless


class _Check:
    """The cells and texts of a workbook's parts, counted part by part."""

    def __init__(self, name: str) -> None:
        self.valueless = 0
        self._name = name
        self._cells = 0
        self._lengths: Sequence[int] = [0]

    def take(self, filename: str, part: bytes) -> None:
        """Count one more part; refuse it where the workbook becomes too large."""
        _check_text(part, self._name)
        if filename.endswith(STRINGS):
            self._lengths = [len(each) for each in _STRING.split(part)[1:]] or self._lengths
        elif b"table:table-" in part:
            self._add(ods_rectangle(part))
        elif b"sheetData" in part:
            cells = _filled_rectangle(part)
            self._add(cells)
            if cells * max(self._lengths) > MAX_UNPACKED:
                self._check_strings(part)
            self.valueless += sum(1 for _ in _VALUELESS.finditer(part))

    def _add(self, cells: int) -> None:
        self._cells += cells
        if self._cells > MAX_CELLS:
            raise StaffListTooLarge(
                "{list}: its sheets reach over {cells:,} cells; {most:,} are the most.",
                list=self._name,
                cells=self._cells,
                most=MAX_CELLS,
            )

    def _check_strings(self, part: bytes) -> None:
        """Refuse a sheet that shows long shared strings so often that they fill the memory."""
        lengths = self._lengths
        shown = (int(number) for number in _SHOWN.findall(part))
        size = sum(lengths[number] for number in shown if number < len(lengths))
        if size > MAX_UNPACKED:
            raise StaffListTooLarge(
                "{list}: a sheet with {megabytes:,.0f} MB of text.",
                list=self._name,
                megabytes=size / MEGABYTE,
            )


def _check_kind(parts: set[str], name: str) -> None:
    """Refuse packages that hold no sheet, or one of a kind that cannot be checked."""
    if "xl/workbook.bin" in parts:
        raise StaffListUnreadable("{list}: binary workbooks (.xlsb) are not read.", list=name)
    if not any(part.startswith("xl/") for part in parts) and "content.xml" not in parts:
        raise StaffListUnreadable("{list}: the file is a package, but no workbook.", list=name)


def _check_size(parts: int, unpacked: int, name: str) -> None:
    if unpacked > MAX_UNPACKED or parts > MAX_PARTS:
        raise StaffListTooLarge(
            "{list}: {parts:,} parts of {megabytes:,.0f} MB; {most_parts:,} parts and "
            "{most_megabytes} MB are the most.",
            list=name,
            parts=parts,
            megabytes=unpacked / MEGABYTE,
            most_parts=MAX_PARTS,
            most_megabytes=MAX_UNPACKED // MEGABYTE,
        )


def _unpacked(data: bytes, info: zipfile.ZipInfo, name: str) -> bytes:
    """A part unpacked; never more of it than its header declares."""
    if info.flag_bits & ENCRYPTED:
        raise StaffListUnreadable("{list}: the file is locked with a password.", list=name)
    unpack = UNPACKERS.get(info.compress_type)
    if unpack is None:
        raise StaffListUnreadable(
            "{list}: {part} is packed in an unknown way.", list=name, part=info.filename
        )
    head = data[info.header_offset : info.header_offset + HEAD]
    lengths = (int.from_bytes(head[each], "little") for each in (NAME_LENGTH, EXTRA_LENGTH))
    begin = info.header_offset + HEAD + sum(lengths)
    try:
        part = unpack(data[begin : begin + info.compress_size], info.file_size + 1)
    except zlib.error as error:
        raise StaffListUnreadable(
            "{list}: {part} is damaged.", list=name, part=info.filename
        ) from error
    if len(part) != info.file_size:
        raise StaffListUnreadable(
            "{list}: {part} does not have the {size:,} bytes that its header declares.",
            list=name,
            part=info.filename,
            size=info.file_size,
        )
    return part


def _stored(packed: bytes, most: int) -> bytes:
    del most
    return packed


def _inflated(packed: bytes, most: int) -> bytes:
    return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)


UNPACKERS: dict[int, Callable[[bytes, int], bytes]] = {
    zipfile.ZIP_STORED: _stored,
    zipfile.ZIP_DEFLATED: _inflated,
}


def _check_text(part: bytes, name: str) -> None:
    """Refuse encodings other than UTF-8, and entities."""
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in part[:4]:
        raise StaffListUnreadable("{list}: a part of it is not in UTF-8.", list=name)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise StaffListUnreadable(
            "{list}: a part of it declares entities, as attacks do.", list=name
        )


def _filled_rectangle(part: bytes) -> int:
    """How many cells lie between an XLSX sheet's first filled one and its last, at most.

    Empty cells are only taken out where they matter.
    """
    cells = _rectangle(part)
    if cells <= MAX_CELLS:
        return cells
    return _rectangle(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part)))


def _rectangle(part: bytes) -> int:
    """How many cells lie between an XLSX sheet's first one and its last, at most."""
    columns, height, placed = set(), 0, 0
    for letters, number in _REFERENCE.findall(part):
        columns.add(letters)
        placed += bool(letters)
        height = max(height, int(number))
    width = max((column_of(letters.decode()) + 1 for letters in columns), default=0)
    if sum(1 for _ in _CELL.finditer(part)) > placed:
        # Cells without a reference follow one another.
        rows = _ROW.split(part)
        height = max(height, len(rows))
        width = max(width, *(sum(1 for _ in _CELL.finditer(row)) for row in rows))
    return width * height


def ods_rectangle(content: bytes) -> int:
    """How many cells lie between the first and the last filled one of an ODS's sheets, together."""
    sheets = _OdsSheets()
    for tag in tags_of(content):
        sheets.take(tag)
    return sheets.cells


class _OdsSheets:
    """The rectangles of an ODS's sheets, tag by tag."""

    def __init__(self) -> None:
        self._total = self._height = self._width = 0
        self._rows = self._times = 0
        # Of the row at hand: its cells, and those up to the last filled one.
        self._columns = self._filled = 0

    @property
    def cells(self) -> int:
        """How many cells there are so far."""
        return self._total + self._height * self._width

    def take(self, tag: Tag) -> None:
        """Go on by a tag."""
        if tag.kind == TABLE:
            self._total = self.cells
            self._rows = self._height = self._width = 0
        elif tag.kind == ROW:
            self._take_row(tag)
        elif not tag.is_end:
            self._columns += tag.counts.times
            # Empty cells up to the sheet's end are how LibreOffice fills it.
            if not tag.is_closed or b"office:" in tag.inside:
                self._filled = self._columns

    def _take_row(self, tag: Tag) -> None:
        if tag.is_end or tag.is_closed:
            self._rows += tag.counts.times if tag.is_closed else self._times
            if tag.is_end and self._filled:
                self._height = self._rows
            self._width = max(self._width, self._filled)
        else:
            self._times = tag.counts.times
        self._columns = self._filled = 0
