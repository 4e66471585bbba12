"""Help: what commands say of themselves, in the language of whoever asks."""

import copy
import gettext
import inspect
import os
from typing import TypeVar

import click

from framegen.language import FOLDER, N_, Part, translated, usual_language

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


def _show_help(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(ctx.get_help(), color=ctx.color)
        ctx.exit()


HELP = click.Option(
    ["-h", "--help"],
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_help,
    help="Show this message and exit.",
)


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
    copied = copy.copy(command)
    if copied.add_help_option:
        # click would word its own once, for all languages.
        copied.params, copied.add_help_option = [*copied.params, HELP], False
    if isinstance(copied, click.Group):
        copied.subcommand_metavar = translated(COMMAND, language)
        copied.commands = {
            name: in_language(each, language) for name, each in copied.commands.items()
        }
    copied.help = translated(help_of(command), language)
    copied.options_metavar = translated(OPTIONS, language)
    copied.params = [_in_language(param, language) for param in copied.params]
    return copied


def _in_language(param: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(param, click.Option) or param.help is None:
        return param
    copied = copy.copy(param)
    copied.help = translated(param.help, language)
    return copied
