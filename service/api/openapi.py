"""OpenAPI: the description of the calls, each with its body and every answer."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from framegen import ImageFormat

from .problems import MEDIA_TYPE
from .schemas import AvatarIn, Problem

REF = "#/components/schemas/{model}"

MEANINGS = {
    400: "The request is no HTTP.",
    401: "The key is unknown.",
    404: "There is none, or no longer.",
    405: "Another method is meant.",
    408: "The body took too long.",
    413: "The photo is over a limit.",
    415: "The photo, or the body's type, is none that is read.",
    422: "A field makes no sense.",
    429: "Too many photos from one client; see Retry-After.",
    503: "Full just now; see Retry-After.",
}
FOR_WORK = (400, 401, 408, 413, 415, 422, 429, 503)

BINARY = {"type": "string", "format": "binary"}


def photo_body(**fields: dict[str, Any]) -> dict[str, Any]:
    """A body that holds a photo, and a form's other fields."""
    form = {"type": "object", "required": ["photo"], "properties": {"photo": BINARY, **fields}}
    kinds = {"multipart/form-data": {"schema": form}, "image/*": {"schema": BINARY}}
    return {"required": True, "content": kinds}


PHOTO_ALONE = photo_body()
PHOTO_AND_OPTIONS = photo_body(
    crop={"type": "string", "example": "120,40,920,840"},
    turn={"type": "number", "description": "degrees clockwise, with crop"},
    face={"type": "integer", "description": "the number of a face"},
    level={"type": "boolean", "description": "turn a tilted head upright"},
    size={"type": "integer", "default": 1080},
    format={"type": "string", "enum": [known.value for known in ImageFormat]},
    **{"text.name": {"type": "string", "description": "for the slot `name`"}},
)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Answers of these statuses, as problems."""
    schema = {"schema": {"$ref": "#/components/schemas/Problem"}}
    retry = {"Retry-After": {"schema": {"type": "integer"}, "description": "seconds"}}
    return {
        status: {
            "description": MEANINGS[status],
            "content": {MEDIA_TYPE: schema},
            **({"headers": retry} if status in (429, 503) else {}),
        }
        for status in statuses
    }


def pictures(description: str) -> dict[int | str, dict[str, Any]]:
    """An answer that is an avatar."""
    content = {known.media_type: {"schema": BINARY} for known in ImageFormat}
    return {200: {"description": description, "content": content}}


def json_body(model: type[BaseModel]) -> dict[str, Any]:
    """A JSON body that a route reads itself."""
    schema = model.model_json_schema(ref_template=REF)
    schema.pop("$defs", None)
    return {"required": True, "content": {"application/json": {"schema": schema}}}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document of an app, with the schemas that its routes only refer to."""
    document = get_openapi(
        title=app.title, version=app.version, summary=app.summary, routes=app.routes
    )
    schemas = document["components"]["schemas"]
    schemas["Problem"] = Problem.model_json_schema()
    for name, schema in AvatarIn.model_json_schema(ref_template=REF)["$defs"].items():
        schemas.setdefault(name, schema)
    # The library's docstring, which is gone under -OO.
    schemas["ImageFormat"]["description"] = "How an avatar is encoded."
    bearer = {"type": "http", "scheme": "bearer", "description": "An app's key, for more a minute."}
    document["components"]["securitySchemes"] = {"key": bearer}
    for path in document["paths"].values():
        for call in path.values():
            if "429" in call["responses"]:
                call["security"] = [{}, {"key": []}]
    return document
