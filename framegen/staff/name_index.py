"""NameIndex: the people of a list by their names, and whom a file's name can mean."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from framegen.staff.file_name import FileName
from framegen.staff.letters.legacy import TONES, is_syllable
from framegen.staff.letters.names import marked_words, plain, plain_word, rotations

Words = tuple[str, ...]
_ASIDE = re.compile(r"\([^)]*\)?")


@dataclass(frozen=True, slots=True)
class NameFound:
    """Whom a file's name can mean.

    Attributes:
        people: their indices; several where they share the name.
        rule: "name", "name-plain" or "name-rotated"; empty where there is nobody.
    """

    people: set[int] = field(default_factory=set)
    rule: str = ""


class NameIndex:
    """The names of a list, to be looked up by file names."""

    def __init__(self, names: Sequence[str], about: Sequence[Sequence[str]] = ()) -> None:
        """Index people's names, and what may stand beside each: the unit, the title."""
        self._about = about
        # "(Ban Tổ chức)" in "Nguyễn Văn An (Ban Tổ chức)" marks a namesake; file names lack it.
        self._names = [marked_words(_ASIDE.sub("", name)) for name in names]
        # In a list typed without marks, a name with marks can be that of any of them.
        self._is_bare = all(map(_is_bare, self._names))
        self._plain: dict[Words, set[int]] = defaultdict(set)
        self._joined: dict[str, set[int]] = defaultdict(set)
        self._rotated: dict[Words, set[int]] = defaultdict(set)
        for person, words in enumerate(self._names):
            if len(words) < 2:
                # "An.jpg" may be any person called An.
                continue
            bare = tuple(map(plain_word, words))
            self._plain[bare].add(person)
            self._joined["".join(bare)].add(person)
            if len(words) > 2:
                for turned in rotations(bare):
                    self._rotated[turned].add(person)

    def find(self, name: FileName) -> NameFound:
        """The people that a file's name can mean, by the first reading of it that means anyone.

        A name cut out of a longer one counts only where the rest names nobody else.
        """
        readings = name.names
        found = [self._straight(words, name) for words in readings]
        hits = [each for each in found if each.people]
        if not hits:
            hits = [each for words in readings if (each := self._turned(words)).people]
        if not hits:
            hits = [each for words in readings if (each := self._beside(words, name)).people]
        if not hits:
            return NameFound()
        if found[0].people:
            return found[0]
        return NameFound(set().union(*(each.people for each in hits)), hits[0].rule)

    def _straight(self, words: Words, name: FileName) -> NameFound:
        bare = tuple(map(plain_word, words))
        people = self._plain.get(bare, set())
        if not people and len(words) == 1 and name.is_one_word:
            people = self._joined.get(bare[0], set())
        if _is_bare(words) or self._is_bare:
            return NameFound(set(people), "name-plain")
        marked = _letters(words)
        same = {person for person in people if _letters(self._names[person]) == marked}
        return NameFound(same, "name")

    def _beside(self, words: Words, name: FileName) -> NameFound:
        """Whose name begins or ends the words, the others being that person's unit or title."""
        people: set[int] = set()
        rule = ""
        for cut in range(2, len(words)) if self._about else ():
            for part, rest in ((words[:cut], words[cut:]), (words[-cut:], words[:-cut])):
                found = self._straight(part, name)
                meant = {each for each in found.people if self._is_about(each, rest)}
                people |= meant
                rule = found.rule if meant else rule
        return NameFound(people, rule)

    def _is_about(self, person: int, rest: Words) -> bool:
        """Whether words are the unit or the title: whole, without "phòng", or as initials."""
        said = [word for word in map(plain_word, rest) if not word.isdigit()]
        for text in self._about[person]:
            words = [word for word in plain(text).split() if not word.isdigit()]
            first, others = words[:1], words[1:]
            forms = [words, [_initials(words)], [_initials(others)], [*first, _initials(others)]]
            forms += [others] if len(others) > 1 else []
            if said and said in forms:
                return True
        return False

    def _turned(self, words: Words) -> NameFound:
        people = set(self._rotated.get(tuple(map(plain_word, words)), set()))
        if not (_is_bare(words) or self._is_bare):
            people = {person for person in people if words in rotations(self._names[person])}
        return NameFound(people, "name-rotated")


def _initials(words: Sequence[str]) -> str:
    """The first letters; empty where they could be a word of a name."""
    letters = "".join(word[0] for word in words)
    return letters if len(letters) > 1 and not is_syllable(letters) else ""


def _is_bare(words: Words) -> bool:
    return all(map(str.isascii, words))


def _letters(words: Words) -> str:
    """All letters of a name that may be written as one word, with the tones at the end."""
    letters = "".join(words)
    bare = "".join(letter for letter in letters if letter not in TONES)
    return bare + "".join(letter for letter in letters if letter in TONES)
