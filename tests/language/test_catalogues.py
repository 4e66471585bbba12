"""Catalogues: what is wrong with one is said; those of this repository are whole."""

import importlib.util
import sys

import pytest

from framegen.language import FOLDER, Part
from tests.support.places import ROOT

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


@pytest.fixture(scope="module")
def words():
    """The tool behind `make words`."""
    sys.path.insert(0, str(ROOT / ".ci"))
    try:
        spec = importlib.util.spec_from_file_location("words", ROOT / ".ci/words.py")
        tool = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(tool)
    finally:
        sys.path.remove(str(ROOT / ".ci"))
    return tool


@pytest.fixture
def problems(words, tmp_path, monkeypatch):
    """What is said of a catalogue that holds these translations, of a code with one sentence."""
    path = tmp_path / "vi/LC_MESSAGES/officers.po"
    path.parent.mkdir(parents=True)
    monkeypatch.setattr(words, "ROOT", tmp_path)
    monkeypatch.setattr(words, "CATALOGUES", [path])
    monkeypatch.setattr(words, "texts", lambda _part: {"{count:,} photos": []})

    def told(**translations):
        entries = "".join(f'msgid "{k}"\nmsgstr "{v}"\n\n' for k, v in translations.items())
        path.write_text(HEAD + entries, encoding="utf-8")
        return [each.partition(": ")[2] for each in words.problems()]

    return told


def test_a_whole_catalogue_has_no_problem(problems):
    assert problems(**{"{count:,} photos": "{count:,} ảnh"}) == []


@pytest.mark.parametrize("vietnamese", ["ảnh", "{count} ảnh", "{count:,} {more} ảnh"])
def test_other_values_in_a_translation_are_a_problem(problems, vietnamese):
    (said,) = problems(**{"{count:,} photos": vietnamese})
    assert "has other values in its translation" in said


def test_a_missing_translation_is_a_problem(problems):
    assert problems() == ["'{count:,} photos' has no translation."]
    assert problems(**{"{count:,} photos": ""}) == ["'{count:,} photos' has no translation."]


def test_a_translation_of_nothing_is_a_problem(problems):
    said = problems(**{"{count:,} photos": "{count:,} ảnh", "gone": "đi rồi"})
    assert said == ["'gone' is in no code any more; run make words."]


@pytest.mark.slow
def test_the_catalogues_of_this_repository_are_whole(words):
    assert list(words.problems()) == []


@pytest.mark.parametrize("part", Part)
def test_a_catalogue_is_compiled(part):
    assert (FOLDER / "vi/LC_MESSAGES" / f"{part}.mo").is_file()
