"""Match: whose photo each file is, by rules that never guess.

The rules in their order: the file that the list names; the staff code as a whole token of the
file's name; the name with its marks; the name without marks; the name's words rotated. A file that
fits two people, or two files that fit one, are left to a person to decide. Likeness only proposes:
assigning by it was wrong in 13 to 37 of 100 cases when measured. Names cannot tell an outsider from
a namesake on the list, so each match has its rule, which shows whether it was made by a name alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from framegen.language import N_
from framegen.photo.formats import PHOTO_SUFFIXES
from framegen.staff.code_check import CodeCheck
from framegen.staff.column_photo import named_files
from framegen.staff.file_name import FileName
from framegen.staff.letters.names import marked_words
from framegen.staff.likeness import likely_files
from framegen.staff.name_index import NameIndex
from framegen.staff.people import Person
from framegen.staff.reason import Reason, ReasonCode


class Status(StrEnum):
    """The state of a person, or of a file that was not assigned."""

    MATCHED = "matched"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    PROPOSED = "proposed"
    SPARE = "spare"


STATUS_WORDS: Mapping[Status, str] = {
    Status.MATCHED: N_("matched"),
    Status.MISSING: N_("missing"),
    Status.AMBIGUOUS: N_("ambiguous"),
    Status.PROPOSED: N_("proposed"),
    Status.SPARE: N_("spare"),
}


class Rule(StrEnum):
    """How a photo was found, the surest rule first; the last one only proposes."""

    COLUMN = "column"
    CODE = "code"
    NAME = "name"
    NAME_PLAIN = "name-plain"
    NAME_ROTATED = "name-rotated"
    LIKENESS = "likeness"


# Noun phrases, to follow "found by".
RULE_WORDS: Mapping[Rule, str] = {
    Rule.COLUMN: N_("the file name in the list"),
    Rule.CODE: N_("the code in the file name"),
    Rule.NAME: N_("the name"),
    Rule.NAME_PLAIN: N_("the name without marks"),
    Rule.NAME_ROTATED: N_("the name in another order"),
    Rule.LIKENESS: N_("a similar name"),
}


@dataclass(frozen=True, slots=True)
class PersonMatch:
    """A person and the photo that was found.

    Attributes:
        person: of the list.
        status: matched, missing, ambiguous or proposed.
        photo: the file, only where it is matched.
        rule: how it was found or is proposed.
        proposals: the files to choose from.
        reason: why a person has to decide; None where nobody has to.
    """

    person: Person
    status: Status
    photo: str | None = None
    rule: Rule | None = None
    proposals: tuple[str, ...] = ()
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class FileLeft:
    """A photo file that was not assigned.

    Attributes:
        file: as it was given.
        status: spare, or ambiguous where it could be the photo of people on the list.
        reason: why it is ambiguous.
    """

    file: str
    status: Status
    reason: Reason | None = None


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

    Files without a photo's ending, and hidden ones, are left out.
    """
    names = [FileName(file) for file in files if is_photo(file)]
    return _Candidates(list(people), names).matching()


def is_photo(file: str) -> bool:
    """Whether a file may be a photo: by its ending, and not hidden by a system."""
    parts = FileName(file).path.parts
    hidden = any(part.startswith((".", "~$")) or part == "__MACOSX" for part in parts)
    return not hidden and file.lower().endswith(PHOTO_SUFFIXES)


