"""DryRun: what `batch --dry-run` prints about each row and each file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from framegen.cli.command import ATTENTION, FINE, ROW, phrase, print_json, say
from framegen.cli.help import language
from framegen.language import N_

if TYPE_CHECKING:
    from framegen.batch.plan import Plan
    from framegen.batch.result import Result, Why
    from framegen.staff.match import FileLeft, PersonMatch, Status

SUMMARY = N_("{people} people: {statuses}; {left} files left over.")
TO_MAKE = N_("To make: {count}.")
TO_MAKE_BECAUSE = N_("To make: {count} ({reasons}).")
TO_DECIDE = N_("To decide: fill in {path} and give it back with --decisions.")
FOUND_BY = N_("by {rule}")

# What a run would do about a person; the codes are used in JSON.
MAKE, KEEP, SKIP, FAILED_BEFORE = "make", "keep", "skip", "failed before"
INTENT_WORDS = {
    MAKE: N_("make"),
    KEEP: N_("keep"),
    SKIP: N_("skip"),
    FAILED_BEFORE: N_("failed before"),
}


def print_plan(plan: "Plan", into: Path, results: "Iterator[Result]", *, as_json: bool) -> int:
    """Print the state of each row and each file, and what a run would do.

    Writes the decisions file if there is anything to decide; returns the exit status.
    """
    from framegen.batch.plan import write_open_questions
    from framegen.staff.match import Status

    matching, reasons = plan.matching, Counter["Why"]()
    for each in results:
        reasons.update([each.why] if each.why else [])
        (_print_intent if as_json else _say_intent)(each)
    for left in matching.files:
        (_print_left if as_json else _say_left)(left)
    statuses: list[Status] = [each for each in Status if each is not Status.SPARE]
    counts = {status: matching.count(status) for status in statuses}
    _say_summary(plan, counts, reasons)
    _make_folder(into)
    if path := write_open_questions(plan, into, {}, language()):
        say(phrase(TO_DECIDE, path=path), err=True)
    return FINE if counts[Status.MATCHED] == len(matching.people) else ATTENTION


def _say_summary(plan: "Plan", counts: "Mapping[Status, int]", reasons: "Counter[Why]") -> None:
    from framegen.batch.result import WHY_WORDS
    from framegen.staff.match import STATUS_WORDS

    people, left = len(plan.matching.people), len(plan.matching.files)
    statuses = _counted((STATUS_WORDS[status], count) for status, count in counts.items())
    say(phrase(SUMMARY, people=people, statuses=statuses, left=left), err=True)
    because = _counted((WHY_WORDS[why], count) for why, count in reasons.items())
    text = TO_MAKE_BECAUSE if because else TO_MAKE
    say(phrase(text, count=reasons.total(), reasons=because), err=True)


def _counted(counts: Iterable[tuple[str, int]]) -> str:
    return ", ".join(f"{number} {phrase(word)}" for word, number in counts)


def _print_left(left: "FileLeft") -> None:
    print_json(file=left.file, status=left.status)


def _say_left(left: "FileLeft") -> None:
    from framegen.staff.match import STATUS_WORDS

    reason = left.reason.message.render(language()) if left.reason else ""
    say(" · ".join(filter(None, (left.file, phrase(STATUS_WORDS[left.status]), reason))))


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


def _say_intent(result: "Result") -> None:
    each = result.match
    parts = (each.person.name, *_found(each), _intent_in_words(result))
    say(phrase(ROW, row=each.person.row, text=" · ".join(filter(None, parts))))


def _found(each: "PersonMatch") -> Iterator[str]:
    """The status, the rule, the files and the reason, as far as there are any."""
    from framegen.staff.match import RULE_WORDS, STATUS_WORDS

    yield phrase(STATUS_WORDS[each.status])
    if each.rule:
        yield phrase(FOUND_BY, rule=phrase(RULE_WORDS[each.rule]))
    yield each.photo or " | ".join(each.proposals)
    if each.reason:
        yield each.reason.message.render(language())


def _intent_in_words(result: "Result") -> str:
    from framegen.batch.result import WHY_WORDS

    intent = _intent_of(result)
    words = phrase(INTENT_WORDS[intent]) if intent else ""
    if result.why is None:
        return words
    return phrase("{intent} – {why}", intent=words, why=phrase(WHY_WORDS[result.why]))


def _intent_of(result: "Result") -> str | None:
    """What a run would do about a person; None if nothing can be done."""
    from framegen.batch.result import Outcome

    intents = {Outcome.WAITING: MAKE, Outcome.KEPT: KEEP, Outcome.SKIPPED: SKIP}
    return intents.get(result.outcome) or (FAILED_BEFORE if result.error else None)


def _make_folder(into: Path) -> None:
    from framegen.errors import AvatarUnwritable
    from framegen.language.system import reason_of

    try:
        into.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable("{path}: {reason}.", path=into, reason=reason_of(error)) from error
