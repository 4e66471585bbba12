"""Problems: failures as RFC 9457 problem+json, in the language that was asked for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http import HTTPStatus

from fastapi import Request
from fastapi.responses import JSONResponse

from framegen.errors import (
    FaceError,
    FramegenError,
    FrameNotFound,
    LedgerNotFound,
    LogoInvalid,
    NoFaceFound,
    PhotoError,
    PhotoNotFound,
    PhotoTooLarge,
    PhotoUnreadable,
    RequestError,
    SeveralFaces,
    TextError,
)
from framegen.language import N_

from ..errors import (
    AvatarGone,
    BodyTooSlow,
    BodyUnsupported,
    ComeBack,
    KeyUnknown,
    PhotoGone,
    TooManyRequests,
)
from ..language import error_text, for_members, language_of

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

# What no answer carries: classes that only group others, and errors of paths and of strict calls.
UNANSWERED = frozenset(
    {
        PhotoError,
        PhotoNotFound,
        FaceError,
        NoFaceFound,
        SeveralFaces,
        TextError,
        LedgerNotFound,
        ComeBack,
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What went wrong, without its details.

    Attributes:
        status: of HTTP.
        code: for programs; also the end of the problem's address.
        title, hint: what happened and what to do, in English.
    """

    status: int
    code: str
    title: str
    hint: str

    def words(self, language: str) -> tuple[str, str]:
        """Title and hint, as members read them."""
        return for_members(self.title, language), for_members(self.hint, language)


# Failures that are no FramegenError, by their status.
HTTP_PROBLEMS: Mapping[int, Problem] = {
    problem.status: problem
    for problem in (
        Problem(
            400,
            "request-unreadable",
            N_("The request is no HTTP."),
            N_("Correct the program that sends it."),
        ),
        Problem(
            404,
            "not-found",
            N_("There is nothing at this address."),
            N_("See /docs for the addresses."),
        ),
        Problem(
            405,
            "method-not-allowed",
            N_("This address does not take this method."),
            N_("See /docs."),
        ),
        Problem(500, "internal", N_("The service itself failed."), N_("Try again later.")),
    )
}
INTERNAL = HTTP_PROBLEMS[HTTPStatus.INTERNAL_SERVER_ERROR]


def http_problem(status: int) -> Problem:
    """The problem of a status that only HTTP knows."""
    return replace(HTTP_PROBLEMS.get(status, HTTP_PROBLEMS[400]), status=status)


def status_of(error: FramegenError | type[FramegenError]) -> int:
    """The HTTP status of an error: that of the nearest class that has one."""
    kind = error if isinstance(error, type) else type(error)
    return next(STATUS[each] for each in kind.__mro__ if each in STATUS)


def problem_of(error: FramegenError | type[FramegenError]) -> Problem:
    """The problem of an error; a failure inside the service does not say which."""
    status = status_of(error)
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        return Problem(status, error.code, INTERNAL.title, INTERNAL.hint)
    return Problem(status, error.code, error.title, error.hint)


def problems_answered() -> list[Problem]:
    """Every problem that an answer may carry, by its code."""
    kinds = {kind for kind in _below(FramegenError) if kind not in UNANSWERED}
    known = [problem_of(kind) for kind in kinds if status_of(kind) != INTERNAL.status]
    return sorted([*known, *HTTP_PROBLEMS.values()], key=lambda problem: problem.code)


def error_answer(request: Request, error: FramegenError) -> JSONResponse:
    """An error of the library or the service as an answer."""
    problem, language = problem_of(error), language_of(request)
    detail = None if problem.status == INTERNAL.status else error_text(error, language)
    answer = problem_answer(request, problem, detail)
    answer.headers.update(headers_of(error))
    return answer


def problem_answer(request: Request, problem: Problem, detail: str | None = None) -> JSONResponse:
    """A problem as an answer; without details, its title stands in for them."""
    language = language_of(request)
    title, hint = problem.words(language)
    body = {
        "type": f"/problems/{problem.code}",
        "title": title,
        "status": problem.status,
        "code": problem.code,
        "detail": detail or title,
        "hint": hint,
    }
    headers = {
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Cache-Control": "no-store",
    }
    request.scope.setdefault("state", {}).setdefault("log", {})["code"] = problem.code
    return JSONResponse(body, problem.status, headers, MEDIA_TYPE)


def headers_of(error: FramegenError) -> dict[str, str]:
    """The headers of an error's answer."""
    if isinstance(error, ComeBack):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, KeyUnknown):
        return {"WWW-Authenticate": 'Bearer realm="framegen"'}
    # The rest of a slow body is not worth reading.
    return {"Connection": "close"} if isinstance(error, BodyTooSlow) else {}


def _below(kind: type[FramegenError]) -> Iterator[type[FramegenError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)
