"""Problems: every failure as RFC 9457 problem+json, or as a page where a person looks."""

from http import HTTPStatus
from typing import ClassVar

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
from service.words import problem_words


class PhotoMissing(RequestError):
    """The request holds no photo."""

    code: ClassVar[str] = "photo-missing"
    hint: ClassVar[str] = "Send it as the multipart field `photo`, or as a body of type image/*."


class AvatarGone(RequestError):
    """There is no such avatar, or no longer."""

    code: ClassVar[str] = "avatar-gone"
    hint: ClassVar[str] = "Avatars are kept for minutes; make it anew."


STATUS: dict[type[Exception], int] = {
    PhotoTooLarge: 413,
    PhotoUnreadable: 415,
    PhotoError: 422,
    FaceError: 422,
    FrameNotFound: 404,
    AvatarGone: 404,
    RequestError: 422,
    TextError: 422,
    LogoInvalid: 422,
    FramegenError: 500,
}


def status_of(error: FramegenError) -> int:
    """The HTTP status of an error: its class's, or that of the nearest class above."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def problem(
    request: Request, status: int, code: str, title: str, detail: str, hint: str
) -> JSONResponse:
    """An answer of problem+json, in Vietnamese where that is asked for.

    What failed inside the server is its own business: a 5xx has no detail.
    """
    if request.headers.get("accept-language", "").lower().startswith("vi"):
        title, hint = problem_words(code)
        detail = title
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        detail = title
    body = {
        "type": f"/problems/{code}",
        "title": title,
        "status": status,
        "code": code,
        "detail": detail,
        "hint": hint,
    }
    return JSONResponse(body, status, media_type="application/problem+json")


def problem_of(request: Request, error: FramegenError) -> JSONResponse:
    """The same of a library's error."""
    title = (type(error).__doc__ or "").splitlines()[0]
    return problem(request, status_of(error), error.code, title, str(error), error.hint)
