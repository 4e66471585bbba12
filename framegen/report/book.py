"""ReportBook: a batch as a workbook: figures of each unit, every person, and what is to be done.

Every text is written as text, so that no cell opens as a formula.
"""

import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Any

from framegen.avatar.whole_file import whole_file
from framegen.batch.places.store import Store
from framegen.batch.result import Result, Tally
from framegen.language import N_
from framegen.report.data import ReportData
from framegen.report.thumbnail import thumbnail
from framegen.report.words import ReportWords

# With more pictures Excel opens the workbook slowly: 2,000 are 9 MB.
MAX_PICTURES = 2000
PICTURE_SIDE = 96
# People on a sheet, which Excel limits to 1,048,576 rows with the heading.
MAX_ROWS = 1_000_000
RED, GREY, LINE, PALE = "#A8121B", "#555555", "#C9C9C9", "#FBEDED"

# Headings and widths.
Columns = Sequence[tuple[str, int]]
UNIT_COLUMNS: Columns = (
    *((N_("Unit"), 46), (N_("People"), 10), (N_("Avatars"), 11), (N_("To check"), 12)),
    *((N_("No photo"), 10), (N_("Unclear"), 9), (N_("Failed"), 9), (N_("Not made"), 9)),
    *((N_("Skipped"), 9), (N_("Share"), 9)),
)
PEOPLE_COLUMNS: Columns = (
    *((N_("No."), 6), (N_("Picture"), 11), (N_("Full name"), 27), (N_("Code"), 11)),
    *((N_("Unit"), 30), (N_("Status"), 24), (N_("Remarks"), 40), (N_("Original photo"), 30)),
    *((N_("How it was found"), 22), (N_("Avatar file"), 34)),
)
TO_DO_COLUMNS: Columns = (
    *((N_("No."), 6), (N_("Full name"), 27), (N_("Unit"), 32), (N_("Status"), 24)),
    *((N_("Why"), 44), (N_("To do"), 52)),
)


def write_book(path: Path, data: ReportData, words: ReportWords) -> None:
    """Write the workbook.

    Args:
        path: the file.
        data: what it reports.
        words: in its language.

    Raises:
        AvatarUnwritable: no permission or no space.
    """
    from xlsxwriter.exceptions import FileCreateError

    with whole_file(path) as stream:
        try:
            _Book(stream, words).write(data)
        except FileCreateError as error:
            # xlsxwriter wraps the OSError.
            raise error.args[0] from error


