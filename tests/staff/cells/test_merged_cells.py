"""MergedCells: the merged cells of an ODS, sheet by sheet."""

import io
import zipfile

from framegen.staff.cells.merged_cells import merges_of_ods
from framegen.staff.cells.sheet import MAX_ROWS, Merge

CELL = "<table:table-cell/>"


def merges(*sheets):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        tables = "".join(f"<table:table>{rows}</table:table>" for rows in sheets)
        package.writestr("content.xml", tables)
    return merges_of_ods(data.getvalue())


def spanned(rows, columns=1):
    spans = f'table:number-rows-spanned="{rows}" table:number-columns-spanned="{columns}"'
    return f"<table:table-cell {spans}><text:p>x</text:p></table:table-cell>"


def row(*cells, times=1):
    repeated = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{repeated}>{''.join(cells)}</table:table-row>"


def test_merged_cells_are_counted_in_rows_and_columns():
    found = merges(row(CELL) + row(CELL, spanned(2, 3)))
    assert found == [(Merge(1, 1, 2, 3),)]


def test_repeated_rows_and_cells_are_counted():
    repeated = '<table:covered-table-cell table:number-columns-repeated="4"/>'
    rows = row(CELL, times=5) + "<table:table-row/>" + row(repeated, spanned(2))
    assert merges(rows) == [(Merge(6, 4, 7, 4),)]


def test_each_sheet_begins_anew():
    assert merges(row(spanned(2)), row(CELL), row(CELL, spanned(1, 2))) == [
        (Merge(0, 0, 1, 0),),
        (),
        (Merge(0, 1, 0, 2),),
    ]


def test_merges_end_with_the_most_rows():
    assert merges(row(spanned(9_999_999))) == [(Merge(0, 0, MAX_ROWS, 0),)]


def test_other_workbooks_have_no_merges_here():
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        package.writestr("xl/workbook.xml", "")
    assert merges_of_ods(data.getvalue()) == []
    assert merges(row(CELL)) == []
