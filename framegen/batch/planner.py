"""BatchPlanner: decides for each person whether the avatar is kept, copied, made or impossible."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol

from framegen.batch.ledger.entry import LedgerEntry
from framegen.batch.ledger.ledger import Ledger
from framegen.batch.options import BatchOptions
from framegen.batch.person_fields import texts_of
from framegen.batch.result import Outcome, Result, Why
from framegen.batch.task import Task, WorkerContext
from framegen.staff.decisions import Decision
from framegen.staff.match import Status


class Actions(Protocol):
    """How the planner's decisions are carried out: for real in BatchRun, on paper in DryRun."""

    def make(self, person: Result, task: Task, stamp: str) -> None:
        """Make an avatar, for the reason in `person.why`."""
        ...

    def copy(self, person: Result, task: Task, entry: LedgerEntry) -> bool:
        """Settle a person by an avatar made under another name; False if it has gone."""
        ...

    def withdraw(self, name: str) -> None:
        """Remove an avatar that is no longer valid, unless the file was replaced by another."""
        ...

    def hash_of_changed(self, photo: str) -> str:
        """The hash of a photo that may have changed; empty to find out while making it."""
        ...


class Settled:
    """Results stored in the ledger as they arrive and handed out in list order."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._waiting: dict[int, Result] = {}
        self._next = 1

    def add(self, result: Result) -> None:
        """Store the result of a person."""
        self._ledger.settle(result)
        self._waiting[result.order] = result

    def add_avatar(
        self, person: Result, entry: LedgerEntry, outcome: Outcome = Outcome.KEPT
    ) -> None:
        """Store the result of a person who has an avatar."""
        path = self._ledger.store.where(entry.path)
        self.add(replace(person, outcome=outcome, path=path, notes=entry.notes))

    def in_order(self) -> Iterator[Result]:
        """The results that are next in the list."""
        while result := self._waiting.pop(self._next, None):
            self._next += 1
            yield result


class BatchPlanner:
    """Decides what to do about each person and calls the actions."""

    def __init__(
        self,
        context: WorkerContext,
        ledger: Ledger,
        options: BatchOptions,
        settled: Settled,
        actions: Actions,
    ) -> None:
        self._context, self._ledger, self._options = context, ledger, options
        self._settled, self._actions = settled, actions
        # It hashes the frame's pixels, so once a run.
        self._mark = context.mark
        self._slots = {slot.id for slot in context.frame.texts}

    def begin(self, person: Result) -> None:
        """Settle a person at once, or have the avatar made."""
        decision = self._options.decisions.get(person.person.row)
        if decision and decision.skip:
            self._actions.withdraw(person.name)
            self._settled.add(replace(person, outcome=Outcome.SKIPPED))
        elif person.match.photo is None:
            missing = person.match.status is Status.MISSING
            outcome = Outcome.MISSING if missing else Outcome.AMBIGUOUS
            self._settled.add(replace(person, outcome=outcome))
        else:
            self._plan(person, self._task_for(person, person.match.photo, decision))

    def mark_of(self, task: Task) -> str:
        """A hash of everything that a task's avatar depends on except the photo."""
        return hashlib.sha256(f"{self._mark} {task.mark}".encode()).hexdigest()

    def _task_for(self, person: Result, photo: str, decision: Decision | None) -> Task:
        # Fields without a slot are left out: a change of theirs must not make the avatar again.
        texts = {key: text for key, text in texts_of(person.person).items() if key in self._slots}
        return Task(
            photo,
            person.name,
            texts,
            decision.crop if decision else None,
            decision.face if decision else None,
        )

    def _plan(self, person: Result, task: Task) -> None:
        """Keep an avatar that is up to date; otherwise copy it, report a failure or make it."""
        mark = self.mark_of(task)
        stamp = self._context.album.stamp(task.photo)
        entry = self._ledger.avatar_at(person.name)
        photo_hash = self._ledger.photo_hash(task.photo, stamp)
        if entry and not photo_hash:
            photo_hash = self._actions.hash_of_changed(task.photo)
        intact = entry is not None and entry.mark == mark and entry.is_intact(self._context.store)
        if entry and intact and entry.photo_hash == photo_hash:
            self._settled.add_avatar(person, entry)
        elif not (photo_hash and self._is_known(person, task, photo_hash, mark)):
            task = replace(task, known=entry.photo_hash if entry and intact else "")
            why = self._why(photo_hash, mark, entry, intact=intact)
            self._actions.make(replace(person, why=why), task, stamp)

    def _why(self, photo_hash: str, mark: str, entry: LedgerEntry | None, *, intact: bool) -> Why:
        """Why an avatar has to be made."""
        if photo_hash and self._ledger.failure_of(photo_hash, mark):
            return Why.RETRY
        if entry is None:
            return Why.NEW
        if entry.mark != mark:
            return Why.WISH
        return Why.PHOTO if intact else Why.GONE

    def _is_known(self, person: Result, task: Task, photo_hash: str, mark: str) -> bool:
        """Settle a person whose photo failed before, or was framed under another name."""
        failed = self._failed_before(person, photo_hash, mark)
        return failed or self._copied(person, task, photo_hash, mark)

    def _failed_before(self, person: Result, photo_hash: str, mark: str) -> bool:
        """Settle a person whose photo failed before, unless failures are to be retried."""
        failure = self._ledger.failure_of(photo_hash, mark)
        if failure is None or self._options.retry_failed:
            return False
        self._settled.add(replace(person, outcome=Outcome.FAILED, error=failure))
        return True

    def _copied(self, person: Result, task: Task, photo_hash: str, mark: str) -> bool:
        """Settle a person whose avatar has another name, for instance since rows were added."""
        for entry in self._ledger.avatars_like(photo_hash, mark):
            if entry.path == task.name or not entry.is_intact(self._context.store):
                continue
            if self._actions.copy(person, task, entry):
                return True
        return False
