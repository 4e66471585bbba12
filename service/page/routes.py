"""Pages: the member's page, the finished avatar's, and a few words when something went wrong."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import jinja2
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from markupsafe import Markup, escape

from framegen import Frame, FramegenError, ImageFormat
from ..api.problems import headers_of, status_of, words_of
from ..api.routes import NO_STORE, find_avatar
from ..language import Language, page_language
from .assets import AN_HOUR, ICON_SIDES, Assets
from ..services import Services
from ..settings import Settings
from ..words import page_words
from ..work import studio
from ..work.catalog import CARD_SIDE, STRIP_SIDE, Catalog
from ..work.options import RenderOptions
from ..work.shelf import HeldAvatar, Shelf

TEMPLATES = Path(__file__).parent / "templates"

# How the keys of words begin that the scripts say, and of those about a frame's slots.
SCRIPTS, SLOTS = "js.", "text."


@dataclass(frozen=True, slots=True)
class Visit:
    """Who looks, and how they came.

    Attributes:
        language: the page's.
        query: what links carry on: the language, where the address named it, and the unit's code.
        base: the service's own address, for those who read the page from elsewhere.
        inviter: the unit that invites, by name or code.
    """

    language: Language
    query: Mapping[str, str]
    base: str
    inviter: str | None

    def link(self, path: str, **more: str) -> str:
        """A link that carries on what the visit came with."""
        query = urlencode({**self.query, **more})
        return f"{path}?{query}" if query else path


class Pages:
    """The templates, with what every page shows."""

    def __init__(self, catalog: Catalog, settings: Settings, assets: Assets) -> None:
        self._catalog, self._settings, self._assets = catalog, settings, assets
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
        )
        # What scripts read is read by no program that knows only ASCII, and is a third shorter so.
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        self._jinja.globals["static"] = assets.href
        self._jinja.globals["campaign"] = catalog.campaign

    def visit(self, request: Request) -> Visit:
        """What a request says of who looks and how they came."""
        code = request.query_params.get("dv", "")
        inviter = self._catalog.campaign.inviter(code)
        asked = {"lang": page_language(request)} if "lang" in request.query_params else {}
        unit = {"dv": code} if inviter else {}
        base = str(request.base_url).rstrip("/")
        return Visit(page_language(request), {**asked, **unit}, base, inviter)

    def form(
        self, visit: Visit, chosen: str | None, error: FramegenError | None = None
    ) -> HTMLResponse:
        """The page where frame and photo are chosen, with what went wrong the last time."""
        names = [frame.name for frame in self._catalog.frames]
        chosen = chosen if chosen in names else names[0]
        title, hint = words_of(error, visit.language) if error else ("", "")
        other = "en" if visit.language == "vi" else "vi"
        page = self.page(
            "index.html",
            visit.language,
            status_of(error) if error else 200,
            visit=visit,
            frames=[self._shown(frame, visit.language) for frame in self._catalog.frames],
            chosen=chosen,
            strip=STRIP_SIDE,
            card=(f"{visit.base}/khung/{chosen}-the.jpg", CARD_SIDE, round(CARD_SIDE / 1.905)),
            other=(other, visit.link("/", khung=chosen, lang=other)),
            problem={"title": title, "hint": hint} if error else None,
            data=self._data(visit),
            contact=linked(self._catalog.campaign.contact),
            max_mb=self._settings.max_megabytes,
        )
        page.headers.update(headers_of(error) if error else {})
        return page

    def result(self, visit: Visit, token: str, kept: HeldAvatar, left: float) -> HTMLResponse:
        """The page of a finished avatar."""
        frame = self._catalog.frame(kept.frame)
        words = page_words(visit.language)
        return self.page(
            "result.html",
            visit.language,
            visit=visit,
            token=token,
            src=f"/v1/avatars/{token}.jpg",
            left=int(left),
            notes=[words[f"note.{note}"] for note in kept.notes],
            frame=self._shown(frame, visit.language),
            again=visit.link("/", khung=kept.frame),
            data=self._data(visit),
        )

    def message(self, language: Language, title: str, hint: str, status: int = 200) -> HTMLResponse:
        """A page of a few words and the way back."""
        return self.page("message.html", language, status, title=title, hint=hint)

    def manifest(self) -> Mapping[str, object]:
        """What a home screen shows of the page."""
        title = self._catalog.campaign.title
        icons = [
            {"src": self._assets.href(f"icon-{side}.png"), "sizes": f"{side}x{side}"}
            for side in ICON_SIDES
        ]
        return {
            "name": title,
            "short_name": title,
            "lang": "vi",
            "start_url": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": "#c8141f",
            "icons": [{**icon, "type": "image/png", "purpose": "any"} for icon in icons],
        }

    def page(
        self, template: str, language: Language, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A template as an answer."""
        html = self._jinja.get_template(template).render(
            t=_speaker(language),
            lang=language,
            minutes=self._settings.keep_minutes,
            **values,
        )
        return HTMLResponse(html, status, headers=NO_STORE)

    def _shown(self, frame: Frame, language: Language) -> Mapping[str, object]:
        """What the pages show of a frame."""
        english = language == "en"
        return {
            "name": frame.name,
            "title": (english and frame.title_en) or frame.title,
            "summary": (english and frame.summary_en) or frame.summary,
            "large": f"/khung/{frame.name}-large.webp",
        }

    def _drawn(self, frame: Frame, language: Language) -> Mapping[str, object]:
        """What the scripts need to draw a frame over a photo."""
        return {
            "name": frame.name,
            "title": self._shown(frame, language)["title"],
            "window": frame.opening.box.edges,
            "overlay": f"/khung/{frame.name}-khung.webp",
            "texts": [{"id": slot.id, "label": slot.label} for slot in frame.texts],
        }

    def _data(self, visit: Visit) -> Mapping[str, object]:
        """What the scripts need to know."""
        words = page_words(visit.language)
        return {
            "frames": [self._drawn(frame, visit.language) for frame in self._catalog.frames],
            "query": visit.query,
            "maxMegabytes": self._settings.max_megabytes,
            "modules": self._assets.modules(),
            "words": _below(words, SCRIPTS),
            "slots": _below(words, SLOTS),
        }


