"""Workers: as many processes as may open photos at once."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from framegen import PhotoCrashed, PhotoTooSlow
from ..errors import WorkerLost
from ..settings import Settings
from .worker import Worker

P = ParamSpec("P")
T = TypeVar("T")


class Workers:
    """Hands jobs to whichever worker is free. It belongs to the event loop."""

    def __init__(self, settings: Settings, on_loss: Callable[[str], None]) -> None:
        """Set up; `on_loss` hears the code of each job that cost a worker."""
        self._on_loss = on_loss
        self._all = [Worker(settings) for _ in range(settings.worker_count)]
        # The last one back is the first one out: it is warmest.
        self._free: asyncio.LifoQueue[Worker] = asyncio.LifoQueue()
        for worker in self._all:
            self._free.put_nowait(worker)

    async def run(self, job: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The result of a job, done in a worker; see Worker.run for what it raises."""
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
