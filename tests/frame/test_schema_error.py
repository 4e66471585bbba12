"""What msgspec finds wrong becomes a key and a sentence of our own."""

import datetime
from typing import Annotated, Literal

import msgspec
import pytest

from framegen.frame.schema_error import problem_of
from framegen.language import Message


class Slot(msgspec.Struct, forbid_unknown_fields=True):
    size: float


class Manifest(msgspec.Struct, forbid_unknown_fields=True):
    count: Annotated[int, msgspec.Meta(ge=1, le=9)] = 1
    share: Annotated[float, msgspec.Meta(gt=0)] = 1.0
    code: Annotated[str, msgspec.Meta(pattern="^[a-z]+$", max_length=4)] = "a"
    kind: Literal["disc", "pill"] = "disc"
    pair: tuple[float, float] = (0, 0)
    day: datetime.date | None = None
    slot: Slot | None = None
    slots: tuple[Slot, ...] = ()


def found(values):
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(values, Manifest)
    key, problem = problem_of(str(caught.value), values)
    return f"{key}: {problem}"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"count": 0}, "count: expected at least 1, got 0"),
        ({"count": 10}, "count: expected at most 9, got 10"),
        ({"count": 1.5}, "count: expected a whole number, got 1.5"),
        ({"count": True}, "count: expected a whole number, got true"),
        ({"share": 0}, "share: expected more than 0.0, got 0"),
        ({"share": "x"}, 'share: expected a number, got "x"'),
        ({"share": [1]}, "share: expected a number, got a list"),
        ({"share": {"a": 1}}, "share: expected a number, got a table"),
        ({"code": 7}, "code: expected a text, got 7"),
        ({"code": "Đ"}, 'code: expected a text of the form ^[a-z]+$, got "Đ"'),
        ({"code": "abcde"}, 'code: expected a text of at most 4 letters, got "abcde"'),
        ({"kind": "star"}, 'kind: "star" is none of the values that it may have'),
        ({"pair": [1, 2, 3]}, "pair: expected a list of 2 values, got 3"),
        ({"pair": 1}, "pair: expected a list, got 1"),
        ({"slot": {}}, "slot.size: this key is missing"),
        ({"slot": {"size": 1, "side": 1}}, "slot.side: there is no such key"),
        ({"side": 1}, "side: there is no such key"),
    ],
)
def test_a_problem_names_its_key_and_value(values, sentence):
    assert found(values) == sentence


@pytest.mark.parametrize("values", [{"day": "soon"}, {"day": 3}, {"slots": [{"size": "x"}]}])
def test_any_other_problem_keeps_out_msgspecs_words(values):
    assert "`" not in found(values)
    assert "Expected" not in found(values)


def test_an_unknown_sentence_still_names_key_and_value():
    key, problem = problem_of("Something new - at `$.count`", {"count": 3})
    assert (key, str(problem)) == ("count", "3 cannot be used here")


def test_a_long_value_is_cut():
    _, problem = problem_of("Something new - at `$.code`", {"code": "a" * 5000})
    assert len(str(problem)) < 120


def test_types_are_messages_of_their_own():
    _, problem = problem_of("Expected `float`, got `str` - at `$.share`", {"share": "x"})
    assert problem.values["type"] == Message("a number")
