"""BatchRun: one run over the people in the ledger, in which avatars are made."""

from collections.abc import Iterator
from dataclasses import replace

from framegen.batch.ledger.entry import LedgerEntry
from framegen.batch.ledger.ledger import Ledger
from framegen.batch.options import BatchOptions
from framegen.batch.planner import BatchPlanner, Settled
from framegen.batch.pool import Pool
from framegen.batch.result import Failure, Outcome, Result
from framegen.batch.task import Task, TaskResult, WorkerContext
from framegen.errors import AlbumUnreadable, AvatarUnwritable, FramegenError
from framegen.language import N_, Message

# Seconds between checks whether to stop while all processes are busy.
POLL_INTERVAL = 0.2
AT_PHOTO = N_("{photo}: {problem}")


class BatchRun:
    """One run over the people in the ledger."""

    def __init__(
        self,
        context: WorkerContext,
        ledger: Ledger,
        options: BatchOptions,
        pool: Pool[Task, TaskResult],
    ) -> None:
        self._context, self._ledger, self._store = context, ledger, context.store
        self._stop, self._pool = options.stop, pool
        self._settled = Settled(ledger)
        self._planner = BatchPlanner(context, ledger, options, self._settled, self)
        self._in_progress: dict[int, tuple[Result, Task, str]] = {}
        self._fatal: FramegenError | None = None

    def results(self) -> Iterator[Result]:
        """Start everyone in turn and yield finished results in list order."""
        for person in self._ledger.results():
            while self._pool.full:
                self._collect()
                yield from self._settled.in_order()
            if self._stop.is_set() or self._fatal:
                break
            self._planner.begin(person)
            yield from self._settled.in_order()
        while self._pool.busy:
            self._collect()
            yield from self._settled.in_order()
        if self._fatal:
            raise self._fatal

    def make(self, person: Result, task: Task, stamp: str) -> None:
        """See Actions."""
        self._in_progress[person.order] = (person, task, stamp)
        self._pool.submit(person.order, task)

    def copy(self, person: Result, task: Task, entry: LedgerEntry) -> bool:
        """See Actions."""
        data = self._store.read(entry.path)
        if data is None:
            return False
        try:
            self._store.write(task.name, data)
        except AvatarUnwritable as error:
            self._stop_all(error)
        else:
            self._keep(person, replace(entry, path=task.name))
        return True

    def withdraw(self, name: str) -> None:
        """See Actions."""
        entry = self._ledger.avatar_at(name)
        if entry and entry.is_intact(self._store):
            self._store.remove(name)
            self._ledger.drop_avatar(name)

    def hash_of_changed(self, photo: str) -> str:
        """See Actions; the task reads the photo anyway."""
        del photo
        return ""

    def _collect(self) -> None:
        """Settle the people whose task has finished."""
        for order, outcome in self._pool.collect(POLL_INTERVAL):
            person, task, stamp = self._in_progress.pop(order)
            result = self._lost(task, outcome) if isinstance(outcome, FramegenError) else outcome
            if result.stop and result.failure:
                self._stop_all(_error_of(result.failure))
                continue
            if result.photo_hash:
                self._ledger.keep_hash(task.photo, stamp, result.photo_hash)
            self._settle(person, task, result)

    def _lost(self, task: Task, error: FramegenError) -> TaskResult:
        """The result of a task that crashed its process or timed out."""
        named = type(error)(AT_PHOTO, photo=task.photo, problem=Message.of(error))
        return TaskResult(self._context.hash_of(task.photo), failure=Failure.of(named))

    def _settle(self, person: Result, task: Task, result: TaskResult) -> None:
        """Settle a person by the result of the task."""
        mark, name = self._planner.mark_of(task), task.name
        if result.failure:
            if result.photo_hash:
                self._ledger.keep_failure(result.photo_hash, mark, result.failure)
            self.withdraw(name)
            self._settled.add(replace(person, outcome=Outcome.FAILED, error=result.failure))
        elif result.known and (entry := self._ledger.avatar_at(name)):
            self._settled.add_avatar(replace(person, why=None), entry)
        else:
            entry = LedgerEntry(
                name, result.photo_hash, mark, result.digest, result.size, 0, result.notes
            )
            self._keep(person, entry, Outcome.MADE)

    def _keep(self, person: Result, entry: LedgerEntry, outcome: Outcome = Outcome.KEPT) -> None:
        """Store an avatar that has just been written."""
        self._ledger.keep_avatar(entry.as_written(self._store))
        self._settled.add_avatar(person, entry, outcome)

    def _stop_all(self, error: FramegenError) -> None:
        """Start nothing more, since no avatar can be made."""
        self._fatal = self._fatal or error


def _error_of(failure: Failure) -> FramegenError:
    """The error that stops a batch, from the failure of a task."""
    kind = AlbumUnreadable if failure.code == AlbumUnreadable.code else AvatarUnwritable
    return kind(failure.message.text, **failure.message.values)
