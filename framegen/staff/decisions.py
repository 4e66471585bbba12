"""Decisions: what a person has to decide, written as CSV or XLSX, filled in there, read back."""

import csv
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from framegen.avatar.crop import Crop
from framegen.errors import AvatarUnwritable, CropInvalid, DecisionInvalid, RequestError
from framegen.staff.cells.sheet import Sheet
from framegen.staff.cells.table import read_sheets
from framegen.staff.letters.names import plain
from framegen.staff.match import PersonMatch, Status
from framegen.staff.people import Person
from framegen.vietnamese import STATUSES

# The columns in their order; the last four are for the person who decides.
HEADINGS = {
    "row": "Dòng",
    "code": "Mã",
    "name": "Họ và tên",
    "unit": "Đơn vị",
    "status": "Tình trạng",
    "reason": "Lý do",
    "proposals": "Gợi ý",
    "photo": "Ảnh chọn",
    "crop": "Vùng cắt (trái,trên,phải,dưới)",
    "face": "Khuôn mặt số",
    "skip": "Bỏ qua (x)",
}
READ = ("row", "name", "proposals", "photo", "crop", "face", "skip")
LOOK = 20
WIDTHS = (7, 12, 28, 24, 14, 34, 44, 34, 24, 14, 12)
# How people tick; a check mark is no letter and so stands apart.
TICKED = frozenset(
    {"x", "xx", "v", "co", "1", "yes", "y", "true", "bo qua", "dung", "ok", "oke", "okay", "roi"}
    | {"dong y", "chon", "duyet"}
)
UNTICKED = frozenset({"", "0", "khong", "no", "n", "false"})
CHECK_MARKS = frozenset("✓✔√☑🗸")
# A cell that begins with one of these may be opened as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BETWEEN = " | "
_NUMBER = re.compile("[0-9]{1,9}")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one person.

    Attributes:
        row: the person's row in the list, from 1.
        photo: the chosen file; None to leave it as it was.
        crop: the crop to frame; None to find one.
        face: the number of the face to frame, from 0 as `framegen faces` counts.
        skip: whether the person gets no avatar.
        name: whom the file takes to be in that row; empty where it does not say.
    """

    row: int
    photo: str | None = None
    crop: Crop | None = None
    face: int | None = None
    skip: bool = False
    name: str = field(default="", compare=False)


def write_decisions(path: str | os.PathLike[str], people: Iterable[PersonMatch]) -> Path:
    """Write everyone whose photo is not matched, or is in doubt, for a person; say where.

    No cell opens as a formula: XLSX cells are of type text, CSV cells get an apostrophe.

    Raises:
        RequestError: the file's ending is neither .csv nor .xlsx.
        AvatarUnwritable: no folder, no right or no room.
    """
    path = Path(path)
    rows = [_row(each) for each in people if each.status is not Status.MATCHED or each.reason]
    table = [list(HEADINGS.values()), *rows]
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise RequestError(f"{path}: decisions are written as .csv or .xlsx.")
    try:
        writers[path.suffix.lower()](path, table)
    except OSError as error:
        raise AvatarUnwritable(f"{path}: {error.strerror}.") from error
    return path


def read_decisions(path: str | os.PathLike[str]) -> dict[int, Decision]:
    """What was decided, by the person's row; rows without any decision are left out.

    Raises:
        StaffError: the file cannot be read.
        DecisionInvalid: it has no such columns, or a cell makes no sense; the row is named.
    """
    name = str(path)
    sheet, top, columns = _found(read_sheets(path), name)
    decisions: dict[int, Decision] = {}
    for at in range(top + 1, len(sheet.rows)):
        row = sheet.rows[at]
        told = dict.fromkeys(READ, "")
        told |= {key: row[column] for key, column in columns.items() if column < len(row)}
        decision = _decision(told, f"{name}: row {at + 1}")
        if decision is None:
            continue
        if decision.row in decisions:
            raise DecisionInvalid(f"{name}: row {at + 1}: row {decision.row} is decided twice.")
        decisions[decision.row] = decision
    return decisions


def with_decisions(people: Iterable[Person], decisions: Mapping[int, Decision]) -> list[Person]:
    """The people, each with the photo that was chosen as if the list had named it."""
    return [
        replace(person, photo=decision.photo)
        if (decision := decisions.get(person.row)) and decision.photo
        else person
        for person in people
    ]


def _row(each: PersonMatch) -> list[str]:
    person = each.person
    return [
        str(person.row),
        person.code,
        person.name,
        person.unit,
        STATUSES[each.status],
        each.reason,
        BETWEEN.join(each.proposals),
        *("", "", "", ""),
    ]


def _write_csv(path: Path, table: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, quoting=csv.QUOTE_ALL)
        writer.writerows([_inert(cell) for cell in row] for row in table)


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _write_xlsx(path: Path, table: Sequence[Sequence[str]]) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("Cần quyết định")
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width, text)
    for at, row in enumerate(table):
        for column, cell in enumerate(row):
            sheet.write_string(at, column, cell, text if at else bold)
    sheet.freeze_panes(1, 3)
    try:
        book.close()
    except FileCreateError as error:
        reason = error.args[0]
        raise reason if isinstance(reason, OSError) else OSError(0, str(reason)) from error


def _found(sheets: Sequence[Sheet], name: str) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet with the headings, their row and their columns, in any order and with others."""
    for sheet in sheets:
        for top, row in enumerate(sheet.rows[:LOOK]):
            found: dict[str, int] = {}
            for column, cell in enumerate(row):
                key = next((key for key in READ if _is_heading(cell, HEADINGS[key])), "")
                if key:
                    found.setdefault(key, column)
            if {"row", "photo"} <= found.keys():
                return sheet, top, found
    raise DecisionInvalid(
        f'{name}: no row has the headings "{HEADINGS["row"]}" and "{HEADINGS["photo"]}".'
    )


