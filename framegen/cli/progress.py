"""BatchProgress: how far a batch is: a bar on a terminal, elsewhere a line of JSON now and then."""

import json
import sys
import time
from collections.abc import Iterable, Iterator

import click

from framegen.batch.result import OUTCOME_WORDS, Outcome, Result, Tally
from framegen.cli.command import CONSOLE, phrase

# Seconds between two lines of JSON.
INTERVAL = 5.0
# The outcomes that the bar counts.
SHOWN = (Outcome.MADE, Outcome.KEPT, Outcome.FAILED, Outcome.MISSING, Outcome.AMBIGUOUS)


def with_progress(results: Iterable[Result], people: int, counts: Tally) -> Iterator[Result]:
    """The results as they come, added to `counts`, with the progress shown on stderr."""
    shown = _on_terminal if sys.stderr.isatty() else _in_lines
    yield from shown(results, people, counts)


def _on_terminal(results: Iterable[Result], people: int, counts: Tally) -> Iterator[Result]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as TimeLeft

    bar = Progress(
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeLeft(),
        TextColumn("{task.fields[counts]}"),
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
    meta = click.get_current_context().meta
    meta[CONSOLE] = bar.console
    started = time.monotonic()
    try:
        with bar:
            task = bar.add_task("", total=people, rate=0.0, counts="")
            for result in results:
                counts.add(result)
                rate = counts.people / max(0.001, time.monotonic() - started)
                bar.update(task, completed=counts.people, rate=rate, counts=_words(counts))
                yield result
    finally:
        del meta[CONSOLE]


def _in_lines(results: Iterable[Result], people: int, counts: Tally) -> Iterator[Result]:
    started = last = time.monotonic()
    for result in results:
        counts.add(result)
        now = time.monotonic()
        if now - last >= INTERVAL:
            last = now
            rate = counts.people / (now - started)
            line = {
                "done": counts.people,
                "people": people,
                "rate": round(rate, 1),
                "seconds_left": round((people - counts.people) / rate),
                "made": counts.made,
                "kept": counts.kept,
                "failed": counts.failed,
            }
            click.echo(json.dumps(line), err=True)
        yield result


def _words(counts: Tally) -> str:
    numbers = ((outcome, getattr(counts, outcome)) for outcome in SHOWN)
    return ", ".join(
        f"{number} {phrase(OUTCOME_WORDS[outcome])}" for outcome, number in numbers if number
    )
