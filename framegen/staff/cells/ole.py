"""Ole: the OLE container of an old XLS, checked before any reader unpacks it.

[MS-CFB] describes the container, [MS-XLS] 2.4 the records. Only the place of each cell is read: two
cells in far corners would make the reader keep 16 million, on each of many sheets.
"""

from dataclasses import dataclass

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.package import MAX_CELLS

END = 0xFFFFFFF9
EOF, FILEPASS = 0x000A, 0x002F
# NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, FORMULA; MULRK has its last column at its end.
CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006})
MULRK = 0x00BD
SHORT, STREAM = 64, 2
# XLS has 65,536 rows.
BEYOND = 1 << 16


def check_ole(data: bytes, name: str) -> None:
    """Refuse an OLE file that is not a workbook, is locked, or unpacks beyond the limits.

    Raises:
        StaffListUnreadable: damaged, locked, or another program's.
        StaffListTooLarge: its sheets reach over more than MAX_CELLS cells.
    """
    try:
        streams = _streams(data)
        if "EncryptedPackage" in streams:
            raise StaffListUnreadable("{list}: the file is locked with a password.", list=name)
        book = streams.get("Workbook", streams.get("Book"))
        if book is None:
            raise StaffListUnreadable("{list}: the file is no Excel workbook.", list=name)
        cells = _cells(book, name)
    except (IndexError, ValueError) as error:
        raise StaffListUnreadable("{list}: the file is damaged.", list=name) from error
    if cells > MAX_CELLS:
        raise StaffListTooLarge(
            "{list}: its sheets reach over {cells:,} cells; {most:,} are the most.",
            list=name,
            cells=cells,
            most=MAX_CELLS,
        )


def _number(data: bytes, at: int, size: int = 4) -> int:
    if at + size > len(data):
        raise IndexError(at)
    return int.from_bytes(data[at : at + size], "little")


def _numbers(data: bytes) -> list[int]:
    return [_number(data, at) for at in range(0, len(data) - 3, 4)]


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Sectors of one size, and for each the number of the next of its chain."""

    data: bytes
    size: int
    following: list[int]

    def chain(self, start: int) -> bytes:
        """The sectors of a chain, one behind the other; never more than there are."""
        parts: list[bytes] = []
        while start < END and len(parts) <= len(self.following):
            parts.append(self.data[start * self.size : (start + 1) * self.size])
            start = self.following[start]
        return b"".join(parts)


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of the container by name."""
    size = 1 << min(_number(data, 30, 2), 12)
    table = b"".join(data[(n + 1) * size : (n + 2) * size] for n in _table(data, size) if n < END)
    large = _Sectors(data[size:], size, _numbers(table))
    directory = large.chain(_number(data, 48))
    shorts = _numbers(large.chain(_number(data, 60)))
    small = _Sectors(large.chain(_number(directory, 116)), SHORT, shorts)
    streams = {}
    for at in range(0, len(directory) - 127, 128):
        length, count = _number(directory, at + 64, 2), _number(directory, at + 120)
        title = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        if directory[at + 66] == STREAM:
            sectors = large if count >= _number(data, 56) else small
            streams[title] = sectors.chain(_number(directory, at + 116))[:count]
    return streams


def _table(data: bytes, size: int) -> list[int]:
    """The sectors that hold the table of chains, of the header and of its continuations."""
    table = [_number(data, 76 + 4 * index) for index in range(109)]
    following, count = _number(data, 68), 0
    while following < END and count < len(data) // size:
        at = (following + 1) * size
        table += [_number(data, at + 4 * index) for index in range(size // 4 - 1)]
        following, count = _number(data, at + size - 4), count + 1
    return table


def _cells(book: bytes, name: str) -> int:
    """How many cells lie between the first and the last of each sheet, together."""
    at, total = 0, 0
    top = left = BEYOND
    bottom = right = -1
    while at + 4 <= len(book):
        kind, size = _number(book, at, 2), _number(book, at + 2, 2)
        at += 4
        if kind == FILEPASS:
            raise StaffListUnreadable("{list}: the file is locked with a password.", list=name)
        if kind in CELLS or kind == MULRK:
            row, column = _number(book, at, 2), _number(book, at + 2, 2)
            last = _number(book, at + size - 2, 2) if kind == MULRK else column
            top, left = min(top, row), min(left, column)
            bottom, right = max(bottom, row), max(right, last)
        elif kind == EOF:
            total += max(0, bottom - top + 1) * max(0, right - left + 1)
            top = left = BEYOND
            bottom = right = -1
        at += size
    return total
