"""Sheet: the cells of one sheet or text file, as clean text."""

from dataclasses import dataclass

from framegen.errors import StaffListTooLarge

MAX_BYTES = 50 * 2**20
MAX_ROWS = 200_000
# Excel's limit for the characters of a cell.
MAX_CELL = 32_767

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Merge:
    """A rectangle of merged cells; rows and columns from 0, the last ones included."""

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
        encoding: of a text file, or the legacy encoding that was converted; None for Unicode.
        merges: the merged cells; None where they are unknown.
        hidden: whether Excel hides it.
        valueless: how many formulas of the file have no stored result.
        open_quote: the row of a text file whose quote swallows later rows, from 1; 0 for none.
    """

    name: str | None
    rows: list[Row]
    encoding: str | None = None
    merges: tuple[Merge, ...] | None = None
    hidden: bool = False
    valueless: int = 0
    open_quote: int = 0

    @property
    def width(self) -> int:
        """The number of cells in the longest row."""
        return max(map(len, self.rows), default=0)


def cell_at(row: Row, column: int | None) -> str:
    """A row's cell; empty for no column, and beyond the row's end."""
    return row[column] if column is not None and column < len(row) else ""


def check_row_count(rows: int, name: str) -> None:
    """Refuse a list that is longer than any office's.

    Raises:
        StaffListTooLarge: more than MAX_ROWS.
    """
    if rows > MAX_ROWS:
        raise StaffListTooLarge("{list}: more than {most:,} rows.", list=name, most=MAX_ROWS)
