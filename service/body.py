"""Body: what a request carries, never more than the limit, never on disk."""

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


async def read_photo(request: Request) -> tuple[bytes, dict[str, str]]:
    """The photo of a request and what else it says: a multipart form, or an image as the body.

    Raises:
        PhotoMissing: neither.
        PhotoTooLarge: over the limit.
    """
    if request.headers.get("content-type", "").startswith("image/"):
        return await request.body(), dict(request.query_params)
    async with request.form(max_files=1, max_fields=16, max_part_size=4096) as form:
        fields = {key: value for key, value in form.items() if isinstance(value, str)}
        photo = form.get("photo")
        if not isinstance(photo, UploadFile):
            raise PhotoMissing("photo: the request holds no photo.")
        data = await photo.read()
        if not data and not photo.filename:
            raise PhotoMissing("photo: no photo was chosen.")
        return data, fields
