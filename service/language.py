"""Language: Vietnamese or English, as a request asks for it."""

import re
from typing import Literal

from starlette.requests import Request

Language = Literal["vi", "en"]
LANGUAGES = ("vi", "en")

QUALITY = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*")


def language_of(request: Request, default: Language = "en") -> Language:
    """The language that Accept-Language prefers (RFC 9110, 12.5.4), the default where it says none.

    Programs get English unless they ask for Vietnamese; pages name their own default.
    """
    best, weight = default, 0.0
    for entry in request.headers.get("accept-language", "").lower().split(","):
        tag, _, parameters = entry.partition(";")
        primary = tag.strip().split("-")[0]
        quality = _quality(parameters)
        if primary in ("vi", "en") and quality > weight:
            best, weight = "vi" if primary == "vi" else "en", quality
    return best


def page_language(request: Request) -> Language:
    """A page's language: what its address says, else the browser, else Vietnamese."""
    asked = request.query_params.get("lang")
    if asked in LANGUAGES:
        return "vi" if asked == "vi" else "en"
    return language_of(request, "vi")


def _quality(parameters: str) -> float:
    """The q of an entry, 1 where there is none, 0 where it makes no sense."""
    if not parameters.strip():
        return 1.0
    given = QUALITY.fullmatch(parameters)
    return float(given[1]) if given else 0.0
