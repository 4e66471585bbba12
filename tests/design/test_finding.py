"""Finding: its sentence in a language, read after the place that it is about."""

import pytest

from framegen.design.finding import Finding, error, warning
from framegen.language import Message

CHIN = "The chin reaches down to {bottom:.3f}, below {limit:g}; raise the face."


def test_values_are_kept_apart_from_the_text():
    finding = error("face-too-low", "frame.toml: face.chin_max", CHIN, bottom=0.7, limit=0.66)
    assert finding.message == Message(CHIN, {"bottom": 0.7, "limit": 0.66})
    assert finding.sentence() == "The chin reaches down to 0.700, below 0.66; raise the face."


def test_an_error_is_one_and_a_warning_is_not():
    assert error("a", "b", "C.").is_error
    assert not warning("a", "b", "C.").is_error


@pytest.mark.parametrize("where", ["x/frame.toml: id", "x/frame.toml"])
def test_the_place_is_not_repeated_in_the_sentence(where):
    problem = Message("expected {what}.", {"what": "the folder's name"})
    message = Message("{where}: {problem}", {"where": where, "problem": problem})
    finding = Finding("frame-invalid", where, message)
    assert finding.sentence() == "Expected the folder's name."
