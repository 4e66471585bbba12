"""Body: which rows of a sheet belong to the list, and where its foot begins."""

from collections.abc import Iterator, Sequence

from framegen.staff.cells.sheet import Row
from framegen.staff.row import Kind, Layout, has_more, kind_of


def kinds_of(rows: Sequence[tuple[int, Row]], layout: Layout) -> Iterator[tuple[int, Kind, Row]]:
    """Each row below the heading, by its index, with what it is among its neighbours."""
    body = _Body(rows, layout)
    for at, row in rows:
        yield at, body.kind(at, row), row


class _Body:
    """What was seen of a list from its heading down to a row."""

    def __init__(self, rows: Sequence[tuple[int, Row]], layout: Layout) -> None:
        self._layout = layout
        self._last_number = max((at for at, row in rows if layout.is_numbered(row)), default=-1)
        self._is_foot = self._has_gap = self._is_other_table = False

    def kind(self, at: int, row: Row) -> Kind:
        """What the next row is."""
        kind = kind_of(row, self._layout)
        self._is_other_table = kind is Kind.TABLE or (
            self._is_other_table and kind is not Kind.HEADING
        )
        if self._is_other_table:
            return Kind.OTHER
        if kind is Kind.BLANK:
            self._has_gap = True
        elif kind is Kind.HEADING or (kind is Kind.PERSON and self._layout.is_numbered(row)):
            self._is_foot = self._has_gap = False
        elif kind is Kind.PERSON and self._is_stray(at, row):
            return Kind.OTHER
        elif kind is Kind.SECTION and self._is_foot:
            return Kind.FOOT
        else:
            self._is_foot = self._is_foot or self._ends_list(at, kind)
        return kind

    def _ends_list(self, at: int, kind: Kind) -> bool:
        """Whether the foot begins with a row; a total ends only a list with numbers."""
        ends = kind is Kind.FOOT or (kind is Kind.TOTAL and self._layout.numbered)
        return ends and self._is_beyond_numbers(at)

    def _is_stray(self, at: int, row: Row) -> bool:
        """Whether a person without a number is not on the list, such as a signatory."""
        if self._is_foot:
            return True
        if not self._is_beyond_numbers(at):
            return False
        numbered, gap = self._layout.numbered, self._has_gap
        is_lone = not self._layout.lonely and not has_more(row, self._layout.heading)
        return (is_lone and (gap or numbered)) or (gap and numbered)

    def _is_beyond_numbers(self, at: int) -> bool:
        return not self._layout.numbered or at > self._last_number
