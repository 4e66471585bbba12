"""Language: sentences apart from their words, and the catalogues that hold the words.

A sentence is written once, in English, with {names} where its values go; gettext catalogues hold it
in other languages, one folder each: `vi/LC_MESSAGES/officers.po` for those who run framegen,
`members.po` for those whose photos are framed. `make words` renews and compiles them.
"""

import functools
import gettext
import locale
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

FOLDER = Path(__file__).parent
SOURCE = "en"
LANGUAGES = tuple(sorted({SOURCE, *(path.parent.name for path in FOLDER.glob("*/LC_MESSAGES"))}))

# Our own word first, then POSIX's, in its order (Base Definitions, 8.2).
VARIABLES = ("FRAMEGEN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


class Part(StrEnum):
    """Whom words speak to; each part has a catalogue of its own."""

    OFFICERS = "officers"
    MEMBERS = "members"


def N_(text: str) -> str:  # noqa: N802 - gettext's usual mark for a text that is translated later
    """The text itself; the call marks it for the catalogues."""
    return text


def usual_language(environment: Mapping[str, str]) -> str:
    """The language that the environment, or on Windows the region, asks for; else English."""
    asked = next((value for name in VARIABLES if (value := environment.get(name))), None)
    if asked is None:
        asked = locale.getlocale(locale.LC_CTYPE)[0] or ""
    # POSIX says "vi_VN.UTF-8", Windows "Vietnamese_Vietnam".
    return next((each for each in LANGUAGES if asked.lower().startswith(each)), SOURCE)


def translated(text: str, language: str, part: Part = Part.OFFICERS) -> str:
    """A text in a language; unchanged where the catalogue lacks it."""
    # gettext answers an empty text with the catalogue's header.
    return _catalogue(language, part).gettext(text) if text else ""


@functools.cache
def _catalogue(language: str, part: Part) -> gettext.NullTranslations:
    # The code has the English words; an English catalogue holds only what differs for a part.
    found = gettext.translation(part, FOLDER, [language], fallback=language == SOURCE)
    if part is Part.MEMBERS:
        # The members' catalogue has only the texts that differ from the officers'.
        found.add_fallback(_catalogue(language, Part.OFFICERS))
    return found


class HasText(Protocol):
    """What has a text and its values, as errors of framegen have."""

    @property
    def text(self) -> str:
        """The sentence in English."""

    @property
    def values(self) -> Mapping[str, object]:
        """The values of the sentence."""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with its values apart, to be rendered in any language.

    Attributes:
        text: the sentence in English, with {names} where the values go.
        values: what goes there: numbers, names, messages, or lists of these.

    Example:
        >>> str(Message("{photo}: {count} faces.", {"photo": "an.jpg", "count": 2}))
        'an.jpg: 2 faces.'
    """

    text: str
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, error: HasText) -> "Message":
        """The message of an error."""
        return cls(error.text, error.values)

    def __str__(self) -> str:
        return self.render(SOURCE)

    def render(self, language: str, part: Part = Part.OFFICERS) -> str:
        """The sentence in a language."""
        if not self.values:
            return translated(self.text, language, part)
        values = {name: _rendered(value, language, part) for name, value in self.values.items()}
        try:
            return translated(self.text, language, part).format(**values)
        except (LookupError, ValueError):
            # A translation that names other values; `make words` reports it.
            return self.text.format(**values)


def _rendered(value: object, language: str, part: Part) -> object:
    if isinstance(value, Message):
        return value.render(language, part)
    if isinstance(value, list | tuple):
        return ", ".join(str(_rendered(each, language, part)) for each in value)
    return value
