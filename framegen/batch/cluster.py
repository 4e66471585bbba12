"""Cluster: a batch's photos on many machines, by Dask, each in a process that it may bring down.

Two levels: Dask hands chunks of photos to its workers and begins a chunk again where a worker was
lost; in each worker a WorkerPool keeps a bad photo from bringing the worker down.
"""

import contextlib
import logging
import os
import queue
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from dataclasses import dataclass
from multiprocessing import resource_tracker
from typing import Generic, TypeVar

import dask
from distributed import Client, Future, KilledWorker, LocalCluster, WorkerPlugin, get_worker

from framegen import __version__
from framegen.batch.pool import WorkerPool
from framegen.errors import ClusterUnusable, FramegenError

T = TypeVar("T")
R = TypeVar("R")

LOG = logging.getLogger(__name__)
LOCAL = "local"
# Photos that travel together at most; Dask takes 0.1 ms a photo for 50, and 2.5 ms for one alone.
CHUNK = 50
# A chunk is such a part of what a thread had before: so all have work, of short lists too.
PART = 4
# So many chunks a worker's thread wait or run: the next one is there when one is done.
AHEAD = 2
# A chunk whose worker was lost is begun again so often.
RETRIES = 3
# Seconds until the scheduler and a worker of it must have answered.
PATIENCE = 30.0
LOOK = 0.2


@dataclass(frozen=True, slots=True)
class Bench(Generic[T, R]):
    """What a worker needs to know; see WorkerPool for each."""

    work: Callable[[T], R]
    timeout: float
    set_up: Callable[..., None]
    wish: object
    preload: Sequence[str] = ()

    def pool(self) -> WorkerPool[T, R]:
        """Processes for one thread of a worker."""
        return WorkerPool(
            self.work,
            jobs=1,
            timeout=self.timeout,
            set_up=self.set_up,
            wish=self.wish,
            preload=self.preload,
        )