def _is_heading(cell: str, heading: str) -> bool:
    """Whether a cell says a heading, also without what stands in brackets, or with letters lost.

    Excel's plain CSV has "?" for each letter that the machine's code does not know.
    """
    wanted = [heading, heading.partition(" (")[0]]
    if "?" not in cell:
        return plain(cell) in map(plain, wanted)
    pattern = ".".join(map(re.escape, cell.split("?")))
    return any(re.fullmatch(pattern, each, re.IGNORECASE) for each in wanted)


def _decision(told: Mapping[str, str], where: str) -> Decision | None:
    """A row's decision; None where nothing was filled in."""
    row, crop, face = told["row"], told["crop"], told["face"]
    photo, skip = _photo(told, where), _is_ticked(told["skip"], where)
    if not (skip or photo or crop or face):
        return None
    if skip and photo:
        raise DecisionInvalid(f'{where}: both left out and given the photo "{photo}".')
    for heading, number in ((HEADINGS["row"], row), (HEADINGS["face"], face or "0")):
        if not _NUMBER.fullmatch(number):
            raise DecisionInvalid(f'{where}: {heading}: expected a number, got "{number[:40]}".')
    try:
        cut = Crop.parse(re.sub(r"\s*[;,]\s*|\s+", ",", crop)) if crop else None
    except CropInvalid as error:
        raise DecisionInvalid(f"{where}: {error}") from error
    return Decision(int(row), photo or None, cut, int(face) if face else None, skip, told["name"])


def _photo(told: Mapping[str, str], where: str) -> str:
    """The photo that was chosen; a tick chooses the one that is proposed."""
    photo, proposals = told["photo"], [*filter(None, told["proposals"].split(BETWEEN))]
    heading = HEADINGS["photo"]
    if "?" in photo:
        raise DecisionInvalid(
            f'{where}: {heading}: letters of "{photo}" were lost when the file was saved; save it '
            'as .xlsx or as "CSV UTF-8", and fill in the photo again.'
        )
    if BETWEEN.strip() in photo:
        raise DecisionInvalid(f'{where}: {heading}: expected one photo, got "{photo}".')
    if photo not in CHECK_MARKS and plain(photo) not in TICKED - {"1"}:
        return photo
    if len(proposals) == 1:
        return proposals[0]
    if proposals:
        raise DecisionInvalid(
            f'{where}: {heading}: "{photo}" does not tell which of {len(proposals)} is meant; '
            f"copy its name here: {', '.join(proposals)}."
        )
    raise DecisionInvalid(f'{where}: {heading}: "{photo}", but no photo is proposed; name one.')


def _is_ticked(skip: str, where: str) -> bool:
    word = plain(skip)
    if skip in CHECK_MARKS or word in TICKED:
        return True
    if word not in UNTICKED:
        raise DecisionInvalid(f'{where}: {HEADINGS["skip"]}: expected x or nothing, got "{skip}".')
    return False
