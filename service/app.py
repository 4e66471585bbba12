"""App: the routes, the headers and the errors, put together from settings."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from http import HTTPStatus

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framegen import FramegenError, __version__
from service.api import api_routes
from service.assets import asset_routes, load_assets
from service.body import BodyLimit
from service.pages import Pages, page_routes
from service.problems import problem, problem_of, status_of
from service.settings import Settings
from service.shelf import Shelf
from service.studio import Studio
from service.words import problem_words

SECURITY = {
    "Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
SEE = "See /openapi.json."
CODES = {404: "not-found", 405: "method-not-allowed"}


class SecurityHeaders:
    """Adds the headers that every answer carries."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and dress its answer."""

        async def dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(SECURITY)
            await send(message)

        await self._app(scope, receive, dressed)


def create_app(settings: Settings) -> FastAPI:
    """The service; FrameInvalid where the frames that it is to serve are broken."""
    studio = Studio(settings)
    shelf = Shelf(settings.keep_minutes * 60, settings.shelf_megabytes * 2**20)
    assets = load_assets()
    pages = Pages(studio, settings, assets)

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(shelf))
        yield
        sweeping.cancel()

    app = FastAPI(
        title="framegen",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        generate_unique_id_function=lambda route: route.name,
    )
    app.include_router(api_routes(studio, shelf))
    app.include_router(page_routes(studio, shelf, pages))
    app.include_router(asset_routes(studio, assets))
    app.add_middleware(BodyLimit, max_bytes=settings.max_megabytes * 2**20)
    app.add_middleware(SecurityHeaders)
    _handle_errors(app, pages)
    _handle_accidents(app, pages)
    return app


async def _sweep(shelf: Shelf) -> None:
    """Forget what has expired, also while nobody asks."""
    while True:
        await asyncio.sleep(5)
        shelf.sweep()


def _handle_errors(app: FastAPI, pages: Pages) -> None:
    """Every failure is a problem for programs and a page for people."""

    @app.exception_handler(FramegenError)
    async def library(request: Request, error: FramegenError) -> Response:
        if _is_page(request):
            return pages.message(*problem_words(error.code), status=status_of(error))
        return problem_of(request, error)

    @app.exception_handler(HTTPException)
    async def http(request: Request, error: HTTPException) -> Response:
        status = error.status_code
        code = CODES.get(status, "request-invalid")
        if _is_page(request):
            answer: Response = pages.message(*problem_words(code), status=status)
        else:
            title = HTTPStatus(status).phrase
            answer = problem(request, status, code, title, str(error.detail), SEE)
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(RequestValidationError)
    async def validation(request: Request, error: RequestValidationError) -> Response:
        if _is_page(request):
            return pages.message(*problem_words("request-invalid"), status=422)
        first = error.errors()[0]
        detail = f"{'.'.join(map(str, first['loc']))}: {first['msg']}."
        title = "What was asked for makes no sense."
        return problem(request, 422, "request-invalid", title, detail, SEE)


def _handle_accidents(app: FastAPI, pages: Pages) -> None:
    """What nobody asked for: a client who leaves, and our own mistakes."""

    @app.exception_handler(ClientDisconnect)
    async def gone(_request: Request, _error: ClientDisconnect) -> Response:
        # Nobody reads this answer; without it the departure would be logged as our failure.
        return Response(status_code=400)

    @app.exception_handler(Exception)
    async def unexpected(request: Request, _error: Exception) -> Response:
        answer: Response = pages.message(*problem_words("internal"), status=500)
        if not _is_page(request):
            title = "The service itself failed."
            answer = problem(request, 500, "internal", title, title, "Try again later.")
        # This answer is made outside all middleware.
        answer.headers.update(SECURITY)
        return answer


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith(("/v1/", "/healthz", "/openapi.json"))
