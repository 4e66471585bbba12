"""Frames: the calls for the campaign, its frames, and texts as they stand on a frame."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from ..services import TheCatalog, TheServices
from ..watch.headers import A_DAY, NO_STORE
from ..work import studio
from .openapi import FOR_WORK, json_body, problems
from .schemas import CampaignOut, FrameOut, LetteringIn, Name

router = APIRouter(prefix="/v1", tags=["frames"])

PNG: dict[str, dict[str, str]] = {"image/png": {}}


@router.get(
    "/campaign",
    summary="The campaign",
    description="Its names, slogans, dates and documents.",
)
async def campaign(catalog: TheCatalog) -> CampaignOut:
    """The campaign."""
    return CampaignOut.model_validate(catalog.campaign)


@router.get(
    "/frames",
    summary="The frames there are",
    description="In the order in which to offer them.",
)
async def frames(catalog: TheCatalog) -> list[FrameOut]:
    """Every frame."""
    return [FrameOut.of(frame) for frame in catalog.frames]


@router.get(
    "/frames/{name}",
    summary="One frame",
    description="Its window, its size and its places for texts.",
    responses=problems(404, 422),
)
async def frame(catalog: TheCatalog, name: Name) -> FrameOut:
    """One frame."""
    return FrameOut.of(catalog.frame(name))


@router.get(
    "/frames/{name}/artwork.png",
    summary="What lies over the photo, with transparency",
    description="A square PNG, to be drawn over a preview.",
    response_class=Response,
    responses={
        200: {"description": "The artwork.", "content": PNG},
        304: {"description": "Not changed since the given ETag."},
        **problems(404, 422, 503),
    },
)
async def artwork(
    request: Request,
    catalog: TheCatalog,
    name: Name,
    size: Annotated[int, Query(examples=[540])] = 1080,
) -> Response:
    """A frame's artwork, or 304 where the client has it."""
    chosen = catalog.frame(name)
    size = chosen.checked_size(size)
    headers = {**A_DAY, "ETag": catalog.etag(chosen, size)}
    known = request.headers.get("if-none-match", "")
    if known.strip() == "*" or headers["ETag"] in known:
        return Response(status_code=304, headers=headers)
    data = await catalog.artwork(chosen, size)
    return Response(data, media_type="image/png", headers=headers)


# The texts come in a body, which no log holds.
@router.post(
    "/frames/{name}/lettering",
    summary="Texts as they will stand on a frame, alone, with transparency",
    description="A square PNG, to be drawn over the artwork of a preview.",
    response_class=Response,
    responses={
        200: {"description": "The lettering.", "content": PNG},
        **problems(404, *FOR_WORK),
    },
    openapi_extra={"requestBody": json_body(LetteringIn)},
)
async def lettering(
    request: Request, services: TheServices, catalog: TheCatalog, name: Name
) -> Response:
    """The texts of a frame, drawn."""
    chosen = catalog.frame(name)
    with services.admit(request) as turn:
        asked = await services.json(request, turn, LetteringIn)
        size = chosen.checked_size(asked.size)
        job = studio.lettering
        drawn = await services.work(request, turn, job, chosen.name, asked.text, size)
    return Response(drawn.data, media_type="image/png", headers=NO_STORE)
