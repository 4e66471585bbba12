"""Sheet: the cells of one sheet or text file, as clean text."""

from dataclasses import dataclass

from framegen.errors import StaffListTooLarge

MAX_BYTES = 50 * 2**20
MAX_ROWS = 200_000
MAX_CELL = 32_767


@dataclass(frozen=True, slots=True)
class Merge:
    """A rectangle of cells that are one; all ends count, from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet.

    Attributes:
        name: as on its tab; None for a text file.
        rows: row n of the file is rows[n - 1]; rows may differ in length.
        encoding: of a text file, and the legacy code that was converted; None for plain Unicode.
        merges: the merged cells; None where the format does not tell.
        hidden: whether Excel hides it.
        valueless: how many formulas of the file have no value stored.
        open_quote: the row of a text file whose quote swallows others, from 1; 0 for none.
    """

    name: str | None
    rows: list[tuple[str, ...]]
    encoding: str | None = None
    merges: tuple[Merge, ...] | None = None
    hidden: bool = False
    valueless: int = 0
    open_quote: int = 0


def check_row_count(rows: int, name: str) -> None:
    """Refuse a list that is longer than any office's.

    Raises:
        StaffListTooLarge: more than MAX_ROWS.
    """
    if rows > MAX_ROWS:
        raise StaffListTooLarge(f"{name}: more than {MAX_ROWS:,} rows.")
