"""Pool: worker processes in which one bad photo, that hangs, crashes or eats memory, costs itself.

Pebble tells whose process died and of what; a photo that did gets one more chance, alone in a
process of its own, for the memory may have been short through no fault of its own.
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

T = TypeVar("T")
R = TypeVar("R")
T_contra = TypeVar("T_contra", contravariant=True)

# So many tasks a process wait or run: enough that none is idle, few enough to stop soon.
AHEAD = 3
# A process is renewed after so many photos, for what libraries leave behind in it.
RENEW = 2000
# Of memory a process may take so much for its data; 50 megapixels take a tenth of it.
MEMORY = 2 * 2**30
REPAIRS = 5


class Pool(Protocol[T_contra, R]):
    """What does tasks elsewhere: processes here, or a cluster; WorkerPool tells what each means."""

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
    """Runs a plain function on tasks in other processes; started when the first task comes.

    Args:
        work: a function of a module, given one task.
        jobs: how many processes.
        timeout: seconds for one task.
        set_up: called once in each process, with `wish`, before its first task.
        wish: what `set_up` gets; pickled.
        preload: modules that are imported once for all processes.
    """

    def __init__(
        self,
        work: Callable[[T], R],
        *,
        jobs: int,
        timeout: float,
        set_up: Callable[..., None],
        wish: object,
        preload: Sequence[str] = (),
    ) -> None:
        self._preload = [work.__module__, *preload]
        self._work, self._jobs, self._timeout = work, jobs, timeout
        self._set_up, self._wish = set_up, wish
        self._pools: dict[bool, ProcessPool] = {}
        self._running: dict[int, _Job[T]] = {}
        self._done: queue.SimpleQueue[tuple[_Job[T], Future[R]]] = queue.SimpleQueue()
        self._repairs = 0

    @property
    def busy(self) -> bool:
        """Whether any task is yet to come back."""
        return bool(self._running)

    @property
    def full(self) -> bool:
        """Whether another task should wait until one has come back."""
        return len(self._running) >= AHEAD * self._jobs

    def submit(self, ticket: int, task: T) -> None:
        """Have a task done; `collect` gives it back under its ticket."""
        self._start(_Job(ticket, task))

    def collect(self, seconds: float) -> list[tuple[int, R | FramegenError]]:
        """What has been done since; waits up to so many seconds for the first.

        A task that took too long or brought its process down is PhotoTooSlow or PhotoCrashed.

        Raises:
            Exception: what the function itself raised.
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
        """End the processes; `now` stops what they are doing."""
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
        """The processes for first tries, or the one for second ones; mended where they broke."""
        pool = self._pools.get(again)
        if pool is not None and not pool.active:
            self._repairs += 1
            if self._repairs > REPAIRS:
                raise PhotoCrashed(
                    "the worker processes end again and again; is memory short, or does a script "
                    'start this outside of `if __name__ == "__main__"`?'
                )
            _end(pool, now=True)
            pool.join()
            pool = None
        self._pools[again] = pool or self._new_pool(1 if again else self._jobs)
        return self._pools[again]

    def _new_pool(self, jobs: int) -> ProcessPool:
        forks = "forkserver" in multiprocessing.get_all_start_methods()
        context = multiprocessing.get_context("forkserver" if forks else "spawn")
        if forks:
            # What is imported once is shared by all, and a crash costs no second of imports.
            context.set_forkserver_preload(self._preload)
        return ProcessPool(
            max_workers=jobs,
            max_tasks=RENEW,
            initializer=_begin,
            initargs=(self._set_up, self._wish),
            context=context,
        )

    def _outcome(self, job: _Job[T], future: "Future[R]") -> R | FramegenError | None:
        """What came of a task; None where it was begun once more."""
        try:
            return future.result()
        except BrokenProcessPool:
            # An idle process was killed, and pebble gives up its pool: none of its tasks is guilty.
            self._start(job)
            return None
        except (concurrent.futures.TimeoutError, ProcessExpired) as error:
            if not job.again:
                self._start(_Job(job.ticket, job.task, again=True))
                return None
            return self._failure(error)

    def _failure(self, error: Exception) -> FramegenError:
        if isinstance(error, ProcessExpired):
            return PhotoCrashed(f"its process ended with {_cause(error)}.")
        return PhotoTooSlow(f"not done in {self._timeout:g} seconds.")


def _end(pool: ProcessPool, *, now: bool) -> None:
    """Let a pool finish, or stop it; pebble has no types for either."""
    end: Callable[[], None] = pool.stop if now else pool.close
    end()


def _cause(error: ProcessExpired) -> str:
    """How a process ended, in words."""
    code = error.exitcode
    try:
        return signal.Signals(-code).name if code is not None and code < 0 else f"status {code}"
    except ValueError:
        return f"signal {-code}"


def _begin(set_up: Callable[..., None], wish: object) -> None:
    """Ready a process: memory has its limit. Ctrl-C is its parent's concern: pebble sees to it."""
    if sys.platform == "linux":
        import resource

        hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
        most = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (most, hard))
    threading.Thread(target=_end_with_parent, daemon=True).start()
    set_up(wish)


def _end_with_parent() -> None:
    """Where the batch was killed nobody is left to end a process whose photo hangs."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
