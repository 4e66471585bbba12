"""Workers: the processes that open photos, and which of them is free."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from framegen.errors import PhotoCrashed, PhotoTooSlow

from ..errors import WorkerLost
from ..settings import Settings
from .worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """Gives jobs to free workers; belongs to the event loop and is not thread-safe."""

    def __init__(self, settings: Settings, on_loss: Callable[[str], None]) -> None:
        """Make the workers; `on_loss` gets the error code of each job that lost one."""
        self._on_loss = on_loss
        self._all = [Worker(settings) for _ in range(settings.worker_count)]
        # The most recently used worker goes first: its caches are warm.
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._free.put_nowait(worker)

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a job, run in a worker; raises what Worker.run does."""
        worker = await self._free.get()
        try:
            return await worker.run(job, *args, **kwargs)
        except (PhotoTooSlow, PhotoCrashed, WorkerLost) as error:
            self._on_loss(error.code)
            raise
        finally:
            self._free.put_nowait(worker)

    def close(self) -> None:
        """Stop every process; jobs under way are lost."""
        for worker in self._all:
            worker.close()