class _Formats:
    """The cell formats of a workbook."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter is untyped
        cell = {"border": 1, "border_color": LINE, "valign": "vcenter", "font_name": "Arial"}
        text = {**cell, "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": RED})
        self.line = book.add_format({"font_color": GREY, "font_name": "Arial"})
        self.head = book.add_format(
            {**text, "bold": True, "bg_color": RED, "font_color": "white", "align": "center"}
        )
        self.text = book.add_format({**text, "num_format": "@"})
        self.marked = book.add_format({**text, "num_format": "@", "bg_color": PALE})
        self.number = book.add_format({**cell, "align": "center"})
        self.share = book.add_format({**cell, "align": "center", "num_format": "0.0%"})
        self.sum = book.add_format({**cell, "bold": True, "align": "center", "top": 2})
        self.sum_text = book.add_format({**text, "bold": True, "top": 2, "num_format": "@"})
        self.sum_share = book.add_format(
            {**cell, "bold": True, "align": "center", "top": 2, "num_format": "0.0%"}
        )


class _Book:
    """A workbook while it is written, row by row."""

    def __init__(self, stream: IO[bytes], words: ReportWords) -> None:
        import xlsxwriter

        self._book = xlsxwriter.Workbook(stream, {"constant_memory": True})
        self._formats, self._words = _Formats(self._book), words

    def write(self, data: ReportData) -> None:
        """Write all sheets."""
        self._write_units(data)
        pictures = data.store if data.whole.done <= MAX_PICTURES else None
        for name, people in _sheets_of(data.results(), self._words.phrase("Everyone")):
            self._write_people(self._sheet(name, PEOPLE_COLUMNS), people, pictures)
        to_do = itertools.chain(
            (each for each in data.results() if not each.ok and self._words.to_do(each)),
            (each for each in data.results() if each.is_doubtful),
        )
        for name, people in _sheets_of(to_do, self._words.phrase("To do")):
            self._write_to_do(self._sheet(name, TO_DO_COLUMNS), people)
        self._book.close()

    def _sheet(self, name: str, columns: Columns, top: int = 0) -> Any:  # noqa: ANN401
        """A sheet whose heading stays visible and is repeated on every printed page."""
        sheet = self._book.add_worksheet(name)
        for column, (_, width) in enumerate(columns):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        # Excel's codes for the sheet's name, the page and the number of pages.
        pages = self._words.phrase("Page {page} / {pages}", page="&P", pages="&N")
        sheet.set_footer(f"&L&A&R{pages}")
        if not top:
            self._write_head(sheet, columns, top)
        return sheet

    def _write_head(self, sheet: Any, columns: Columns, top: int) -> None:  # noqa: ANN401
        sheet.set_row(top, 32)
        for column, (heading, _) in enumerate(columns):
            sheet.write_string(top, column, self._words.phrase(heading), self._formats.head)
        sheet.freeze_panes(top + 1, 0)

    def _write_units(self, data: ReportData) -> None:
        formats = self._formats
        top = len(data.title) + 1
        sheet = self._sheet(self._words.phrase("Summary"), UNIT_COLUMNS, top)
        for row, line in enumerate(data.title):
            sheet.write_string(row, 0, line, formats.line if row else formats.title)
        self._write_head(sheet, UNIT_COLUMNS, top)
        row = top
        for unit, tally in data.units.items():
            row += 1
            sheet.write_string(row, 0, self._words.unit(unit), formats.text)
            _write_tally(sheet, row, tally, formats.number, formats.share)
        sheet.write_string(row + 1, 0, self._words.phrase("Total"), formats.sum_text)
        _write_tally(sheet, row + 1, data.whole, formats.sum, formats.sum_share)

    def _write_people(self, sheet: Any, results: Iterable[Result], pictures: Store | None) -> None:  # noqa: ANN401
        row = 0
        for row, result in enumerate(results, 1):
            small = None
            if pictures:
                sheet.set_row(row, 58)
                if result.path:
                    small = thumbnail(pictures.read(result.name), PICTURE_SIDE)
            self._write_person(sheet, row, result)
            if small:
                _insert(sheet, row, small, f"{result.order}.jpg")
        sheet.autofilter(0, 0, max(1, row), len(PEOPLE_COLUMNS) - 1)

    def _write_person(self, sheet: Any, row: int, result: Result) -> None:  # noqa: ANN401
        words, person = self._words, result.person
        sheet.write_number(row, 0, result.order, self._formats.number)
        sheet.write_blank(row, 1, None, self._formats.number)
        cells = (
            *(person.name, person.code, person.unit, words.state(result)),
            *(words.all_remarks(result), result.match.photo or "", words.found_by(result)),
            PurePosixPath(result.name).name if result.path else "",
        )
        form = self._formats.marked if words.to_do(result) else self._formats.text
        for column, cell in enumerate(cells, 2):
            sheet.write_string(row, column, cell, form)

    def _write_to_do(self, sheet: Any, ordered: Iterable[Result]) -> None:  # noqa: ANN401
        words, row = self._words, 0
        for row, result in enumerate(ordered, 1):
            person = result.person
            sheet.write_number(row, 0, result.order, self._formats.number)
            cells = (
                *(person.name, person.unit, words.state(result)),
                *(words.all_remarks(result), words.to_do(result)),
            )
            for column, cell in enumerate(cells, 1):
                sheet.write_string(row, column, cell, self._formats.text)
        if not row:
            sheet.write_string(1, 1, words.phrase("Nothing left to do."), self._formats.text)


def _write_tally(sheet: Any, row: int, tally: Tally, number: Any, share: Any) -> None:  # noqa: ANN401
    counts = (
        *(tally.people, tally.done, tally.look, tally.missing),
        *(tally.ambiguous, tally.failed, tally.waiting, tally.skipped),
    )
    for column, value in enumerate(counts, 1):
        sheet.write_number(row, column, value, number)
    sheet.write_number(row, len(counts) + 1, tally.share, share)


def _insert(sheet: Any, row: int, picture: bytes, name: str) -> None:  # noqa: ANN401
    place = {"image_data": io.BytesIO(picture), "x_offset": 4, "y_offset": 3}
    scale = {"x_scale": 0.74, "y_scale": 0.74, "object_position": 1}
    sheet.insert_image(row, 1, name, {**place, **scale})


def _sheets_of(results: Iterable[Result], name: str) -> Iterator[tuple[str, Iterable[Result]]]:
    """The people of each sheet, with its name; another sheet follows where one is full."""
    remaining = iter(results)
    yield name, itertools.islice(remaining, MAX_ROWS)
    for number, first in enumerate(remaining, 2):
        rest = itertools.islice(remaining, MAX_ROWS - 1)
        yield f"{name} {number}", itertools.chain([first], rest)
