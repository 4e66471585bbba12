"""Plan: a list, its photos and what was decided, as who gets which photo."""

import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from framegen.batch.duplicates import with_twins_doubted
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
from framegen.staff.match import Matching, Rule, Status, match
from framegen.staff.people import Person, StaffList, read_staff
from framegen.staff.reason import Reason, ReasonCode

DECISIONS = "can-quyet-dinh"


@dataclass(frozen=True, slots=True)
class Plan:
    """Who gets which photo.

    Attributes:
        staff: the list as it was understood.
        album: the photos.
        decisions: all that hold, by the person's row.
        remembered: how many of them are of earlier runs.
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
    """Read a list and its photos and find whose each is.

    Args:
        listed: the staff list's file.
        photos: a folder or a ZIP archive, or the URL of either.
        into: the output folder; what was decided there before still holds.
        avatars: where they go if not there; neither is looked into for photos.
        decided: a decisions file that somebody filled in.
        sheet: the sheet to read, as in `read_staff`.
        columns: where they are not understood by themselves, as in `read_staff`.

    Raises:
        StaffError: the list or the decisions cannot be used.
        PhotoNotFound, AlbumUnreadable: the photos cannot.
    """
    staff = read_staff(listed, sheet=sheet, columns=columns)
    album = open_album(photos, without=[into, avatars] if avatars else [into])
    names = album.names()
    there = set(names)
    before = {row: each for row, each in _remembered(into, staff).items() if _is_there(each, there)}
    now = read_decisions(decided) if decided else {}
    listed_at = {person.row: person for person in staff.people}
    for row, decision in sorted(now.items()):
        _check_person(decision, listed_at.get(row), decided)
    decisions = {**before, **now}
    matching = match(with_decisions(staff.people, decisions), names)
    for each in matching.people:
        row = each.person.row
        wanted = decisions[row].photo if row in decisions else None
        if wanted and each.rule is Rule.COLUMN and each.photo:
            # As the album calls it: people type paths in their own way.
            decisions[row] = replace(decisions[row], photo=each.photo)
        elif wanted and row in now:
            why = f" ({each.reason})" if each.rule is Rule.COLUMN else ""
            what = "cannot be given the photo" if why else "there is no photo"
            raise DecisionInvalid(
                f'{decided}: {each.person.name}, row {row} of the list: {what} "{wanted}"{why}.'
            )
    chosen = {row for row, decision in decisions.items() if decision.photo}
    matching = with_twins_doubted(matching, album, chosen)
    return Plan(staff, album, decisions, len(before.keys() - now.keys()), matching)


def _check_person(decision: Decision, person: Person | None, decided: str | None) -> None:
    """Refuse what was decided about somebody else: the list may have changed since."""
    if person is None:
        raise DecisionInvalid(f"{decided}: row {decision.row} of the list is no person.")
    if decision.name and "?" not in decision.name and plain(decision.name) != plain(person.name):
        raise DecisionInvalid(
            f'{decided}: row {decision.row} of the list is "{person.name}" and not '
            f'"{decision.name}": the list has changed; have the decisions written anew.'
        )


def write_open_questions(
    plan: Plan, into: Path, doubts: Mapping[int, str], *, language: str = "en"
) -> Path | None:
    """Write what somebody has to decide, or may want to change; None where there is nothing.

    Args:
        plan: who gets which photo.
        into: the output folder.
        doubts: why somebody should look at an avatar, by the person's row.
        language: of the file.

    Raises:
        AvatarUnwritable: no right or no room.
    """
    asked = [
        replace(each, reason=Reason(ReasonCode.OTHER, {"text": doubts[each.person.row]}))
        if each.status is Status.MATCHED and each.person.row in doubts
        else each
        for each in plan.matching.people
        if each.status is not Status.MATCHED or each.reason or each.person.row in doubts
    ]
    if not asked:
        return None
    return write_decisions(_free_path(into), asked, language=language)


def _free_path(into: Path) -> Path:
    """Where to write: never over a file that somebody has begun to fill in."""
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


def _remembered(into: Path, staff: StaffList) -> dict[int, Decision]:
    if not (into / PLACE / FILE).is_file():
        return {}
    ledger = Ledger(into)
    try:
        return ledger.decisions(staff.people)
    finally:
        ledger.close()


def _is_there(decision: Decision, names: Collection[str]) -> bool:
    """Whether an earlier decision can still be followed."""
    return decision.photo is None or decision.photo in names
