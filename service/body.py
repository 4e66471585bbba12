"""Body: what a request carries, never more than the limit, never on disk."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from framegen import PhotoTooLarge
from service.problems import PhotoMissing

# Form fields and part headers that come with a photo.
ENVELOPE = 16 * 1024


class BodyLimit:
    """Stops reading a body that is over the limit, declared or not."""

    def __init__(self, app: ASGIApp, max_bytes: int) -> None:
        self._app, self._max_bytes = app, max_bytes + ENVELOPE
        # A part larger than this would go to a temporary file; no part can be.
        MultiPartParser.spool_max_size = self._max_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a counted body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            too_large = declared.isdigit() and int(declared) > self._max_bytes
            if too_large or read > self._max_bytes:
                limit = (self._max_bytes - ENVELOPE) / 2**20
                raise PhotoTooLarge(f"photo: over the limit of {limit:.0f} MB.")
            return message

        await self._app(scope, counted, send)


@dataclass(frozen=True, slots=True)
class Upload:
    """What a request carries: the other fields, and a photo if there is one."""

    fields: Mapping[str, str]
    file: bytes | None

    @property
    def photo(self) -> bytes:
        """The photo's bytes, or PhotoMissing."""
        if self.file is None:
            raise PhotoMissing("photo: the request holds no photo.")
        return self.file


async def read_upload(request: Request) -> Upload:
    """A multipart form, or an image as the body with the rest as query.

    Raises:
        PhotoTooLarge: over the limit.
    """
    if request.headers.get("content-type", "").startswith("image/"):
        return Upload(dict(request.query_params), await request.body())
    async with request.form(max_files=1, max_fields=16, max_part_size=4096) as form:
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        part = form.get("photo")
        if not isinstance(part, UploadFile):
            return Upload(fields, None)
        data = await part.read()
        # A form without a chosen file sends an empty one without a name.
        return Upload(fields, data if data or part.filename else None)
