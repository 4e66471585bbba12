"""Server: uvicorn with our connections and logs, and a graceful shutdown."""

import asyncio
import resource
import signal
import socket
import sys
import warnings
from types import FrameType

import uvicorn
from fastapi import FastAPI
from starlette.datastructures import State

from framegen.errors import FramegenError

from .app import create_app
from .connection import connection_with
from .page.assets import SAMPLE_SIZES
from .settings import Settings
from .watch.logs import logger, set_up_logs

# Seconds that an idle connection stays open. A proxy in front must close it sooner, or it sends a
# request into a connection that is being closed.
KEEP_ALIVE = 15

# Seconds that requests under way may take at shutdown.
GRACE = 20


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT, then finish the requests under way.

    Raises:
        SettingInvalid, FrameInvalid: it cannot start with these settings.
        OSError: the port cannot be listened on.
    """
    # Pillow's warnings quote broken files; logs hold nothing of photos.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    set_up_logs(settings.log_level)
    app = create_app(settings)
    _allow_connections()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    if settings.metrics_port:
        app.state.metrics.serve(settings.metrics_host, settings.metrics_port)
    print(f"framegen: http://{settings.host}:{settings.port}", flush=True)  # noqa: T201 - where it is
    # uvicorn raises the signal again after a graceful shutdown, which is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _Server(_config(app, settings), app.state, settings.drain_seconds).run(sockets=[listening])


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        http=connection_with(settings.head_seconds),
        ws="none",
        access_log=False,
        log_config=None,
        proxy_headers=False,
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE,
        timeout_graceful_shutdown=GRACE,
    )


class _Server(uvicorn.Server):
    """Before it shuts down, lets /readyz fail for a while so that balancers look elsewhere."""

    def __init__(self, config: uvicorn.Config, state: State, drain_seconds: int) -> None:
        super().__init__(config)
        self._state, self._drain_seconds = state, drain_seconds

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and draw the page's pictures in the background."""
        await super().startup(sockets)
        self._drawing = asyncio.create_task(self._draw_samples())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish the requests under way; stop drawing pictures that nobody asked for."""
        self._drawing.cancel()
        await super().shutdown(sockets)

    async def _draw_samples(self) -> None:
        try:
            await self._state.catalog.draw_samples(SAMPLE_SIZES.values())
        except FramegenError as error:
            # They are drawn on the first request instead, which is slower.
            logger("server").warning("samples not drawn", code=error.code)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Shut down; on the first SIGTERM only after the seconds to drain."""
        health = self._state.health
        waits = sig == signal.SIGTERM and self._drain_seconds and not health.is_draining
        health.is_draining = True
        if waits:
            loop = asyncio.get_running_loop()
            loop.call_later(self._drain_seconds, super().handle_exit, sig, frame)
        else:
            super().handle_exit(sig, frame)


def _allow_connections() -> None:
    """Raise the limit of open files, usually 1,024, to the system's maximum for crowds."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
