"""DryRun: what a batch would do about each person, and why, without doing it."""

from collections.abc import Iterator
from dataclasses import replace

from framegen.batch.ledger.entry import LedgerEntry
from framegen.batch.ledger.ledger import Ledger
from framegen.batch.options import BatchOptions
from framegen.batch.planner import BatchPlanner, Settled
from framegen.batch.result import Outcome, Result
from framegen.batch.task import Task, WorkerContext


class DryRun:
    """Makes and writes nothing; a person who would get a new avatar is WAITING."""

    def __init__(self, context: WorkerContext, ledger: Ledger, options: BatchOptions) -> None:
        self._context, self._ledger = context, ledger
        self._settled = Settled(ledger)
        self._planner = BatchPlanner(context, ledger, options, self._settled, self)

    def results(self) -> Iterator[Result]:
        """Everyone in list order."""
        for person in self._ledger.results():
            self._planner.begin(person)
            yield from self._settled.in_order()

    def make(self, person: Result, task: Task, stamp: str) -> None:
        """See Actions."""
        del task, stamp
        self._settled.add(replace(person, outcome=Outcome.WAITING))

    def copy(self, person: Result, task: Task, entry: LedgerEntry) -> bool:
        """See Actions."""
        self._settled.add_avatar(person, replace(entry, path=task.name))
        return True

    def withdraw(self, name: str) -> None:
        """See Actions."""

    def hash_of_changed(self, photo: str) -> str:
        """See Actions; a run would read the photo while making the avatar."""
        return self._context.hash_of(photo)
