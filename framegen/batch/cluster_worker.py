"""ClusterWorker: what runs in each worker of a Dask scheduler, with processes of its own."""

import os
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from distributed import WorkerPlugin, get_worker

from framegen import __version__
from framegen.batch.pool import WorkerPool
from framegen.errors import ClusterUnusable, FramegenError

T = TypeVar("T")
R = TypeVar("R")

# Seconds between checks whether the batch has ended.
POLL_INTERVAL = 0.2


@dataclass(frozen=True, slots=True)
class ClusterJob(Generic[T, R]):
    """What a worker runs; see WorkerPool for the attributes."""

    work: Callable[[T], R]
    timeout: float
    set_up: Callable[..., None]
    context: object
    preload: Sequence[str] = ()

    def pool(self) -> WorkerPool[T, R]:
        """A process for one thread of a worker."""
        return WorkerPool(
            self.work,
            jobs=1,
            timeout=self.timeout,
            set_up=self.set_up,
            context=self.context,
            preload=self.preload,
        )


class JobPlugin(WorkerPlugin, Generic[T, R]):
    """In a worker, keeps its processes from one chunk to the next."""

    def __init__(self, job: ClusterJob[T, R], version: str) -> None:
        self._job, self._version = job, version

    def setup(self, worker: object) -> None:
        """Called in each worker, also in those that join later."""
        del worker
        self._check()
        # Dask makes its workers return memory at once, which costs pictures 70 % more time.
        os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)
        self._own, self._ended = threading.local(), threading.Event()
        self._pools: list[WorkerPool[T, R]] = []

    def teardown(self, worker: object) -> None:
        """Called at the end of the worker or of the batch."""
        del worker
        self._ended.set()
        for pool in self._pools:
            pool.close(now=True)

    def do(self, tasks: Sequence[T]) -> list[R | FramegenError]:
        """The result of each task; each thread has a pool of its own."""
        # Dask does not report a failed setup of a worker that joins later.
        self._check()
        pool: WorkerPool[T, R] | None = getattr(self._own, "pool", None)
        if pool is None:
            pool = self._own.pool = self._job.pool()
            self._pools.append(pool)
        found: dict[int, R | FramegenError] = {}
        try:
            for ticket, task in enumerate(tasks):
                while pool.full:
                    found.update(self._collected(pool))
                pool.submit(ticket, task)
            while pool.busy:
                found.update(self._collected(pool))
        except BaseException:
            # Its unfinished tasks must not turn up in a later chunk.
            self._own.pool = None
            self._pools.remove(pool)
            pool.close(now=True)
            raise
        return [found[ticket] for ticket in range(len(tasks))]

    def _collected(self, pool: WorkerPool[T, R]) -> list[tuple[int, R | FramegenError]]:
        if self._ended.is_set():
            raise ClusterUnusable("its batch has ended.")
        return pool.collect(POLL_INTERVAL)

    def _check(self) -> None:
        if self._version != __version__:
            raise ClusterUnusable(
                "a worker has framegen {found}, not {expected}.",
                found=__version__,
                expected=self._version,
            )


def do_chunk(name: str, tasks: Sequence[T]) -> list[R | FramegenError]:
    """Run a chunk of tasks in the worker that was given it, by the name of its plugin."""
    plugin: JobPlugin[T, R] = get_worker().plugins[name]
    return plugin.do(tasks)
