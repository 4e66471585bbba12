"""The command line's `batch`: makes an avatar for each person of a staff list."""

import contextlib
import logging
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from framegen.avatar.image_format import ImageFormat
from framegen.cli.command import (
    ATTENTION,
    FINE,
    INTERRUPTED,
    NOTE,
    ROW,
    assigned,
    frames_option,
    phrase,
    print_json,
    say,
)
from framegen.cli.dry_run import print_plan
from framegen.cli.help import language
from framegen.language import N_, Message, translated

if TYPE_CHECKING:
    from framegen.batch.plan import Plan
    from framegen.batch.result import Failure, Result, Tally

BROKEN_OFF = N_("Interrupted: {done} of {people} done; run it again to go on.")
SUMMARY = N_(
    "{made} made, {kept} kept, {look} to look at, {failed} failed, {missing} missing, "
    "{ambiguous} ambiguous."
)


@click.command()
@click.argument("listed", metavar="LIST")
@click.option("--photos", required=True, metavar="DIR|ZIP|URL", help="Where the photos are.")
@click.option("-f", "--frame", "name", required=True, help="The frame: framegen frames list.")
@click.option("-o", "--output", "into", required=True, type=click.Path(path_type=Path), help="DIR.")
@click.option("--avatars", default="", metavar="DIR|URL", help="Put avatars there, not into DIR.")
@click.option("-j", "--jobs", type=click.IntRange(1, 256), help="Processes.  [default: all cores]")
@click.option("--cluster", default="", metavar="URL|local", help="Run on the workers of Dask.")
@click.option("--dry-run", is_flag=True, help="Only show what would be done.")
@click.option("--retry", type=click.Choice(["failed"]), help="Try again what failed before.")
@click.option(
    "--decisions", "--adjust", "decided", metavar="FILE", help="A filled-in decisions file."
)
@click.option("--name-template", "template", help='[default: "{order} {name}"]')
@click.option(
    "--format", "kind", default="jpeg", metavar="|".join(ImageFormat), help="[default: jpeg]"
)
@click.option("--size", type=int, help="Side in pixels.  [default: the frame's, 1080]")
@click.option("--level", is_flag=True, help="Turn tilted heads upright.")
@click.option("--timeout", type=click.FloatRange(1), default=30.0, help="Seconds for one photo.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, by its name.")
@click.option("--column", "columns", multiple=True, metavar="ROLE=COLUMN", help="As name=C.")
@click.option("--parquet", is_flag=True, help="Write people and outcomes as Parquet as well.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a person on stdout.")
@frames_option
@click.pass_context
def batch(  # noqa: PLR0913 - a command takes its options
    ctx: click.Context, listed: str, photos: str, name: str, into: Path, avatars: str,
    jobs: int | None, cluster: str, dry_run: bool, retry: str | None, decided: str | None,
    template: str | None, kind: str, size: int | None, level: bool, timeout: float,
    sheet: str | None, columns: tuple[str, ...], parquet: bool, as_json: bool,
    folder: Path | None,
) -> None:  # fmt: skip
    """Make an avatar for everyone on a staff LIST, with name and unit on it.

    Begin with --dry-run: it shows whose photo each file is, and writes what a person has to decide
    to DIR/can-quyet-dinh.xlsx; fill it in and pass it as --decisions. Then run without --dry-run.
    Finished avatars are kept: run again after an interruption, a new photo or another decision.
    Avatars go into DIR/anh-dai-dien, with a report, a review sheet and a ZIP of them all.
    """
    from framegen.avatar.framer import Framer
    from framegen.batch.entry import make_all, plan_all
    from framegen.batch.options import BatchOptions
    from framegen.batch.plan import make_plan

    if cluster:
        ctx.with_resource(_cluster_log_on_stderr())
    framer = Framer(folder)
    framer.frames[name].checked_size(size)
    named = dict(map(assigned, columns))
    plan = make_plan(
        listed, photos, into, avatars=avatars, decided=decided, sheet=sheet, columns=named
    )
    _say_notes(plan)
    if parquet:
        _write_manifest(plan, into, as_json=as_json)
    options = BatchOptions(
        photos=plan.album, decisions=plan.decisions, jobs=jobs, timeout=timeout, size=size,
        template=template or "", format=kind, level=level, retry_failed=retry is not None,
        listed=plan.staff.list, avatars=avatars, cluster=cluster,
    )  # fmt: skip
    if dry_run:
        planned = plan_all(framer, plan.matching.people, name, into, options)
        ctx.exit(print_plan(plan, into, planned, as_json=as_json))
    results = make_all(framer, plan.matching.people, name, into, options)
    ctx.exit(_run(plan, into, results, options.stop, parquet=parquet, as_json=as_json))


