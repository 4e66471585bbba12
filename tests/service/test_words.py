"""Words: every failure and every doubt has Vietnamese ones."""

import inspect
import unicodedata

import pytest

import framegen.errors
import service.problems
from framegen import FramegenError, Note
from service.problems import HTTP_ERRORS, ComeBack, status_of
from service.words import NOTES, OTHERWISE, PROBLEMS, problem_words

ERRORS = [
    value
    for module in (framegen.errors, service.problems)
    for value in vars(module).values()
    if inspect.isclass(value)
    and issubclass(value, FramegenError)
    and value.__module__ == module.__name__
]
# Classes that only group others, and what the service never asks the library for.
GROUPS = {error.code for error in ERRORS if error.__subclasses__()} - {"request-invalid"}
GROUPS -= {"photo-unreadable"}
ELSEWHERE = {"photo-not-found", "no-face-found", "several-faces"}
OUR_OWN = {error.code for error in ERRORS if status_of(error("")) == 500} | {"internal"}
CODES = {error.code for error in ERRORS} | {code for code, *_ in HTTP_ERRORS.values()}
CODES -= GROUPS


def is_vietnamese(text):
    """Whether a text has letters that other languages of Latin script do not."""
    marks = {"\N{COMBINING HOOK ABOVE}", "\N{COMBINING DOT BELOW}", "\N{COMBINING HORN}"}
    plain = unicodedata.normalize("NFD", text)
    return bool(marks & set(plain)) or any(letter in plain for letter in "đĐ")


def is_sentence(text):
    return text[0].isupper() and text[-1] in ".!?"


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_failure_is_said_in_vietnamese(code):
    title, hint = problem_words(code)
    assert (code in PROBLEMS) is (code not in ELSEWHERE | OUR_OWN)
    assert is_vietnamese(title + hint)
    assert is_sentence(title)
    assert is_sentence(hint)


@pytest.mark.parametrize("note", list(Note))
def test_every_doubt_is_said_in_vietnamese(note):
    assert is_vietnamese(NOTES[note])
    assert is_sentence(NOTES[note])


def test_no_words_are_kept_for_a_code_that_is_no_more():
    assert PROBLEMS.keys() <= CODES


def test_an_unknown_code_has_words_too():
    assert problem_words("no-such-code") == OTHERWISE


@pytest.mark.parametrize("text", [*OTHERWISE, *NOTES.values(), *sum(PROBLEMS.values(), ())])
def test_words_are_composed_and_without_stray_spaces(text):
    assert unicodedata.is_normalized("NFC", text)
    assert text == " ".join(text.split())


@pytest.mark.parametrize(
    "error",
    [error for error in ERRORS if status_of(error("")) == 500],
    ids=lambda error: error.__name__,
)
def test_what_fails_in_the_service_is_not_laid_at_the_members_door(error):
    assert problem_words(error.code) == OTHERWISE


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_who_is_told_to_come_back_is_told_when(error):
    assert (status_of(error("")) in {429, 503}) is issubclass(error, ComeBack)


def test_no_two_failures_share_a_code():
    codes = [error.code for error in ERRORS] + [code for code, *_ in HTTP_ERRORS.values()]
    assert len(codes) == len(set(codes))
