"""Spans: which cells of an ODS are merged, for the reader of its cells does not tell."""

import io
import re
import zipfile

from framegen.staff.cells.sheet import MAX_ROWS, Merge

_PART = re.compile(
    rb"<(/?)table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])"
    rb"""((?:[^<>"']|"[^"]*"|'[^']*')*?)(/?)>"""
)
_COUNT = re.compile(rb"""number-(rows|columns)-(repeated|spanned)\s*=\s*["'](\d{1,7})""")


def merges_of_ods(data: bytes) -> list[tuple[Merge, ...]]:
    """The merged cells of each sheet of an ODS, in its order; nothing for other workbooks."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if "content.xml" not in package.namelist():
            return []
        content = package.read("content.xml")
    sheets: list[tuple[Merge, ...]] = []
    found: list[Merge] = []
    row = column = rows = 0
    if b"-spanned" not in content:
        return []
    for part in _PART.finditer(content):
        ends, kind, inside, closed = part.groups()
        if kind == b"table":
            if ends:
                sheets.append(tuple(found))
            found, row = [], 0
            continue
        if ends:
            row += rows if kind == b"table-row" else 0
            continue
        counts = {key + what: int(number) for key, what, number in _COUNT.findall(inside)}
        if kind == b"table-row":
            column, rows = 0, counts.get(b"rowsrepeated", 1)
            row += rows if closed else 0
            continue
        bottom = row + counts.get(b"rowsspanned", 1) - 1
        right = column + counts.get(b"columnsspanned", 1) - 1
        if (bottom, right) != (row, column):
            found.append(Merge(row, column, min(bottom, MAX_ROWS), right))
        column += counts.get(b"columnsrepeated", 1)
    return sheets
