"""Result: what became of one person of a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from framegen.avatar.note import Note
from framegen.errors import FramegenError
from framegen.staff.match import PersonMatch, Rule
from framegen.staff.people import Person

# A photo that only a name speaks for may be that of somebody else who has it too.
BY_NAME_ONLY = frozenset({Rule.NAME, Rule.NAME_PLAIN, Rule.NAME_ROTATED})

# Notes on what may be wrong; the others say what may be less than fine.
SERIOUS = frozenset(
    {
        *(Note.NO_FACE, Note.SEVERAL_FACES, Note.TURNED, Note.BLURRED),
        *(Note.TEXT_SHORTENED, Note.TEXT_LEFT_OUT),
    }
)


class Outcome(StrEnum):
    """How it ended with a person; WAITING where a batch was interrupted before."""

    MADE = "made"
    KEPT = "kept"
    FAILED = "failed"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"
    SKIPPED = "skipped"
    WAITING = "waiting"


class Why(StrEnum):
    """Why an avatar is made, or made once more."""

    NEW = "new"
    PHOTO = "photo-changed"
    # Frame, text, crop or size; or framegen itself is another one.
    WISH = "wish-changed"
    GONE = "avatar-gone"
    RETRY = "retried"


DONE = frozenset({Outcome.MADE, Outcome.KEPT})
NEEDS_SOMEBODY = frozenset({Outcome.FAILED, Outcome.MISSING, Outcome.AMBIGUOUS, Outcome.WAITING})


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an avatar could not be made.

    Attributes:
        code: stable, of the error's class.
        detail: what was wrong, where.
        hint: what to do.
    """

    code: str
    detail: str
    hint: str

    @classmethod
    def of(cls, error: FramegenError) -> "Failure":
        """What an error says."""
        return cls(error.code, str(error), error.hint)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one person.

    Attributes:
        order: the place on the list, from 1.
        match: the person, the photo and how it was found.
        outcome: made, kept from an earlier run, failed, missing, ambiguous or skipped.
        name: the avatar's name in its store, also where there is none yet.
        path: the avatar, or its URL; None where there is none.
        notes: the doubts about it.
        error: why it failed.
        why: why it was made; of somebody who waits, why it would be.
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
        """Whom it is about."""
        return self.match.person

    @property
    def ok(self) -> bool:
        """Whether the person has an avatar."""
        return self.outcome in DONE

    @property
    def is_doubtful(self) -> bool:
        """Whether somebody should look at the avatar; the lesser notes are only remarks."""
        return self.ok and (bool(self.match.reason) or not SERIOUS.isdisjoint(self.notes))


@dataclass(slots=True)
class Tally:
    """Figures of a list or of a unit: people, with an avatar, to look at, and of each outcome."""

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
        """How many people somebody has to see to."""
        return self.missing + self.ambiguous + self.failed + self.waiting

    @property
    def share(self) -> float:
        """The share of people with an avatar, those who were left out by decision not counted."""
        asked = self.people - self.skipped
        return self.done / asked if asked else 1.0


def tally(results: Iterable[Result]) -> tuple[Tally, dict[str, Tally]]:
    """The figures of all and of each unit, units in the list's order."""
    whole, units = Tally(), dict[str, Tally]()
    for result in results:
        whole.add(result)
        units.setdefault(result.person.unit, Tally()).add(result)
    return whole, units
