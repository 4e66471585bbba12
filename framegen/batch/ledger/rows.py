"""Record: the rows of the ledger as values, and values as rows."""

import json
import unicodedata

from framegen.avatar.crop import Crop
from framegen.avatar.note import Note
from framegen.batch.ledger.entry import Kept
from framegen.batch.result import Failure
from framegen.geometry import Box
from framegen.staff.decisions import Decision
from framegen.staff.match import PersonMatch, Rule, Status
from framegen.staff.people import PERSON_ROLES, Person
from framegen.staff.reason import Reason, ReasonCode

Row = tuple[object, ...]
# How many columns a person and a match take.
PERSON_COLUMNS = 1 + len(PERSON_ROLES)
MATCH_COLUMNS = PERSON_COLUMNS + 5


def row_of_match(match: PersonMatch) -> Row:
    """A person and the photo, as columns."""
    person = match.person
    return (
        *(person.row, *map(person.value, PERSON_ROLES)),
        *(match.status, match.rule, match.photo, json.dumps(match.proposals)),
        text_of_reason(match.reason),
    )


def match_of_row(row: Row) -> PersonMatch:
    """What `row_of_match` kept."""
    at, *words = row[:PERSON_COLUMNS]
    found, rule, photo, proposals, reason = row[PERSON_COLUMNS:MATCH_COLUMNS]
    return PersonMatch(
        Person(int(str(at)), *map(str, words)),
        Status(str(found)),
        str(photo) if photo else None,
        Rule(str(rule)) if rule else None,
        tuple(json.loads(str(proposals))),
        reason_of_text(reason),
    )


def text_of_reason(reason: Reason | None) -> str:
    """A reason as JSON; empty for none."""
    return json.dumps([reason.code, dict(reason.values)]) if reason else ""


def reason_of_text(text: object) -> Reason | None:
    """What `text_of_reason` kept."""
    if not text:
        return None
    if not str(text).startswith("["):
        # A ledger of framegen 0.1 has the sentence itself.
        return Reason(ReasonCode.OTHER, {"text": text})
    code, values = json.loads(str(text))
    return Reason(ReasonCode(code), values)


def row_of_kept(kept: Kept) -> Row:
    """An avatar as columns."""
    notes = json.dumps(kept.notes)
    return (
        *(kept.path, kept.photo_hash, kept.mark, kept.digest, kept.size, kept.changed),
        notes,
    )


def kept_of_row(row: Row) -> Kept:
    """What `row_of_kept` kept."""
    path, photo_hash, mark, digest, size, changed, notes = row
    return Kept(
        path=str(path),
        photo_hash=str(photo_hash),
        mark=str(mark),
        digest=str(digest),
        size=int(str(size)),
        changed=int(str(changed)),
        notes=notes_of_text(notes),
    )


def notes_of_text(text: object) -> tuple[Note, ...]:
    """The notes of a JSON list."""
    return tuple(map(Note, json.loads(str(text))))


def text_of_failure(failure: Failure | None) -> str:
    """A failure as JSON; empty for none."""
    if failure is None:
        return ""
    return json.dumps([failure.code, failure.detail, failure.hint])


def failure_of_text(text: object) -> Failure | None:
    """What `text_of_failure` kept."""
    return Failure(*json.loads(str(text))) if text else None


def text_of_decision(decision: Decision) -> str:
    """A decision as JSON, without its row."""
    crop = decision.crop
    cut = [*crop.box.edges, crop.turn] if crop else None
    return json.dumps([decision.photo, cut, decision.face, decision.skip])


def decision_of_text(row: int, text: object) -> Decision:
    """What `text_of_decision` kept, for a row."""
    photo, cut, face, skip = json.loads(str(text))
    return Decision(row, photo, Crop(Box(*cut[:4]), cut[4]) if cut else None, face, skip)


def path_key(path: str) -> str:
    """The form in which two paths are the same file on Windows and macOS."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
