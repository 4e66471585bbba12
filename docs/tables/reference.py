"""Reference: the public names, for autodoc to describe."""

import ast
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import framegen
import framegen.errors
import framegen.testing

STUB = Path(framegen.__file__).with_suffix(".pyi")


def public() -> str:
    """The reference of every public name, by the folder where it is at home."""
    homes: dict[str, list[str]] = {}
    for node in ast.parse(STUB.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module:
            place = node.module.partition(".")[0]
            if place != "errors":
                homes.setdefault(place, []).extend(each.name for each in node.names)
    parts = []
    for place, names in homes.items():
        parts.append(f"## {place.capitalize()}")
        parts += [_documented("framegen", name, getattr(framegen, name)) for name in names]
    return "\n\n".join(parts)


def errors_reference() -> str:
    """The reference of framegen.errors."""
    return _module(framegen.errors, framegen.FramegenError)


def testing_reference() -> str:
    """The reference of framegen.testing."""
    return _module(framegen.testing)


def _module(module: ModuleType, base: type = object) -> str:
    names = [
        name
        for name, each in vars(module).items()
        if getattr(each, "__module__", "") == module.__name__
        and not name.startswith("_")
        and (base is object or (isinstance(each, type) and issubclass(each, base)))
    ]
    return "\n\n".join(_documented(module.__name__, each, getattr(module, each)) for each in names)


def _documented(module: str, name: str, thing: object) -> str:
    if isinstance(thing, type):
        kind, options = "class", ["   :members:"]
        if issubclass(thing, StrEnum):
            options.append("   :undoc-members:")
        if issubclass(thing, Exception):
            kind, options = "exception", ["   :show-inheritance:"]
    elif callable(thing) and hasattr(thing, "__code__"):
        kind, options = "function", []
    else:
        kind, options = "data", ["   :no-value:"]
    return "\n".join(["```{eval-rst}", f".. auto{kind}:: {module}.{name}", *options, "```"])
