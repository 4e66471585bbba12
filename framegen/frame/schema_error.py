"""Schema errors: what msgspec finds wrong with a manifest, as a key and a message of our own."""

import json
import re
from collections.abc import Mapping

from framegen.language import N_, Message

# msgspec's names of types.
TYPES = {
    "array": N_("a list"),
    "bool": N_("true or false"),
    "date": N_("a date"),
    "float": N_("a number"),
    "int": N_("a whole number"),
    "object": N_("a table"),
    "str": N_("a text"),
}
OTHER_TYPE = N_("another value")

# msgspec's sentences, which have no codes: the groups become the values of our sentence. Where it
# has {got} and the pattern has not, that is the value at the key.
PROBLEMS = (
    (r"Object missing required field `(?P<field>.+)`", N_("this key is missing")),
    (r"Object contains unknown field `(?P<field>.+)`", N_("there is no such key")),
    (
        r"Expected `array` of length (?P<length>\d+), got (?P<got>\d+)",
        N_("expected a list of {length} values, got {got}"),
    ),
    (
        r"Expected `str` of length <= (?P<length>\d+)",
        N_("expected a text of at most {length} letters, got {got}"),
    ),
    (
        r"Expected `str` matching regex '(?P<pattern>.+)'",
        N_("expected a text of the form {pattern}, got {got}"),
    ),
    (r"Expected `(?P<type>\w+)` <= (?P<bound>\S+)", N_("expected at most {bound}, got {got}")),
    (r"Expected `(?P<type>\w+)` >= (?P<bound>\S+)", N_("expected at least {bound}, got {got}")),
    (r"Expected `(?P<type>\w+)` > (?P<bound>\S+)", N_("expected more than {bound}, got {got}")),
    (r"Expected `(?P<type>\w+)`, got .+", N_("expected {type}, got {got}")),
    (r"Invalid (enum )?value .+", N_("{got} is none of the values that it may have")),
)
OTHER_PROBLEM = N_("{got} cannot be used here")


def problem_of(error: str, values: object) -> tuple[str, Message]:
    """The key, such as "text[0].size", and the problem, as a part of a sentence.

    Args:
        error: what msgspec says: "Expected `float` <= 0.5 - at `$.window.radius`".
        values: the manifest as tables, lists and values.
    """
    sentence, _, key = error.partition(" - at `$")
    key = key.rstrip("`").removeprefix(".")
    for pattern, text in PROBLEMS:
        if found := re.fullmatch(pattern, sentence):
            parts = found.groupdict()
            if field := parts.pop("field", None):
                return (f"{key}.{field}" if key else field), Message(text)
            return key, Message(text, {"got": _value_at(key, values), **_in_words(parts)})
    return key, Message(OTHER_PROBLEM, {"got": _value_at(key, values)})


def _in_words(parts: Mapping[str, str]) -> dict[str, object]:
    words: dict[str, object] = dict(parts)
    if "type" in parts:
        words["type"] = Message(TYPES.get(parts["type"], OTHER_TYPE))
    return words


def _value_at(key: str, values: object) -> object:
    """The value at a key as it stands in a manifest; tables and lists by their type."""
    for step in re.findall(r"[^.\[\]]+", key):
        if isinstance(values, list) and step.isdigit() and int(step) < len(values):
            values = values[int(step)]
        elif isinstance(values, dict) and step in values:
            values = values[step]
        else:
            return Message(OTHER_TYPE)
    if isinstance(values, dict | list):
        return Message(TYPES["object" if isinstance(values, dict) else "array"])
    return json.dumps(values, ensure_ascii=False, default=str)[:80]
