"""Reference: the pages for those who write programs: every call, every problem."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.responses import HTMLResponse

from framegen import FramegenError
from ..api.problems import HTTP_ERRORS, status_of, title_of
from ..language import page_language
from .routes import Pages
from ..words import PROBLEMS, problem_words


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem: its code and status, then what happened and what to do, in both languages."""

    code: str
    status: int
    title: str
    hint: str
    title_vi: str
    hint_vi: str


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the API: how it is made and what comes back.

    Attributes:
        method, path, summary: which it is.
        fields: name, where it goes, type and meaning of each thing that it takes.
        answers: status and meaning.
        curl: a line that makes it.
    """

    method: str
    path: str
    summary: str
    fields: tuple[tuple[str, str, str, str], ...]
    answers: tuple[tuple[str, str], ...]
    curl: str


def reference_routes(app: FastAPI, pages: Pages) -> APIRouter:
    """The routes of the reference."""
    router = APIRouter(include_in_schema=False)
    entries = {entry.code: entry for entry in problem_entries()}

    @router.get("/problems")
    async def problems(request: Request) -> HTMLResponse:
        language = page_language(request)
        return pages.page("problems.html", language, entries=list(entries.values()))

    @router.get("/problems/{code}")
    async def problem(request: Request, code: str) -> HTMLResponse:
        if code not in entries:
            raise HTTPException(404)
        return pages.page("problems.html", page_language(request), entries=[entries[code]])

    @router.get("/docs")
    async def docs(request: Request) -> HTMLResponse:
        calls = list(calls_of(app.openapi()))
        return pages.page("docs.html", page_language(request), calls=calls, version=app.version)

    return router


def problem_entries() -> Iterator[Entry]:
    """Every problem that an answer may carry, by its code."""
    errors = {error.code: error for error in _below(FramegenError)}
    others = {code: (status, title, hint) for status, (code, title, hint) in HTTP_ERRORS.items()}
    for code in sorted({*PROBLEMS, *others}):
        if code in others:
            status, title, hint = others[code]
        else:
            error = errors[code]
            status, title, hint = status_of(error("")), title_of(error), error.hint
        yield Entry(code, status, title, hint, *problem_words(code))


def calls_of(schema: Mapping[str, Any]) -> Iterator[Call]:
    """The calls that an OpenAPI document describes."""
    for path, methods in schema["paths"].items():
        for method, call in methods.items():
            yield Call(
                method=method.upper(),
                path=path,
                summary=call["summary"],
                fields=(*_parameters(call), *_body_fields(call)),
                answers=tuple(
                    (status, answer["description"]) for status, answer in call["responses"].items()
                ),
                curl=_curl(method, path, call),
            )


def _below(kind: type[FramegenError]) -> Iterator[type[FramegenError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def _parameters(call: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for parameter in call.get("parameters", ()):
        where = "in the path" if parameter["in"] == "path" else "?query"
        yield parameter["name"], where, _type(parameter["schema"]), parameter.get("description", "")


def _body_fields(call: Mapping[str, Any]) -> Iterator[tuple[str, str, str, str]]:
    for kind, content in call.get("requestBody", {}).get("content", {}).items():
        schema = content["schema"]
        for name, field in schema.get("properties", {}).items():
            meaning = field.get("description", "")
            if name in schema.get("required", ()):
                meaning = f"{meaning} (required)".strip()
            yield name, kind, _type(field), meaning


def _type(schema: Mapping[str, Any]) -> str:
    """A field's type in a few words."""
    if "anyOf" in schema:
        return " or ".join(_type(one) for one in schema["anyOf"])
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return ", ".join(schema["enum"])
    return str(schema.get("format") or schema.get("type", ""))


def _curl(method: str, path: str, call: Mapping[str, Any]) -> str:
    """A shell line that makes a call, to a service on one's own machine."""
    words = ["curl"] if method == "get" else ["curl", "-X", method.upper()]
    content = call.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in content:
        words = ["curl", "-F", "photo=@an.jpg"]
    elif "application/json" in content:
        body = json.dumps(content["application/json"]["schema"]["examples"][0])
        words = ["curl", "--json", body]
    for parameter in call.get("parameters", ()):
        example = next(iter(parameter["schema"].get("examples", ())), None)
        if parameter["in"] == "path" and example:
            path = path.replace(f"{{{parameter['name']}}}", example)
    return shlex.join([*words, f"http://127.0.0.1:8000{path}"])
