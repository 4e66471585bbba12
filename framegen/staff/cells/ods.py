"""Ods: the tags of tables in an ODS, for what is asked before or beside the reader of cells."""

import re
from collections.abc import Iterator
from typing import NamedTuple

TABLE, ROW = b"table", b"table-row"
CELLS = frozenset({b"table-cell", b"covered-table-cell"})
# An attribute may hold any character between its quotes.
INSIDE = rb"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_TAG = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])(" + INSIDE + rb")(/?)>"
)
_COUNT = re.compile(rb"""number-(rows|columns)-(repeated|spanned)\s*=\s*["'](\d{1,9})""")


class Tag(NamedTuple):
    """A tag of a table, a row or a cell.

    Attributes:
        kind: TABLE, ROW or one of CELLS.
        inside: its attributes.
        is_end: whether it ends an element, as </table:table>.
        is_closed: whether it is an element by itself, as <table:table-cell/>.
    """

    kind: bytes
    inside: bytes
    is_end: bool
    is_closed: bool

    @property
    def counts(self) -> "Counts":
        """How often it is repeated and how far it spans."""
        found = {key + what: int(count) for key, what, count in _COUNT.findall(self.inside)}
        times = found.get(b"rowsrepeated" if self.kind == ROW else b"columnsrepeated", 1)
        return Counts(times, found.get(b"rowsspanned", 1), found.get(b"columnsspanned", 1))


class Counts(NamedTuple):
    """How often a row or a cell is repeated, and how many rows and columns a cell spans."""

    times: int
    rows: int
    columns: int


def tags_of(content: bytes) -> Iterator[Tag]:
    """The tags of an ODS's content.xml, in its order."""
    for found in _TAG.finditer(content):
        end, kind, inside, closed = found.groups()
        yield Tag(kind, inside, bool(end), bool(closed))
