"""The API of version 1: frames, and avatars made of photos that are not kept."""

import datetime
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Request, Response

from framegen import ImageFormat
from .openapi import FOR_WORK, PHOTO_ALONE, PHOTO_AND_OPTIONS, json_body, pictures, problems
from .schemas import (
    AvatarIn,
    AvatarOut,
    CampaignOut,
    CropJson,
    FrameOut,
    LetteringIn,
    PhotoOut,
    SuggestionsOut,
)
from ..errors import AvatarGone, PhotoGone
from ..services import Services
from ..work import studio
from ..work.catalog import Catalog
from ..work.options import RenderOptions
from ..work.shelf import HeldAvatar, HeldPhoto, Shelf

NO_STORE = {"Cache-Control": "no-store"}
A_DAY = {"Cache-Control": "public, max-age=86400"}
SUFFIXES = {known.suffix.lstrip("."): known for known in ImageFormat}

Token = Annotated[str, Path(max_length=64)]
Name = Annotated[str, Path(max_length=64, examples=["vong-sang-kien"])]


def frame_routes(catalog: Catalog) -> APIRouter:
    """The routes of what there is to choose from."""
    router = APIRouter(prefix="/v1", tags=["frames"])

    @router.get("/campaign", summary="The campaign")
    async def campaign() -> CampaignOut:
        return CampaignOut.model_validate(catalog.campaign)

    @router.get("/frames", summary="The frames there are")
    async def frames() -> list[FrameOut]:
        return [FrameOut.of(frame) for frame in catalog.frames]

    @router.get("/frames/{name}", summary="One frame", responses=problems(404, 422))
    async def frame(name: Name) -> FrameOut:
        return FrameOut.of(catalog.frame(name))

    @router.get(
        "/frames/{name}/artwork.png",
        summary="What lies over the photo, with transparency",
        response_class=Response,
        responses={
            200: {"description": "The artwork.", "content": {"image/png": {}}},
            304: {"description": "Not changed since the given ETag."},
            **problems(404, 422, 503),
        },
    )
    async def artwork(
        request: Request, name: Name, size: Annotated[int, Query(examples=[540])] = 1080
    ) -> Response:
        frame = catalog.frame(name)
        size = frame.checked_size(size)
        headers = {**A_DAY, "ETag": catalog.etag(frame, size)}
        known = request.headers.get("if-none-match", "")
        if known.strip() == "*" or headers["ETag"] in known:
            return Response(status_code=304, headers=headers)
        data = await catalog.artwork(frame, size)
        return Response(data, media_type="image/png", headers=headers)

    return router


def lettering_routes(catalog: Catalog, desk: Services) -> APIRouter:
    """The route of what members write on frames. The words come in a body: no log sees a body."""
    router = APIRouter(prefix="/v1", tags=["frames"])

    @router.post(
        "/frames/{name}/lettering",
        summary="Texts as they will stand on a frame, alone, with transparency",
        response_class=Response,
        responses={
            200: {"description": "The lettering.", "content": {"image/png": {}}},
            **problems(404, *FOR_WORK),
        },
        openapi_extra={"requestBody": json_body(LetteringIn)},
    )
    async def lettering(request: Request, name: Name) -> Response:
        frame = catalog.frame(name)
        with desk.admit(request) as turn:
            asked = await desk.json(request, turn, LetteringIn)
            size = frame.checked_size(asked.size)
            job = studio.lettering
            drawn = await desk.work(request, turn, job, frame.name, asked.text, size)
        return Response(drawn.data, media_type="image/png", headers=NO_STORE)

    return router


def avatar_routes(catalog: Catalog, desk: Services, shelf: Shelf) -> APIRouter:
    """The routes of photos and avatars."""
    router = APIRouter(prefix="/v1", tags=["avatars"])

    @router.post(
        "/frames/{name}/avatars",
        summary="A photo in, its avatar out; nothing is kept",
        response_class=Response,
        responses={
            **pictures("The avatar; notes in X-Framegen-Notes."),
            **problems(404, *FOR_WORK),
        },
        openapi_extra={"requestBody": PHOTO_AND_OPTIONS},
    )
    async def make_avatar(request: Request, name: Name) -> Response:
        frame = catalog.frame(name)
        with desk.admit(request) as turn:
            upload = await desk.upload(request, turn)
            wish = RenderOptions.of(upload.fields)
            made = await desk.work(request, turn, studio.make, upload.photo, frame.name, wish)
        desk.count(frame.name, made.notes)
        headers = {**NO_STORE, "X-Framegen-Notes": ", ".join(made.notes)}
        return Response(made.data, media_type=wish.format.media_type, headers=headers)

    @router.post(
        "/photos",
        status_code=201,
        summary="Hold a photo for minutes, and say where its faces are",
        responses=problems(*FOR_WORK),
        openapi_extra={"requestBody": PHOTO_ALONE},
    )
    async def hold_photo(request: Request, response: Response) -> PhotoOut:
        with desk.admit(request) as turn:
            upload = await desk.upload(request, turn)
            looked = await desk.work(request, turn, studio.analyse, upload.photo)
        photo = HeldPhoto(upload.photo, looked)
        response.headers.update(NO_STORE)
        return PhotoOut.of(shelf.put(photo), photo, _expiry(shelf))

    @router.post(
        "/avatars",
        status_code=201,
        summary="Make an avatar of a held photo, and hold it for minutes",
        responses=problems(404, *FOR_WORK),
        openapi_extra={"requestBody": json_body(AvatarIn)},
    )
    async def hold_avatar(request: Request, response: Response) -> AvatarOut:
        with desk.admit(request) as turn:
            asked = await desk.json(request, turn, AvatarIn)
            frame, wish = catalog.frame(asked.frame), asked.wish
            photo = find_photo(shelf, asked.photo)
            faces = photo.analysis.faces
            made = await desk.work(request, turn, studio.make, photo.data, frame.name, wish, faces)
        desk.count(frame.name, made.notes)
        token = shelf.put(HeldAvatar(made.data, wish.format, frame.name, made.notes))
        href = f"/v1/avatars/{token}{wish.format.suffix}"
        response.headers.update({**NO_STORE, "Location": href})
        return AvatarOut(
            id=token,
            href=href,
            crop=CropJson.of(made.crop),
            notes=made.notes,
            expires_at=_expiry(shelf),
        )

    _add_held_photos(router, catalog, desk, shelf)
    _add_held(router, catalog, shelf)
    return router