def _write_manifest(plan: "Plan", into: Path, *, as_json: bool) -> None:
    from framegen.report.parquet import write_manifest

    manifest = write_manifest(into, plan.matching.people, plan.album, language())
    say(str(manifest), err=as_json)


def _say_notes(plan: "Plan") -> None:
    for note in plan.staff.notes:
        say(phrase(NOTE, message=note.message, code=note.code), err=True)
    if plan.remembered:
        say(phrase("note: {count} earlier decisions still hold.", count=plan.remembered), err=True)


@contextlib.contextmanager
def _cluster_log_on_stderr() -> Iterator[None]:
    """Print the library's log of a cluster: its workers, and the page that shows them."""
    log, handler = logging.getLogger("framegen.batch.cluster"), _LogHandler()
    before = log.level
    log.setLevel(logging.INFO)
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
        log.setLevel(before)


class _LogHandler(logging.Handler):
    """Prints log messages in the user's language, above a running bar."""

    def emit(self, record: logging.LogRecord) -> None:
        message = record.msg
        text = message.render(language()) if isinstance(message, Message) else self.format(record)
        say(text, err=True)


def _run(
    plan: "Plan",
    into: Path,
    results: "Iterator[Result]",
    stop: threading.Event,
    *,
    parquet: bool,
    as_json: bool,
) -> int:
    """Make the avatars, print each result, then write the reports; returns the exit status."""
    from framegen.batch.plan import write_open_questions
    from framegen.batch.result import Tally
    from framegen.cli.progress import with_progress
    from framegen.report.write import doubts_in, write_reports

    counts = Tally()
    people = len(plan.matching.people)
    with _stopping_on_interrupt(stop):
        for result in with_progress(results, people, counts):
            (_print_result if as_json else _say_failure)(result)
    if stop.is_set():
        say(phrase(BROKEN_OFF, done=counts.people, people=people), err=True)
        return INTERRUPTED
    questions = write_open_questions(plan, into, doubts_in(into, language()), language())
    reports = write_reports(into, parquet=parquet, language=language())
    for path in filter(None, (*reports, questions)):
        say(str(path), err=as_json)
    say(_summary(counts), err=True)
    return ATTENTION if counts.open else FINE


def _summary(counts: "Tally") -> str:
    return phrase(
        SUMMARY,
        made=counts.made,
        kept=counts.kept,
        look=counts.look,
        failed=counts.failed,
        missing=counts.missing,
        ambiguous=counts.ambiguous,
    )


def _print_result(result: "Result") -> None:
    error = result.error
    print_json(
        row=result.person.row,
        name=result.person.name,
        status=result.outcome,
        path=str(result.path) if result.path else None,
        notes=list(result.notes),
        error=_failure_json(error) if error else None,
    )


def _failure_json(failure: "Failure") -> dict[str, object]:
    """A failure: its code, and its words in the user's language."""
    return {
        "code": failure.code,
        "detail": failure.message.render(language()),
        "hint": translated(failure.hint, language()),
    }


def _say_failure(result: "Result") -> None:
    if error := result.error:
        what = f"{result.person.name}: {error.message.render(language())}"
        say(phrase(ROW, row=result.person.row, text=what), err=True)


@contextlib.contextmanager
def _stopping_on_interrupt(stop: threading.Event) -> Iterator[None]:
    """Let the first Ctrl-C finish what is in progress, and a second one end at once."""
    finishing = phrase("Finishing what is begun; Ctrl-C once more stops at once.")

    def on_interrupt(number: int, frame: object) -> None:
        del number, frame
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        click.echo(finishing, err=True)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
