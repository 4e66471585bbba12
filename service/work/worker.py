"""Worker: a process that opens photos. It may hang, crash or be killed; then there is a new one."""

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

from framegen import FramegenError, PhotoCrashed, PhotoTooSlow
from ..errors import WorkerLost
from ..settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

# A process is replaced after so many photos: what decoders leak does not add up.
JOBS = 500

# What makes a new one quick: it is forked from a process that has these loaded.
PRELOADED = [
    "service.work.studio",
    "service.work.preload",
    "framegen.avatar.framer",
    "cv2",
    "pi_heif",
]

# A worker is as wide as one processor; more threads in each would only be in each other's way.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1", "OMP_NUM_THREADS": "1"}

# A job whose process died before taking it up is never answered; it is looked after this often.
TICK = 0.25
TRIES = 3


class Worker:
    """One process, in a pool of its own: in a shared one, a death can strand others' jobs."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._pool: ProcessPool | None = None
        self._closed = False
        self._renewal = threading.Lock()

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a job, done in the process; what it raises is raised here.

        A job that was not begun when its process died is given to the next one.

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
                raise PhotoTooSlow(f"photo: not opened within {seconds} s.") from None
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
        """The pool; it is made in a thread, since the very first process takes seconds to come."""
        if (pool := self._pool) is not None and pool.active:
            return pool
        return await asyncio.to_thread(self._renewed)

    def _renewed(self) -> ProcessPool:
        """The pool, made anew where there is none; kept, though who wanted it may be gone by then.

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
        if not pool.active:  # asking starts it
            raise WorkerLost("photo: no worker could be started.")
        return pool


async def _is_answered(future: "asyncio.Future[T]", pool: ProcessPool) -> bool:
    """Wait for a job's end; False where its process died before it was begun."""
    try:
        while not future.done() and pool.active:
            await asyncio.wait({future}, timeout=TICK)
        return future.done()
    finally:
        # Where nobody waits for it any more, its process is stopped.
        future.cancel()


def _death(exitcode: int) -> FramegenError:
    """What the end of its process says of a photo.

    Killed by the kernel for want of memory, or by an operator, is not proven to be the photo's
    fault; a crash inside a decoder is.
    """
    if exitcode == -signal.SIGKILL:
        return WorkerLost("photo: its worker was killed.")
    return PhotoCrashed("photo: it crashed the decoder.")


def _confine(max_memory: int) -> None:
    """In the process, before its first photo: bound what a hostile one can do."""
    # pebble would end a worker politely, which code in C does not hear.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # What libraries print of a broken photo may quote it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))
