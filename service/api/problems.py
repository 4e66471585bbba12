"""Problems: every failure as RFC 9457 problem+json, in the language that was asked for."""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse

from framegen import (
    FaceError,
    FramegenError,
    FrameNotFound,
    LogoInvalid,
    PhotoError,
    PhotoTooLarge,
    PhotoUnreadable,
    RequestError,
    TextError,
)
from ..errors import (
    AvatarGone,
    BodyTooSlow,
    BodyUnsupported,
    ComeBack,
    KeyUnknown,
    PhotoGone,
    TooManyRequests,
)
from ..language import Language, language_of
from ..words import problem_words

MEDIA_TYPE = "application/problem+json"


STATUS: dict[type[Exception], int] = {
    PhotoTooLarge: 413,
    PhotoUnreadable: 415,
    PhotoError: 422,
    FaceError: 422,
    FrameNotFound: 404,
    PhotoGone: 404,
    AvatarGone: 404,
    BodyTooSlow: 408,
    BodyUnsupported: 415,
    KeyUnknown: 401,
    TooManyRequests: 429,
    ComeBack: 503,
    RequestError: 422,
    TextError: 422,
    LogoInvalid: 422,
    FramegenError: 500,
}

# What is answered without a library's error: code, title, hint.
HTTP_ERRORS = {
    400: ("request-unreadable", "The request is no HTTP.", "Mend what sends it."),
    404: ("not-found", "There is nothing at this address.", "See /docs for the addresses."),
    405: ("method-not-allowed", "This address does not take this method.", "See /docs."),
    500: ("internal", "The service itself failed.", "Try again later."),
}


def status_of(error: FramegenError) -> int:
    """The HTTP status of an error: its class's, or that of the nearest class above."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def title_of(error: type[FramegenError]) -> str:
    """What has happened, in a sentence."""
    return error.title


def problem_of(request: Request, error: FramegenError) -> JSONResponse:
    """A library's or a service's error as an answer."""
    status = status_of(error)
    answer = _problem(request, status, error.code, title_of(type(error)), str(error), error.hint)
    answer.headers.update(headers_of(error))
    return answer


def http_problem(request: Request, status: int) -> JSONResponse:
    """An error that only HTTP knows, as an answer."""
    code, title, hint = HTTP_ERRORS.get(status, HTTP_ERRORS[400])
    return _problem(request, status, code, title, title, hint)


def words_of(error: FramegenError, language: Language) -> tuple[str, str]:
    """What happened and what to do, in a language."""
    if language == "vi":
        return problem_words(error.code)
    return title_of(type(error)), error.hint


def http_words(status: int, language: Language) -> tuple[str, str]:
    """The same of an error that only HTTP knows."""
    code, title, hint = HTTP_ERRORS.get(status, HTTP_ERRORS[400])
    return problem_words(code) if language == "vi" else (title, hint)


def headers_of(error: FramegenError) -> dict[str, str]:
    """What an error's answer carries besides its words."""
    if isinstance(error, ComeBack):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, KeyUnknown):
        return {"WWW-Authenticate": 'Bearer realm="framegen"'}
    # The rest of such a body is not worth reading.
    return {"Connection": "close"} if isinstance(error, BodyTooSlow) else {}


def _problem(
    request: Request, status: int, code: str, title: str, detail: str, hint: str
) -> JSONResponse:
    """An answer of problem+json. What failed inside the server is its own business."""
    language = language_of(request)
    if language == "vi":
        title, hint = problem_words(code)
        # Messages begin with the field that they are about.
        field, colon, _ = detail.partition(": ")
        detail = f"{field}: {title}" if colon and " " not in field else title
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        detail = title
    body = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "hint": hint,
    }
    headers = {
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
    }
    request.scope.setdefault("state", {}).setdefault("log", {})["code"] = code
    return JSONResponse(body, status, headers, MEDIA_TYPE)
