"""The tree of errors: codes, hints, and the drawing of the tree in the module's docstring."""

import inspect
import re

import pytest

from framegen import errors
from framegen.errors import FramegenError, FrameNotFound

CLASSES = [
    value
    for value in vars(errors).values()
    if inspect.isclass(value) and issubclass(value, Exception)
]
each_class = pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)


def drawn_tree():
    """The docstring's drawing as pairs of a name and the name that it stands under."""
    above, tree = [], {}
    for line in (errors.__doc__ or "").splitlines():
        if match := re.match(r"([|+ ]*)([A-Z]\w+)  +\w", line):
            depth = len(match[1]) // 2
            above[depth:] = [match[2]]
            tree[match[2]] = above[depth - 1] if depth else None
    return tree


def test_the_docstring_draws_the_whole_tree_as_it_is():
    ours = {error.__name__: next(iter(error.__bases__)).__name__ for error in CLASSES}
    assert drawn_tree() == {**ours, "FramegenError": None}


@each_class
def test_every_error_is_a_framegen_error(error):
    assert issubclass(error, FramegenError)


def test_no_two_errors_share_a_code():
    codes = [error.code for error in CLASSES]
    assert len(set(codes)) == len(codes) > 10


@each_class
def test_a_code_is_the_errors_own_and_in_kebab_case(error):
    assert "code" in vars(error)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)+", error.code)


@each_class
def test_a_hint_is_the_errors_own_sentence(error):
    assert "hint" in vars(error)
    assert re.fullmatch(r"[A-Z].+[.]", error.hint)


@each_class
def test_a_docstring_is_one_sentence(error):
    assert re.fullmatch(r"[A-Z][^.\n]+[.]", vars(error)["__doc__"])


@each_class
def test_an_error_reads_as_its_message(error):
    assert str(error('Không có khung "vòng".')) == 'Không có khung "vòng".'


@each_class
def test_an_error_without_a_message_reads_as_its_name(error):
    assert str(error()) == error.__name__


def test_an_unknown_frame_is_a_key_error_without_extra_quotes():
    error = FrameNotFound("There is no frame x.")
    assert isinstance(error, KeyError)
    assert str(error) == "There is no frame x."
