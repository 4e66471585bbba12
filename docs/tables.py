"""Tables: Markdown for the pages of the site, made of the code so that it cannot go stale.

A page asks for one by the directive {generated}, which conf.py defines.
"""

import ast
import dataclasses
import importlib
import importlib.metadata
import inspect
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from pathlib import Path

import click

import framegen
import framegen.cli.command
import framegen.errors
import framegen.testing
import service.__main__
import service.errors
from framegen import PHOTO_FORMATS, FramegenError, Limits
from framegen.cli.help import in_language, speak
from framegen.cli.main import cli
from framegen.language import SOURCE, Part, translated
from service.api.problems import STATUS, status_of
from service.app import create_app
from service.settings import Settings, variable_of

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
STUB = ROOT / "framegen/__init__.pyi"

# What installed packages do not say of themselves in a usual way.
LICENSES = {
    "font-roboto": "Apache-2.0",
    "fsspec": "BSD-3-Clause",
    "jinja2": "BSD-3-Clause",
    "opencv-python-headless": "Apache-2.0; FFmpeg inside: LGPL-2.1",
    "pebble": "LGPL-3.0",
    "pi-heif": "BSD-3-Clause; libheif and libde265 inside: LGPL-3.0",
    "resvg-py": "MIT; resvg inside: MIT or Apache-2.0",
    "s3fs": "BSD-3-Clause",
}


def errors() -> str:
    """Every error: its code, class, HTTP status and words in both languages."""
    return "\n\n".join(map(_error, sorted(concrete_errors(), key=lambda kind: kind.code)))


def _error(kind: type[FramegenError]) -> str:
    lines = [f"## `{kind.code}`", "", *_row("Class", _class_link(kind))]
    if answered(kind):
        lines += _row("HTTP status", str(status_of(kind(""))))
    lines += _row("English", f"{kind.title} {kind.hint}")
    return "\n".join(lines + _row("Tiếng Việt", f"{in_vietnamese(kind.title)} {_hint(kind)}"))


def _hint(kind: type[FramegenError]) -> str:
    return in_vietnamese(kind.hint)


def _class_link(kind: type[FramegenError]) -> str:
    name = f"{kind.__module__}.{kind.__name__}"
    return f"{{py:class}}`{name}`" if kind.__module__ == "framegen.errors" else f"`{name}`"


def _row(name: str, text: str) -> list[str]:
    return [f"- **{name}**: {text}"]


def concrete_errors() -> list[type[FramegenError]]:
    """The errors that are raised: those that only group others are left out."""
    found = list(_below(FramegenError))
    # Ours alone: a test may have made some of its own.
    ours = [kind for kind in found if kind.__module__.partition(".")[0] in ("framegen", "service")]
    return [kind for kind in ours if not kind.code.endswith("-error") and kind.code != "come-back"]


