"""Workers: processes that open photos. One may hang, crash or be killed; the service goes on."""

import asyncio
import multiprocessing
import os
import resource
import signal
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from pebble import ProcessExpired, ProcessPool

from framegen import FramegenError, PhotoUnreadable
from service.problems import PhotoTooSlow, WorkerLost
from service.settings import Settings

P = ParamSpec("P")
T = TypeVar("T")

# A worker is replaced after so many photos: what decoders leak does not add up.
JOBS = 500

# What makes a new worker quick: it is forked from a process that has these loaded.
PRELOADED = ["service.studio", "service.warm", "framegen.framer", "cv2", "pi_heif"]

# A worker is as wide as one processor; more threads in each would only be in each other's way.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1", "OMP_NUM_THREADS": "1"}


class Workers:
    """A pool of processes. It starts at the first job and belongs to the event loop."""

    def __init__(self, settings: Settings, on_loss: Callable[[str], None]) -> None:
        """Set up; `on_loss` hears the code of each job that cost a worker."""
        self._settings, self._on_loss = settings, on_loss
        self._pool: ProcessPool | None = None
        self._starting = asyncio.Lock()

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a job, done in another process; what it raises is raised here.

        Raises:
            PhotoTooSlow: it took longer than a photo may; its process was stopped.
            PhotoUnreadable: it crashed its process.
            WorkerLost: its process was killed from outside.
        """
        pool = await self._running()
        seconds = self._settings.work_seconds
        future = pool.schedule(job, args=args, kwargs=kwargs, timeout=seconds)
        try:
            return await asyncio.wrap_future(future)
        except TimeoutError:
            raise self._lost(PhotoTooSlow(f"photo: not opened within {seconds} s.")) from None
        except ProcessExpired as error:
            # Killed by the kernel for want of memory, or by an operator: not proven to be the
            # photo's fault. A crash inside a decoder is.
            if error.exitcode == -signal.SIGKILL:
                raise self._lost(WorkerLost("photo: its worker was killed.")) from None
            raise self._lost(PhotoUnreadable("photo: it crashed the decoder.")) from None

    def close(self) -> None:
        """Stop every process; jobs under way are lost."""
        if self._pool is not None:
            self._pool.stop()  # type: ignore[no-untyped-call]
            self._pool.join()
            self._pool = None

    async def _running(self) -> ProcessPool:
        """The pool; it starts in a thread, since the first worker takes seconds to come."""
        async with self._starting:
            if self._pool is None or not self._pool.active:
                self._pool = await asyncio.to_thread(self._started)
            return self._pool

    def _started(self) -> ProcessPool:
        os.environ.update(ONE_THREAD)
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(PRELOADED)
        pool = ProcessPool(
            self._settings.worker_count,
            max_tasks=JOBS,
            initializer=_confine,
            initargs=(self._settings.worker_megabytes * 2**20,),
            context=context,
        )
        if not pool.active:  # asking starts it
            raise WorkerLost("photo: no worker could be started.")
        return pool

    def _lost(self, error: FramegenError) -> FramegenError:
        self._on_loss(error.code)
        return error


def _confine(max_memory: int) -> None:
    """In a worker, before its first photo: bound what a hostile one can do."""
    # pebble would end a worker politely, which code in C does not hear.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    # What libraries print of a broken photo may quote it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    if sys.platform == "linux":
        resource.setrlimit(resource.RLIMIT_AS, (max_memory, max_memory))
