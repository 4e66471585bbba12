"""Package: the parts of an XLSX or ODS, held to limits before any reader unfolds them.

The reader keeps a sheet as one full rectangle from its first cell to its last: two cells in far
corners would take all memory there is. So the rectangle is worked out here first.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from framegen.errors import StaffListTooLarge, StaffListUnreadable

MAX_UNPACKED = 200 * 2**20
MAX_PARTS = 2000
MAX_CELLS = 4_000_000
STRINGS = "sharedStrings.xml"
READ_PARTS = (".xml", ".rels", "mimetype")

_REFERENCE = re.compile(rb"""\br\s*=\s*["']([A-Z]{0,3})(\d{1,7})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
# An attribute may hold any sign between its quotes.
_INSIDE = rb"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_EMPTY_CELL = re.compile(
    rb"<(?:\w+:)?c\s" + _INSIDE + rb"/>|<((?:\w+:)?)c\s" + _INSIDE + rb">\s*</\1c>"
)
_EMPTY_ROW = re.compile(
    rb"<(?:\w+:)?row\s" + _INSIDE + rb"/>|<((?:\w+:)?)row\s" + _INSIDE + rb">\s*</\1row>"
)
_ODS_PART = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])(" + _INSIDE + rb")(/?)>"
)
_ODS_TIMES = re.compile(rb"""number-(?:rows|columns)-repeated\s*=\s*["'](\d{1,9})""")
_STRING = re.compile(rb"<(?:\w+:)?si[\s>/]")
_SHOWN = re.compile(rb"""t\s*=\s*["']s["'][^<>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})""")
_VALUELESS = re.compile(rb"(?:</f>|<f[^<>]*/>)(?:<v\s*/>|<v></v>)?</c>")


def check_package(data: bytes, name: str) -> int:
    """Refuse what is no sound workbook; else how many of its formulas have no value stored.

    Raises:
        StaffListUnreadable: no workbook, locked, damaged, or with entities of its own.
        StaffListTooLarge: it would unfold beyond the limits.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as error:
        raise StaffListUnreadable(f"{name}: the file is damaged ({error}).") from error
    _check_kind({info.filename for info in infos}, name)
    read = [info for info in infos if info.filename.lower().endswith(READ_PARTS)]
    unpacked = sum(info.file_size for info in read)
    if unpacked > MAX_UNPACKED or len(infos) > MAX_PARTS:
        raise StaffListTooLarge(
            f"{name}: {len(infos):,} parts of {unpacked / 2**20:,.0f} MB; "
            f"{MAX_PARTS:,} parts and {MAX_UNPACKED >> 20} MB are the most."
        )
    cells = valueless = 0
    read.sort(key=lambda info: not info.filename.endswith(STRINGS))
    longest, lengths = 0, [0]
    for info, part in zip(read, _unpacked(data, read, name), strict=True):
        _check_text(part, name)
        if info.filename.endswith(STRINGS):
            lengths = [len(each) for each in _STRING.split(part)[1:]] or lengths
            longest = max(lengths)
        elif b"table:table-" in part:
            cells += _check_most(_ods_rectangle(part), name)
        elif b"sheetData" in part:
            here = _filled_rectangle(part)
            cells += _check_most(here, name)
            if here * longest > MAX_UNPACKED:
                _check_strings(part, lengths, name)
            valueless += sum(1 for _ in _VALUELESS.finditer(part))
        _check_most(cells, name)
    return valueless


def _check_kind(parts: set[str], name: str) -> None:
    """Refuse packages that hold no sheet, or one of a kind that cannot be checked."""
    if "xl/workbook.bin" in parts:
        raise StaffListUnreadable(f"{name}: binary workbooks (.xlsb) are not read.")
    if not any(part.startswith("xl/") for part in parts) and "content.xml" not in parts:
        raise StaffListUnreadable(f"{name}: the file is a package, but no workbook.")


def _unpacked(data: bytes, infos: list[zipfile.ZipInfo], name: str) -> Iterator[bytes]:
    """Each part unfolded; never more of it than its header says."""
    for info in infos:
        if info.flag_bits & 1:
            raise StaffListUnreadable(f"{name}: the file is locked with a password.")
        at = info.header_offset
        head = data[at : at + 30]
        begin = (
            at + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
        )
        packed = data[begin : begin + info.compress_size]
        try:
            if info.compress_type == zipfile.ZIP_STORED:
                part = packed
            elif info.compress_type == zipfile.ZIP_DEFLATED:
                part = zlib.decompressobj(-15).decompress(packed, info.file_size + 1)
            else:
                raise StaffListUnreadable(f"{name}: {info.filename} is packed in an unknown way.")
        except zlib.error as error:
            raise StaffListUnreadable(f"{name}: {info.filename} is damaged ({error}).") from error
        if len(part) != info.file_size:
            raise StaffListUnreadable(
                f"{name}: {info.filename} is not of the {info.file_size:,} bytes that it says."
            )
        yield part


def _check_text(part: bytes, name: str) -> None:
    """Refuse what is not in UTF-8, and entities."""
    if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in part[:4]:
        raise StaffListUnreadable(f"{name}: a part of it is not in UTF-8.")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise StaffListUnreadable(f"{name}: a part of it declares entities, as attacks do.")


def _check_most(cells: int, name: str) -> int:
    """The number of cells, where it is not too many."""
    if cells > MAX_CELLS:
        raise StaffListTooLarge(
            f"{name}: its sheets reach over {cells:,} cells; {MAX_CELLS:,} are the most."
        )
    return cells


def _check_strings(part: bytes, lengths: list[int], name: str) -> None:
    """Refuse a sheet that shows long shared strings so often that they fill the memory."""
    shown = (int(number) for number in _SHOWN.findall(part))
    size = sum(lengths[number] for number in shown if number < len(lengths))
    if size > MAX_UNPACKED:
        raise StaffListTooLarge(f"{name}: a sheet with {size / 2**20:,.0f} MB of text.")


def _filled_rectangle(part: bytes) -> int:
    """The same, empty cells left out; they are looked for only where they matter."""
    cells = _rectangle(part)
    if cells <= MAX_CELLS:
        return cells
    return _rectangle(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", part)))


def _rectangle(part: bytes) -> int:
    """At most how many cells lie between a sheet's first one and its last."""
    columns, height, placed = set(), 0, 0
    for letters, number in _REFERENCE.findall(part):
        columns.add(letters)
        placed += bool(letters)
        height = max(height, int(number))
    width = max(map(_column_number, columns), default=0)
    if sum(1 for _ in _CELL.finditer(part)) > placed:
        # Cells that do not say where they are stand side by side.
        rows = _ROW.split(part)
        height = max(height, len(rows))
        width = max(width, *(sum(1 for _ in _CELL.finditer(row)) for row in rows))
    return width * height


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _ods_rectangle(part: bytes) -> int:
    """How many cells lie between the first and the last filled one of an ODS's sheets, together."""
    total = rows = height = width = columns = filled = times = 0
    for found in _ODS_PART.finditer(part):
        ends, kind, inside, closed = found.groups()
        repeated = _ODS_TIMES.search(inside)
        count = int(repeated[1]) if repeated else 1
        if kind == b"table":
            total += height * width
            rows = height = width = 0
        elif kind != b"table-row":
            if not ends:
                columns += count
                # Empty cells up to the sheet's end are how LibreOffice fills it.
                filled = columns if not closed or b"office:" in inside else filled
        elif ends or closed:
            rows += count if closed else times
            height = rows if filled and ends else height
            width = max(width, filled)
            columns = filled = 0
        else:
            times, columns, filled = count, 0, 0
    return total + height * width