def _below(kind: type[FramegenError]) -> Iterator[type[FramegenError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def answered(kind: type[FramegenError]) -> bool:
    """Whether the service ever answers with this error; it reads no paths and makes no batches."""
    if issubclass(kind, framegen.errors.PhotoNotFound | framegen.errors.LedgerNotFound):
        return False
    return any(base in STATUS for base in kind.__mro__ if base is not FramegenError) or (
        issubclass(kind, framegen.errors.FrameInvalid)
    )


def in_vietnamese(text: str) -> str:
    """A text in Vietnamese, as officers read it, or members where only they do."""
    told = translated(text, "vi", Part.OFFICERS)
    return told if told != text else translated(text, "vi", Part.MEMBERS)


def notes() -> str:
    """Every note on an avatar in both languages."""
    return codes("framegen.Note")


def codes(name: str) -> str:
    """The codes of a StrEnum, with the words of the table beside its class."""
    module, _, kind = name.rpartition(".")
    members: type[StrEnum] = getattr(importlib.import_module(module), kind)
    words = words_of(members)
    rows = [(f"`{code}`", text, in_vietnamese(text)) for code, text in words.items() if text]
    return table(("code", "English", "Tiếng Việt"), rows)


def words_of(kind: type[StrEnum]) -> Mapping[StrEnum, str]:
    """The English words of codes: the mapping in the class's module that has most of them."""
    everything = vars(importlib.import_module(kind.__module__)).values()
    found = [each for each in everything if isinstance(each, Mapping) and each]
    known = [each for each in found if all(isinstance(code, kind) for code in each)]
    words = max((each for each in known if _has_texts(each)), key=len, default={})
    return {code: words.get(code, "") for code in kind}


def _has_texts(mapping: Mapping[object, object]) -> bool:
    return all(type(text) is str for text in mapping.values())


def settings() -> str:
    """Every setting of the service: its variable, default, range and meaning."""
    rows = []
    for field in dataclasses.fields(Settings):
        default = field.default if field.default not in ("", ()) else "-"
        rows.append(
            (
                f"`{variable_of(field.name)}`",
                f"`{default}`" if default != "-" else "-",
                _range(field),
                str(field.metadata["doc"]),
            )
        )
    return table(("variable", "default", "range", "meaning"), rows)


def _range(field: "dataclasses.Field[object]") -> str:
    if field.metadata["one_of"]:
        return ", ".join(field.metadata["one_of"])
    if field.type is not int:
        return ""
    least, most = field.metadata["least"], field.metadata["most"]
    return f"{least} to {most}" if most is not None else f"from {least}"


def metrics() -> str:
    """Every metric of the service with its labels."""
    registry = create_app(Settings()).state.metrics._registry
    rows = []
    # The names of labels are nowhere public while nothing has been counted.
    for collector in registry._collector_to_names:
        labels = ",".join(collector._labelnames)
        name = collector._name + ("_total" if collector._type == "counter" else "")
        shown = f"`{name}{{{labels}}}`" if labels else f"`{name}`"
        if collector._type != "info":
            rows.append((shown, collector._type, collector._documentation))
    return table(("metric", "type", "meaning"), rows)


def calls() -> str:
    """Every call of the HTTP API, from its OpenAPI description."""
    rows = []
    for path, methods in create_app(Settings()).openapi()["paths"].items():
        for method, call in methods.items():
            statuses = ", ".join(call["responses"])
            rows.append((f"`{method.upper()} {path}`", call["summary"], statuses))
    return table(("call", "what it does", "statuses"), rows)


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


def commands(language: str = "en") -> str:
    """Every command of the command line with its options, in a language."""
    asked = os.environ.get("LANGUAGE")
    speak(language)
    try:
        return _command(cli, "framegen", language)
    finally:
        speak(SOURCE)
        if asked is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = asked


def _command(command: click.Command, path: str, language: str, level: int = 2) -> str:
    if path == "framegen serve":
        # The command line hands everything to the service's own command.
        command = service.__main__.main
    command = in_language(command, language)
    ctx = click.Context(command, info_name=path)
    # What members read is not in the catalogue of the command line.
    say = in_vietnamese if language == "vi" else str
    usage = " ".join([path, *command.collect_usage_pieces(ctx)])
    parts = [f"{'#' * level} `{path}`", f"```text\n{usage}\n```", _prose(say(command.help or ""))]
    records = [each.get_help_record(ctx) for each in command.params]
    # Arguments stand in the usage line and mean what the help says.
    rows = [(f"`{record[0]}`", say(record[1])) for record in records if record and record[1]]
    if rows:
        heads = ("Tùy chọn", "Ý nghĩa") if language == "vi" else ("option", "meaning")
        parts.append(table(heads, rows))
    if isinstance(command, click.Group):
        parts += [
            _command(each, f"{path} {name}", language, min(level + 1, 4))
            for name, each in sorted(command.commands.items())
        ]
    return "\n\n".join(parts)


def _prose(text: str) -> str:
    """Help as Markdown; click keeps the lines of a paragraph that begins with a backspace."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(
        f"```text\n{each.removeprefix(chr(8)).strip(chr(10))}\n```"
        if each.startswith("\b")
        else each.replace("*", "\\*").replace("<", "&lt;")
        for each in paragraphs
    )


def folders() -> str:
    """The packages with what the first line of their docstring says."""
    rows = []
    for package in ("framegen", "service"):
        for path in sorted((ROOT / package).rglob("__init__.py")):
            name = str(path.parent.relative_to(ROOT)) + "/"
            doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
            if doc and name != "framegen/":
                rows.append((f"`{name}`", doc.partition("\n")[0]))
    return table(("folder", "what it is for"), rows)


def contracts() -> str:
    """The contracts on imports that `make check` keeps, as pyproject.toml states them."""
    parts = []
    for contract in PROJECT["tool"]["importlinter"]["contracts"]:
        lines = contract.get("layers") or _forbidden(contract)
        parts.append(f"**{contract['name']}**\n\n```text\n" + "\n".join(lines) + "\n```")
    return "\n\n".join(parts)


def _forbidden(contract: Mapping[str, list[str]]) -> list[str]:
    return [
        "from  " + ", ".join(contract["source_modules"]),
        "never " + ", ".join(contract["forbidden_modules"]),
    ]


def extras() -> str:
    """The extras of the package and what each brings."""
    rows = [
        (f"`{extra}`", ", ".join(map(_name, needs)))
        for extra, needs in PROJECT["project"]["optional-dependencies"].items()
        if extra not in ("dev", "docs")
    ]
    return table(("extra", "packages"), rows)


def dependencies() -> str:
    """Every direct dependency with its licence and where it comes from."""
    rows = []
    for name in sorted(direct_dependencies()):
        known = importlib.metadata.metadata(name)
        rows.append((f"[{name}]({_home(known)})", license_of(name)))
    return table(("package", "licence"), rows)


def direct_dependencies() -> set[str]:
    """The packages that framegen needs, or needs with an extra that users install."""
    extras = PROJECT["project"]["optional-dependencies"]
    needs = [PROJECT["project"]["dependencies"]]
    needs += [each for extra, each in extras.items() if extra not in ("dev", "docs")]
    return {_name(need) for part in needs for need in part} - {"framegen"}


def license_of(name: str) -> str:
    """A package's licence, as we know it or as it says itself."""
    known = importlib.metadata.metadata(name)
    return LICENSES.get(name) or known.get("License-Expression") or known.get("License") or ""


def _name(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    return found[0].lower() if found else requirement


def _home(known: "importlib.metadata.PackageMetadata") -> str:
    named = dict(each.split(", ", 1) for each in known.get_all("Project-URL", []))
    links = {name.lower(): link for name, link in named.items()}
    found = next(
        (links[name] for name in ("source", "repository", "homepage") if name in links), ""
    )
    return found or known.get("Home-page") or next(iter(links.values()), "")


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
    return _module(framegen.errors, FramegenError)


def testing_reference() -> str:
    """The reference of framegen.testing."""
    return _module(framegen.testing)


def _module(module: object, base: type = object) -> str:
    names = [
        name
        for name, each in vars(module).items()
        if getattr(each, "__module__", "") == module.__name__  # type: ignore[attr-defined]
        and not name.startswith("_")
        and (base is object or (isinstance(each, type) and issubclass(each, base)))
    ]
    return "\n\n".join(_documented(module.__name__, each, getattr(module, each)) for each in names)  # type: ignore[attr-defined]


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


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown."""
    heads = list(heads)
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(map(_cell, line)) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


TABLES: dict[str, Callable[..., str]] = {
    "calls": calls,
    "codes": codes,
    "commands": commands,
    "contracts": contracts,
    "dependencies": dependencies,
    "errors": errors,
    "errors-reference": errors_reference,
    "extras": extras,
    "folders": folders,
    "formats": formats,
    "limits": limits,
    "metrics": metrics,
    "notes": notes,
    "public": public,
    "settings": settings,
    "testing-reference": testing_reference,
}