class _Candidates:
    """The files that nobody has yet, and the people without a photo, rule by rule."""

    def __init__(self, people: Sequence[Person], names: Sequence[FileName]) -> None:
        self._people, self._names = people, names
        self._done: dict[int, PersonMatch] = {}
        self._taken: set[int] = set()
        self._doubtful: dict[int, Reason] = {}
        self._maybe: dict[int, dict[int, Reason]] = defaultdict(dict)
        self._index = NameIndex(
            [person.name for person in people],
            [(person.unit, person.title) for person in people],
        )
        self._codes = CodeCheck(people, self._index)

    def matching(self) -> Matching:
        """Apply all rules."""
        self._by_column()
        self._by_code()
        self._by_name()
        self._ask_about_doubtful()
        self._by_likeness()
        people = (
            self._done.get(index) or PersonMatch(person, Status.MISSING)
            for index, person in enumerate(self._people)
        )
        left = (self._left(index) for index in range(len(self._names)) if index not in self._taken)
        return Matching(tuple(people), tuple(left))

    def _left(self, index: int) -> FileLeft:
        reason = self._doubtful.get(index)
        status = Status.AMBIGUOUS if reason else Status.SPARE
        return FileLeft(self._names[index].file, status, reason)

    def _free(self) -> Iterator[tuple[int, FileName]]:
        """The files that are neither assigned nor doubtful."""
        for file, name in enumerate(self._names):
            if file not in self._taken and file not in self._doubtful:
                yield file, name

    def _assign(self, person: int, file: int, rule: Rule) -> None:
        name = self._names[file].file
        self._done[person] = PersonMatch(self._people[person], Status.MATCHED, name, rule)
        self._taken.add(file)

    def _ask(self, person: int, files: Iterable[int], rule: Rule | None, reason: Reason) -> None:
        """Leave a person's photo to be chosen by hand."""
        files = list(files)
        names = tuple(self._names[file].file for file in files)
        self._done[person] = PersonMatch(
            self._people[person], Status.AMBIGUOUS, None, rule, names, reason
        )
        for file in files:
            self._doubtful.setdefault(file, reason)

    def _doubt(self, file: int, people: Iterable[int], reason: Reason) -> None:
        """Keep a file from being assigned; it may be the photo of any of these people."""
        self._doubtful[file] = reason
        for person in people:
            self._maybe[person][file] = reason

    def _assign_all(
        self, claims: Mapping[int, list[int]], rules: Mapping[int, Rule], several: ReasonCode
    ) -> None:
        """Give each person the one file that a rule found; ask where it found several."""
        for person, files in claims.items():
            if person in self._done:
                continue
            if len(files) == 1:
                self._assign(person, files[0], rules[files[0]])
            else:
                self._ask(person, files, rules[files[0]], Reason(several, {"count": len(files)}))

    def _by_column(self) -> None:
        named = named_files([person.photo for person in self._people], self._names)
        wanted: dict[int, list[int]] = defaultdict(list)
        for person, files in named.items():
            for file in files:
                wanted[file].append(person)
        for person, files in named.items():
            if len(files) > 1:
                self._ask(person, files, Rule.COLUMN, Reason(ReasonCode.SEVERAL_FILES_NAMED))
            elif len(wanted[files[0]]) > 1:
                self._ask(person, files, Rule.COLUMN, Reason(ReasonCode.FILE_NAMED_TWICE))
            else:
                self._assign(person, files[0], Rule.COLUMN)

    def _by_code(self) -> None:
        claims: dict[int, list[int]] = defaultdict(list)
        for file, name in self._free():
            checked = self._codes.check(name)
            if checked.disputed:
                reason = Reason(ReasonCode.CODE_AGAINST_NAME, {"code": checked.disputed})
                self._doubt(file, checked.disputants, reason)
            elif len(checked.people) > 1:
                self._doubt(file, checked.people, Reason(ReasonCode.SEVERAL_CODES))
            elif checked.people:
                claims[checked.people[0]].append(file)
        rules = dict.fromkeys(range(len(self._names)), Rule.CODE)
        self._assign_all(claims, rules, ReasonCode.FILES_SHARE_CODE)

    def _by_name(self) -> None:
        claims: dict[int, list[int]] = defaultdict(list)
        rules: dict[int, Rule] = {}
        for file, name in self._free():
            found = self._index.find(name)
            if not found.people:
                continue
            if stranger := self._codes.stranger(name):
                reason = Reason(ReasonCode.CODE_UNKNOWN, {"code": stranger})
                self._doubt(file, found.people, reason)
            elif len(found.people) > 1:
                reason = Reason(ReasonCode.NAMESAKES, {"count": len(found.people)})
                self._doubt(file, found.people, reason)
            else:
                rules[file] = Rule(found.rule)
                claims[next(iter(found.people))].append(file)
        self._assign_all(claims, rules, ReasonCode.FILES_SHARE_NAME)

    def _ask_about_doubtful(self) -> None:
        for person, files in self._maybe.items():
            if person not in self._done:
                self._ask(person, files, None, next(iter(files.values())))

    def _by_likeness(self) -> None:
        people = [index for index in range(len(self._people)) if index not in self._done]
        files = list(self._free())
        found = likely_files(
            [marked_words(self._people[index].name) for index in people],
            [self._people[index].code for index in people],
            [name for _, name in files],
        )
        for at, near in found.items():
            self._done[people[at]] = PersonMatch(
                self._people[people[at]],
                Status.PROPOSED,
                None,
                Rule.LIKENESS,
                tuple(files[index][1].file for index in near),
                Reason(ReasonCode.NAME_ONLY_SIMILAR),
            )
