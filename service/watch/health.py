"""Health: whether the process is alive, and whether it can take photos."""

import asyncio
from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from framegen.errors import FramegenError

from ..entrance.gate import Gate
from ..settings import Settings
from ..work import studio
from ..work.workers import Workers

# Seconds in which a free worker must have made a small avatar.
PROBE = 3.0

router = APIRouter(tags=["health"])


class HealthOut(BaseModel):
    """How the service is."""

    model_config = ConfigDict(json_schema_extra={"description": "How the service is."})

    status: Annotated[str, Field(examples=["ready"])]


class Health:
    """Tells whether the service can take a photo now."""

    def __init__(self, settings: Settings, gate: Gate, workers: Workers) -> None:
        self._settings, self._gate, self._workers = settings, gate, workers
        self.is_draining = False

    async def status(self) -> str:
        """One word: "ready", or why not."""
        if self.is_draining:
            return "draining"
        if self._gate.is_full:
            return "full"
        # Busy workers are alive: each job has its deadline.
        if not self._gate.running and not await self._makes_avatars():
            return "no worker"
        return "ready"

    async def _makes_avatars(self) -> bool:
        try:
            async with asyncio.timeout(PROBE):
                return await self._workers.run(studio.ready, self._settings)
        except (TimeoutError, FramegenError):
            return False


async def _health(request: Request) -> Health:
    return cast("Health", request.app.state.health)


@router.get(
    "/healthz",
    summary="The process is alive",
    description="Restart the process when this fails.",
)
async def healthz() -> HealthOut:
    """Whether the process is alive."""
    return HealthOut(status="ok")


@router.get(
    "/readyz",
    summary="The service can take a photo now",
    description="Send no members while this fails.",
    responses={503: {"model": HealthOut, "description": "Not now; the status says why."}},
)
async def readyz(response: Response, health: Annotated[Health, Depends(_health)]) -> HealthOut:
    """Whether the service can take a photo now."""
    status = await health.status()
    if status != "ready":
        response.status_code = 503
    return HealthOut(status=status)
