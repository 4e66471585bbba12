"""CliAccount: what `batch --dry-run` says of each row and each file, before anything is made."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from framegen.cli.command import ATTENTION, FINE, ROW, phrase, print_json, say, word
from framegen.cli.help import language
from framegen.language import N_

if TYPE_CHECKING:
    from framegen.batch.plan import Plan
    from framegen.batch.result import Result, Why
    from framegen.staff.reason import Reason

ACCOUNT = N_("{people} people: {told}; {left} files left over.")
TO_DECIDE = N_("To decide: fill in {path} and give it back with --decisions.")


def account_for(plan: "Plan", into: Path, results: "Iterator[Result]", *, as_json: bool) -> int:
    """Say how it stands with each row and each file, and what would be done.

    Writes the decisions file, where there is anything to decide; the exit status comes back.
    """
    from framegen.batch.plan import write_open_questions
    from framegen.staff.match import Status

    matching, whys = plan.matching, Counter["Why"]()
    for each in results:
        whys.update([each.why] if each.why else [])
        (_print_intent if as_json else _tell_intent)(each)
    for left in matching.files:
        if as_json:
            print_json(file=left.file, status=left.status)
        else:
            say(" · ".join(filter(None, (left.file, word(left.status), _said(left.reason)))))
    counts = {status: matching.count(status) for status in Status if status is not Status.SPARE}
    people, files = len(matching.people), len(matching.files)
    say(phrase(ACCOUNT, people=people, told=_counted(counts.items()), left=files), err=True)
    because = f" ({_counted(whys.items())})" if whys else ""
    say(phrase("To make: {told}.", told=f"{whys.total()}{because}"), err=True)
    _make_folder(into)
    if path := write_open_questions(plan, into, {}, language=language()):
        say(phrase(TO_DECIDE, path=path), err=True)
    return FINE if counts[Status.MATCHED] == len(matching.people) else ATTENTION


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number} {word(what)}" for what, number in counts)


def _print_intent(result: "Result") -> None:
    each = result.match
    print_json(
        row=each.person.row,
        name=each.person.name,
        code=each.person.code,
        status=each.status,
        photo=each.photo,
        rule=each.rule,
        proposals=list(each.proposals),
        intent=_intent_of(result),
        why=result.why,
    )


def _tell_intent(result: "Result") -> None:
    each = result.match
    found = each.photo or " | ".join(each.proposals)
    intent, why = word(_intent_of(result)), word(result.why)
    intent = phrase("{intent} {why}", intent=intent, why=why) if why else intent
    parts = (
        each.person.name,
        word(each.status),
        word(each.rule),
        found,
        _said(each.reason),
        intent,
    )
    say(phrase(ROW, row=each.person.row, told=" · ".join(filter(None, parts))))


def _said(reason: "Reason | None") -> str:
    return reason.message.told(language()) if reason else ""


def _intent_of(result: "Result") -> str | None:
    """What a run would do about a person: make, keep, skip; None where nothing can be done."""
    from framegen.batch.result import Outcome

    intents = {Outcome.WAITING: "make", Outcome.KEPT: "keep", Outcome.SKIPPED: "skip"}
    return intents.get(result.outcome) or ("failed before" if result.error else None)


def _make_folder(into: Path) -> None:
    from framegen.errors import AvatarUnwritable

    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable(f"{into}: {error.strerror}.") from error
