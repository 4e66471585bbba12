"""Decisions: a file in which a person decides about matches, written as CSV or XLSX, read back."""

import csv
import functools
import io
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from framegen.avatar.crop import Crop
from framegen.avatar.whole_file import write_whole
from framegen.errors import CropInvalid, DecisionInvalid, RequestError
from framegen.language import LANGUAGES, N_, SOURCE, Message, translated
from framegen.staff.cells.sheet import Row, Sheet, cell_at
from framegen.staff.cells.table import read_sheets
from framegen.staff.letters.names import plain
from framegen.staff.match import STATUS_WORDS, PersonMatch, Status
from framegen.staff.people import Person

# The columns in their order; the last four are filled in by the person who decides.
HEADINGS: Mapping[str, str] = {
    "row": N_("Row"),
    "code": N_("Code"),
    "name": N_("Full name"),
    "unit": N_("Unit"),
    "status": N_("Status"),
    "reason": N_("Reason"),
    "proposals": N_("Proposals"),
    "photo": N_("Chosen photo"),
    "crop": N_("Crop (left,top,right,bottom)"),
    "face": N_("Face number"),
    "skip": N_("Leave out (x)"),
}
TO_FILL_IN = ("photo", "crop", "face", "skip")
READ = ("row", "name", "proposals", *TO_FILL_IN)
SHEET_NAME = N_("To decide")
# The headings are looked for in so many rows.
TOP_ROWS = 20
WIDTHS = (7, 12, 28, 24, 14, 34, 44, 34, 24, 14, 12)
# How people tick; a check mark has no letters, so `plain` loses it.
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
# How much of a cell a message shows.
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about one person.

    Attributes:
        row: the person's row in the list, from 1.
        photo: the chosen file; None to leave it as it was.
        crop: the crop to frame; None to find one.
        face: the number of the face to frame, from 0 as `framegen faces` counts.
        skip: whether the person gets no avatar.
        name: the person's name in the decisions file; empty where it has none.
    """

    row: int
    photo: str | None = None
    crop: Crop | None = None
    face: int | None = None
    skip: bool = False
    name: str = field(default="", compare=False)


def write_decisions(
    path: str | os.PathLike[str], people: Iterable[PersonMatch], *, language: str = SOURCE
) -> Path:
    """Write everyone who is not matched, or with a reason to look at the match; return the path.

    The file is written whole or not at all. No cell opens as a formula: XLSX cells are of type
    text, CSV cells get an apostrophe.

    Args:
        path: ends with .csv or .xlsx.
        people: as `match` gives them; those who need no decision are left out.
        language: of headings, states and reasons.

    Raises:
        RequestError: the file's ending is neither .csv nor .xlsx.
        AvatarUnwritable: no folder, no right or no room.
    """
    path = Path(path)
    writers = {".csv": _csv, ".xlsx": _xlsx}
    writer = writers.get(path.suffix.lower())
    if writer is None:
        raise RequestError("{path}: decisions are written as .csv or .xlsx.", path=path)
    asked = [each for each in people if each.status is not Status.MATCHED or each.reason]
    headings = [translated(heading, language) for heading in HEADINGS.values()]
    table = [headings, *(_row(each, language) for each in asked)]
    write_whole(path, writer(table, translated(SHEET_NAME, language)))
    return path


def read_decisions(path: str | os.PathLike[str]) -> dict[int, Decision]:
    """What was decided, by the person's row; rows without any decision are left out.

    Columns are found by their headings, in any language of framegen, in any order.

    Raises:
        StaffError: the file cannot be read.
        DecisionInvalid: it has no such columns, or a cell makes no sense; the row is named.
    """
    file = str(path)
    decisions: dict[int, Decision] = {}
    for row in _rows(read_sheets(path), file):
        decision = row.decision()
        if decision is None:
            continue
        if decision.row in decisions:
            raise DecisionInvalid(
                "{file}: row {at}: row {row} is decided twice.",
                file=file,
                at=row.at,
                row=decision.row,
            )
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


def _row(each: PersonMatch, language: str) -> list[str]:
    person = each.person
    return [
        str(person.row),
        person.code,
        person.name,
        person.unit,
        translated(STATUS_WORDS[each.status], language),
        each.reason.message.render(language) if each.reason else "",
        BETWEEN.join(each.proposals),
        *("" for _ in TO_FILL_IN),
    ]


def _csv(table: Sequence[Sequence[str]], title: str) -> bytes:
    del title
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerows([_inert(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def _inert(cell: str) -> str:
    return f"'{cell}" if cell.lstrip(" ").startswith(FORMULA) else cell


def _xlsx(table: Sequence[Sequence[str]], title: str) -> bytes:
    import xlsxwriter

    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        sheet = book.add_worksheet(title)
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width, text)
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell, text if at else bold)
        sheet.freeze_panes(1, 3)
    return data.getvalue()


def _rows(sheets: Sequence[Sheet], file: str) -> "Iterator[_Row]":
    """The rows of the first sheet that has the headings."""
    for sheet in sheets:
        for top, row in enumerate(sheet.rows[:TOP_ROWS]):
            columns = _columns(row)
            if {"row", "photo"} <= columns.keys():
                headings = {key: row[column] for key, column in columns.items()}
                for at, cells in enumerate(sheet.rows[top + 1 :], top + 2):
                    yield _Row(
                        file, at, headings, {k: cell_at(cells, n) for k, n in columns.items()}
                    )
                return
    raise DecisionInvalid(
        '{file}: no row has the headings "{row}" and "{photo}".',
        file=file,
        row=Message(HEADINGS["row"]),
        photo=Message(HEADINGS["photo"]),
    )


def _columns(row: Row) -> dict[str, int]:
    """The columns whose headings a row has, by their keys."""
    columns: dict[str, int] = {}
    for column, cell in enumerate(row):
        key = next((key for key in READ if _is_heading(cell, key)), None)
        if key is not None:
            columns.setdefault(key, column)
    return columns


def _is_heading(cell: str, key: str) -> bool:
    """Whether a cell is a heading, also with letters lost.

    Excel's plain CSV has "?" for each letter that the machine's code page lacks.
    """
    if "?" not in cell:
        return plain(cell) in map(plain, _wordings(key))
    pattern = ".".join(map(re.escape, cell.split("?")))
    return any(re.fullmatch(pattern, each, re.IGNORECASE) for each in _wordings(key))


@functools.cache
def _wordings(key: str) -> tuple[str, ...]:
    """A column's heading in all languages, with and without the part in brackets."""
    headings = [translated(HEADINGS[key], language) for language in LANGUAGES]
    return tuple(text for each in headings for text in (each, each.partition(" (")[0]))


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a decisions file.

    Attributes:
        file: the file, for messages.
        at: the row's number in it, from 1.
        headings: as the file has them, by their keys.
        cells: by the same keys.
    """

    file: str
    at: int
    headings: Mapping[str, str]
    cells: Mapping[str, str]

    def decision(self) -> Decision | None:
        """What was decided; None where nothing was filled in."""
        photo, skip = self._photo(), self._is_skipped()
        crop, face = self._cell("crop"), self._cell("face")
        if not (skip or photo or crop or face):
            return None
        if skip and photo:
            raise self._invalid(N_('both left out and given the photo "{photo}"'), {"photo": photo})
        row = self._number("row")
        number = self._number("face") if face else None
        return Decision(row, photo or None, self._crop(crop), number, skip, self._cell("name"))

    def _cell(self, key: str) -> str:
        return self.cells.get(key, "")

    def _invalid(self, text: str, values: Mapping[str, object], key: str = "") -> DecisionInvalid:
        """The error that a cell, or the row, makes no sense."""
        what = Message(text, values)
        if not key:
            return DecisionInvalid(
                "{file}: row {row}: {what}.", file=self.file, row=self.at, what=what
            )
        return DecisionInvalid(
            "{file}: row {row}: {heading}: {what}.",
            file=self.file,
            row=self.at,
            heading=self.headings[key],
            what=what,
        )

    def _number(self, key: str) -> int:
        cell = self._cell(key)
        if not _NUMBER.fullmatch(cell):
            raise self._invalid(N_('expected a number, got "{cell}"'), {"cell": cell[:SHOWN]}, key)
        return int(cell)

    def _crop(self, cell: str) -> Crop | None:
        try:
            return Crop.parse(re.sub(r"\s*[;,]\s*|\s+", ",", cell)) if cell else None
        except CropInvalid as error:
            raise DecisionInvalid(
                "{file}: row {row}: {what}", file=self.file, row=self.at, what=Message.of(error)
            ) from error

    def _photo(self) -> str:
        """The photo that was chosen; a tick chooses the one that is proposed."""
        photo = self._cell("photo")
        if "?" in photo:
            raise self._invalid(
                N_(
                    'letters of "{photo}" were lost when the file was saved; save it as .xlsx or '
                    'as "CSV UTF-8", and fill in the photo again'
                ),
                {"photo": photo},
                "photo",
            )
        if BETWEEN.strip() in photo:
            raise self._invalid(N_('expected one photo, got "{photo}"'), {"photo": photo}, "photo")
        is_tick = photo in CHECK_MARKS or plain(photo) in TICKED - {"1"}
        return self._proposal(photo) if is_tick else photo

    def _proposal(self, tick: str) -> str:
        """The only photo that is proposed."""
        proposals = [*filter(None, self._cell("proposals").split(BETWEEN))]
        if len(proposals) == 1:
            return proposals[0]
        if not proposals:
            text = N_('"{tick}", but no photo is proposed; name one')
            raise self._invalid(text, {"tick": tick}, "photo")
        raise self._invalid(
            N_('"{tick}" does not tell which of {count} is meant; copy its name here: {proposals}'),
            {"tick": tick, "count": len(proposals), "proposals": proposals},
            "photo",
        )

    def _is_skipped(self) -> bool:
        cell = self._cell("skip")
        word = plain(cell)
        if cell in CHECK_MARKS or word in TICKED:
            return True
        if word not in UNTICKED:
            raise self._invalid(N_('expected x or nothing, got "{cell}"'), {"cell": cell}, "skip")
        return False
