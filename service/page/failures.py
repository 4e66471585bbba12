"""Failures: what an exception becomes: a problem for programs, a page for people."""

from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from framegen.errors import FramegenError

from ..api.problems import (
    INTERNAL,
    Problem,
    error_answer,
    headers_of,
    http_problem,
    problem_answer,
    problem_of,
)
from ..entrance.validation import invalid_field
from ..language import page_language
from ..watch.headers import SECURITY

# A handler's second parameter is of the class that it is registered for.
Handler = Callable[[Request, Any], Awaitable[Response]]

PROGRAMS = ("/v1/", "/healthz", "/readyz", "/openapi.json")


async def answer_error(request: Request, error: FramegenError) -> Response:
    """Answer an error of the library or the service."""
    request.app.state.metrics.refused(error.code)
    if not _is_page(request):
        return error_answer(request, error)
    page = _page(request, problem_of(error))
    page.headers.update(headers_of(error))
    return page


async def answer_http(request: Request, error: HTTPException) -> Response:
    """Answer a failure that only HTTP knows, such as an unknown address."""
    problem = http_problem(error.status_code)
    answer = _page(request, problem) if _is_page(request) else problem_answer(request, problem)
    answer.status_code = error.status_code
    answer.headers.update(error.headers or {})
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(_methods_at(request))
    return answer


async def answer_invalid(request: Request, error: RequestValidationError) -> Response:
    """Answer a parameter that FastAPI found wrong."""
    first = error.errors()[0]
    return await answer_error(request, invalid_field(first, first["loc"][1:] or first["loc"]))


async def answer_departure(_request: Request, _error: ClientDisconnect) -> Response:
    """Answer a client that has left, lest its departure is logged as our failure."""
    return Response(status_code=400)


async def answer_accident(request: Request, _error: Exception) -> Response:
    """Answer an exception that nobody expected, and tell nothing of it."""
    answer = _page(request, INTERNAL) if _is_page(request) else problem_answer(request, INTERNAL)
    # This answer is made outside all middleware.
    answer.headers.update({**SECURITY, "X-Request-Id": request.state.request_id})
    return answer


HANDLERS: dict[type[Exception], Handler] = {
    FramegenError: answer_error,
    HTTPException: answer_http,
    RequestValidationError: answer_invalid,
    ClientDisconnect: answer_departure,
    Exception: answer_accident,
}


def _page(request: Request, problem: Problem) -> Response:
    language = page_language(request)
    title, hint = problem.words(language)
    page: Response = request.app.state.pages.message(language, title, hint, problem.status)
    return page


def _methods_at(request: Request) -> list[str]:
    """The methods of an address, of which each may have a route of its own."""
    return [
        method
        for method in ("DELETE", "GET", "POST")
        for route in request.app.routes
        if route.matches({**request.scope, "method": method})[0] is Match.FULL
    ]


def _is_page(request: Request) -> bool:
    return not request.url.path.startswith(PROGRAMS)
