"""ReportBook: a batch as a workbook: figures of each unit, every person, and what is to be done.

No cell opens as a formula: every text is written as text.
"""

import io
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from framegen.batch.places.store import Store
from framegen.batch.result import Result, Tally
from framegen.errors import AvatarUnwritable
from framegen.report.thumbnail import thumbnail
from framegen.report.words import NO_UNIT, found_by, remarks_on, state_of, to_do_for

# More pictures make a workbook that Excel opens slowly: 2,000 are 9 MB.
MOST_PICTURES = 2000
PICTURE_SIDE = 96
# A sheet ends at row 1,048,576, its heading among them.
MOST_ROWS = 1_000_000
RED, GREY, LINE, PALE = "#A8121B", "#555555", "#C9C9C9", "#FBEDED"

UNIT_COLUMNS = (
    *(("Đơn vị", 46), ("Số người", 10), ("Đã có ảnh", 11), ("Cần xem lại", 12)),
    *(("Thiếu ảnh", 10), ("Chưa rõ", 9), ("Ảnh lỗi", 9), ("Chưa làm", 9)),
    *(("Bỏ qua", 9), ("Tỷ lệ", 9)),
)
PEOPLE_COLUMNS = (
    *(("TT", 6), ("Ảnh", 11), ("Họ và tên", 27), ("Mã", 11), ("Đơn vị", 30), ("Tình trạng", 24)),
    *(("Ghi chú", 40), ("Ảnh gốc", 30), ("Tìm ra ảnh", 22), ("Tệp ảnh đại diện", 34)),
)
TO_DO_COLUMNS = (
    *(("TT", 6), ("Họ và tên", 27), ("Đơn vị", 32), ("Tình trạng", 24)),
    *(("Vì sao", 44), ("Việc cần làm", 52)),
)


def write_book(
    path: Path,
    results: Callable[[], Iterable[Result]],
    *,
    title: Sequence[str],
    whole: Tally,
    units: Mapping[str, Tally],
    store: Store,
) -> None:
    """Write the report.

    Args:
        path: the workbook.
        results: gives everyone anew each time it is called.
        title: the lines above the figures.
        whole: the figures of all.
        units: and of each unit.
        store: where the avatars are.

    Raises:
        AvatarUnwritable: no right or no room.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    part = path.with_name(f".framegen-{path.name}.part")
    book = xlsxwriter.Workbook(str(part), {"constant_memory": True})
    looks = _Looks(book)
    try:
        _write_units(book, looks, title, whole, units)
        pictures = store if whole.done <= MOST_PICTURES else None
        for name, people in _sheets_of(results(), "Từng người"):
            _write_people(_sheet(book, looks, name, PEOPLE_COLUMNS), looks, people, pictures)
        _write_to_do(book, looks, results)
        book.close()
        part.replace(path)
    except (OSError, FileCreateError) as error:
        part.unlink(missing_ok=True)
        raise AvatarUnwritable(f"{path}: cannot be written ({error}).") from error


class _Looks:
    """The formats of a workbook's cells."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - xlsxwriter has no types
        cell = {"border": 1, "border_color": LINE, "valign": "vcenter", "font_name": "Arial"}
        text = {**cell, "text_wrap": True}
        self.title = book.add_format({"bold": True, "font_size": 15, "font_color": RED})
        self.line = book.add_format({"font_color": GREY, "font_name": "Arial"})
        self.head = book.add_format(
            {**text, "bold": True, "bg_color": RED, "font_color": "white", "align": "center"}
        )
        self.text = book.add_format({**text, "num_format": "@"})
        self.grave = book.add_format({**text, "num_format": "@", "bg_color": PALE})
        self.number = book.add_format({**cell, "align": "center"})
        self.share = book.add_format({**cell, "align": "center", "num_format": "0.0%"})
        self.sum = book.add_format({**cell, "bold": True, "align": "center", "top": 2})
        self.sum_text = book.add_format({**text, "bold": True, "top": 2, "num_format": "@"})
        self.sum_share = book.add_format(
            {**cell, "bold": True, "align": "center", "top": 2, "num_format": "0.0%"}
        )


def _sheet(book: Any, looks: _Looks, name: str, columns: Any, top: int = 0) -> Any:  # noqa: ANN401
    """A sheet with a heading that stays in sight and is on every printed page."""
    sheet = book.add_worksheet(name)
    for column, (_, width) in enumerate(columns):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(top)
    sheet.set_margins(0.4, 0.4, 0.5, 0.6)
    sheet.set_footer("&L&A&RTrang &P / &N")
    if not top:
        _head(sheet, looks, columns, top)
    return sheet


