"""Reference: every call and every problem, for those who write programs."""

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from framegen.language import LANGUAGES

from ..api.problems import problems_answered
from ..language import MEMBERS_LANGUAGE, page_language
from .pages import ThePages

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """A problem: its code and status, then language, title and hint for each language."""

    code: str
    status: int
    words: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """A call of the API, with what it takes and answers.

    Attributes:
        method, path, summary: which it is.
        fields: name, place, type and meaning of each.
        answers: status and meaning of each.
        curl: a shell line that makes the call.
    """

    method: str
    path: str
    summary: str
    fields: tuple[tuple[str, str, str, str], ...]
    answers: tuple[tuple[str, str], ...]
    curl: str


@router.get("/problems")
async def problems(request: Request, pages: ThePages) -> HTMLResponse:
    """Every problem."""
    return pages.page("problems.html", page_language(request), entries=problem_entries())


@router.get("/problems/{code}")
async def problem(request: Request, pages: ThePages, code: str) -> HTMLResponse:
    """One problem."""
    entries = [entry for entry in problem_entries() if entry.code == code]
    if not entries:
        raise HTTPException(404)
    return pages.page("problems.html", page_language(request), entries=entries)


@router.get("/docs")
async def docs(request: Request, pages: ThePages) -> HTMLResponse:
    """Every call of the API."""
    app = request.app
    calls = list(calls_of(app.openapi()))
    return pages.page("docs.html", page_language(request), calls=calls, version=app.version)


def problem_entries() -> list[Entry]:
    """Every problem that an answer may carry, in every language, the members' first."""
    languages = [MEMBERS_LANGUAGE, *(each for each in LANGUAGES if each != MEMBERS_LANGUAGE)]
    return [
        Entry(
            problem.code,
            problem.status,
            tuple((language, *problem.words(language)) for language in languages),
        )
        for problem in problems_answered()
    ]


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
    """A shell line that makes a call to a service on this machine."""
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
