"""Words: every failure and every doubt has Vietnamese ones."""

import inspect
import re
import unicodedata

import pytest

import framegen.errors
import service.errors
from framegen import FramegenError, Note
from service.api.problems import HTTP_ERRORS, status_of
from service.errors import ComeBack
from service.words import OTHERWISE, PROBLEMS, WEB, page_words, problem_words

ERRORS = [
    value
    for module in (framegen.errors, service.errors)
    for value in vars(module).values()
    if inspect.isclass(value)
    and issubclass(value, FramegenError)
    and value.__module__ == module.__name__
]
# Classes that only group others, and what the service never asks the library for.
GROUPS = {error.code for error in ERRORS if error.__subclasses__()} - {"request-invalid"}
GROUPS -= {"photo-unreadable"}
ELSEWHERE = {"photo-not-found", "no-face-found", "several-faces", "ledger-not-found"}
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
    words = page_words("vi")[f"note.{note}"]
    assert is_vietnamese(words)
    assert is_sentence(words)


def placeholders(text):
    return set(re.findall(r"\{\w*\}|<[^>]*>", text))


def test_the_pages_say_the_same_in_both_languages():
    vietnamese, english = page_words("vi"), page_words("en")
    assert list(vietnamese) == list(english) == sorted(vietnamese)
    for key, text in vietnamese.items():
        assert text.strip() == text != ""
        assert english[key].strip() == english[key] != ""
        assert placeholders(text) == placeholders(english[key])
        assert unicodedata.is_normalized("NFC", text)


@pytest.mark.parametrize(
    "path", sorted([*WEB.glob("templates/*.html"), *WEB.glob("static/*.js")]), ids=str
)
def test_no_words_stand_where_they_cannot_be_translated(path):
    text = path.read_text(encoding="utf-8")
    assert not [letter for letter in text if letter.isalpha() and not letter.isascii()]


def said_by_pages():
    """The keys that templates and scripts name, and the beginnings of those put together."""
    templates = "".join(path.read_text() for path in WEB.glob("templates/*.html"))
    scripts = "".join(path.read_text() for path in WEB.glob("static/*.js"))
    said = set(re.findall(r"""\bt\(["']([\w.%-]+)["']""", templates))
    said |= {f"js.{key}" for key in re.findall(r"""\bsay\(["']([\w.-]+)["']""", scripts)}
    return said


def test_every_word_that_a_page_says_is_there():
    whole = {key for key in said_by_pages() if "%" not in key and not key.endswith(".")}
    assert whole
    assert whole <= page_words("vi").keys()


def test_no_words_are_kept_for_a_code_that_is_no_more():
    assert PROBLEMS.keys() <= CODES


def test_an_unknown_code_has_words_too():
    assert problem_words("no-such-code") == OTHERWISE


@pytest.mark.parametrize(
    "text", [*OTHERWISE, *page_words("vi").values(), *sum(PROBLEMS.values(), ())]
)
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
