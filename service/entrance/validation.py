"""Validation: what pydantic finds wrong with a field, as an error in our own words."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from framegen.errors import RequestError
from framegen.language import N_

TEXT = N_("{field}: expected a text.")
WHOLE = N_("{field}: expected a whole number.")
NUMBER = N_("{field}: expected a number.")
FLAG = N_("{field}: expected true or false.")
OBJECT = N_("{field}: expected an object.")
LIST = N_("{field}: expected a list.")
LONG = N_("{field}: it is too long.")
OTHER = N_("{field}: it makes no sense.")

# By pydantic's types of errors.
SENTENCES: Mapping[str, str] = {
    "missing": N_("{field}: it is missing."),
    "extra_forbidden": N_("{field}: there is no such field."),
    "json_invalid": N_("{field}: it is no JSON."),
    "string_type": TEXT,
    "string_unicode": TEXT,
    "int_type": WHOLE,
    "int_parsing": WHOLE,
    "int_from_float": WHOLE,
    "float_type": NUMBER,
    "float_parsing": NUMBER,
    "finite_number": NUMBER,
    "bool_type": FLAG,
    "bool_parsing": FLAG,
    "dict_type": OBJECT,
    "model_type": OBJECT,
    "model_attributes_type": OBJECT,
    "tuple_type": LIST,
    "list_type": LIST,
    "too_long": LONG,
    "string_too_long": LONG,
    "greater_than_equal": N_("{field}: expected {least} or more."),
    "enum": N_("{field}: expected one of {choices}."),
}


def invalid_field(found: Mapping[str, Any], place: Iterable[str | int]) -> RequestError:
    """The error for what pydantic found at a place: keys and indices from the body inwards."""
    context = found.get("ctx", {})
    values: dict[str, object] = {"field": ".".join(map(str, place)) or "body"}
    if "ge" in context:
        values["least"] = context["ge"]
    if found["type"] == "enum":
        # It lists them in a sentence: 'jpeg', 'png' or 'webp'.
        values["choices"] = re.findall(r"'([^']+)'", context["expected"])
    return RequestError(SENTENCES.get(found["type"], OTHER), **values)
