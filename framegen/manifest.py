"""A manifest: a TOML file held to a schema, to the key."""

import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from framegen.errors import FrameInvalid

T = TypeVar("T")

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A length or place as a share of the frame's side."""

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
    except (OSError, UnicodeDecodeError) as error:
        raise FrameInvalid(f"{path}: cannot be read ({error}).") from error
    try:
        return msgspec.convert(tomllib.loads(unicodedata.normalize("NFC", text)), kind)
    except tomllib.TOMLDecodeError as error:
        raise FrameInvalid(f"{path}: not TOML: {error}.") from error
    except msgspec.ValidationError as error:
        reason, _, key = str(error).partition(" - at `$.")
        where = f"{key.rstrip('`')}: " if key else ""
        raise FrameInvalid(f"{path}: {where}{reason[:1].lower()}{reason[1:]}.") from error
