"""Help: what commands say of themselves, in the language of whoever asks."""

import copy
import gettext
import inspect
import os
from typing import TypeVar

import click

from framegen.language import FOLDER, N_, SOURCE, Part, translated, usual_language

# Where the option --lang leaves its answer.
LANGUAGE = "framegen.language"

# What click writes about commands; it looks for these itself, as gettext does.
CLICK_TEXTS: tuple[str | tuple[str, str], ...] = (
    "Usage:",
    "Options",
    "Commands",
    "default: {default}",
    "required",
    "Show this message and exit.",
    "Show the version and exit.",
    "Try '{command} {option}' for help.",
    "Error: {message}",
    "Missing command.",
    "Missing argument",
    "Missing option",
    "Choose from:\n\t{choices}",
    "Invalid value: {message}",
    "Invalid value for {param_hint}: {message}",
    "No such command {name!r}.",
    "No such option {name!r}.",
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    "{value!r} is not a valid {number_type}.",
    "{value} is not in the range {range}.",
    "{name} {filename!r} does not exist.",
    "{name} {filename!r} is a file.",
    "{name} {filename!r} is a directory.",
    "{name} {filename!r} is not readable.",
    "file",
    "directory",
    "path",
)
C = TypeVar("C", bound=click.Command)

OPTIONS, COMMAND = N_("[OPTIONS]"), N_("COMMAND [ARGS]...")


def language() -> str:
    """What the command speaks that runs: by --lang, else as the machine is set."""
    ctx = click.get_current_context(silent=True)
    asked: str | None = ctx.meta.get(LANGUAGE) if ctx else None
    return asked or usual_language(os.environ)


def speak(language: str) -> None:
    """Have click, which asks gettext, speak a language."""
    gettext.bindtextdomain(Part.OFFICERS, str(FOLDER))
    gettext.textdomain(Part.OFFICERS)
    os.environ["LANGUAGE"] = language


def help_of(command: click.Command) -> str:
    """What a command says of itself in English, as the catalogues have it."""
    return inspect.cleandoc(command.help or "")


def in_language(command: C, language: str) -> C:
    """A copy of a command, and of those below it, that helps in a language."""
    if language == SOURCE:
        return command
    told = copy.copy(command)
    told.help = translated(help_of(command), language)
    told.options_metavar = translated(OPTIONS, language)
    told.params = [_in_language(param, language) for param in command.params]
    if isinstance(told, click.Group):
        told.subcommand_metavar = translated(COMMAND, language)
        told.commands = {name: in_language(each, language) for name, each in told.commands.items()}
    return told


def first_page(group: click.Group, ctx: click.Context) -> click.Group:
    """A copy of the outermost group whose page of help is in the language of this run."""
    speak(language())
    told = copy.copy(group)
    # Its own option for help was made before --lang was read.
    told.params, told.add_help_option = group.get_params(ctx), False
    return in_language(told, language())


def _in_language(param: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(param, click.Option) or param.help is None:
        return param
    told = copy.copy(param)
    told.help = translated(param.help, language)
    return told
