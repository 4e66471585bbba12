"""The command line's words: what it says in English it says in Vietnamese, of the same values."""

import ast
import importlib
import string
import unicodedata

import click
import pytest

from framegen.batch.result import Why
from framegen.cli.main import cli
from framegen.cli.words import CLICK, COMMANDS, OPTIONS, PHRASES, WORDS
from framegen.staff.match import Rule, Status
from tests.test_layers import FILES, parsed

SPEAKING = [name for name in FILES if name.startswith(("cli", "command", "batch_progress"))]


def phrases(name):
    """What a room hands to `phrase`."""
    room = importlib.import_module(f"framegen.{name}")
    for node in ast.walk(parsed(FILES[name])):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "phrase":
            first = node.args[0]
            yield first.value if isinstance(first, ast.Constant) else getattr(room, first.id)


def commands(command=cli, path=""):
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, f"{path} {name}".strip())


def fields(template):
    return sorted(
        f"{name}:{spec}" for _, name, spec, _ in string.Formatter().parse(template) if name
    )


def test_each_phrase_has_its_vietnamese_and_none_is_left_over():
    assert {each for name in SPEAKING for each in phrases(name)} == PHRASES.keys()


@pytest.mark.parametrize("english", PHRASES)
def test_a_phrase_has_the_same_values_in_both(english):
    assert fields(PHRASES[english]) == fields(english)


def test_each_command_has_its_help_and_none_is_left_over():
    assert {path for path, _ in commands()} == COMMANDS.keys()


def test_each_option_has_its_help_and_none_is_left_over():
    helps = {"Show this message and exit."}
    for _, command in commands():
        helps |= {each.help for each in command.params if isinstance(each, click.Option)}
    assert helps == OPTIONS.keys()


def test_each_state_rule_and_reason_has_its_word():
    assert WORDS.keys() >= {*Status, *Rule, *Why}


def test_letters_are_composed():
    for words in (CLICK, COMMANDS, OPTIONS, PHRASES, WORDS):
        for said in words.values():
            assert said == unicodedata.normalize("NFC", said)
