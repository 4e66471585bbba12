"""Row: what a row below the heading is: a person, a section, a total, or the foot of the list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum, auto

from framegen.staff.heading import NAME_PARTS, Heading, is_number
from framegen.staff.letters.names import plain
from framegen.staff.letters.phrases import (
    ENUMERATOR,
    FOOT,
    HEAD_COUNT,
    LABEL,
    SURNAMES,
    TOTAL,
    UNIT_WORDS,
)
from framegen.staff.letters.vocabulary import SURE, role_of

# How sections are counted: I, A, II.1, 1.2; a number by itself counts people.
_COUNTER = re.compile(
    r"\(?(?:(?:[IVXLC]{1,6}|[A-ZĐ])(?:[.-]?\d{1,2})*|\d{1,2}(?:\.\d{1,2})+)\s*[.):/–-]*\s*"
)
_NUMBERED = re.compile(r"^\(?(?:\d{1,5}\s*[.):/–-]+\s*)+")
_ROMAN_WORD = re.compile(r"[IVXLC]{1,6}\s+(?=\w)")


class Kind(Enum):
    """What a row is."""

    BLANK = auto()
    PERSON = auto()
    SECTION = auto()
    HEADING = auto()
    TABLE = auto()
    TOTAL = auto()
    FOOT = auto()
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Layout:
    """How the rows of a list look.

    Attributes:
        heading: its heading.
        numbered: whether people have a running number in the column of numbers.
        lonely: whether people often have a name and nothing else.
    """

    heading: Heading
    numbered: bool
    lonely: bool

    @classmethod
    def of(cls, heading: Heading, rows: Iterable[tuple[str, ...]]) -> "Layout":
        """The layout that most of the rows with a name have."""
        named = [row for row in rows if name_in(row, heading)]
        stt = heading.columns.get("stt")
        counted = [row for row in named if is_number(_at(row, stt))]
        numbered = len(counted) * 2 >= max(1, len(named))
        typical = counted if numbered else named
        few = sum(not has_more(row, heading) for row in typical)
        return cls(heading, numbered, few * 2 > len(typical))

    def number(self, row: tuple[str, ...]) -> bool:
        """Whether a row has a running number."""
        return is_number(_at(row, self.heading.columns.get("stt")))


def name_in(row: tuple[str, ...], heading: Heading) -> str:
    """A row's name: of its column, else put together from its parts; empty where it has none."""
    columns = heading.columns
    whole = _at(row, columns.get("name"))
    if any(map(str.isalpha, whole)):
        return _NUMBERED.sub("", whole) if whole[0] in "(0123456789" else whole
    parts = [_at(row, columns.get(role)) for role in ("surname", "middle", "given")]
    name = " ".join(filter(None, parts))
    return name if any(map(str.isalpha, name)) else ""


def kind_of(row: tuple[str, ...], layout: Layout) -> Kind:
    """What a row is, by itself; where the list ends its neighbours tell, see people.py."""
    if not any(row):
        return Kind.BLANK
    name, number = name_in(row, layout.heading), layout.number(row)
    # Nearly all rows end here: no heading has a running number.
    if number and " " in name:
        return Kind.SECTION if section_of(row, layout) else Kind.PERSON
    if _is_heading(row, layout.heading) or _is_numbering(row):
        return Kind.HEADING
    if not number and _is_other_heading(row, name):
        return Kind.TABLE
    if section_of(row, layout):
        return Kind.SECTION
    if _is_total(row, name, layout.heading):
        return Kind.TOTAL
    if not name:
        return Kind.FOOT if any(FOOT.match(plain(cell)) for cell in row) else Kind.OTHER
    return Kind.FOOT if FOOT.match(plain(name)) else Kind.PERSON


