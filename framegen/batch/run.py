"""BatchRun: one run over the people in the ledger, in which the avatars are made."""

from collections.abc import Iterator
from dataclasses import replace

from framegen.batch.ledger.entry import Kept
from framegen.batch.ledger.ledger import Ledger
from framegen.batch.planner import Reckoning, Wish
from framegen.batch.pool import Pool
from framegen.batch.result import Failure, Outcome, Result
from framegen.batch.task import Made, Task, Workshop
from framegen.errors import AlbumUnreadable, AvatarUnwritable, FramegenError

# How often an idle parent looks whether it should stop, in seconds.
LOOK = 0.2


class BatchRun(Reckoning):
    """One run over the people in the ledger."""

    def __init__(self, shop: Workshop, ledger: Ledger, wish: Wish, pool: Pool[Task, Made]) -> None:
        super().__init__(shop, ledger, wish)
        self._pool = pool
        self._begun: dict[int, tuple[Result, Task, str]] = {}
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

    def _have_made(self, person: Result, task: Task, stamp: str) -> None:
        self._begun[person.order] = (person, task, stamp)
        self._pool.submit(person.order, task)

    def _copy(self, person: Result, task: Task, kept: Kept) -> bool:
        data = self._store.read(kept.path)
        if data is None:
            return False
        try:
            self._store.write(task.name, data)
        except AvatarUnwritable as error:
            self._fail_for_all(error)
        else:
            self._keep(person, replace(kept, path=task.name))
        return True

    def _collect(self) -> None:
        """Settle those whose task has come back."""
        for order, outcome in self._pool.collect(LOOK):
            person, task, stamp = self._begun.pop(order)
            made = self._lost(task, outcome) if isinstance(outcome, FramegenError) else outcome
            if made.stop and made.failure:
                self._fail_for_all(_error_of(made.failure))
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
        elif made.known and (kept := self._ledger.avatar_at(name)):
            self._settle_done(replace(person, why=None), kept)
        else:
            kept = Kept(name, made.photo_hash, mark, made.digest, made.size, 0, made.notes)
            self._keep(person, kept, outcome=Outcome.MADE)

    def _keep(self, person: Result, kept: Kept, *, outcome: Outcome = Outcome.KEPT) -> None:
        """Remember an avatar that has just been written."""
        self._ledger.keep_avatar(kept.as_written(self._store))
        self._settle_done(person, kept, outcome=outcome)

    def _withdraw(self, name: str) -> None:
        """Remove an avatar that is no longer right, if it is the one that was made."""
        kept = self._ledger.avatar_at(name)
        if kept and kept.is_whole(self._store):
            self._store.remove(name)
            self._ledger.drop_avatar(name)

    def _fail_for_all(self, error: FramegenError) -> None:
        """Begin nothing more: no avatar can be made."""
        self._fatal = self._fatal or error


def _error_of(failure: Failure) -> FramegenError:
    """What stops a batch, as it was where it was met."""
    kind = AlbumUnreadable if failure.code == AlbumUnreadable.code else AvatarUnwritable
    return kind(failure.detail)
