"""Photos: the formats that are read, and the limits."""

import dataclasses
import inspect
import re

from docs.tables.markdown import table
from framegen import PHOTO_FORMATS, Limits


def formats() -> str:
    """The photo formats that are read."""
    rows = [
        (
            each.name,
            ", ".join(f"`{suffix}`" for suffix in each.suffixes),
            ", ".join(f"`{kind}`" for kind in each.media_types),
        )
        for each in PHOTO_FORMATS
    ]
    return table(("format", "endings", "media types"), rows)


def limits() -> str:
    """The default limits on a photo, with the meaning that the class's docstring has."""
    meanings = attributes_of(Limits)
    rows = [
        (f"`{field.name}`", f"{field.default:,}", meanings[field.name])
        for field in dataclasses.fields(Limits)
        if isinstance(field.default, int)
    ]
    return table(("limit", "default", "meaning"), rows)


def attributes_of(kind: type) -> dict[str, str]:
    """The attributes that a docstring in Google's style describes."""
    text = inspect.cleandoc(kind.__doc__ or "").partition("Attributes:\n")[2]
    found = re.findall(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", text, re.MULTILINE)
    return {name: " ".join(meaning.split()) for name, meaning in found}
