"""Routes: the addresses that members meet."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from framegen import ImageFormat
from framegen.errors import FramegenError
from framegen.language import N_

from ..language import for_members, page_language
from ..services import TheServices, TheShelf
from ..watch.headers import AN_HOUR
from ..work import studio
from ..work.options import RenderOptions
from ..work.shelf import HeldAvatar
from .pages import ThePages

router = APIRouter(include_in_schema=False)

DELETED = N_("Deleted."), N_("No copy is left on the server.")


@router.get("/")
async def form(request: Request, pages: ThePages, khung: str | None = None) -> HTMLResponse:
    """The form, with a frame chosen by its name."""
    return pages.form(pages.visit(request), khung)


@router.get("/manifest.webmanifest")
async def manifest(pages: ThePages) -> JSONResponse:
    """The web app manifest."""
    return JSONResponse(pages.manifest(), headers=AN_HOUR, media_type="application/manifest+json")


@router.post("/")
async def make(
    request: Request, services: TheServices, shelf: TheShelf, pages: ThePages
) -> Response:
    """Make an avatar of the form, or show the form again with what went wrong."""
    visit, frame = pages.visit(request), None
    try:
        with services.admit(request) as turn:
            upload = await services.upload(request, turn)
            frame, options = upload.fields.get("frame", ""), RenderOptions()
            made = await services.work(request, turn, studio.make, upload.photo, frame, options)
    except FramegenError as error:
        services.refused(request, error)
        return pages.form(visit, frame, error)
    services.count(frame, made.notes)
    token = shelf.put(HeldAvatar(made.data, ImageFormat.JPEG, frame, made.notes))
    # The result has an address of its own: going back or reloading sends no photo again.
    return RedirectResponse(visit.link(f"/anh/{token}"), 303)


@router.get("/anh/{token}")
async def result(request: Request, shelf: TheShelf, pages: ThePages, token: str) -> HTMLResponse:
    """A finished avatar."""
    return pages.result(pages.visit(request), token, shelf.avatar(token), shelf.left(token))


@router.post("/anh/{token}/xoa")
async def delete(request: Request, shelf: TheShelf, pages: ThePages, token: str) -> HTMLResponse:
    """Forget an avatar; twice is no failure."""
    shelf.drop(token, HeldAvatar)
    language = page_language(request)
    title, more = (for_members(text, language) for text in DELETED)
    return pages.message(language, title, more)
