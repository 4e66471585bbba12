"""Cluster: runs a batch on the workers of a Dask scheduler.

Dask sends chunks of photos to its workers and restarts a chunk whose worker was lost; in each
worker a WorkerPool protects the worker from a bad photo, see cluster_worker.
"""

import contextlib
import logging
import os
import queue
import signal
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from multiprocessing import resource_tracker
from typing import Generic, TypeVar

import dask
from distributed import Client, Future, KilledWorker, LocalCluster

from framegen import __version__
from framegen.batch.cluster_worker import ClusterJob, JobPlugin, do_chunk
from framegen.errors import ClusterUnusable, FramegenError
from framegen.language import N_, Message
from framegen.language.system import reason_of

T = TypeVar("T")
R = TypeVar("R")

LOG = logging.getLogger(__name__)
WORKERS = N_("{address}: {threads} at a time, workers: {workers}")
WORKERS_AND_DASHBOARD = N_(
    "{address}: {threads} at a time, workers: {workers}; watch them at {url}"
)
LOCAL = "local"
# Photos in a chunk at most; Dask takes 0.1 ms a photo for chunks of 50, and 2.5 ms for one alone.
MAX_CHUNK = 50
# Shrink chunks for short lists so that every worker gets one: a chunk is at most this fraction of
# what a thread has had before.
CHUNK_FRACTION = 4
# Chunks queued or running per thread, so that none waits for the next.
CHUNKS_PER_THREAD = 2
# Times that a chunk whose worker was lost is started again.
RETRIES = 3
# Seconds in which the scheduler and a worker must answer.
ANSWER_TIMEOUT = 30.0


