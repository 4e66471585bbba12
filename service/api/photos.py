"""Photos: the calls for photos that are held in memory for minutes."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ..services import TheCatalog, TheServices, TheShelf
from ..watch.headers import NO_STORE
from ..work import studio
from ..work.options import RenderOptions
from ..work.shelf import HeldPhoto
from .openapi import FOR_WORK, PHOTO_ALONE, problems
from .schemas import CropJson, PhotoOut, SuggestionsOut, Token

router = APIRouter(prefix="/v1", tags=["avatars"])


@router.post(
    "/photos",
    status_code=201,
    summary="Hold a photo for minutes, and say where its faces are",
    description="In memory only. The answer suggests a crop for each frame.",
    responses=problems(*FOR_WORK),
    openapi_extra={"requestBody": PHOTO_ALONE},
)
async def hold_photo(
    request: Request, response: Response, services: TheServices, shelf: TheShelf
) -> PhotoOut:
    """Analyse a photo and hold it."""
    with services.admit(request) as turn:
        upload = await services.upload(request, turn)
        analysis = await services.work(request, turn, studio.analyse, upload.photo)
    photo = HeldPhoto(upload.photo, analysis)
    response.headers.update(NO_STORE)
    return PhotoOut.of(shelf.put(photo), photo, shelf.expiry())


@router.get(
    "/photos/{token}/suggestions",
    summary="Where a face of a held photo would be placed, in each frame",
    description="Without a face, for the most prominent one.",
    responses=problems(404, 422),
)
async def suggestions(
    response: Response,
    catalog: TheCatalog,
    shelf: TheShelf,
    token: Token,
    face: Annotated[int | None, Query(ge=0, description="the number of a face")] = None,
    level: Annotated[bool, Query(description="turn a tilted head upright")] = False,
) -> SuggestionsOut:
    """A crop for each frame."""
    analysis = shelf.photo(token).analysis
    response.headers.update(NO_STORE)
    crops = studio.placed(analysis, catalog.frames, RenderOptions(face=face, level=level))
    return SuggestionsOut(suggestions={name: CropJson.of(crop) for name, crop in crops.items()})


@router.get(
    "/photos/{token}.jpg",
    summary="A held photo, for who cannot open what was sent: JPEG, upright, 1440 pixels",
    description="For browsers that do not open HEIC.",
    response_class=Response,
    responses={
        200: {"description": "The photo.", "content": {"image/jpeg": {}}},
        **problems(404, *FOR_WORK),
    },
)
async def photo(request: Request, services: TheServices, shelf: TheShelf, token: Token) -> Response:
    """A held photo as JPEG."""
    with services.admit(request) as turn:
        held = shelf.photo(token)
        drawn = await services.work(request, turn, studio.preview, held.data)
    return Response(drawn.data, media_type="image/jpeg", headers=NO_STORE)


@router.delete(
    "/photos/{token}.jpg",
    status_code=204,
    summary="Forget a photo now, by its address",
    description="The same as by its id.",
    responses=problems(404, 422),
)
async def forget_photo_address(shelf: TheShelf, token: Token) -> None:
    """Forget a photo."""
    shelf.drop_photo(token)


@router.delete(
    "/photos/{token}",
    status_code=204,
    summary="Forget a photo now, by its id",
    description="Avatars that were made of it stay until their own time is up.",
    responses=problems(404, 422),
)
async def forget_photo(shelf: TheShelf, token: Token) -> None:
    """Forget a photo."""
    shelf.drop_photo(token)
