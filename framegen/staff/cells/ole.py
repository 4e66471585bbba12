"""Compound: the OLE container of an old XLS, looked through before any reader unfolds it.

[MS-CFB] for the container, [MS-XLS] 2.4 for the records. Of each cell only its place is read: two
cells in far corners would make the reader keep 16 million, on each of many sheets.
"""

from framegen.errors import StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.package import MAX_CELLS

END = 0xFFFFFFF9
BOF, EOF, FILEPASS = 0x0809, 0x000A, 0x002F
# NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, FORMULA; MULRK has its last column at its end.
CELLS = frozenset({0x0203, 0x0204, 0x0205, 0x027E, 0x00FD, 0x00D6, 0x0006})
MULRK = 0x00BD
SHORT, STREAM = 64, 2


def check_compound(data: bytes, name: str) -> None:
    """Refuse an OLE file that is no workbook, is locked, or unfolds beyond the limits.

    Raises:
        StaffListUnreadable: damaged, locked, or another program's.
        StaffListTooLarge: its sheets reach over more than MAX_CELLS cells.
    """
    try:
        streams = _streams(data)
    except (IndexError, ValueError) as error:
        raise StaffListUnreadable(f"{name}: the file is damaged.") from error
    if "EncryptedPackage" in streams:
        raise StaffListUnreadable(f"{name}: the file is locked with a password.")
    book = streams.get("Workbook", streams.get("Book"))
    if book is None:
        raise StaffListUnreadable(f"{name}: the file is no Excel workbook.")
    if (cells := _cells(book, name)) > MAX_CELLS:
        raise StaffListTooLarge(
            f"{name}: its sheets reach over {cells:,} cells; {MAX_CELLS:,} are the most."
        )


def _number(data: bytes, at: int, size: int = 4) -> int:
    if at + size > len(data):
        raise IndexError(at)
    return int.from_bytes(data[at : at + size], "little")


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of the container by name."""
    sector = 1 << min(_number(data, 30, 2), 12)
    table = [_number(data, 76 + 4 * index) for index in range(109)]
    following, count = _number(data, 68), 0
    while following < END and count < len(data) // sector:
        at = (following + 1) * sector
        table += [_number(data, at + 4 * index) for index in range(sector // 4 - 1)]
        following, count = _number(data, at + sector - 4), count + 1
    sectors = b"".join(data[(n + 1) * sector : (n + 2) * sector] for n in table if n < END)
    chains = [_number(sectors, at) for at in range(0, len(sectors) - 3, 4)]

    def chain(start: int) -> bytes:
        return _joined(data[sector:], sector, chains, start)

    directory, short = chain(_number(data, 48)), chain(_number(data, 60))
    shorts = [_number(short, at) for at in range(0, len(short) - 3, 4)]
    inner = chain(_number(directory, 116))

    def short_chain(start: int) -> bytes:
        return _joined(inner, SHORT, shorts, start)

    streams = {}
    for at in range(0, len(directory) - 127, 128):
        length, size = _number(directory, at + 64, 2), _number(directory, at + 120)
        title = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace")
        if directory[at + 66] == STREAM:
            read = chain if size >= _number(data, 56) else short_chain
            streams[title] = read(_number(directory, at + 116))[:size]
    return streams


def _joined(data: bytes, size: int, chains: list[int], start: int) -> bytes:
    """The sectors of a chain, one behind the other; never more than there are."""
    parts: list[bytes] = []
    while start < END and len(parts) <= len(chains):
        parts.append(data[start * size : (start + 1) * size])
        start = chains[start]
    return b"".join(parts)


def _cells(book: bytes, name: str) -> int:
    """How many cells lie between the first and the last of each sheet, together."""
    at, total = 0, 0
    top = left = 1 << 16
    bottom = right = -1
    while at + 4 <= len(book):
        kind, size = _number(book, at, 2), _number(book, at + 2, 2)
        at += 4
        if kind == FILEPASS:
            raise StaffListUnreadable(f"{name}: the file is locked with a password.")
        if kind in CELLS or kind == MULRK:
            row, column = _number(book, at, 2), _number(book, at + 2, 2)
            last = _number(book, at + size - 2, 2) if kind == MULRK else column
            top, left = min(top, row), min(left, column)
            bottom, right = max(bottom, row), max(right, last)
        elif kind == EOF:
            total += max(0, bottom - top + 1) * max(0, right - left + 1)
            top = left = 1 << 16
            bottom = right = -1
        at += size
    return total
