"""Pool: worker processes in which a photo that hangs, crashes or exhausts memory fails alone.

Pebble reports which task's process died and how. The task is retried once, alone in a process of
its own, since another task may have exhausted the memory.
"""

import concurrent.futures
import multiprocessing
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pebble import ProcessExpired, ProcessPool

from framegen.errors import FramegenError, PhotoCrashed, PhotoTooSlow
from framegen.language import Message

T = TypeVar("T")
R = TypeVar("R")
T_contra = TypeVar("T_contra", contravariant=True)

# Tasks queued or running per process: enough that none is idle, few enough to stop soon.
TASKS_PER_PROCESS = 3
# Photos after which a process is replaced, since libraries leak memory.
MAX_TASKS = 2000
# Data memory of a process in bytes; a photo of 50 megapixels takes a tenth of it.
MAX_MEMORY = 2 * 2**30
# Times that processes which broke may be replaced before the batch stops.
MAX_RESTARTS = 5


class Pool(Protocol[T_contra, R]):
    """Runs tasks elsewhere, in local processes or on a cluster; see WorkerPool."""

    @property
    def busy(self) -> bool: ...  # noqa: D102

    @property
    def full(self) -> bool: ...  # noqa: D102

    def submit(self, ticket: int, task: T_contra) -> None: ...  # noqa: D102

    def collect(self, seconds: float) -> list[tuple[int, R | FramegenError]]: ...  # noqa: D102

    def close(self, *, now: bool = False) -> None: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class _Job(Generic[T]):
    ticket: int
    task: T
    again: bool = False


class WorkerPool(Generic[T, R]):
    """Runs a function on tasks in other processes, which start with the first task.

    Args:
        work: a function at module level, called with one task.
        jobs: the number of processes.
        timeout: seconds for one task.
        set_up: called with `context` once in each process, before its first task.
        context: the argument of `set_up`; pickled.
        preload: modules to import once for all processes.
    """

    def __init__(
        self,
        work: Callable[[T], R],
        *,
        jobs: int,
        timeout: float,
        set_up: Callable[..., None],
        context: object,
        preload: Sequence[str] = (),
    ) -> None:
        self._preload = [work.__module__, *preload]
        self._work, self._jobs, self._timeout = work, jobs, timeout
        self._set_up, self._context = set_up, context
        self._pools: dict[bool, ProcessPool] = {}
        self._running: dict[int, _Job[T]] = {}
        self._done: queue.SimpleQueue[tuple[_Job[T], Future[R]]] = queue.SimpleQueue()
        self._restarts = 0

    @property
    def busy(self) -> bool:
        """Whether any task is unfinished."""
        return bool(self._running)

    @property
    def full(self) -> bool:
        """Whether to collect a result before submitting another task."""
        return len(self._running) >= TASKS_PER_PROCESS * self._jobs

    def submit(self, ticket: int, task: T) -> None:
        """Start a task; `collect` returns its result under the ticket."""
        self._start(_Job(ticket, task))

    def collect(self, seconds: float) -> list[tuple[int, R | FramegenError]]:
        """The results since the last call, by ticket; waits up to `seconds` for the first.

        The result of a task that timed out or crashed is PhotoTooSlow or PhotoCrashed.

        Raises:
            Exception: as raised by the function itself.
        """
        found: list[tuple[int, R | FramegenError]] = []
        while self._running:
            try:
                job, future = self._done.get(timeout=0 if found else seconds)
            except queue.Empty:
                break
            if (outcome := self._outcome(job, future)) is not None:
                self._running.pop(job.ticket)
                found.append((job.ticket, outcome))
        return found

    def close(self, *, now: bool = False) -> None:
        """End the processes, after their tasks or at once."""
        for pool in self._pools.values():
            _end(pool, now=now)
        for pool in self._pools.values():
            pool.join()
        self._pools.clear()

    def _start(self, job: _Job[T]) -> None:
        self._running[job.ticket] = job
        pool = self._pool(again=job.again)
        future = pool.schedule(self._work, args=(job.task,), timeout=self._timeout)
        future.add_done_callback(lambda future: self._done.put((job, future)))

    def _pool(self, *, again: bool) -> ProcessPool:
        """The processes for first attempts, or the one for retries; replaced if they broke."""
        pool = self._pools.get(again)
        if pool is not None and not pool.active:
            self._restarts += 1
            if self._restarts > MAX_RESTARTS:
                raise PhotoCrashed(
                    "the worker processes end again and again; is memory short, or does a script "
                    "start this outside of `if __name__ == '__main__'`?"
                )
            _end(pool, now=True)
            pool.join()
            pool = None
        self._pools[again] = pool or self._new_pool(1 if again else self._jobs)
        return self._pools[again]

    def _new_pool(self, jobs: int) -> ProcessPool:
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        start = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks:
            # Imports are shared by all processes, so that replacing one takes no second of imports.
            start.set_forkserver_preload(self._preload)
        return ProcessPool(
            max_workers=jobs,
            max_tasks=MAX_TASKS,
            initializer=_begin,
            initargs=(self._set_up, self._context),
            context=start,
        )

    def _outcome(self, job: _Job[T], future: "Future[R]") -> R | FramegenError | None:
        """The result of a task; None if it was started again."""
        try:
            return future.result()
        except BrokenProcessPool:
            # An idle process was killed and pebble closed the pool; no task is to blame.
            self._start(job)
            return None
        except (concurrent.futures.TimeoutError, ProcessExpired) as error:
            if not job.again:
                self._start(_Job(job.ticket, job.task, again=True))
                return None
            return self._failure(error)

    def _failure(self, error: Exception) -> FramegenError:
        if isinstance(error, ProcessExpired):
            return PhotoCrashed("its process ended with {cause}.", cause=_cause(error))
        return PhotoTooSlow("not done in {seconds:g} seconds.", seconds=self._timeout)


def _end(pool: ProcessPool, *, now: bool) -> None:
    """Let a pool finish, or stop it; pebble leaves both methods untyped."""
    end: Callable[[], None] = pool.stop if now else pool.close
    end()


def _cause(error: ProcessExpired) -> Message:
    """How a process ended."""
    code = error.exitcode or 0
    if code >= 0:
        return Message("status {number}", {"number": code})
    if -code in set(signal.Signals):
        return Message("signal {name}", {"name": signal.Signals(-code).name})
    return Message("signal {name}", {"name": str(-code)})


def _begin(set_up: Callable[..., None], context: object) -> None:
    """Prepare a process. Pebble makes it ignore Ctrl-C, which its parent handles."""
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        soft = MAX_MEMORY if hard == resource.RLIM_INFINITY else min(MAX_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    set_up(context)


def _end_with_parent() -> None:
    """End this process if its parent is killed, even while a photo hangs."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
