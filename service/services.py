"""Services: what every request for work passes, and how routes reach the app's state."""

import time
from collections.abc import Callable
from typing import Annotated, Concatenate, ParamSpec, TypeVar, cast

from fastapi import Depends, Request
from pydantic import BaseModel

from framegen.errors import FramegenError

from .entrance.body import Upload, read_json, read_upload
from .entrance.gate import Gate, Turn
from .entrance.quota import Quota
from .settings import Settings
from .watch.metrics import Metrics
from .work.catalog import Catalog
from .work.shelf import Shelf
from .work.studio import PhotoAnalysis, RenderedAvatar, RenderedImage
from .work.workers import Workers

P = ParamSpec("P")
M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", RenderedAvatar, PhotoAnalysis, RenderedImage)


class Services:
    """Takes requests for work through quota, gate, body and worker, in this order."""

    def __init__(
        self, settings: Settings, gate: Gate, quota: Quota, workers: Workers, metrics: Metrics
    ) -> None:
        self.settings, self.gate, self.workers = settings, gate, workers
        self._quota, self._metrics = quota, metrics

    def admit(self, request: Request) -> Turn:
        """A request's turn, before any of its body is read.

        Raises:
            KeyUnknown, TooManyRequests: by its key or its client.
            Busy: there is no room.
        """
        address = request.client.host if request.client else ""
        app = self._quota.check(address, request.headers.get("authorization"))
        if app:
            log_of(request)["app"] = app
        return self.gate.enter()

    async def upload(self, request: Request, turn: Turn) -> Upload:
        """The photo and fields of a request."""
        start = time.perf_counter()
        upload = await read_upload(request, turn.body)
        self._metrics.stage("body", time.perf_counter() - start)
        return upload

    async def json(self, request: Request, turn: Turn, model: type[M]) -> M:
        """The JSON body of a request."""
        return await read_json(request, model, turn.body)

    async def work(
        self,
        request: Request,
        turn: Turn,
        job: Callable[Concatenate[Settings, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """The result of a job, run once a worker is free."""
        start = time.perf_counter()

        async def run() -> R:
            self._metrics.stage("queue", time.perf_counter() - start)
            return await self.workers.run(job, self.settings, *args, **kwargs)

        result = await turn.work(request, run)
        for stage, seconds in result.seconds.items():
            self._metrics.stage(stage, seconds)
        log_of(request)["notes"] = list(result.notes)
        return result

    def refused(self, request: Request, error: FramegenError) -> None:
        """Count a problem that a page reports itself."""
        log_of(request)["code"] = error.code
        self._metrics.refused(error.code)

    def count(self, frame: str, notes: tuple[str, ...]) -> None:
        """Count an avatar that was made."""
        self._metrics.avatar(frame, notes)


def log_of(request: Request) -> dict[str, object]:
    """The fields that a request's log line has besides the usual ones."""
    state: dict[str, dict[str, object]] = request.scope.setdefault("state", {})
    return state.setdefault("log", {})


# Dependencies are coroutines because FastAPI runs plain functions in a thread.
async def _services(request: Request) -> Services:
    return cast("Services", request.app.state.services)


async def _catalog(request: Request) -> Catalog:
    return cast("Catalog", request.app.state.catalog)


async def _shelf(request: Request) -> Shelf:
    return cast("Shelf", request.app.state.shelf)


TheServices = Annotated[Services, Depends(_services)]
TheCatalog = Annotated[Catalog, Depends(_catalog)]
TheShelf = Annotated[Shelf, Depends(_shelf)]
