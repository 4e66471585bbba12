"""A manifest: a TOML file held to a schema, to the key."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from framegen.errors import FrameInvalid

T = TypeVar("T")

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A length or place as a share of the frame's side."""

SlotId = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]+$", max_length=32)]
"""What a slot is called in commands, form fields and file names."""

Pair = tuple[Share, Share]
Edges = tuple[Share, Share, Share, Share]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a manifest; a key that it does not know is an error."""


def read_toml(path: Path, kind: type[T]) -> T:
    """A manifest as the value that its schema describes, its text in Unicode's form NFC.

    Raises:
        FrameInvalid: it cannot be read, is not TOML, or breaks the schema; the message names the
            file, the key, what was expected and what was got.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FrameInvalid(f"{path}: cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise FrameInvalid(f"{path}: cannot be read ({error}).") from error
    try:
        values = tomllib.loads(unicodedata.normalize("NFC", text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise FrameInvalid(f"{path}: not TOML: {error}.") from error
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        raise FrameInvalid(f"{path}: {_complaint(str(error), values)}.") from error


def _complaint(error: str, values: object) -> str:
    """What msgspec says, "Expected `float` <= 0.5 - at `$.window.radius`", in our order."""
    reason, _, key = error.partition(" - at `$")
    key = key.rstrip("`").removeprefix(".")
    where = f"{key}: " if key else ""
    got = "" if "got" in reason or not reason.startswith("Expected") else _got(key, values)
    return f"{where}{reason[:1].lower()}{reason[1:]}{got}"


def _got(key: str, values: object) -> str:
    """The value at a key such as "text[0].size", where the key leads to one."""
    for step in re.findall(r"[^.\[\]]+", key):
        if isinstance(values, list) and step.isdigit() and int(step) < len(values):
            values = values[int(step)]
        elif isinstance(values, dict) and step in values:
            values = values[step]
        else:
            return ""
    return f", got {values!r}"