def _below(words: Mapping[str, str], prefix: str) -> Mapping[str, str]:
    """The words whose keys begin alike, without that beginning."""
    return {key.removeprefix(prefix): text for key, text in words.items() if key.startswith(prefix)}


def _speaker(language: Language) -> Callable[..., Markup]:
    """What a template calls to say something; the words may hold markup, what they name may not."""
    words = page_words(language)
    return lambda key, **values: Markup(words[key]).format(**values)  # noqa: S704 - our own words


def linked(contact: str) -> Markup:
    """How to reach somebody, to be tapped where it is an address or a number."""
    number = re.sub(r"[\s.]", "", contact)
    if re.fullmatch(r"[^\s@]+@[^\s@]+", contact):
        href = f"mailto:{contact}"
    elif re.fullmatch(r"\+?\d{6,15}", number):
        href = f"tel:{number}"
    elif re.match(r"https?://\S+\Z", contact):
        href = contact
    else:
        return escape(contact)
    return Markup('<a href="{}">{}</a>').format(href, contact)


def page_routes(desk: Services, shelf: Shelf, pages: Pages) -> APIRouter:
    """The routes that people meet."""
    router = APIRouter(include_in_schema=False)

    @router.get("/")
    async def form(request: Request, khung: str | None = None) -> HTMLResponse:
        return pages.form(pages.visit(request), khung)

    @router.get("/manifest.webmanifest")
    async def manifest() -> JSONResponse:
        kind = "application/manifest+json"
        return JSONResponse(pages.manifest(), headers=AN_HOUR, media_type=kind)

    @router.post("/")
    async def make(request: Request) -> Response:
        visit, frame = pages.visit(request), None
        try:
            with desk.admit(request) as turn:
                upload = await desk.upload(request, turn)
                frame = upload.fields.get("frame", "")
                made = await desk.work(request, turn, studio.make, upload.photo, frame, RenderOptions())
        except FramegenError as error:
            desk.refused(request, error)
            return pages.form(visit, frame, error)
        desk.count(frame, made.notes)
        token = shelf.put(HeldAvatar(made.data, ImageFormat.JPEG, frame, made.notes))
        # The result has an address of its own: going back or reloading sends no photo again.
        return RedirectResponse(visit.link(f"/anh/{token}"), 303)

    @router.get("/anh/{token}")
    async def result(request: Request, token: str) -> HTMLResponse:
        kept = find_avatar(shelf, token)
        return pages.result(pages.visit(request), token, kept, shelf.left(token))

    @router.post("/anh/{token}/xoa")
    async def delete(request: Request, token: str) -> HTMLResponse:
        shelf.drop(token, HeldAvatar)
        language = page_language(request)
        words = page_words(language)
        return pages.message(language, words["deleted"], words["deleted.more"])

    return router
