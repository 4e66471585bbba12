"""App: the service's parts, put together from its settings."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from framegen import __version__

from .api import avatars, frames, photos
from .api.openapi import openapi_document
from .entrance.body import BodyLimit
from .entrance.gate import Gate
from .entrance.keys import Keys
from .entrance.quota import Quota
from .page import assets, failures, reference, routes
from .page.assets import Assets
from .page.pages import Pages
from .services import Services
from .settings import MEBIBYTE, Settings
from .watch import health
from .watch.headers import SecurityHeaders
from .watch.health import Health
from .watch.logs import RequestLog
from .watch.metrics import Metrics
from .work.catalog import Catalog
from .work.shelf import Shelf
from .work.workers import Workers

SUMMARY = "Campaign frames around profile photos, with the face where it belongs."
ROUTERS = (
    health.router,
    frames.router,
    avatars.router,
    photos.router,
    routes.router,
    reference.router,
    assets.router,
)
# Seconds between two sweeps of the shelf.
SWEEP = 5


def create_app(settings: Settings) -> FastAPI:
    """The service.

    Raises:
        SettingInvalid: a setting is wrong.
        FrameInvalid: the frames are broken.
    """
    settings.check()
    app = FastAPI(
        title="framegen",
        summary=SUMMARY,
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    _fill_state(app, settings)
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = functools.cache(lambda: openapi_document(app))  # type: ignore[method-assign]
    _add_middleware(app, settings)
    for kind, handler in failures.HANDLERS.items():
        app.add_exception_handler(kind, handler)
    return app


def _fill_state(app: FastAPI, settings: Settings) -> None:
    """Make what routes find on `app.state`."""
    metrics = Metrics()
    workers = Workers(settings, metrics.worker_lost)
    catalog = Catalog(settings, workers)
    gate = Gate(
        settings.worker_count,
        settings.waiting,
        settings.reading,
        settings.reading_megabytes * MEBIBYTE,
    )
    quota = Quota(settings.per_minute, settings.key_per_minute, Keys.parse(settings.api_keys))
    shelf = Shelf(settings.keep_minutes * 60, settings.shelf_megabytes * MEBIBYTE)
    app.state.metrics, app.state.workers, app.state.catalog = metrics, workers, catalog
    app.state.services = Services(settings, gate, quota, workers, metrics)
    app.state.shelf = shelf
    app.state.health = Health(settings, gate, workers)
    app.state.assets = Assets()
    app.state.pages = Pages(catalog, settings, app.state.assets)
    _watch(metrics, gate, shelf)


@contextlib.asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    sweeping = asyncio.create_task(_sweep(app.state.shelf))
    yield
    sweeping.cancel()
    app.state.shelf.clear()
    await asyncio.to_thread(app.state.workers.close)


async def _sweep(shelf: Shelf) -> None:
    """Forget what has expired even while no requests come."""
    while True:
        await asyncio.sleep(SWEEP)
        shelf.sweep()


def _watch(metrics: Metrics, gate: Gate, shelf: Shelf) -> None:
    metrics.watch("running", "Photos being worked on.", lambda: gate.running)
    metrics.watch("waiting", "Photos waiting for a worker.", lambda: gate.waiting)
    metrics.watch("reading", "Slow uploads under way.", lambda: gate.aside)
    metrics.watch("reading_bytes", "Memory of uploads under way.", lambda: gate.bytes)
    metrics.watch("shelf_bytes", "Memory of held photos and avatars.", lambda: shelf.bytes)
    metrics.watch("shelf_items", "Photos and avatars that are held.", lambda: len(shelf))


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """Wrap the app; the last one added is the outermost."""
    app.add_middleware(
        BodyLimit,
        max_bytes=settings.max_megabytes * MEBIBYTE,
        max_seconds=settings.body_seconds,
    )
    if settings.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "X-Request-Id"],
            expose_headers=["X-Framegen-Notes", "X-Request-Id", "Retry-After", "Location"],
            max_age=86400,
        )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(RequestLog, app.state.metrics.observe)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))
