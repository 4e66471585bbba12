"""Code: staff codes in file names."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from framegen.staff.file_name import FileName

# A number of at most so many digits may count anything.
SHORT = 2
YEAR = re.compile(r"(19[3-9]|20[0-4])\d")


@dataclass(frozen=True, slots=True)
class CodeFound:
    """A code in a file name.

    Attributes:
        person: whose, as an index.
        rest: the other words of the name, in lower case.
        weak: whether it may be any number: short, a year, or without the code's zeros.
    """

    person: int
    rest: tuple[str, ...]
    weak: bool


class Codes:
    """The codes of a list, to be found in file names as whole tokens."""

    def __init__(self, codes: Iterable[str]) -> None:
        self._exact: dict[str, list[int]] = defaultdict(list)
        self._loose: dict[str, list[int]] = defaultdict(list)
        self._shapes: set[str] = set()
        self._longest = 1
        for person, code in enumerate(codes):
            tokens = re.findall(r"[^\W_]+", code.lower())
            if not any(map(_has_digit, tokens)):
                continue
            whole = "".join(tokens)
            self._exact[whole].append(person)
            self._shapes.add(_shape(whole))
            self._loose[_without_zeros(whole)].append(person)
            self._longest = max(self._longest, len(tokens) + 1)

    def find(self, name: FileName) -> list[CodeFound]:
        """The codes in a file's name; where a camera named the file, only codes with letters."""
        found: dict[int, CodeFound] = {}
        tokens = name.tokens
        for length in range(min(self._longest, len(tokens)), 0, -1):
            for start in range(len(tokens) - length + 1):
                whole = "".join(tokens[start : start + length])
                rest = tokens[:start] + tokens[start + length :]
                if not _has_digit(whole) or (name.is_by_camera and not self._is_lettered(whole)):
                    continue
                for each in self._of(whole, rest):
                    found.setdefault(each.person, each)
        return list(found.values())

    def stranger(self, name: FileName) -> str:
        """A token formed like the list's codes that is none of them; empty where there is none."""
        if name.is_by_camera:
            return ""
        return next(filter(self._is_stranger, name.tokens), "")

    def _is_stranger(self, token: str) -> bool:
        """Whether a token is formed like a code, and is neither one nor a year."""
        is_code_like = len(token) > SHORT + 1 and _shape(token) in self._shapes
        return is_code_like and token not in self._exact and not YEAR.fullmatch(token)

    def _is_lettered(self, whole: str) -> bool:
        """Whether this is exactly a code of letters and digits, such as P0012."""
        return whole in self._exact and not whole.isdigit()

    def _of(self, whole: str, rest: tuple[str, ...]) -> Sequence[CodeFound]:
        weak = whole.isdigit() and (len(whole) <= SHORT or bool(YEAR.fullmatch(whole)))
        if exact := self._exact.get(whole):
            return [CodeFound(person, rest, weak) for person in exact]
        loose = self._loose.get(_without_zeros(whole), [])
        return [CodeFound(person, rest, weak=True) for person in loose]


def _has_digit(token: str) -> bool:
    return any(map(str.isdigit, token))


def _shape(token: str) -> str:
    """A token's kinds of letters: "cb0001" -> "aa9999"."""
    return "".join("9" if letter.isdigit() else "a" for letter in token)


def _without_zeros(code: str) -> str:
    """A code without the zeros before its numbers: "cb0001" -> "cb1"."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", code)
