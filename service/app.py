"""App: the rooms of the service, put together from its settings."""

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Callable
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from framegen import FramegenError, RequestError, __version__
from .api.openapi import described
from .api.problems import (
    headers_of,
    http_problem,
    http_words,
    problem_of,
    status_of,
    words_of,
)
from .api.routes import avatar_routes, frame_routes, lettering_routes
from .entrance.body import BodyLimit
from .entrance.gate import Gate
from .entrance.keys import Keys
from .entrance.quota import Quota
from .language import page_language
from .page.assets import Assets, asset_routes
from .page.reference import reference_routes
from .page.routes import Pages, page_routes
from .services import Services
from .settings import Settings
from .watch.headers import SECURITY, SecurityHeaders
from .watch.health import Health, health_routes
from .watch.logs import RequestLog
from .watch.metrics import Metrics
from .work.catalog import Catalog
from .work.shelf import Shelf
from .work.workers import Workers

SUMMARY = "Campaign frames around profile photos, with the face where it belongs."


def create_app(settings: Settings) -> FastAPI:
    """The service.

    Raises:
        SettingInvalid: a setting makes no sense.
        FrameInvalid: the frames that it is to serve are broken.
    """
    settings.check()
    metrics = Metrics()
    workers = Workers(settings, metrics.worker_lost)
    catalog = Catalog(settings, workers)
    uploads = settings.reading_megabytes * 2**20
    gate = Gate(settings.worker_count, settings.waiting, settings.reading, uploads)
    quota = Quota(settings.per_minute, settings.key_per_minute, Keys.parse(settings.api_keys))
    desk = Services(settings, gate, quota, workers, metrics)
    shelf = Shelf(settings.keep_minutes * 60, settings.shelf_megabytes * 2**20)
    health = Health(settings, gate, workers)
    assets = Assets()
    pages = Pages(catalog, settings, assets)
    _watch(metrics, gate, shelf)

    app = FastAPI(
        title="framegen",
        summary=SUMMARY,
        version=__version__,
        lifespan=_lifespan(shelf, workers),
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.metrics, app.state.health, app.state.catalog = metrics, health, catalog
    app.include_router(health_routes(health))
    app.include_router(frame_routes(catalog))
    app.include_router(lettering_routes(catalog, desk))
    app.include_router(avatar_routes(catalog, desk, shelf))
    app.include_router(page_routes(desk, shelf, pages))
    app.include_router(reference_routes(app, pages))
    app.include_router(asset_routes(catalog, assets))
    app.openapi = functools.cache(lambda: described(app))  # type: ignore[method-assign]
    _add_layers(app, settings, metrics)
    _handle_errors(app, pages, metrics)
    _handle_accidents(app, pages)
    return app


def _lifespan(
    shelf: Shelf, workers: Workers
) -> Callable[[FastAPI], contextlib.AbstractAsyncContextManager[None]]:
    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(shelf))
        yield
        sweeping.cancel()
        shelf.clear()
        await asyncio.to_thread(workers.close)

    return lifespan


async def _sweep(shelf: Shelf) -> None:
    """Forget what has expired, also while nobody asks."""
    while True:
        await asyncio.sleep(5)
        shelf.sweep()


def _watch(metrics: Metrics, gate: Gate, shelf: Shelf) -> None:
    metrics.watch("running", "Photos being worked on.", lambda: gate.running)
    metrics.watch("waiting", "Photos waiting for a worker.", lambda: gate.waiting)
    metrics.watch("reading", "Slow uploads under way.", lambda: gate.aside)
    metrics.watch("reading_bytes", "Memory of uploads under way.", lambda: gate.bytes)
    metrics.watch("shelf_bytes", "Memory of what is held.", lambda: shelf.bytes)
    metrics.watch("shelf_items", "Photos and avatars that are held.", lambda: len(shelf))


def _add_layers(app: FastAPI, settings: Settings, metrics: Metrics) -> None:
    """What every request passes; the last one added is the outermost."""
    app.add_middleware(
        BodyLimit, max_bytes=settings.max_megabytes * 2**20, max_seconds=settings.body_seconds
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
    app.add_middleware(RequestLog, metrics.see)
    if settings.trusted_proxies:
        app.add_middleware(ProxyHeadersMiddleware, trusted_hosts=list(settings.trusted_proxies))


def _handle_errors(app: FastAPI, pages: Pages, metrics: Metrics) -> None:
    """Every failure is a problem for programs and a page for people."""

    @app.exception_handler(FramegenError)
    async def library(request: Request, error: FramegenError) -> Response:
        metrics.refused(error.code)
        if not _is_page(request):
            return problem_of(request, error)
        language = page_language(request)
        page = pages.message(language, *words_of(error, language), status=status_of(error))
        page.headers.update(headers_of(error))
        return page

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        status = error.status_code
        if _is_page(request):
            language = page_language(request)
            words = http_words(status, language)
            answer: Response = pages.message(language, *words, status=status)
        else:
            answer = http_problem(request, status)
        answer.headers.update(error.headers or {})
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            answer.headers["Allow"] = ", ".join(_methods_at(request))
        return answer

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"][1:] or first["loc"]))
        return await library(request, RequestError(f"{where}: {first['msg']}."))


def _handle_accidents(app: FastAPI, pages: Pages) -> None:
    """What nobody asked for: a client who leaves, and our own mistakes."""

    @app.exception_handler(ClientDisconnect)
    async def gone(_request: Request, _error: ClientDisconnect) -> Response:
        # Nobody reads this answer; without it the departure would be logged as our failure.
        return Response(status_code=400)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, _error: Exception) -> Response:
        language = page_language(request)
        answer: Response = pages.message(language, *http_words(500, language), status=500)
        if not _is_page(request):
            answer = http_problem(request, 500)
        # This answer is made outside all middleware.
        answer.headers.update({**SECURITY, "X-Request-Id": request.state.request_id})
        return answer


def _methods_at(request: Request) -> list[str]:
    """The methods of an address, of which each may have a route of its own."""
    return [
        method
        for method in ("DELETE", "GET", "POST")
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    ]


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith(("/v1/", "/healthz", "/readyz", "/openapi.json"))
