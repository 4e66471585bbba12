"""Result: the outcome of a batch for one person, and the figures of a list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from framegen.avatar.note import SERIOUS, Note
from framegen.errors import FramegenError
from framegen.language import N_, Message
from framegen.staff.match import PersonMatch, Rule
from framegen.staff.people import Person

# A photo that was found by the name alone may show a namesake.
BY_NAME_ONLY = frozenset({Rule.NAME, Rule.NAME_PLAIN, Rule.NAME_ROTATED})


class Outcome(StrEnum):
    """What a batch did for a person; WAITING if it was interrupted before."""

    MADE = "made"
    KEPT = "kept"
    FAILED = "failed"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    SKIPPED = "skipped"
    WAITING = "waiting"


OUTCOME_WORDS: Mapping[Outcome, str] = {
    Outcome.MADE: N_("made"),
    Outcome.KEPT: N_("kept"),
    Outcome.FAILED: N_("failed"),
    Outcome.MISSING: N_("missing"),
    Outcome.AMBIGUOUS: N_("ambiguous"),
    Outcome.SKIPPED: N_("skipped"),
    Outcome.WAITING: N_("waiting"),
}


class Why(StrEnum):
    """Why an avatar is made, or made again."""

    NEW = "new"
    PHOTO = "photo-changed"
    # The frame, a text, the crop, the size, or framegen itself.
    WISH = "wish-changed"
    GONE = "avatar-gone"
    RETRY = "retried"


WHY_WORDS: Mapping[Why, str] = {
    Why.NEW: N_("new"),
    Why.PHOTO: N_("photo changed"),
    Why.WISH: N_("frame, text or size changed"),
    Why.GONE: N_("avatar gone"),
    Why.RETRY: N_("retried"),
}

DONE = frozenset({Outcome.MADE, Outcome.KEPT})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an avatar could not be made, as a value that can be stored and translated.

    Attributes:
        code: the stable code of the error's class.
        message: what was wrong and where, with its values apart.
    """

    code: str
    message: Message

    @classmethod
    def of(cls, error: FramegenError) -> "Failure":
        """The failure that an error describes."""
        values = {name: _storable(value) for name, value in error.values.items()}
        return cls(error.code, Message(error.text, values))

    @property
    def detail(self) -> str:
        """What was wrong and where, in English."""
        return str(self.message)

    @property
    def title(self) -> str:
        """What went wrong in general, in English."""
        return error_class(self.code).title

    @property
    def hint(self) -> str:
        """What to do about it, in English."""
        return error_class(self.code).hint


def error_class(code: str) -> type[FramegenError]:
    """The error class with a code; FramegenError for codes of other versions."""

    def below(parent: type[FramegenError]) -> Iterator[type[FramegenError]]:
        for child in parent.__subclasses__():
            yield child
            yield from below(child)

    return next((each for each in below(FramegenError) if each.code == code), FramegenError)


def _storable(value: object) -> object:
    """A value as it comes back from JSON, so that stored and fresh failures are equal."""
    if isinstance(value, Message):
        return Message(value.text, {name: _storable(each) for name, each in value.values.items()})
    if isinstance(value, list | tuple):
        return [_storable(each) for each in value]
    return value if isinstance(value, int | float) else str(value)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome for one person.

    Attributes:
        order: the position in the list, from 1.
        match: the person, the photo and how it was found.
        outcome: made, kept from an earlier run, failed, missing, ambiguous or skipped.
        name: the avatar's name in its store, also if it has not been made.
        path: the avatar's path or URL; None if there is none.
        notes: remarks on the avatar.
        error: why it failed.
        why: why it was made; if waiting, why it would be.
    """

    order: int
    match: PersonMatch
    outcome: Outcome
    name: str = ""
    path: Path | str | None = None
    notes: tuple[Note, ...] = ()
    error: Failure | None = None
    why: Why | None = None

    @property
    def person(self) -> Person:
        """The person."""
        return self.match.person

    @property
    def ok(self) -> bool:
        """Whether the person has an avatar."""
        return self.outcome in DONE

    @property
    def is_doubtful(self) -> bool:
        """Whether someone should check the avatar; notes on quality alone do not count."""
        return self.ok and (bool(self.match.reason) or not SERIOUS.isdisjoint(self.notes))


@dataclass(slots=True)
class Tally:
    """Figures of a list or a unit: people, avatars, avatars to check, and each outcome."""

    people: int = 0
    done: int = 0
    look: int = 0
    missing: int = 0
    ambiguous: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0
    made: int = 0
    kept: int = 0

    def add(self, result: Result) -> None:
        """Count one more person."""
        self.people += 1
        self.done += result.ok
        self.look += result.is_doubtful
        setattr(self, result.outcome, getattr(self, result.outcome) + 1)

    @property
    def open(self) -> int:
        """How many people still lack an avatar."""
        return self.missing + self.ambiguous + self.failed + self.waiting

    @property
    def share(self) -> float:
        """The share of people with an avatar; people skipped by decision do not count."""
        asked = self.people - self.skipped
        return self.done / asked if asked else 1.0


def tally(results: Iterable[Result]) -> tuple[Tally, dict[str, Tally]]:
    """The figures of all people and of each unit, units in list order."""
    whole, units = Tally(), dict[str, Tally]()
    for result in results:
        whole.add(result)
        units.setdefault(result.person.unit, Tally()).add(result)
    return whole, units
