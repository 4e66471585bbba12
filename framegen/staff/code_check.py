"""CodeCheck: staff codes in file names, checked against the names beside them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from framegen.staff.code import CodeFound, Codes
from framegen.staff.file_name import FileName
from framegen.staff.letters.names import plain
from framegen.staff.name_index import NameIndex
from framegen.staff.people import Person
from framegen.staff.row import looks_like_name


@dataclass(frozen=True, slots=True)
class CheckedCodes:
    """The staff codes in a file's name.

    Attributes:
        people: those whose codes agree with the rest of the name, as indices.
        disputed: a code beside somebody else's name; empty for none.
        disputants: the people with that code and those names, as indices.
    """

    people: Sequence[int] = ()
    disputed: str = ""
    disputants: Collection[int] = ()


class CodeCheck:
    """The codes in file names, checked against the names there."""

    def __init__(self, people: Sequence[Person], index: NameIndex) -> None:
        self._people, self._index = people, index
        self._codes = Codes(person.code for person in people)

    def stranger(self, name: FileName) -> str:
        """A code in a file's name that is not on the list; empty where there is none."""
        return self._codes.stranger(name)

    def check(self, name: FileName) -> CheckedCodes:
        """The codes of a file's name that the rest of the name does not contradict."""
        found = self._codes.find(name)
        people: list[int] = []
        whole = self._index.find(name).people if found else set()
        for each in found:
            named = whole | self._index.find(FileName(" ".join(each.rest))).people
            if not each.rest or each.person in named or self._is_of(each):
                people.append(each.person)
            elif each.weak:
                continue
            elif named or self._is_somebody(each):
                code = self._people[each.person].code
                return CheckedCodes(disputed=code, disputants={each.person, *named})
            else:
                people.append(each.person)
        return CheckedCodes(people)

    def _is_of(self, found: CodeFound) -> bool:
        """Whether the words beside a code are all of that person's name."""
        words = {plain(word) for word in _words(found)}
        return bool(words) and words <= set(plain(self._people[found.person].name).split())

    def _is_somebody(self, found: CodeFound) -> bool:
        """Whether the words beside a code are a name, and not that person's unit or title."""
        words = " ".join(_words(found))
        person = self._people[found.person]
        about = f"{plain(person.unit)} {plain(person.title)}"
        return looks_like_name(words) and plain(words) not in about


def _words(found: CodeFound) -> Iterable[str]:
    return (word for word in found.rest if not word.isdigit())
