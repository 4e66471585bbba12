"""Words: what templates and scripts say, in a page's language."""

import json
import re
from collections.abc import Callable, Iterable, Mapping

from markupsafe import Markup

from ..language import for_members

# A script says literal texts only, so that they are found here and by .ci/words.py.
LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
SAID = re.compile(rf"\bsay\(\s*({LITERAL.pattern}(?:\s*\+\s*{LITERAL.pattern})*)")


def speaker(language: str) -> Callable[..., Markup]:
    """The function `_` of templates: our texts may hold markup, the values in them may not."""
    return lambda text, **values: Markup(for_members(text, language)).format(**values)  # noqa: S704 - our own texts


def texts_of(scripts: Iterable[str]) -> tuple[str, ...]:
    """The texts that scripts say, in English, in order."""
    said = {said for script in scripts for said in SAID.findall(script)}
    return tuple(sorted("".join(map(json.loads, LITERAL.findall(each))) for each in said))


def script_words(texts: Iterable[str], language: str) -> Mapping[str, str]:
    """The texts that read differently in a language, by their English."""
    words = {text: for_members(text, language) for text in texts}
    return {text: word for text, word in words.items() if word != text}
