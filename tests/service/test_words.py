"""Words: every failure, note and script text has a translation."""

import inspect
import sys
import unicodedata

import pytest

import framegen.errors
import service.errors
from framegen import Note
from framegen.errors import FramegenError
from framegen.language import LANGUAGES, SOURCE, Part, translated
from service.api.problems import HTTP_PROBLEMS, INTERNAL, UNANSWERED, problem_of, status_of
from service.errors import ComeBack
from service.language import for_members, name_of, rendered
from service.page.assets import Assets
from service.page.words import script_words, speaker, texts_of
from tests.support.places import ROOT

ERRORS = [
    value
    for module in (framegen.errors, service.errors)
    for value in vars(module).values()
    if inspect.isclass(value)
    and issubclass(value, FramegenError)
    and value.__module__ == module.__name__
]
ANSWERED = [error for error in ERRORS if status_of(error) != 500 and error not in UNANSWERED]
OUR_OWN = [error for error in ERRORS if status_of(error) == 500]
SCRIPTS = Assets().scripts()
OTHERS = [language for language in LANGUAGES if language != SOURCE]
each_other = pytest.mark.parametrize("language", OTHERS)


@pytest.fixture(scope="module")
def texts():
    """The members' texts, as the tool of the catalogues finds them."""
    sys.path.insert(0, str(ROOT / ".ci"))
    try:
        import words
    finally:
        sys.path.pop(0)
    return {part: words.texts(part) for part in ("members",)}["members"]


def is_sentence(text):
    return text[0].isupper() and text[-1] in ".!?"


@each_other
@pytest.mark.parametrize("error", ANSWERED, ids=lambda error: error.code)
def test_every_failure_is_told_in_every_language(error, language):
    problem = problem_of(error)
    for english, words in zip((error.title, error.hint), problem.words(language), strict=True):
        assert words != english
        assert is_sentence(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("error", OUR_OWN, ids=lambda error: error.code)
def test_failures_inside_the_service_do_not_say_which(error, language):
    assert problem_of(error).words(language) == INTERNAL.words(language)


@each_other
@pytest.mark.parametrize("note", list(Note))
def test_every_note_is_told_to_members(note, language):
    words = for_members(note.sentence, language)
    assert words != note.sentence
    assert is_sentence(words)


def test_notes_speak_to_members_otherwise_than_to_officers():
    assert for_members(Note.TILTED.sentence, "en") == "Your head tilts a little."
    assert translated(Note.BLURRED.sentence, "vi", Part.OFFICERS) != for_members(
        Note.BLURRED.sentence, "vi"
    )


@each_other
def test_scripts_get_the_words_of_exactly_their_texts(language, texts):
    said = texts_of(SCRIPTS)
    assert set(said) == {
        text for text, places in texts.items() if any(path.endswith(".js") for path, _ in places)
    }
    words = script_words(said, language)
    assert set(words) == set(said)
    assert all(unicodedata.is_normalized("NFC", text) for text in words.values())


def test_scripts_in_english_get_only_what_members_read_otherwise():
    assert script_words(texts_of(SCRIPTS), "en") == {"Adjust the photo": "Adjust"}


def test_a_script_says_a_text_of_several_lines():
    assert texts_of(['say(\n  "One " +\n  "two.", { a: 1 })', 'say("\\"Q\\"")']) == (
        '"Q"',
        "One two.",
    )


def test_values_in_a_text_are_escaped():
    told = speaker("en")("Gone in <b>{minutes} min</b>", minutes="<i>")
    assert told == "Gone in <b>&lt;i&gt; min</b>"


def test_a_language_calls_itself_by_its_own_name():
    assert [name_of(language) for language in LANGUAGES] == ["English", "Tiếng Việt"]


def test_details_of_library_and_service_are_told_in_one_sentence():
    error = service.errors.SettingInvalid(
        "{variable}: entry {number}: {reason}.",
        variable="X",
        number=2,
        reason=framegen.language.Message("its name is there already"),
    )
    assert rendered(framegen.language.Message.of(error), "vi") == "X: mục 2: tên này đã có."
    assert str(error) == "X: entry 2: its name is there already."


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.__name__)
def test_come_back_errors_have_a_time(error):
    assert (status_of(error) in {429, 503}) is issubclass(error, ComeBack)


def test_no_two_failures_share_a_code():
    # Whatever fails inside is one problem, "internal".
    codes = [error.code for error in ERRORS if status_of(error) != 500]
    codes += [problem.code for problem in HTTP_PROBLEMS.values()]
    assert len(codes) == len(set(codes))
