"""Rehearsal: what a batch would do about each person, and why, without doing it."""

from collections.abc import Iterator
from dataclasses import replace

from framegen.batch.ledger.entry import Kept
from framegen.batch.planner import Reckoning
from framegen.batch.result import Outcome, Result
from framegen.batch.task import Task


class Rehearsal(Reckoning):
    """Nothing is made and nothing is written; who would get a new avatar is WAITING, and why."""

    def results(self) -> Iterator[Result]:
        """See Reckoning."""
        for person in self._ledger.results():
            self._begin(person)
            yield from self._in_order()

    def _have_made(self, person: Result, task: Task, stamp: str) -> None:
        del task, stamp
        self._settle(replace(person, outcome=Outcome.WAITING))

    def _copy(self, person: Result, task: Task, kept: Kept) -> bool:
        self._settle_done(person, replace(kept, path=task.name))
        return True

    def _withdraw(self, name: str) -> None:
        pass

    def _hash_known(self, photo: str, stamp: str, kept: Kept | None) -> str:
        """A run would find out by reading the photo, and so does this."""
        known = super()._hash_known(photo, stamp, kept)
        return known or (self._hash_of(photo) if kept else "")
