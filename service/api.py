"""The API of version 1: frames, and avatars made of photos that are not kept."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Request, Response
from pydantic import BaseModel

from service.body import read_upload
from service.problems import AvatarGone
from service.shelf import Kept, Shelf
from service.studio import Studio, Wish

PHOTO_BODY = {
    "required": True,
    "content": {
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["photo"],
                "properties": {
                    "photo": {"type": "string", "format": "binary"},
                    "crop": {"type": "string", "description": "left,top,right,bottom in pixels"},
                    "turn": {"type": "number", "description": "degrees clockwise, with crop"},
                    "text.name": {"type": "string", "description": "for the slot `name`"},
                    "size": {"type": "integer", "default": 1080},
                    "format": {"type": "string", "enum": ["jpeg", "png", "webp"]},
                },
            }
        },
        "image/*": {"schema": {"type": "string", "format": "binary"}},
    },
}
PICTURE: dict[str, dict[str, str]] = {"image/jpeg": {}, "image/png": {}, "image/webp": {}}
NO_STORE = {"Cache-Control": "no-store"}

Token = Annotated[str, Path(max_length=64)]


class TextOut(BaseModel):
    """A place on a frame for a personal text: the field `text.` and its id fills it."""

    id: str
    label: str
    required: bool


class FrameOut(BaseModel):
    """A frame, as the list of frames shows it."""

    name: str
    title: str
    title_en: str
    summary: str
    summary_en: str
    carries: tuple[str, ...]
    texts: tuple[TextOut, ...]
    size: int
    max_size: int


def api_routes(studio: Studio, shelf: Shelf) -> APIRouter:
    """The routes that programs call."""
    router = APIRouter()

    @router.get("/healthz", summary="The process is alive")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/v1/frames", summary="The frames there are")
    async def frames() -> list[FrameOut]:
        return [FrameOut.model_validate(frame, from_attributes=True) for frame in studio.frames]

    @router.post(
        "/v1/frames/{name}/avatars",
        summary="A photo in, its avatar out; nothing is kept",
        response_class=Response,
        responses={200: {"content": PICTURE, "description": "The avatar."}},
        openapi_extra={"requestBody": PHOTO_BODY},
    )
    async def make_avatar(request: Request, name: str) -> Response:
        studio.frame(name)
        upload = await read_upload(request)
        made = await studio.make(upload.photo, name, Wish.of(upload.fields))
        headers = {**NO_STORE, "X-Framegen-Notes": ", ".join(made.notes)}
        return Response(made.data, media_type=made.media_type, headers=headers)

    @router.get(
        "/v1/avatars/{token}.jpg",
        summary="An avatar that the page made, for some minutes",
        response_class=Response,
        responses={200: {"content": {"image/jpeg": {}}}},
    )
    async def avatar(token: Token, download: str | None = None) -> Response:
        kept = find(shelf, token)
        headers = dict(NO_STORE)
        if download is not None:
            headers["Content-Disposition"] = _attachment(kept, studio.campaign.title)
        return Response(kept.data, media_type="image/jpeg", headers=headers)

    @router.delete("/v1/avatars/{token}", status_code=204, summary="Forget an avatar now")
    async def forget(token: Token) -> None:
        if not shelf.drop(token):
            raise AvatarGone("avatar: there is no such avatar, or no longer.")

    return router


def find(shelf: Shelf, token: str) -> Kept:
    """An avatar on the shelf, or AvatarGone."""
    kept = shelf.get(token)
    if kept is None:
        raise AvatarGone("avatar: there is no such avatar, or no longer.")
    return kept


def _attachment(kept: Kept, title: str) -> str:
    """The header that saves an avatar under the campaign's name (RFC 6266, RFC 8187)."""
    return (
        f'attachment; filename="avatar-{kept.frame}.jpg"; '
        f"filename*=UTF-8''{quote(f'Ảnh đại diện {title}.jpg')}"
    )