def section_of(row: tuple[str, ...], layout: Layout) -> str:
    """The unit that a row names as the heading of a section; empty where it is no such row."""
    columns = layout.heading.columns
    stt = columns.get("stt")
    counter = _at(row, stt)
    if is_number(counter) and not _has_nothing_else(row, stt):
        return ""
    lettered = bool(_COUNTER.fullmatch(counter))
    texts = {
        column: cell
        for column, cell in enumerate(row)
        if cell and not is_number(cell) and not (lettered and column == stt)
    }
    if len(set(texts.values())) != 1:
        return ""
    column, text = next(iter(texts.items()))
    if TOTAL.match(text) or FOOT.match(plain(text)):
        return ""
    bare = without_counter(text)
    first = min((columns[role] for role in ("name", "surname") if role in columns), default=0)
    if column > first and column != columns.get("unit"):
        return ""
    is_unit = bool(UNIT_WORDS.match(bare))
    if is_number(counter):
        return bare if is_unit and not layout.lonely else ""
    # Where numbers stand before people's names, they do not make a section.
    by_number = (counter if lettered else text).lstrip("(")[0].isdigit()
    counts_people = by_number and (layout.lonely or not layout.numbered)
    if is_unit or ((lettered or bare != text) and not counts_people):
        return bare
    if not layout.numbered or layout.lonely:
        return ""
    return bare if column < first or not looks_like_name(text) else ""


def without_counter(text: str) -> str:
    """A section's text without its number before and its head count behind."""
    found = ENUMERATOR.match(text)
    bare = text[found.end() :] if found and found.end() < len(text) else text
    if roman := _ROMAN_WORD.match(bare):
        rest = bare[roman.end() :]
        bare = rest if UNIT_WORDS.match(rest) else bare
    if label := LABEL.match(bare):
        bare = bare[label.end() :]
    return HEAD_COUNT.sub("", bare).strip(" :.-–") or text


def looks_like_name(text: str) -> bool:
    """Whether a text is made as Vietnamese names are: a surname, and a word to five more."""
    words = plain(text).split()
    return 2 <= len(words) <= 6 and words[0] in SURNAMES and not re.search(r"\d", text)


def has_more(row: tuple[str, ...], heading: Heading) -> bool:
    """Whether a row tells more than a number and a name."""
    names = {"stt", "name", "surname", "middle", "given"}
    own = {column for role, column in heading.columns.items() if role in names}
    return any(
        cell
        for column, cell in enumerate(row)
        if column not in own and column < len(heading.labels) and heading.labels[column]
    )


def _has_nothing_else(row: tuple[str, ...], stt: int | None) -> bool:
    return sum(bool(cell) for column, cell in enumerate(row) if column != stt) == 1


def _is_heading(row: tuple[str, ...], heading: Heading) -> bool:
    """Whether a row says the heading once more, as on each printed page."""
    said = repeated = 0
    for column, label in enumerate(heading.labels):
        cell = plain(_at(row, column))
        said += bool(cell)
        repeated += bool(cell) and cell in map(plain, label)
    return 0 < said * 2 <= repeated * 3


def _is_other_heading(row: tuple[str, ...], name: str) -> bool:
    """Whether a row begins another table, one that is not of people: "STT, Đơn vị, Số người"."""
    known = [role_of(cell) for cell in row if cell]
    roles = {found[0] for found in known if found and found[1] < SURE}
    meant = role_of(name)
    is_name = meant is None or meant[0] in NAME_PARTS or meant[1] >= SURE
    return len(roles) > 1 and len(roles) * 3 >= len(known) * 2 and not is_name


def _is_total(row: tuple[str, ...], name: str, heading: Heading) -> bool:
    """Whether a row tells a sum; of somebody with a name, "Tổng phụ trách" is the title."""
    columns = heading.columns
    own = max((columns[role] for role in NAME_PARTS if role in columns), default=0)
    aside = {columns.get("title"), columns.get("unit")}
    return any(
        TOTAL.match(cell)
        for column, cell in enumerate(row)
        if not name or (column <= own and column not in aside)
    )


def _is_numbering(row: tuple[str, ...]) -> bool:
    """Whether a row numbers the columns: (1) (2) (3), or A B 1 2."""
    cells = [cell.strip("()[]. ") for cell in row if cell]
    if len(cells) < 3:
        return False
    numbers = [int(cell) for cell in cells if cell.isdecimal() and len(cell) < 3]
    letters = [cell for cell in cells if len(cell) == 1 and cell.isalpha()]
    if len(numbers) + len(letters) < len(cells):
        return False
    return numbers == list(range(1, len(numbers) + 1))


def _at(row: tuple[str, ...], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""
