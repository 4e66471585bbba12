"""Server: uvicorn with our connections, our logs and an orderly end."""

import asyncio
import resource
import signal
import socket
import sys
import warnings
from types import FrameType

import uvicorn
from starlette.datastructures import State

from framegen import FramegenError
from .app import create_app
from .connection import connection_with
from .page.assets import SAMPLE_SIZES
from .settings import Settings
from .watch.logs import logger, set_up_logs

# An idle connection stays open this long; a proxy in front must let go of it sooner, or it sends
# a request into a closing door.
KEEP_ALIVE = 15

# What is under way when the end comes may take this long.
GRACE = 20


def serve(settings: Settings) -> None:
    """Run until SIGTERM or SIGINT; what is under way then is finished.

    Raises:
        SettingInvalid, FrameInvalid: it cannot start so.
        OSError: somebody else listens on the port.
    """
    # What Pillow says of broken files; the answers say it better, and logs hold nothing of photos.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    set_up_logs(settings.log_level)
    app = create_app(settings)
    config = uvicorn.Config(
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
    _allow_connections()
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    if settings.metrics_port:
        app.state.metrics.serve(settings.metrics_host, settings.metrics_port)
    print(f"framegen: http://{settings.host}:{settings.port}", flush=True)  # noqa: T201 - where it is
    # uvicorn finishes what is under way, then hands the signal on: an orderly end is no failure.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    _Server(config, app.state, settings.drain_seconds).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Told to end, it has /readyz say so for a while first, so that balancers look elsewhere."""

    def __init__(self, config: uvicorn.Config, state: State, drain_seconds: int) -> None:
        super().__init__(config)
        self._state, self._drain_seconds = state, drain_seconds

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door, and draw the page's pictures meanwhile."""
        await super().startup(sockets)
        self._drawing = asyncio.create_task(self._draw_samples())

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what is under way, but no picture that nobody has asked for."""
        self._drawing.cancel()
        await super().shutdown(sockets)

    async def _draw_samples(self) -> None:
        try:
            await self._state.catalog.draw_samples(SAMPLE_SIZES.values())
        except FramegenError as error:
            # They are drawn when a member asks for them; until then the page is slower.
            logger("server").warning("samples not drawn", code=error.code)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Close the door; on the first SIGTERM only after the seconds to drain."""
        health = self._state.health
        waits = sig == signal.SIGTERM and self._drain_seconds and not health.is_draining
        health.is_draining = True
        if waits:
            loop = asyncio.get_running_loop()
            loop.call_later(self._drain_seconds, super().handle_exit, sig, frame)
        else:
            super().handle_exit(sig, frame)


def _allow_connections() -> None:
    """As many open connections as the system allows; the usual 1,024 are few for a launch day."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
