"""Pages: the member's form, which needs no JavaScript, and the page of the finished avatar."""

from collections.abc import Mapping
from pathlib import Path

import jinja2
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from framegen import FramegenError, ImageFormat, Note
from service import studio
from service.api import NO_STORE, find_avatar
from service.assets import SAMPLE_SIZES, Asset
from service.catalog import Catalog
from service.desk import Desk
from service.problems import headers_of, status_of
from service.settings import Settings
from service.shelf import KeptAvatar, Shelf
from service.wish import Wish
from service.words import NOTES, problem_words

WEB = Path(__file__).parent / "web"


class Pages:
    """The templates, with what every page shows."""

    def __init__(self, catalog: Catalog, settings: Settings, assets: Mapping[str, Asset]) -> None:
        self._catalog = catalog
        self._settings = settings
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(WEB),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
        )
        self._jinja.globals["static"] = lambda name: f"/static/{assets[name].name}"
        self._jinja.globals["campaign"] = catalog.campaign

    def form(self, chosen: str | None, error: FramegenError | None = None) -> HTMLResponse:
        """The page where frame and photo are chosen, with what went wrong the last time."""
        frames = [
            {
                "name": frame.name,
                "title": frame.title,
                "title_en": frame.title_en,
                "summary": frame.summary,
                **{kind: f"/khung/{frame.name}-{kind}.webp" for kind in SAMPLE_SIZES},
            }
            for frame in self._catalog.frames
        ]
        names = [frame.name for frame in self._catalog.frames]
        title, hint = problem_words(error.code) if error else ("", "")
        page = self.page(
            "index.html",
            status_of(error) if error else 200,
            frames=frames,
            chosen=chosen if chosen in names else names[0],
            problem={"title": title, "hint": hint} if error else None,
            max_mb=self._settings.max_megabytes,
        )
        page.headers.update(headers_of(error) if error else {})
        return page

    def result(self, token: str, frame: str, notes: tuple[str, ...]) -> HTMLResponse:
        """The page of a finished avatar."""
        return self.page(
            "result.html",
            src=f"/v1/avatars/{token}.jpg",
            download=f"/v1/avatars/{token}.jpg?download",
            remove=f"/anh/{token}/xoa",
            notes=[{"text": NOTES[Note(note)]} for note in notes],
            frame=self._catalog.frame(frame),
            page_again=f"/?khung={frame}",
        )

    def message(self, title: str, hint: str, status: int = 200, text: str = "") -> HTMLResponse:
        """A page of a few words and the way back."""
        return self.page("message.html", status, title=title, text=text, hint=hint)

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A template as an answer."""
        html = self._jinja.get_template(template).render(
            minutes=self._settings.keep_minutes, **values
        )
        return HTMLResponse(html, status, headers=NO_STORE)


def page_routes(desk: Desk, shelf: Shelf, pages: Pages) -> APIRouter:
    """The routes that people meet."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def form(khung: str | None = None) -> HTMLResponse:
        return pages.form(khung)

    @router.post("/")
    async def make(request: Request) -> Response:
        frame = None
        try:
            with desk.admit(request) as turn:
                upload = await desk.upload(request, turn)
                frame = upload.fields.get("frame", "")
                made = await desk.work(request, turn, studio.make, upload.photo, frame, Wish())
        except FramegenError as error:
            desk.refused(request, error)
            return pages.form(frame, error)
        desk.count(frame, made.notes)
        token = shelf.put(KeptAvatar(made.data, ImageFormat.JPEG, frame, made.notes))
        # The result has an address of its own: going back or reloading sends no photo again.
        return RedirectResponse(f"/anh/{token}", 303)

    @router.get("/anh/{token}")
    async def result(token: str) -> HTMLResponse:
        kept = find_avatar(shelf, token)
        return pages.result(token, kept.frame, kept.notes)

    @router.post("/anh/{token}/xoa")
    async def delete(token: str) -> HTMLResponse:
        shelf.drop(token, KeptAvatar)
        return pages.message("Đã xóa.", "Không còn bản nào trên máy chủ.")

    return router