class ClusterPool(Generic[T, R]):
    """A Pool on the workers of a Dask scheduler.

    Args:
        address: of the scheduler, such as tcp://10.0.0.1:8786; "local" starts one with workers.
        job: what is done with each task.
        jobs: the number of workers to start if the address is "local".

    Raises:
        ClusterUnusable: no scheduler answers at the address, or no worker does.
    """

    def __init__(self, address: str, job: ClusterJob[T, R], *, jobs: int) -> None:
        self._address, self._name = address, f"framegen-{os.urandom(8).hex()}"
        self._waiting: list[tuple[int, T]] = []
        self._sent, self._last_answer = 0, time.monotonic()
        self._running: dict[str, tuple[Future, list[int]]] = {}
        self._done: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._client, self._cluster = _connected(address, jobs)
        try:
            with _translated_errors(address):
                self._client.wait_for_workers(1, timeout=ANSWER_TIMEOUT)
                self._client.register_plugin(JobPlugin(job, __version__), name=self._name)
                self._threads = self._count_threads()
            self._log()
        except BaseException:
            self.close(now=True)
            raise

    def _log(self) -> None:
        """Log the workers and the dashboard, as a Message for handlers that translate it."""
        workers: dict[str, int] = self._client.nthreads()
        values = {
            "address": self._address,
            "threads": sum(workers.values()),
            "workers": len(workers),
            "url": self.dashboard,
        }
        LOG.info(Message(WORKERS_AND_DASHBOARD if self.dashboard else WORKERS, values))

    @property
    def dashboard(self) -> str:
        """The URL of the page that shows the cluster at work; empty if there is none."""
        try:
            return str(self._client.dashboard_link or "")
        except KeyError:
            return ""

    @property
    def busy(self) -> bool:
        """See WorkerPool."""
        return bool(self._waiting or self._running)

    @property
    def full(self) -> bool:
        """See WorkerPool."""
        begun = sum(len(tickets) for _, tickets in self._running.values())
        return begun + len(self._waiting) >= MAX_CHUNK * CHUNKS_PER_THREAD * self._threads

    def submit(self, ticket: int, task: T) -> None:
        """See WorkerPool."""
        self._waiting.append((ticket, task))
        if len(self._waiting) >= min(MAX_CHUNK, self._sent // (CHUNK_FRACTION * self._threads)):
            self._send()

    def collect(self, seconds: float) -> list[tuple[int, R | FramegenError]]:
        """See WorkerPool; waits for the first chunk.

        Raises:
            ClusterUnusable: the scheduler was lost, or all workers, or some repeatedly.
        """
        self._send()
        found: list[tuple[int, R | FramegenError]] = []
        while self._running:
            try:
                key = self._done.get(timeout=0 if found else seconds)
            except queue.Empty:
                self._check_workers()
                break
            self._last_answer = time.monotonic()
            future, tickets = self._running.pop(key)
            with _translated_errors(self._address):
                found += zip(tickets, future.result(), strict=True)
                self._threads = self._count_threads()
        return found

    def close(self, *, now: bool = False) -> None:
        """Release the workers, after their tasks or at once."""
        if now:
            self._client.cancel([future for future, _ in self._running.values()])
        elif self._running or self._waiting:
            raise AssertionError("collect what was begun before closing")
        # Otherwise workers of a permanent scheduler would keep the processes of every batch.
        with contextlib.suppress(ClusterUnusable), _translated_errors(self._address):
            self._client.unregister_worker_plugin(self._name)
        self._client.close()
        if self._cluster:
            self._cluster.close()

    def _send(self) -> None:
        """Send the waiting tasks as one chunk."""
        if not self._waiting:
            return
        tickets, tasks = [ticket for ticket, _ in self._waiting], [t for _, t in self._waiting]
        self._waiting = []
        self._sent += len(tasks)
        future = self._client.submit(do_chunk, self._name, tasks, pure=False, retries=RETRIES)
        self._running[future.key] = future, tickets
        future.add_done_callback(lambda future: self._done.put(future.key))

    def _check_workers(self) -> None:
        """After a long silence, make sure that there is a worker, or wait for one."""
        if time.monotonic() - self._last_answer > ANSWER_TIMEOUT:
            with _translated_errors(self._address):
                self._client.wait_for_workers(1, timeout=ANSWER_TIMEOUT)
            self._last_answer = time.monotonic()

    def _count_threads(self) -> int:
        """The number of tasks that the present workers run at a time."""
        workers: dict[str, int] = self._client.nthreads()
        return max(1, sum(workers.values()))


def _connected(address: str, jobs: int) -> tuple[Client, LocalCluster | None]:
    # Lost machines are reported as our errors; some of Dask's loggers have levels of their own.
    for logger in ("distributed", "distributed.client"):
        logging.getLogger(logger).setLevel(logging.CRITICAL)
    # Workers start processes, which daemons may not.
    dask.config.set({"distributed.worker.daemon": False})
    with _translated_errors(address):
        if address != LOCAL:
            return _client_of(address), None
        with _sigint_blocked_in_children():
            cluster = LocalCluster(
                n_workers=jobs,
                threads_per_worker=1,
                dashboard_address="127.0.0.1:0",
                silence_logs=logging.CRITICAL,
            )
        return Client(cluster, set_as_default=False), cluster


def _client_of(address: str) -> Client:
    try:
        return Client(address, timeout=ANSWER_TIMEOUT, set_as_default=False)
    except ValueError as error:
        raise ClusterUnusable(
            "{address}: it is not the address of a scheduler.", address=address
        ) from error


@contextlib.contextmanager
def _sigint_blocked_in_children() -> Iterator[None]:
    """Block Ctrl-C, which a terminal sends to all, in processes and threads started meanwhile.

    They finish their tasks; this thread receives it, at the latest afterwards.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started with the first process, it would unblock the signal again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def _translated_errors(address: str) -> Iterator[None]:
    """Raise whatever Dask raises as ClusterUnusable."""
    try:
        yield
    except FramegenError:
        raise
    except TimeoutError as error:
        raise ClusterUnusable("{address}: no worker answers.", address=address) from error
    except KilledWorker as error:
        raise ClusterUnusable(
            "{address}: workers were lost again and again.", address=address
        ) from error
    except CancelledError as error:
        raise ClusterUnusable("{address}: its scheduler was lost.", address=address) from error
    except OSError as error:
        # Dask raises errors without a number when it gives up connecting.
        if not error.errno:
            raise ClusterUnusable("{address}: no scheduler answers.", address=address) from error
        raise ClusterUnusable(
            "{address}: {reason}.", address=address, reason=reason_of(error)
        ) from error
    # A task on a machine that lacks something may raise anything.
    except Exception as error:
        raise ClusterUnusable(
            "{address}: a worker failed ({kind}).", address=address, kind=type(error).__name__
        ) from error
