"""Plan: which photo each person of a list gets, by matching and by decisions."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from framegen.batch.duplicates import with_duplicates_marked
from framegen.batch.ledger.ledger import FILE, PLACE, Ledger
from framegen.batch.places.album import Album, open_album
from framegen.errors import DecisionInvalid
from framegen.staff.decisions import (
    Decision,
    read_decisions,
    with_decisions,
    write_decisions,
)
from framegen.staff.letters.names import plain
from framegen.staff.match import Matching, PersonMatch, Rule, Status, match
from framegen.staff.people import Person, StaffList, read_staff
from framegen.staff.reason import Reason

# The name of the decisions file, the same in every language.
DECISIONS = "can-quyet-dinh"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which photo each person gets.

    Attributes:
        staff: the list as it was read.
        album: the photos.
        decisions: all that apply, by the person's row.
        remembered: how many of them are from earlier runs.
        matching: everyone's photo and the files left over.
    """

    staff: StaffList
    album: Album
    decisions: Mapping[int, Decision]
    remembered: int
    matching: Matching


def make_plan(
    listed: str,
    photos: str | os.PathLike[str],
    into: Path,
    *,
    avatars: str = "",
    decided: str | None = None,
    sheet: str | None = None,
    columns: Mapping[str, str] | None = None,
) -> Plan:
    """Read a list and its photos and find whose each photo is.

    Args:
        listed: the staff list's file.
        photos: a folder or a ZIP archive, or the URL of either.
        into: the output folder; earlier decisions in it still apply.
        avatars: where the avatars go, if not there; both are skipped when looking for photos.
        decided: a decisions file that someone filled in.
        sheet: the sheet to read, as in `read_staff`.
        columns: for columns that are not recognized, as in `read_staff`.

    Raises:
        StaffError: the list or the decisions cannot be used.
        PhotoNotFound, AlbumUnreadable: the photos cannot be used.
    """
    staff = read_staff(listed, sheet=sheet, columns=columns)
    album = open_album(photos, without=[into, avatars] if avatars else [into])
    names = album.names()
    earlier = _earlier_decisions(into, staff, names)
    new = _new_decisions(decided, staff) if decided else {}
    matching = match(with_decisions(staff.people, {**earlier, **new}), names)
    if decided:
        _check_photos(new, matching, decided)
    decisions = _with_album_names({**earlier, **new}, matching)
    chosen = {row for row, decision in decisions.items() if decision.photo}
    matching = with_duplicates_marked(matching, album, chosen)
    return Plan(staff, album, decisions, len(earlier.keys() - new.keys()), matching)


def _earlier_decisions(into: Path, staff: StaffList, names: Sequence[str]) -> dict[int, Decision]:
    """Decisions of earlier runs whose photo still exists."""
    if not (into / PLACE / FILE).is_file():
        return {}
    ledger = Ledger(into)
    try:
        decisions = ledger.decisions(staff.people)
    finally:
        ledger.close()
    present = {None, *names}
    return {row: each for row, each in decisions.items() if each.photo in present}


def _new_decisions(decided: str, staff: StaffList) -> dict[int, Decision]:
    decisions = read_decisions(decided)
    by_row = {person.row: person for person in staff.people}
    for row, decision in sorted(decisions.items()):
        _check_person(decision, by_row.get(row), decided)
    return decisions


def _check_person(decision: Decision, person: Person | None, decided: str) -> None:
    """Reject a decision about someone else: the list may have changed since."""
    if person is None:
        raise DecisionInvalid(
            "{file}: row {row} of the list is no person.", file=decided, row=decision.row
        )
    if decision.name and "?" not in decision.name and plain(decision.name) != plain(person.name):
        raise DecisionInvalid(
            '{file}: row {row} of the list is "{person}" and not "{expected}": the list has '
            "changed; have the decisions written anew.",
            file=decided,
            row=decision.row,
            person=person.name,
            expected=decision.name,
        )


def _check_photos(new: Mapping[int, Decision], matching: Matching, decided: str) -> None:
    """Reject decisions whose photo does not exist or belongs to someone else."""
    for each in matching.people:
        decision = new.get(each.person.row)
        if decision is None or not decision.photo or _follows_column(each):
            continue
        values = {
            "file": decided,
            "person": each.person.name,
            "row": each.person.row,
            "photo": decision.photo,
        }
        if each.rule is Rule.COLUMN and each.reason:
            raise DecisionInvalid(
                "{file}: {person}, row {row} of the list: cannot be given the photo "
                '"{photo}" ({reason}).',
                **values,
                reason=each.reason.message,
            )
        raise DecisionInvalid(
            '{file}: {person}, row {row} of the list: there is no photo "{photo}".', **values
        )


def _with_album_names(decisions: Mapping[int, Decision], matching: Matching) -> dict[int, Decision]:
    """The decisions with photos named as the album names them, since people type paths freely."""
    found = {each.person.row: each.photo for each in matching.people if _follows_column(each)}
    return {
        row: replace(each, photo=found[row]) if each.photo and row in found else each
        for row, each in decisions.items()
    }


def _follows_column(each: PersonMatch) -> bool:
    """Whether a person got the file that the list, or a decision in its place, names."""
    return each.rule is Rule.COLUMN and each.photo is not None


def write_open_questions(
    plan: Plan, into: Path, doubts: Mapping[int, Reason], language: str
) -> Path | None:
    """Write what someone has to decide or may want to change; None if there is nothing.

    Args:
        plan: which photo each person gets.
        into: the output folder.
        doubts: why someone should check an avatar, by the person's row.
        language: of the file.

    Raises:
        AvatarUnwritable: no permission or no space.
    """
    asked = [
        replace(each, reason=doubts[each.person.row])
        if each.status is Status.MATCHED and each.person.row in doubts
        else each
        for each in plan.matching.people
        if each.status is not Status.MATCHED or each.reason or each.person.row in doubts
    ]
    if not asked:
        return None
    return write_decisions(_free_path(into), asked, language=language)


def _free_path(into: Path) -> Path:
    """Where to write; a file that someone has begun to fill in is never overwritten."""
    path, number = into / f"{DECISIONS}.xlsx", 1
    while path.exists() and _is_filled_in(path):
        number += 1
        path = into / f"{DECISIONS}-{number}.xlsx"
    return path


def _is_filled_in(path: Path) -> bool:
    try:
        return bool(read_decisions(path))
    except DecisionInvalid:
        return True