def _add_held_photos(router: APIRouter, catalog: Catalog, desk: Services, shelf: Shelf) -> None:
    """The routes of photos that are held for minutes."""

    @router.get(
        "/photos/{token}/suggestions",
        summary="Where a face of a held photo would be placed, in each frame",
        responses=problems(404, 422),
    )
    async def suggestions(
        response: Response,
        token: Token,
        face: Annotated[int | None, Query(ge=0, description="the number of a face")] = None,
        level: Annotated[bool, Query(description="turn a tilted head upright")] = False,
    ) -> SuggestionsOut:
        looked = find_photo(shelf, token).analysis
        response.headers.update(NO_STORE)
        crops = studio.placed(looked, catalog.frames, RenderOptions(face=face, level=level))
        return SuggestionsOut(suggestions={name: CropJson.of(crop) for name, crop in crops.items()})

    @router.get(
        "/photos/{token}.jpg",
        summary="A held photo, for who cannot open what was sent: JPEG, upright, 1440 pixels",
        response_class=Response,
        responses={
            200: {"description": "The photo.", "content": {"image/jpeg": {}}},
            **problems(404, *FOR_WORK),
        },
    )
    async def photo(request: Request, token: Token) -> Response:
        with desk.admit(request) as turn:
            kept = find_photo(shelf, token)
            drawn = await desk.work(request, turn, studio.preview, kept.data)
        return Response(drawn.data, media_type="image/jpeg", headers=NO_STORE)

    @router.delete(
        "/photos/{token}.jpg",
        status_code=204,
        summary="Forget a photo now, by its address",
        responses=problems(404, 422),
    )
    async def forget_photo_address(token: Token) -> None:
        await forget_photo(token)

    @router.delete(
        "/photos/{token}",
        status_code=204,
        summary="Forget a photo now, by its id",
        responses=problems(404, 422),
    )
    async def forget_photo(token: Token) -> None:
        if not shelf.drop(token, HeldPhoto):
            raise PhotoGone("photo: there is no such photo, or no longer.")


def _add_held(router: APIRouter, catalog: Catalog, shelf: Shelf) -> None:
    """The routes of avatars that are held for minutes."""

    @router.get(
        "/avatars/{token}.{suffix}",
        summary="A held avatar; with ?download to be saved",
        response_class=Response,
        responses={**pictures("The avatar."), **problems(404, 422)},
    )
    async def avatar(token: Token, suffix: str, download: str | None = None) -> Response:
        kept = find_avatar(shelf, token)
        if SUFFIXES.get(suffix) is not kept.format:
            raise HTTPException(404)
        headers = dict(NO_STORE)
        if download is not None:
            headers["Content-Disposition"] = _attachment(kept, catalog.campaign.title)
        return Response(kept.data, media_type=kept.format.media_type, headers=headers)

    @router.delete(
        "/avatars/{token}.{suffix}",
        status_code=204,
        summary="Forget an avatar now, by its address",
        responses=problems(404, 422),
    )
    async def forget_address(token: Token, suffix: str) -> None:  # noqa: ARG001 - any will do
        await forget_avatar(token)

    @router.delete(
        "/avatars/{token}",
        status_code=204,
        summary="Forget an avatar now, by its id",
        responses=problems(404, 422),
    )
    async def forget_avatar(token: Token) -> None:
        if not shelf.drop(token, HeldAvatar):
            raise AvatarGone("avatar: there is no such avatar, or no longer.")


def find_photo(shelf: Shelf, token: str) -> HeldPhoto:
    """A photo on the shelf, or PhotoGone."""
    kept = shelf.get(token, HeldPhoto)
    if kept is None:
        raise PhotoGone("photo: there is no such photo, or no longer.")
    return kept


def find_avatar(shelf: Shelf, token: str) -> HeldAvatar:
    """An avatar on the shelf, or AvatarGone."""
    kept = shelf.get(token, HeldAvatar)
    if kept is None:
        raise AvatarGone("avatar: there is no such avatar, or no longer.")
    return kept


def _expiry(shelf: Shelf) -> datetime.datetime:
    """When what is put on the shelf now goes."""
    now = datetime.datetime.now(datetime.UTC)
    return now + datetime.timedelta(seconds=shelf.seconds)


def _attachment(kept: HeldAvatar, title: str) -> str:
    """The header that saves an avatar under the campaign's name (RFC 6266, RFC 8187)."""
    suffix = kept.format.suffix
    return (
        f'attachment; filename="avatar-{kept.frame}{suffix}"; '
        f"filename*=UTF-8''{quote(f'Ảnh đại diện {title}{suffix}')}"
    )
