"""Avatars: the calls that make an avatar, at once or of a held photo, and those for held ones."""

from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Request, Response

from framegen import ImageFormat
from framegen.language import Message

from ..language import MEMBERS_LANGUAGE, rendered
from ..services import TheCatalog, TheServices, TheShelf
from ..watch.headers import NO_STORE
from ..work import studio
from ..work.options import RenderOptions
from ..work.shelf import HeldAvatar
from .openapi import FOR_WORK, PHOTO_AND_OPTIONS, json_body, pictures, problems
from .schemas import AvatarIn, AvatarOut, CropJson, Name, Token

router = APIRouter(prefix="/v1", tags=["avatars"])

SUFFIXES = {known.suffix.lstrip("."): known for known in ImageFormat}


@router.post(
    "/frames/{name}/avatars",
    summary="A photo in, its avatar out; nothing is kept",
    description="The photo is a form's field or the whole body; a query's fields count as well.",
    response_class=Response,
    responses={
        **pictures("The avatar; notes in X-Framegen-Notes."),
        **problems(404, *FOR_WORK),
    },
    openapi_extra={"requestBody": PHOTO_AND_OPTIONS},
)
async def make_avatar(
    request: Request, services: TheServices, catalog: TheCatalog, name: Name
) -> Response:
    """Make an avatar of the photo in the request."""
    frame = catalog.frame(name)
    with services.admit(request) as turn:
        upload = await services.upload(request, turn)
        options = RenderOptions.of(upload.fields)
        made = await services.work(request, turn, studio.make, upload.photo, frame.name, options)
    services.count(frame.name, made.notes)
    headers = {**NO_STORE, "X-Framegen-Notes": ", ".join(made.notes)}
    return Response(made.data, media_type=options.format.media_type, headers=headers)


@router.post(
    "/avatars",
    status_code=201,
    summary="Make an avatar of a held photo, and hold it for minutes",
    description="In memory only; `href` leads to it.",
    responses=problems(404, *FOR_WORK),
    openapi_extra={"requestBody": json_body(AvatarIn)},
)
async def hold_avatar(
    request: Request,
    response: Response,
    services: TheServices,
    catalog: TheCatalog,
    shelf: TheShelf,
) -> AvatarOut:
    """Make an avatar of a held photo and hold it."""
    with services.admit(request) as turn:
        asked = await services.json(request, turn, AvatarIn)
        frame, options = catalog.frame(asked.frame), asked.options
        photo = shelf.photo(asked.photo)
        known = photo.data, frame.name, options, photo.analysis.faces
        made = await services.work(request, turn, studio.make, *known)
    services.count(frame.name, made.notes)
    token = shelf.put(HeldAvatar(made.data, options.format, frame.name, made.notes))
    href = f"/v1/avatars/{token}{options.format.suffix}"
    response.headers.update({**NO_STORE, "Location": href})
    crop = CropJson.of(made.crop)
    return AvatarOut(id=token, href=href, crop=crop, notes=made.notes, expires_at=shelf.expiry())


@router.get(
    "/avatars/{token}.{suffix}",
    summary="A held avatar; with ?download to be saved",
    description="Saved, it has the campaign's name.",
    response_class=Response,
    responses={**pictures("The avatar."), **problems(404, 422)},
)
async def avatar(
    catalog: TheCatalog, shelf: TheShelf, token: Token, suffix: str, download: str | None = None
) -> Response:
    """A held avatar."""
    held = shelf.avatar(token)
    if SUFFIXES.get(suffix) is not held.format:
        raise HTTPException(404)
    headers = dict(NO_STORE)
    if download is not None:
        headers["Content-Disposition"] = _attachment(held, catalog.campaign.title)
    return Response(held.data, media_type=held.format.media_type, headers=headers)


@router.delete(
    "/avatars/{token}.{suffix}",
    status_code=204,
    summary="Forget an avatar now, by its address",
    description="The same as by its id.",
    responses=problems(404, 422),
)
async def forget_address(shelf: TheShelf, token: Token, suffix: str) -> None:  # noqa: ARG001 - any will do
    """Forget an avatar."""
    shelf.drop_avatar(token)


@router.delete(
    "/avatars/{token}",
    status_code=204,
    summary="Forget an avatar now, by its id",
    description="Nothing of it is left in memory.",
    responses=problems(404, 422),
)
async def forget_avatar(shelf: TheShelf, token: Token) -> None:
    """Forget an avatar."""
    shelf.drop_avatar(token)


def _attachment(held: HeldAvatar, title: str) -> str:
    """The header that saves an avatar under the campaign's name (RFC 6266, RFC 8187)."""
    suffix = held.format.suffix
    # In Vietnamese, as the title is.
    name = rendered(Message("Profile picture {title}", {"title": title}), MEMBERS_LANGUAGE)
    return (
        f'attachment; filename="avatar-{held.frame}{suffix}"; '
        f"filename*=UTF-8''{quote(f'{name}{suffix}')}"
    )
