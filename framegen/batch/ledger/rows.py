"""LedgerRows: the rows of the ledger as values, and values as rows."""

import json
import unicodedata
from collections.abc import Mapping

from framegen.avatar.crop import Crop
from framegen.avatar.note import Note
from framegen.batch.ledger.entry import LedgerEntry
from framegen.batch.person_fields import PERSON_FIELDS, values_of
from framegen.batch.places.store import Store
from framegen.batch.result import DONE, Failure, Outcome, Result
from framegen.geometry import Box
from framegen.language import Message
from framegen.staff.decisions import Decision
from framegen.staff.match import PersonMatch, Rule, Status
from framegen.staff.people import Person
from framegen.staff.reason import Reason, ReasonCode

Row = tuple[object, ...]

# Columns of a person by field: the list's `photo` is not the photo that was found.
PERSON_COLUMNS = {name: "photo_told" if name == "photo" else name for name in PERSON_FIELDS}
MATCH_COLUMNS = ("found", "rule", "photo", "proposals", "reason")
# What follows a match in the table `person`.
RESULT_COLUMNS = ("path", "path_key", "outcome", "notes", "error")
ALL_COLUMNS = ("place", *PERSON_COLUMNS.values(), *MATCH_COLUMNS, *RESULT_COLUMNS)


def row_of_match(match: PersonMatch) -> Row:
    """A person and the photo, in the order of ALL_COLUMNS."""
    return (
        *values_of(match.person).values(),
        *(match.status, match.rule, match.photo, json.dumps(match.proposals)),
        text_of_reason(match.reason),
    )


def match_of_row(row: Mapping[str, object]) -> PersonMatch:
    """The inverse of `row_of_match`, from columns by name."""
    values = {name: row[column] or "" for name, column in PERSON_COLUMNS.items()}
    values["row"] = int(str(row["row"]))
    return PersonMatch(
        person=Person(**values),  # type: ignore[arg-type]
        status=Status(str(row["found"])),
        photo=str(row["photo"]) if row["photo"] else None,
        rule=Rule(str(row["rule"])) if row["rule"] else None,
        proposals=tuple(json.loads(str(row["proposals"]))),
        reason=reason_of_text(row["reason"]),
    )


def result_of_row(row: Row, store: Store) -> Result:
    """The result in a row of ALL_COLUMNS."""
    by_name = dict(zip(ALL_COLUMNS, row, strict=True))
    outcome, name = Outcome(str(by_name["outcome"])), str(by_name["path"])
    return Result(
        order=int(str(by_name["place"])),
        match=match_of_row(by_name),
        outcome=outcome,
        name=name,
        path=store.where(name) if outcome in DONE else None,
        notes=notes_of_text(by_name["notes"]),
        error=failure_of_text(by_name["error"]),
    )


def row_of_entry(entry: LedgerEntry) -> Row:
    """An avatar as columns."""
    notes = json.dumps(entry.notes)
    return (
        *(entry.path, entry.photo_hash, entry.mark, entry.digest, entry.size, entry.changed),
        notes,
    )


def entry_of_row(row: Row) -> LedgerEntry:
    """The inverse of `row_of_entry`."""
    path, photo_hash, mark, digest, size, changed, notes = row
    return LedgerEntry(
        path=str(path),
        photo_hash=str(photo_hash),
        mark=str(mark),
        digest=str(digest),
        size=int(str(size)),
        changed=int(str(changed)),
        notes=notes_of_text(notes),
    )


def notes_of_text(text: object) -> tuple[Note, ...]:
    """The notes in a JSON list."""
    return tuple(map(Note, json.loads(str(text))))


def text_of_reason(reason: Reason | None) -> str:
    """A reason as JSON; empty for none."""
    return json.dumps([reason.code, _jsonable(reason.values)]) if reason else ""


def reason_of_text(text: object) -> Reason | None:
    """The inverse of `text_of_reason`; also reads the sentences of older ledgers."""
    if not text:
        return None
    try:
        code, values = json.loads(str(text))
        return Reason(ReasonCode(code), _values_of(values))
    except (ValueError, TypeError, AttributeError):
        return Reason(ReasonCode.OTHER, {"text": str(text)})


def text_of_failure(failure: Failure | None) -> str:
    """A failure as JSON; empty for none."""
    if failure is None:
        return ""
    return json.dumps([failure.code, failure.message.text, _jsonable(failure.message.values)])


def failure_of_text(text: object) -> Failure | None:
    """The inverse of `text_of_failure`; older ledgers have an English sentence and a hint."""
    if not text:
        return None
    code, sentence, values = json.loads(str(text))
    if isinstance(values, str):
        return Failure(code, Message(sentence))
    return Failure(code, Message(sentence, _values_of(values)))


def _jsonable(value: object) -> object:
    """A value for JSON; a message among the values becomes an object of text and values."""
    if isinstance(value, Message):
        return {"text": value.text, "values": _jsonable(value.values)}
    if isinstance(value, Mapping):
        return {name: _jsonable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(each) for each in value]
    return value


def _values_of(stored: Mapping[str, object]) -> dict[str, object]:
    """The inverse of `_jsonable` for the values of a message."""
    return {name: _value_of(value) for name, value in stored.items()}


def _value_of(stored: object) -> object:
    if isinstance(stored, dict):
        return Message(stored["text"], _values_of(stored["values"]))
    if isinstance(stored, list):
        return [_value_of(each) for each in stored]
    return stored


def text_of_decision(decision: Decision) -> str:
    """A decision as JSON, without its row."""
    crop = decision.crop
    square = [*crop.box.edges, crop.turn] if crop else None
    return json.dumps([decision.photo, square, decision.face, decision.skip])


def decision_of_text(row: int, text: object) -> Decision:
    """The inverse of `text_of_decision`, for a row."""
    photo, square, face, skip = json.loads(str(text))
    crop = Crop(Box(*square[:4]), square[4]) if square else None
    return Decision(row, photo, crop, face, skip)


def path_key(path: str) -> str:
    """A key that is equal for paths which Windows and macOS take for the same file."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())
