"""Worker: a process that opens photos, replaced when it hangs, crashes or is killed."""

import asyncio
import multiprocessing
import os
import resource
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from framegen.errors import FramegenError, PhotoCrashed, PhotoTooSlow

from ..errors import WorkerLost
from ..settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

# A process is replaced after this many photos, so that leaks of decoders do not add up.
JOBS = 500

# Workers are forked from a process that has imported these, which makes them start quickly.
PRELOADED = [f"{__package__}.studio", f"{__package__}.preload", "cv2", "pi_heif"]

# There is a worker for each processor; more threads in each would only compete.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1", "OMP_NUM_THREADS": "1"}

# Seconds between checks for a process that died before its job began: pebble never reports it.
TICK = 0.25
TRIES = 3


class Worker:
    """One process in a pool of its own: in a shared pool, a crash can lose others' jobs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: ProcessPool | None = None
        self._closed = False
        self._renewal = threading.Lock()

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a job, run in the process; its exceptions are raised here.

        A job that had not begun when its process died is run again in the next one.

        Raises:
            PhotoTooSlow: it took longer than a photo may; its process was stopped.
            PhotoCrashed: it crashed its process.
            WorkerLost: its process was killed from outside.
        """
        for _ in range(TRIES):
            pool = await self._running()
            try:
                future = asyncio.wrap_future(
                    pool.schedule(job, args, kwargs, self._settings.work_seconds)
                )
                if await _is_answered(future, pool):
                    return future.result()
            except TimeoutError:
                seconds = self._settings.work_seconds
                raise PhotoTooSlow(
                    "photo: not opened within {seconds} s.", seconds=seconds
                ) from None
            except ProcessExpired as error:
                raise _death(error.exitcode) from None
            except BrokenProcessPool:
                continue
        raise WorkerLost("photo: its worker could not be replaced.")

    def close(self) -> None:
        """Stop the process for good; a job under way is lost."""
        with self._renewal:
            self._closed = True
            self._stop()

    async def _running(self) -> ProcessPool:
        """The pool, made in a thread if need be: the first process takes seconds to start."""
        if (pool := self._pool) is not None and pool.active:
            return pool
        return await asyncio.to_thread(self._renewed)

    def _renewed(self) -> ProcessPool:
        """The pool, made anew where there is none.

        Raises:
            WorkerLost: the service is ending.
        """
        with self._renewal:
            if self._closed:
                raise WorkerLost("photo: the service is ending.")
            if self._pool is None or not self._pool.active:
                self._stop()
                self._pool = self._started()
            return self._pool

    def _stop(self) -> None:
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    def _started(self) -> ProcessPool:
        os.environ.update(ONE_THREAD)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        pool = ProcessPool(
            1,
            max_tasks=JOBS,
            initializer=_confine,
            initargs=(self._settings.worker_megabytes * 2**20,),
            context=context,
        )
        if not pool.active:  # reading it starts the pool
            raise WorkerLost("photo: no worker could be started.")
        return pool


async def _is_answered(future: "asyncio.Future[T]", pool: ProcessPool) -> bool:
    """Wait until a job ends; False where its process died before the job began."""
    try:
        while not future.done() and pool.active:
            await asyncio.wait({future}, timeout=TICK)
        return future.done()
    finally:
        # Stops the process where nobody waits for the job any more.
        future.cancel()


def _death(exitcode: int) -> FramegenError:
    """The error for the exit code of a worker.

    SIGKILL, from an operator or the kernel short of memory, need not be the photo's fault; a crash
    inside a decoder is.
    """
    if exitcode == -signal.SIGKILL:
        return WorkerLost("photo: its worker was killed.")
    return PhotoCrashed("photo: it crashed the decoder.")


def _confine(max_memory: int) -> None:
    """Confine a new worker process, since photos may be hostile."""
    # pebble handles SIGTERM in Python, which code in C never returns to.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # Libraries may quote a broken photo on stderr.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))
