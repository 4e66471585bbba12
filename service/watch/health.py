"""Health: whether the process is alive, and whether it should be sent members."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from framegen import FramegenError
from ..entrance.gate import Gate
from ..settings import Settings
from ..work import studio
from ..work.workers import Workers

# A worker that is free makes a small avatar well within this many seconds.
PROBE = 3.0


class HealthOut(BaseModel):
    """How the service is."""

    status: Annotated[str, Field(examples=["ready"])]


class Health:
    """Knows whether the service can take a photo now."""

    def __init__(self, settings: Settings, gate: Gate, workers: Workers) -> None:
        self._settings, self._gate, self._workers = settings, gate, workers
        self.is_draining = False

    async def status(self) -> str:
        """One word: "ready", or why not."""
        if self.is_draining:
            return "draining"
        if self._gate.is_full:
            return "full"
        # Workers that are busy are alive: each job has its deadline.
        if not self._gate.running and not await self._makes_avatars():
            return "no worker"
        return "ready"

    async def _makes_avatars(self) -> bool:
        try:
            async with asyncio.timeout(PROBE):
                return await self._workers.run(studio.ready, self._settings)
        except (TimeoutError, FramegenError):
            return False


def health_routes(health: Health) -> APIRouter:
    """The routes that supervisors and balancers ask."""
    router = APIRouter(tags=["health"])

    @router.get("/healthz", summary="The process is alive")
    async def healthz() -> HealthOut:
        return HealthOut(status="ok")

    @router.get(
        "/readyz",
        summary="The service can take a photo now",
        responses={503: {"model": HealthOut, "description": "Not now; the status says why."}},
    )
    async def readyz(response: Response) -> HealthOut:
        status = await health.status()
        if status != "ready":
            response.status_code = 503
        return HealthOut(status=status)

    return router
