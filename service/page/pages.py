"""Pages: the templates, filled for a visit."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, cast

import jinja2
from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from framegen import BACKGROUND_FADES, PHOTO_FORMATS, Frame, Note
from framegen.errors import FramegenError
from framegen.language import LANGUAGES

from ..api.problems import headers_of, problem_of
from ..language import MEMBERS_LANGUAGE, for_members, name_of
from ..settings import Settings
from ..watch.headers import NO_STORE
from ..work.catalog import CARD_SIDE, STRIP_SIDE, Catalog
from ..work.shelf import HeldAvatar
from .assets import ICON_SIDES, Assets
from .visit import Visit
from .words import script_words, speaker, texts_of

TEMPLATES = Path(__file__).parent / "templates"
INDENTATION = re.compile(r"\n\s+")

# What the file chooser offers: the formats that are read, and whatever else phones call an image.
ACCEPT = ",".join(
    [*dict.fromkeys(kind for known in PHOTO_FORMATS for kind in known.media_types), "image/*"]
)


@dataclass(frozen=True, slots=True)
class LanguageLink:
    """A link to the same page in another language, under that language's own name."""

    language: str
    name: str
    href: str


class Pages:
    """Fills templates with the campaign, its frames and the words of a language."""

    def __init__(self, catalog: Catalog, settings: Settings, assets: Assets) -> None:
        self._catalog, self._settings, self._assets = catalog, settings, assets
        self._said = texts_of(assets.scripts())
        self._jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        # Vietnamese as it is: escaped to ASCII it would be a third longer.
        self._jinja.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": True}
        self._jinja.globals["static"] = assets.href
        self._jinja.globals["campaign"] = catalog.campaign

    def visit(self, request: Request) -> Visit:
        """The visit that a request belongs to."""
        return Visit.of(request, self._catalog.campaign)

    def form(
        self, visit: Visit, chosen: str | None, error: FramegenError | None = None
    ) -> HTMLResponse:
        """The page where frame and photo are chosen, with what went wrong the last time."""
        names = [frame.name for frame in self._catalog.frames]
        chosen = chosen if chosen in names else names[0]
        problem = problem_of(error) if error else None
        page = self.page(
            "index.html",
            visit.language,
            problem.status if problem else 200,
            visit=visit,
            frames=[_shown(frame, visit.language) for frame in self._catalog.frames],
            chosen=chosen,
            strip=STRIP_SIDE,
            card=(f"{visit.base}/khung/{chosen}-the.jpg", CARD_SIDE, round(CARD_SIDE / 1.905)),
            others=_other_languages(visit, chosen),
            problem=problem.words(visit.language) if problem else None,
            data=self._data(visit),
            contact=linked(self._catalog.campaign.contact),
            max_mb=self._settings.max_megabytes,
            accept=ACCEPT,
        )
        page.headers.update(headers_of(error) if error else {})
        return page

    def result(self, visit: Visit, token: str, held: HeldAvatar, left: float) -> HTMLResponse:
        """The page of a finished avatar."""
        frame = self._catalog.frame(held.frame)
        return self.page(
            "result.html",
            visit.language,
            visit=visit,
            token=token,
            src=f"/v1/avatars/{token}.jpg",
            left=int(left),
            notes=[for_members(Note(note).sentence, visit.language) for note in held.notes],
            frame=_shown(frame, visit.language),
            again=visit.link("/", khung=held.frame),
            data=self._data(visit),
        )

    def message(self, language: str, title: str, hint: str, status: int = 200) -> HTMLResponse:
        """A page of a few words and the way back."""
        home = "/" if language == MEMBERS_LANGUAGE else f"/?lang={language}"
        return self.page("message.html", language, status, title=title, hint=hint, home=home)

    def manifest(self) -> Mapping[str, object]:
        """The web app manifest, for home screens."""
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
        self, template: str, language: str, status: int = 200, **values: object
    ) -> HTMLResponse:
        """A template as an answer."""
        html = self._jinja.get_template(template).render(
            _=speaker(language),
            lang=language,
            minutes=self._settings.keep_minutes,
            **values,
        )
        # Without the indentation of the templates, which is a tenth of a page.
        return HTMLResponse(INDENTATION.sub("\n", html), status, headers=NO_STORE)

    def _data(self, visit: Visit) -> Mapping[str, object]:
        """What the scripts need to know."""
        return {
            "frames": [_drawn(frame, visit.language) for frame in self._catalog.frames],
            "fades": [[fade.start, fade.end, fade.blur] for fade in BACKGROUND_FADES],
            "query": visit.query,
            "maxMegabytes": self._settings.max_megabytes,
            "modules": self._assets.modules(),
            "words": script_words(self._said, visit.language),
        }


def _shown(frame: Frame, language: str) -> Mapping[str, str]:
    """What the pages show of a frame; its manifest is in Vietnamese and English."""
    is_native = language == MEMBERS_LANGUAGE
    return {
        "name": frame.name,
        "title": frame.title if is_native else frame.title_en or frame.title,
        "summary": frame.summary if is_native else frame.summary_en or frame.summary,
        "large": f"/khung/{frame.name}-large.webp",
    }


def _drawn(frame: Frame, language: str) -> Mapping[str, object]:
    """What the scripts need to draw a frame over a photo."""
    return {
        "name": frame.name,
        "title": _shown(frame, language)["title"],
        "window": frame.opening.box.edges,
        "overlay": f"/khung/{frame.name}-khung.webp",
        "texts": [{"id": slot.id, "label": slot.label} for slot in frame.texts],
    }


def _other_languages(visit: Visit, chosen: str) -> list[LanguageLink]:
    return [
        LanguageLink(other, name_of(other), visit.link("/", khung=chosen, lang=other))
        for other in LANGUAGES
        if other != visit.language
    ]


def linked(contact: str) -> Markup:
    """A contact, with a link where it is a mail address, a telephone number or a web address."""
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


async def _pages(request: Request) -> Pages:
    return cast("Pages", request.app.state.pages)


ThePages = Annotated[Pages, Depends(_pages)]