class ClusterPool(Generic[T, R]):
    """The same as a WorkerPool, on the workers of a Dask scheduler.

    Args:
        address: of the scheduler, as tcp://10.0.0.1:8786; "local" starts one with its workers here.
        bench: what is done with each task, and how.
        jobs: workers, where they are started here.

    Raises:
        ClusterUnusable: nobody answers at the address, or no worker does.
    """

    def __init__(self, address: str, bench: Bench[T, R], *, jobs: int) -> None:
        self._address, self._name = address, f"framegen-{os.urandom(8).hex()}"
        self._waiting: list[tuple[int, T]] = []
        self._sent, self._heard = 0, time.monotonic()
        self._running: dict[str, tuple[Future, list[int]]] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._client, self._cluster = _connected(address, jobs)
        try:
            with _answering(address):
                self._client.wait_for_workers(1, timeout=PATIENCE)
                self._client.register_plugin(_Workbench(bench, __version__), name=self._name)
                self._threads = self._count_threads()
            self._tell()
        except BaseException:
            self.close(now=True)
            raise

    def _tell(self) -> None:
        """Say which workers there are and where to watch them."""
        workers: dict[str, int] = self._client.nthreads()
        where = f"; watch them at {self.dashboard}" if self.dashboard else ""
        told = (self._address, sum(workers.values()), len(workers), where)
        LOG.info("%s: %d at a time, workers: %d%s", *told)

    @property
    def dashboard(self) -> str:
        """Where a browser can watch the cluster; empty where nothing is shown."""
        try:
            return str(self._client.dashboard_link or "")
        except KeyError:
            return ""

    @property
    def busy(self) -> bool:
        """Whether any task is yet to come back."""
        return bool(self._waiting or self._running)

    @property
    def full(self) -> bool:
        """Whether another task should wait until one has come back."""
        begun = sum(len(tickets) for _, tickets in self._running.values())
        return begun + len(self._waiting) >= CHUNK * AHEAD * self._threads

    def submit(self, ticket: int, task: T) -> None:
        """Have a task done; `collect` gives it back under its ticket."""
        self._waiting.append((ticket, task))
        if len(self._waiting) >= min(CHUNK, self._sent // (PART * self._threads)):
            self._send()

    def collect(self, seconds: float) -> list[tuple[int, R | FramegenError]]:
        """What has been done since; waits up to so many seconds for the first chunk.

        Raises:
            ClusterUnusable: the scheduler is gone, all workers, or some again and again.
        """
        self._send()
        found: list[tuple[int, R | FramegenError]] = []
        while self._running:
            try:
                key = self._done.get(timeout=0 if found else seconds)
            except queue.Empty:
                self._look_after_workers()
                break
            self._heard = time.monotonic()
            future, tickets = self._running.pop(key)
            with _answering(self._address):
                found += zip(tickets, future.result(), strict=True)
                self._threads = self._count_threads()
        return found

    def close(self, *, now: bool = False) -> None:
        """Let the workers go; `now` stops what they are doing."""
        if now:
            self._client.cancel([future for future, _ in self._running.values()])
        elif self._running or self._waiting:
            raise AssertionError("collect what was begun before closing")
        # Workers of a scheduler that stays would keep the processes of every batch there was.
        with contextlib.suppress(ClusterUnusable), _answering(self._address):
            self._client.unregister_worker_plugin(self._name)
        self._client.close()
        if self._cluster:
            self._cluster.close()

    def _send(self) -> None:
        """Hand on what waits, as one chunk."""
        if not self._waiting:
            return
        tickets, tasks = [ticket for ticket, _ in self._waiting], [t for _, t in self._waiting]
        self._waiting = []
        self._sent += len(tasks)
        future = self._client.submit(_do_chunk, self._name, tasks, pure=False, retries=RETRIES)
        self._running[future.key] = future, tickets
        future.add_done_callback(lambda future: self._done.put(future.key))

    def _look_after_workers(self) -> None:
        """After a long silence: see that there is a worker, or wait a while for one."""
        if time.monotonic() - self._heard > PATIENCE:
            with _answering(self._address):
                self._client.wait_for_workers(1, timeout=PATIENCE)
            self._heard = time.monotonic()

    def _count_threads(self) -> int:
        """How many tasks are done at a time by the workers that there are now."""
        workers: dict[str, int] = self._client.nthreads()
        return max(1, sum(workers.values()))


class _Workbench(WorkerPlugin, Generic[T, R]):
    """In a worker: its processes, which live from one chunk to the next."""

    def __init__(self, bench: Bench[T, R], version: str) -> None:
        self._bench, self._version = bench, version

    def setup(self, worker: object) -> None:
        """Begin in a worker, also one that joins later."""
        del worker
        self._check()
        # Dask has its workers give memory back at once; with pictures, that is 70 % more work.
        os.environ.pop("MALLOC_TRIM_THRESHOLD_", None)
        self._own, self._ended = threading.local(), threading.Event()
        self._pools: list[WorkerPool[T, R]] = []

    def teardown(self, worker: object) -> None:
        """End with the worker, or with the batch."""
        del worker
        self._ended.set()
        for pool in self._pools:
            pool.close(now=True)

    def do(self, tasks: Sequence[T]) -> list[R | FramegenError]:
        """What came of each task; a thread has processes of its own."""
        # Of a worker that joins later nobody hears that its setup failed.
        self._check()
        pool: WorkerPool[T, R] | None = getattr(self._own, "pool", None)
        if pool is None:
            pool = self._own.pool = self._bench.pool()
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
            # What it has begun belongs to no later chunk.
            self._own.pool = None
            self._pools.remove(pool)
            pool.close(now=True)
            raise
        return [found[ticket] for ticket in range(len(tasks))]

    def _collected(self, pool: WorkerPool[T, R]) -> list[tuple[int, R | FramegenError]]:
        if self._ended.is_set():
            raise ClusterUnusable("its batch has ended.")
        return pool.collect(LOOK)

    def _check(self) -> None:
        if self._version != __version__:
            raise ClusterUnusable(f"a worker has framegen {__version__}, not {self._version}.")


def _do_chunk(name: str, tasks: Sequence[T]) -> list[R | FramegenError]:
    bench: _Workbench[T, R] = get_worker().plugins[name]
    return bench.do(tasks)


def _connected(address: str, jobs: int) -> tuple[Client, LocalCluster | None]:
    # What Dask says of lost machines is told in our words, and some of its loggers have own levels.
    for logger in ("distributed", "distributed.client"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    # Workers have processes of their own, which daemons may not.
    dask.config.set({"distributed.worker.daemon": False})
    with _answering(address):
        if address != LOCAL:
            return Client(address, timeout=PATIENCE, set_as_default=False), None
        with _unheard_by_children():
            cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
        return Client(cluster, set_as_default=False), cluster


@contextlib.contextmanager
def _unheard_by_children() -> Iterator[None]:
    """Keep Ctrl-C from processes and threads begun meanwhile, for a terminal tells it to all.

    What they have begun is to be finished; this thread hears it, at the latest afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Begun with the first process, it would have its thread hear everything again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _answering(address: str) -> Iterator[None]:
    """Say of whatever goes wrong with the cluster that it was the cluster."""
    try:
        yield
    except FramegenError:
        raise
    except TimeoutError as error:
        raise ClusterUnusable(f"{address}: no worker answers.") from error
    except KilledWorker as error:
        raise ClusterUnusable(f"{address}: workers were lost again and again.") from error
    except CancelledError as error:
        raise ClusterUnusable(f"{address}: its scheduler was lost.") from error
    # What a task raised on a machine that lacks something may be anything.
    except Exception as error:
        raise ClusterUnusable(f"{address}: {error} ({type(error).__name__}).") from error
