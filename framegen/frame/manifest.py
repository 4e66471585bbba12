"""Manifest: a TOML file that is checked against a schema, key by key."""

import re
import tomllib
import unicodedata
from pathlib import Path
from typing import Annotated, TypeVar

import msgspec

from framegen.errors import FrameInvalid
from framegen.frame.schema_error import problem_of
from framegen.language.system import reason_of

T = TypeVar("T")

Share = Annotated[float, msgspec.Meta(ge=0, le=1)]
"""A length or position as a share of the frame's side."""

SlotId = Annotated[str, msgspec.Meta(pattern="^[a-z0-9-]+$", max_length=32)]
"""The name of a slot in commands, form fields and file names."""

Pair = tuple[Share, Share]
Edges = tuple[Share, Share, Share, Share]


class Table(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table of a manifest; an unknown key is an error."""


def read_toml(path: Path, kind: type[T]) -> T:
    """Read a manifest as the value that its schema describes, with text in Unicode's form NFC.

    Raises:
        FrameInvalid: it cannot be read, is not TOML, or breaks the schema; its values are `path`
            and, of a broken schema, `key` and `problem`.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise FrameInvalid(
            "{path}: cannot be read ({reason}).", path=path, reason=reason_of(error)
        ) from error
    except UnicodeDecodeError as error:
        raise FrameInvalid("{path}: not UTF-8; save it in that encoding.", path=path) from error
    try:
        values = tomllib.loads(unicodedata.normalize("NFC", text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise _not_toml(path, str(error)) from error
    try:
        return msgspec.convert(values, kind)
    except msgspec.ValidationError as error:
        key, problem = problem_of(str(error), values)
        if not key:
            raise FrameInvalid("{path}: {problem}.", path=path, problem=problem) from error
        raise FrameInvalid(
            "{path}: {key}: {problem}.", path=path, key=key, problem=problem
        ) from error


def _not_toml(path: Path, error: str) -> FrameInvalid:
    """The error for a file that tomllib does not parse, with the place that it names."""
    if place := re.search(r"at line (\d+), column (\d+)", error):
        line, column = map(int, place.groups())
        return FrameInvalid(
            "{path}: not TOML; see line {line}, column {column}.",
            path=path,
            line=line,
            column=column,
        )
    return FrameInvalid("{path}: not TOML; it is incomplete or nested too deep.", path=path)
