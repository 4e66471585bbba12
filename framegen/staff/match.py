"""Match: whose photo each file is, by rules that never guess.

In this order: the file that the list names; the staff code as a whole token of the file's name; the
name with its marks; without them; its words rotated. What fits two people, or a person twice, goes
to a person to decide. Likeness only ever proposes: measured, assigning by it was wrong in 13 to 37
of 100 cases. An outsider who shares a listed name cannot be told by names, so every photo that was
matched by a name alone says so by its rule.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from framegen.photo.formats import PHOTO_SUFFIXES
from framegen.staff.code import CodeFound, Codes
from framegen.staff.column_photo import Named, named_files
from framegen.staff.file_name import FileName
from framegen.staff.letters.names import marked_words, plain
from framegen.staff.likeness import likely_files
from framegen.staff.name_index import NameIndex
from framegen.staff.people import Person
from framegen.staff.row import looks_like_name


class Status(StrEnum):
    """How it stands with a person or with a file that is left over."""

    MATCHED = "matched"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    PROPOSED = "proposed"
    SPARE = "spare"


class Rule(StrEnum):
    """By what a photo was found, the surest first; the last one only proposes."""

    COLUMN = "column"
    CODE = "code"
    NAME = "name"
    NAME_PLAIN = "name-plain"
    NAME_ROTATED = "name-rotated"
    LIKENESS = "likeness"


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """How it stands with a person's photo.

    Attributes:
        person: of the list.
        status: matched, missing, ambiguous or proposed.
        photo: the file, only where it is matched.
        rule: by what it was found or is proposed.
        proposals: the files to choose from.
        reason: why a person has to decide, in Vietnamese; empty where there is nothing to.
    """

    person: Person
    status: Status
    photo: str | None = None
    rule: Rule | None = None
    proposals: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FileLeft:
    """A photo file that nobody got.

    Attributes:
        file: as it was given.
        status: spare, or ambiguous where it could be the photo of people on the list.
        reason: why, in Vietnamese.
    """

    file: str
    status: Status
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """Everyone's photo, and the files left over."""

    people: tuple[PersonMatch, ...]
    files: tuple[FileLeft, ...]

    def count(self, status: Status) -> int:
        """How many people have a status; those of all four add up to the list."""
        return sum(each.status is status for each in self.people)


def match(people: Iterable[Person], files: Iterable[str]) -> Matching:
    """Find the photo of each person among files, and say where a person has to decide.

    Files that are no photos by their ending, and those that systems hide, are left out.
    """
    return _Desk(list(people), [FileName(file) for file in files if is_photo(file)]).matching()


def is_photo(file: str) -> bool:
    """Whether a file may be a photo: by its ending, and nothing that a system hides."""
    parts = FileName(file).path.parts
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
    return not hidden and file.lower().endswith(PHOTO_SUFFIXES)


