"""BatchRun: one run over the people in the ledger: who is done, who is to be made, who failed."""

import hashlib
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from framegen.avatar import Note
from framegen.errors import AvatarUnwritable, FramegenError
from framegen.kept import Kept
from framegen.ledger import Ledger
from framegen.pool import Pool
from framegen.result import Failure, Outcome, Result
from framegen.staff.decisions import Decision
from framegen.staff.match import Status
from framegen.staff.people import Person
from framegen.task import Made, Task, Workshop

# How often an idle parent looks whether it should stop, in seconds.
LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Wish:
    """How a batch runs.

    Attributes:
        into: the output folder.
        template: of the avatars' names.
        decisions: by the person's row.
        jobs: processes.
        timeout: seconds for one photo.
        retry_failed: whether what failed before is tried again.
        listed: what reports call the list.
        stop: set from outside to begin nothing more.
        cluster: the address of a Dask scheduler, or "local"; empty for processes of this machine.
    """

    into: Path
    template: str
    decisions: Mapping[int, Decision]
    jobs: int
    timeout: float
    retry_failed: bool
    listed: str
    stop: threading.Event
    cluster: str = ""


class BatchRun:
    """One run over the people in the ledger."""

    def __init__(self, shop: Workshop, ledger: Ledger, pool: Pool[Task, Made], wish: Wish) -> None:
        self._shop, self._ledger, self._pool, self._wish = shop, ledger, pool, wish
        self._mark, self._store = shop.mark, shop.store
        self._begun: dict[int, tuple[Result, Task, str]] = {}
        self._ended: dict[int, Result] = {}
        self._next = 1
        self._fatal: FramegenError | None = None

    def results(self) -> Iterator[Result]:
        """Begin everyone in turn and hand out what is done in the list's order."""
        for person in self._ledger.results():
            while self._pool.full:
                self._collect()
                yield from self._in_order()
            if self._wish.stop.is_set() or self._fatal:
                break
            self._begin(person)
            yield from self._in_order()
        while self._pool.busy:
            self._collect()
            yield from self._in_order()
        if self._fatal:
            raise self._fatal

    def _in_order(self) -> Iterator[Result]:
        while result := self._ended.pop(self._next, None):
            self._next += 1
            yield result

    def _begin(self, person: Result) -> None:
        """Settle a person at once, or have the avatar made."""
        decision = self._wish.decisions.get(person.person.row)
        if decision and decision.skip:
            self._withdraw(person.name)
            self._settle(replace(person, outcome=Outcome.SKIPPED))
        elif person.match.photo is None:
            missing = person.match.status is Status.MISSING
            self._settle(replace(person, outcome=Outcome.MISSING if missing else Outcome.AMBIGUOUS))
        else:
            self._plan(person, person.match.photo, decision)

    def _plan(self, person: Result, photo: str, decision: Decision | None) -> None:
        """Keep what is done already; have the rest done."""
        task = Task(
            photo,
            person.name,
            self._words_for(person.person),
            decision.crop if decision else None,
            decision.face if decision else None,
        )
        mark = self._mark_of(task)
        stamp = self._shop.album.stamp(photo)
        photo_hash = self._ledger.photo_hash(photo, stamp)
        kept = self._ledger.avatar_at(person.name)
        whole = kept is not None and kept.mark == mark and kept.is_whole(self._store)
        if kept and whole and kept.photo_hash == photo_hash:
            self._settle_done(person, task, kept.notes)
        elif not (photo_hash and self._is_known(person, task, photo_hash, mark)):
            task = replace(task, known=kept.photo_hash if kept and whole else "")
            self._begun[person.order] = (person, task, stamp)
            self._pool.submit(person.order, task)

    def _words_for(self, person: Person) -> dict[str, str]:
        """What the frame has a slot for; a change of anything else redoes nothing."""
        told = {
            "name": person.name,
            "unit": person.unit,
            "title": person.title,
            "code": person.code,
        }
        slots = {slot.id for slot in self._shop.frame.texts}
        return {key: value for key, value in told.items() if key in slots}

    def _is_known(self, person: Result, task: Task, photo_hash: str, mark: str) -> bool:
        """Settle a person whose photo failed before, or was framed under another name."""
        failed = self._knows_failure(person, photo_hash, mark)
        return failed or self._copied(person, task, photo_hash, mark)

    def _knows_failure(self, person: Result, photo_hash: str, mark: str) -> bool:
        """Settle a person whose photo failed before, unless that is to be tried again."""
        failure = self._ledger.failure_of(photo_hash, mark)
        if failure is None or self._wish.retry_failed:
            return False
        self._settle(replace(person, outcome=Outcome.FAILED, error=failure))
        return True

    def _copied(self, person: Result, task: Task, photo_hash: str, mark: str) -> bool:
        """Settle a person whose avatar was made under another name, as before rows were added."""
        for kept in self._ledger.avatars_like(photo_hash, mark):
            if kept.path == task.name or not kept.is_whole(self._store):
                continue
            data = self._store.read(kept.path)
            if data is None:
                continue
            try:
                self._store.write(task.name, data)
            except AvatarUnwritable as error:
                self._fail_for_all(error)
                return True
            self._keep(person, task, replace(kept, path=task.name))
            return True
        return False

    def _collect(self) -> None:
        """Settle those whose task has come back."""
        for order, outcome in self._pool.collect(LOOK):
            person, task, stamp = self._begun.pop(order)
            made = self._lost(task, outcome) if isinstance(outcome, FramegenError) else outcome
            if made.stop and made.failure:
                self._fail_for_all(AvatarUnwritable(made.failure.detail))
                continue
            if made.photo_hash:
                self._ledger.keep_hash(task.photo, stamp, made.photo_hash)
            self._take(person, task, made)

    def _lost(self, task: Task, error: FramegenError) -> Made:
        """What to say of a task that took its process with it, or all its time."""
        failure = Failure(error.code, f"{task.photo}: {error}", error.hint)
        return Made(self._hash_of(task.photo), failure=failure)

    def _take(self, person: Result, task: Task, made: Made) -> None:
        """Settle a person by what came of the task."""
        mark, name = self._mark_of(task), task.name
        if made.failure:
            if made.photo_hash:
                self._ledger.keep_failure(made.photo_hash, mark, made.failure)
            self._withdraw(name)
            self._settle(replace(person, outcome=Outcome.FAILED, error=made.failure))
        elif made.known:
            kept = self._ledger.avatar_at(name)
            self._settle_done(person, task, kept.notes if kept else ())
        else:
            kept = Kept(name, made.photo_hash, mark, made.digest, made.size, 0, made.notes)
            self._keep(person, task, kept, outcome=Outcome.MADE)

    def _keep(
        self, person: Result, task: Task, kept: Kept, *, outcome: Outcome = Outcome.KEPT
    ) -> None:
        """Remember an avatar that has just been written."""
        self._ledger.keep_avatar(kept.as_written(self._store))
        self._settle_done(person, task, kept.notes, outcome=outcome)

    def _settle_done(
        self,
        person: Result,
        task: Task,
        notes: tuple[Note, ...],
        *,
        outcome: Outcome = Outcome.KEPT,
    ) -> None:
        path = self._store.where(task.name)
        self._settle(replace(person, outcome=outcome, path=path, notes=notes))

    def _settle(self, result: Result) -> None:
        self._ledger.settle(result)
        self._ended[result.order] = result

    def _withdraw(self, name: str) -> None:
        """Remove an avatar that is no longer right, if it is the one that was made."""
        kept = self._ledger.avatar_at(name)
        if kept and kept.is_whole(self._store):
            self._store.remove(name)
            self._ledger.drop_avatar(name)

    def _fail_for_all(self, error: FramegenError) -> None:
        """Begin nothing more: no avatar can be written."""
        self._fatal = self._fatal or error

    def _mark_of(self, task: Task) -> str:
        return hashlib.sha256(f"{self._mark} {task.mark}".encode()).hexdigest()

    def _hash_of(self, photo: str) -> str:
        """The hash of a photo that no process lived to tell; empty where it cannot be read."""
        try:
            data = self._shop.album.read(photo, self._shop.framer.limits.max_bytes)
        except FramegenError:
            return ""
        return hashlib.sha256(data).hexdigest()