def _head(sheet: Any, looks: _Looks, columns: Any, top: int) -> None:  # noqa: ANN401
    sheet.set_row(top, 32)
    for column, (word, _) in enumerate(columns):
        sheet.write_string(top, column, word, looks.head)
    sheet.freeze_panes(top + 1, 0)


def _write_units(
    book: Any,  # noqa: ANN401
    looks: _Looks,
    title: Sequence[str],
    whole: Tally,
    units: Mapping[str, Tally],
) -> None:
    top = len(title) + 1
    sheet = _sheet(book, looks, "Tổng hợp", UNIT_COLUMNS, top)
    for row, line in enumerate(title):
        sheet.write_string(row, 0, line, looks.line if row else looks.title)
    _head(sheet, looks, UNIT_COLUMNS, top)
    row = top
    for unit, figures in units.items():
        row += 1
        sheet.write_string(row, 0, unit or NO_UNIT, looks.text)
        _write_figures(sheet, row, figures, looks.number, looks.share)
    sheet.write_string(row + 1, 0, "Cộng", looks.sum_text)
    _write_figures(sheet, row + 1, whole, looks.sum, looks.sum_share)


def _write_figures(sheet: Any, row: int, figures: Tally, number: Any, share: Any) -> None:  # noqa: ANN401
    told = (
        *(figures.people, figures.done, figures.look, figures.missing),
        *(figures.ambiguous, figures.failed, figures.waiting, figures.skipped),
    )
    for column, value in enumerate(told, 1):
        sheet.write_number(row, column, value, number)
    sheet.write_number(row, len(told) + 1, figures.share, share)


def _sheets_of(results: Iterable[Result], name: str) -> Iterator[tuple[str, Iterable[Result]]]:
    """The people of each sheet and its name, for one sheet holds only so many."""
    there = iter(results)
    yield name, itertools.islice(there, MOST_ROWS)
    number = 1
    for first in there:
        number += 1
        yield f"{name} {number}", itertools.chain([first], itertools.islice(there, MOST_ROWS - 1))


def _write_people(
    sheet: Any,  # noqa: ANN401
    looks: _Looks,
    results: Iterable[Result],
    pictures: Store | None,
) -> None:
    row = 0
    for row, result in enumerate(results, 1):
        small = (
            thumbnail(pictures.read(result.name), PICTURE_SIDE)
            if pictures and result.path
            else None
        )
        if pictures:
            sheet.set_row(row, 58)
        person = result.person
        sheet.write_number(row, 0, result.order, looks.number)
        sheet.write_blank(row, 1, None, looks.number)
        told = (
            *(person.name, person.code, person.unit, state_of(result)),
            *("; ".join(remarks_on(result)), result.match.photo or "", found_by(result)),
            PurePosixPath(result.name).name if result.path else "",
        )
        look = looks.grave if to_do_for(result) else looks.text
        for column, cell in enumerate(told, 2):
            sheet.write_string(row, column, cell, look)
        if small:
            place = {"image_data": io.BytesIO(small), "x_offset": 4, "y_offset": 3}
            scale = {"x_scale": 0.74, "y_scale": 0.74, "object_position": 1}
            sheet.insert_image(row, 1, f"{result.order}.jpg", {**place, **scale})
    sheet.autofilter(0, 0, max(1, row), len(PEOPLE_COLUMNS) - 1)


def _write_to_do(book: Any, looks: _Looks, results: Callable[[], Iterable[Result]]) -> None:  # noqa: ANN401
    """Whom somebody has to see to, those without an avatar first."""
    ordered = itertools.chain(
        (each for each in results() if not each.ok and to_do_for(each)),
        (each for each in results() if each.is_doubtful),
    )
    for name, people in _sheets_of(ordered, "Việc cần làm"):
        _write_tasks(_sheet(book, looks, name, TO_DO_COLUMNS), looks, people)


def _write_tasks(sheet: Any, looks: _Looks, ordered: Iterable[Result]) -> None:  # noqa: ANN401
    row = 0
    for row, result in enumerate(ordered, 1):
        person = result.person
        sheet.write_number(row, 0, result.order, looks.number)
        told = (
            *(person.name, person.unit, state_of(result)),
            *("; ".join(remarks_on(result)), to_do_for(result)),
        )
        for column, cell in enumerate(told, 1):
            sheet.write_string(row, column, cell, looks.text)
    if not row:
        sheet.write_string(1, 1, "Không còn việc gì.", looks.text)