class _Desk:
    """The files as they are dealt out, rule by rule."""

    def __init__(self, people: Sequence[Person], names: Sequence[FileName]) -> None:
        self._people, self._names = people, names
        self._done: dict[int, PersonMatch] = {}
        self._taken: set[int] = set()
        self._doubtful: dict[int, str] = {}
        self._maybe: dict[int, dict[int, str]] = defaultdict(dict)
        self._codes = Codes(person.code for person in people)
        self._index = NameIndex(
            [person.name for person in people],
            [(person.unit, person.title) for person in people],
        )

    def matching(self) -> Matching:
        """Deal out all files."""
        self._by_column()
        self._by_code()
        self._by_name()
        self._by_likeness()
        people = (
            self._done.get(index) or PersonMatch(person, Status.MISSING)
            for index, person in enumerate(self._people)
        )
        left = (self._left(index) for index in range(len(self._names)) if index not in self._taken)
        return Matching(tuple(people), tuple(left))

    def _left(self, index: int) -> FileLeft:
        reason = self._doubtful.get(index, "")
        status = Status.AMBIGUOUS if reason else Status.SPARE
        return FileLeft(self._names[index].file, status, reason)

    def _assign(self, person: int, file: int, rule: Rule) -> None:
        name = self._names[file].file
        self._done[person] = PersonMatch(self._people[person], Status.MATCHED, name, rule)
        self._taken.add(file)

    def _ask(self, person: int, files: Iterable[int], rule: Rule | None, reason: str) -> None:
        """Leave a person's photo to somebody's choice."""
        files = list(files)
        names = tuple(self._names[file].file for file in files)
        self._done[person] = PersonMatch(
            self._people[person], Status.AMBIGUOUS, None, rule, names, reason
        )
        for file in files:
            self._doubtful.setdefault(file, reason)

    def _deal(self, claims: dict[int, list[int]], rule: dict[int, Rule], what: str) -> None:
        """Give each person the one file that a rule found; ask where it found several."""
        for person, files in claims.items():
            if person in self._done:
                continue
            if len(files) == 1:
                self._assign(person, files[0], rule[files[0]])
            else:
                self._ask(person, files, rule[files[0]], f"{len(files)} tệp cùng có {what} này")

    def _by_column(self) -> None:
        named = named_files([person.photo for person in self._people], self._names)
        wanted: dict[int, list[int]] = defaultdict(list)
        for person, each in named.items():
            for file in each.files:
                wanted[file].append(person)
        for person, each in named.items():
            self._settle(person, each, wanted)

    def _settle(self, person: int, named: Named, wanted: dict[int, list[int]]) -> None:
        """What comes of the file that the list names for a person."""
        if len(named.files) > 1:
            self._ask(
                person, named.files, Rule.COLUMN, "Có hơn một tệp mang tên ghi trong danh sách"
            )
        elif len(wanted[named.files[0]]) > 1:
            reason = "Danh sách ghi tệp này cho hơn một người"
            self._ask(person, named.files, Rule.COLUMN, reason)
        else:
            self._assign(person, named.files[0], Rule.COLUMN)

    def _by_code(self) -> None:
        claims: dict[int, list[int]] = defaultdict(list)
        for file, name in enumerate(self._names):
            if file in self._taken or file in self._doubtful:
                continue
            found = self._sound_codes(file, self._codes.find(name))
            if len({each.person for each in found}) > 1:
                for each in found:
                    self._maybe[each.person][file] = "Tên tệp có mã của hơn một người"
                self._doubtful[file] = "Tên tệp có mã của hơn một người"
            elif found:
                claims[found[0].person].append(file)
        self._deal(claims, dict.fromkeys(range(len(self._names)), Rule.CODE), "mã")

    def _sound_codes(self, file: int, found: Sequence[CodeFound]) -> list[CodeFound]:
        """The codes of a file that its name does not speak against."""
        sound = []
        whole = self._index.find(self._names[file]).people if found else set()
        for each in found:
            named = whole | self._index.find(FileName(" ".join(each.rest))).people
            agrees = each.person in named or self._is_of(each)
            if not each.rest or agrees:
                sound.append(each)
            elif each.weak:
                continue
            elif named or self._is_somebody(each):
                reason = f"Mã {self._people[each.person].code} và họ tên không cùng một người"
                self._doubtful[file] = reason
                for person in {each.person, *named}:
                    self._maybe[person][file] = reason
                return []
            else:
                sound.append(each)
        return sound

    def _is_of(self, found: CodeFound) -> bool:
        """Whether the words beside a code are of that person's name, or there are none."""
        words = {plain(word) for word in found.rest if not word.isdigit()}
        return bool(words) and words <= set(plain(self._people[found.person].name).split())

    def _is_somebody(self, found: CodeFound) -> bool:
        """Whether the words beside a code are a name, and no unit or office of that person."""
        words = " ".join(word for word in found.rest if not word.isdigit())
        person = self._people[found.person]
        about = f"{plain(person.unit)} {plain(person.title)}"
        return looks_like_name(words) and plain(words) not in about

    def _by_name(self) -> None:
        claims: dict[int, list[int]] = defaultdict(list)
        rules: dict[int, Rule] = {}
        for file, name in enumerate(self._names):
            if file in self._taken or file in self._doubtful:
                continue
            found = self._index.find(name)
            stranger = self._codes.stranger(name) if found.people else ""
            if len(found.people) == 1 and not stranger:
                rules[file] = Rule(found.rule)
                claims[next(iter(found.people))].append(file)
            elif found.people:
                several = f"{len(found.people)} người có họ tên này"
                reason = f"Mã {stranger} không có trong danh sách" if stranger else several
                self._doubtful[file] = reason
                for person in found.people:
                    self._maybe[person][file] = reason
        self._deal(claims, rules, "họ tên")
        for person, files in self._maybe.items():
            if person not in self._done:
                self._ask(person, files, None, next(iter(files.values())))

    def _by_likeness(self) -> None:
        people = [index for index in range(len(self._people)) if index not in self._done]
        files = [
            index
            for index in range(len(self._names))
            if index not in self._taken and index not in self._doubtful
        ]
        found = likely_files(
            [marked_words(self._people[index].name) for index in people],
            [self._people[index].code for index in people],
            [self._names[index] for index in files],
        )
        for person, near in found.items():
            names = tuple(self._names[files[index]].file for index in near)
            self._done[people[person]] = PersonMatch(
                self._people[people[person]],
                Status.PROPOSED,
                None,
                Rule.LIKENESS,
                names,
                "Tên tệp chỉ gần giống họ tên, hãy xem có đúng người không",
            )
