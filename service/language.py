"""Language: which one a request asks for, and messages rendered in it."""

import re

from starlette.requests import Request

from framegen.errors import FramegenError
from framegen.language import LANGUAGES, N_, SOURCE, Message, Part, translated

# What a page speaks to whoever asks for no language that there is.
MEMBERS_LANGUAGE = "vi"

QUALITY = re.compile(r"\s*q\s*=\s*(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)\s*")


def language_of(request: Request, default: str = SOURCE) -> str:
    """The language that Accept-Language prefers (RFC 9110, 12.5.4), or the default.

    Programs get English unless they ask for another language; pages have a default of their own.
    """
    best, weight = default, 0.0
    for entry in request.headers.get("accept-language", "").lower().split(","):
        tag, _, parameters = entry.partition(";")
        primary = tag.strip().split("-")[0]
        quality = _quality(parameters)
        if primary in LANGUAGES and quality > weight:
            best, weight = primary, quality
    return best


def page_language(request: Request) -> str:
    """A page's language: that of its address, else the browser's, else Vietnamese."""
    asked = request.query_params.get("lang")
    return asked if asked in LANGUAGES else language_of(request, MEMBERS_LANGUAGE)


def name_of(language: str) -> str:
    """A language's own name: each catalogue translates the word "English" as its own."""
    return for_members(N_("English"), language)


def for_members(text: str, language: str) -> str:
    """A text of the service, as members read it."""
    return translated(text, language, Part.MEMBERS)


def rendered(message: Message, language: str) -> str:
    """A message of the service or of the library, as members read it."""
    return message.render(language, Part.MEMBERS)


def error_text(error: FramegenError, language: str) -> str:
    """What is wrong and where, in a language; the title where an error has no details."""
    text = rendered(Message.of(error), language)
    return text or for_members(error.title, language)


def _quality(parameters: str) -> float:
    """The q of an entry: 1 if there is none, 0 if it is malformed."""
    if not parameters.strip():
        return 1.0
    given = QUALITY.fullmatch(parameters)
    return float(given[1]) if given else 0.0
