"""Body: what a request carries, bounded in size and time, and never on disk."""

import asyncio
import sys
from collections.abc import AsyncGenerator, AsyncIterable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from starlette.datastructures import Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framegen.errors import PhotoTooLarge, RequestError

from ..errors import BodyTooSlow, BodyUnsupported, PhotoMissing
from .validation import invalid_field

M = TypeVar("M", bound=BaseModel)
Pass = Callable[[AsyncIterable[bytes]], AsyncGenerator[bytes]]

# Bytes for form fields and part headers that come with a photo; also the limit of a JSON body.
ENVELOPE = 16 * 1024
FORM = "multipart/form-data"


class BodyLimit:
    """Stops reading a body that exceeds the limit, declared or not, or that takes too long."""

    def __init__(self, app: ASGIApp, max_bytes: int, max_seconds: float) -> None:
        self._app, self._max_bytes, self._seconds = app, max_bytes + ENVELOPE, max_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = Headers(scope=scope).get("content-length", "0")
        deadline = asyncio.get_running_loop().time() + self._seconds
        read, more = 0, True

        async def counted() -> Message:
            nonlocal read, more
            if not more:
                return await receive()
            self._check_size(int(declared) if declared.isdigit() else 0)
            try:
                async with asyncio.timeout_at(deadline):
                    message = await receive()
            except TimeoutError:
                raise BodyTooSlow(
                    "body: not here after {seconds:g} s.", seconds=self._seconds
                ) from None
            read += len(message.get("body", b""))
            more = message.get("more_body", False)
            self._check_size(read)
            return message

        await self._app(scope, counted, send)

    def _check_size(self, size: int) -> None:
        if size > self._max_bytes:
            limit = (self._max_bytes - ENVELOPE) / 2**20
            raise PhotoTooLarge("photo: over the limit of {limit:.0f} MB.", limit=limit)


@dataclass(frozen=True, slots=True)
class Upload:
    """The fields of a request, and its photo if there is one."""

    fields: Mapping[str, str]
    file: bytes | None

    @property
    def photo(self) -> bytes:
        """The photo's bytes, or PhotoMissing."""
        if self.file is None:
            raise PhotoMissing("photo: the request holds no photo.")
        return self.file


async def read_upload(request: Request, through: Pass) -> Upload:
    """Read a multipart form, or an image as the body; the query's fields count as well.

    Args:
        request: its body is read piece by piece.
        through: a generator that each piece passes.

    Raises:
        PhotoTooLarge, BodyTooSlow: over a limit.
        PhotoMissing, BodyUnsupported: there is no body, or one of another type.
        RequestError: the form is malformed.
    """
    query = _once(request.query_params.multi_items())
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    chunks = through(request.stream())
    if kind.startswith("image/"):
        return Upload(query, b"".join([chunk async for chunk in chunks]))
    if not kind:
        raise PhotoMissing("photo: the request holds no photo.")
    if kind != FORM:
        raise BodyUnsupported(
            'body: expected multipart/form-data or image/*, got "{kind}".', kind=kind[:80]
        )
    fields, file = await _read_form(request.headers, chunks)
    return Upload({**query, **fields}, file)


class _MemoryParser(MultiPartParser):
    """Starlette's parser, which never spools: bodies are bounded long before this size."""

    spool_max_size = sys.maxsize


async def _read_form(
    headers: Headers, chunks: AsyncGenerator[bytes]
) -> tuple[Mapping[str, str], bytes | None]:
    parser = _MemoryParser(headers, chunks, max_files=1, max_fields=16, max_part_size=4096)
    try:
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise RequestError("form: it is broken or holds too much.") from error
    try:
        items = form.multi_items()
        fields = _once([(key, text) for key, text in items if isinstance(text, str)])
        part = form.get("photo")
        if not isinstance(part, UploadFile):
            return fields, None
        data = await part.read()
        # Where no file was chosen, browsers send an empty one without a name.
        return fields, data if data or part.filename else None
    finally:
        await form.close()


async def read_json(request: Request, model: type[M], through: Pass) -> M:
    """Read a JSON body as a model; RequestError names the key that is wrong."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BodyUnsupported('body: expected application/json, got "{kind}".', kind=kind[:80])
    data = b""
    async for chunk in through(request.stream()):
        data += chunk
        if len(data) > ENVELOPE:
            raise RequestError("body: over {limit} kB of JSON.", limit=ENVELOPE // 1024)
    try:
        return model.model_validate_json(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise invalid_field(first, first["loc"]) from None


def _once(items: list[tuple[str, str]]) -> dict[str, str]:
    """Fields by name; RequestError where one comes twice."""
    fields = dict(items)
    if len(fields) < len(items):
        names = [name for name, _ in items]
        twice = next(name for name in names if names.count(name) > 1)
        raise RequestError("{field}: it was given twice.", field=twice[:40])
    return fields
