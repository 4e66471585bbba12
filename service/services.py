"""Services: where a request is let in, its body taken, and its work handed to the workers."""

import time
from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from fastapi import Request
from pydantic import BaseModel

from framegen import FramegenError
from .entrance.body import Upload, read_json, read_upload
from .entrance.gate import Gate, Turn
from .entrance.quota import Quota
from .settings import Settings
from .watch.metrics import Metrics
from .work.studio import RenderedImage, PhotoAnalysis, RenderedAvatar
from .work.workers import Workers

P = ParamSpec("P")
M = TypeVar("M", bound=BaseModel)
R = TypeVar("R", RenderedAvatar, PhotoAnalysis, RenderedImage)


class Services:
    """Everything that a request for work passes, in this order: quota, gate, body, worker."""

    def __init__(
        self, settings: Settings, gate: Gate, quota: Quota, workers: Workers, metrics: Metrics
    ) -> None:
        self.settings, self.gate, self.workers = settings, gate, workers
        self._quota, self._metrics = quota, metrics

    def admit(self, request: Request) -> Turn:
        """A request's turn, before anything of its body is read.

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
        """The photo and fields that a request carries."""
        start = time.perf_counter()
        upload = await read_upload(request, turn.body)
        self._metrics.stage("body", time.perf_counter() - start)
        return upload

    async def json(self, request: Request, turn: Turn, model: type[M]) -> M:
        """The JSON that a request carries."""
        return await read_json(request, model, turn.body)

    async def work(
        self,
        request: Request,
        turn: Turn,
        job: Callable[Concatenate[Settings, P], R],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """What a job makes, once a worker is free."""
        start = time.perf_counter()

        async def begun() -> R:
            self._metrics.stage("queue", time.perf_counter() - start)
            return await self.workers.run(job, self.settings, *args, **kwargs)

        result = await turn.work(request, begun)
        for stage, seconds in result.seconds.items():
            self._metrics.stage(stage, seconds)
        log_of(request)["notes"] = list(result.notes)
        return result

    def refused(self, request: Request, error: FramegenError) -> None:
        """Count a problem that a page tells about itself."""
        log_of(request)["code"] = error.code
        self._metrics.refused(error.code)

    def count(self, frame: str, notes: tuple[str, ...]) -> None:
        """Count an avatar that was made."""
        self._metrics.avatar(frame, notes)


def log_of(request: Request) -> dict[str, object]:
    """What a request's line in the log says besides the usual."""
    state: dict[str, dict[str, object]] = request.scope.setdefault("state", {})
    return state.setdefault("log", {})
