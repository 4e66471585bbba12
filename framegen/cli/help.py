"""CliHelp: the help of commands in the language of whoever asks for it."""

import copy
import os
from collections.abc import Iterable

import click

from framegen.cli.words import CLICK, COMMANDS, OPTIONS
from framegen.language import Language, usual_language

# Where the option --lang leaves its answer.
LANGUAGE = "framegen.language"


def language() -> Language:
    """What the command speaks that runs: by --lang, else as the machine is set."""
    ctx = click.get_current_context(silent=True)
    asked: Language | None = ctx.meta.get(LANGUAGE) if ctx else None
    return asked or usual_language(os.environ)


class VietnameseFormatter(click.HelpFormatter):
    """Lays help out as click does, under Vietnamese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is typed."""
        super().write_usage(prog, _in_words_of_click(args), prefix or CLICK["Usage: "])

    def write_heading(self, heading: str) -> None:
        """Write what stands above options or commands."""
        super().write_heading(_in_words_of_click(heading))

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        """Write options or commands, each with its help."""
        told = [(name, _in_words_of_click(OPTIONS.get(text, text))) for name, text in rows]
        super().write_dl(told, col_max, col_spacing)


class VietnameseContext(click.Context):
    """What click hands to a command whose help is Vietnamese."""

    formatter_class = VietnameseFormatter


def in_vietnamese(command: click.Command, path: str) -> click.Command:
    """A copy of a command, and of those below it, that helps in Vietnamese.

    Args:
        command: with its help in English.
        path: where COMMANDS has its help, as "frames list".
    """
    told = copy.copy(command)
    told.help = COMMANDS[path]
    told.context_class = VietnameseContext
    told.params = [_in_vietnamese(param) for param in command.params]
    if isinstance(told, click.Group):
        told.commands = {
            name: in_vietnamese(each, f"{path} {name}".strip())
            for name, each in told.commands.items()
        }
    return told


def _in_vietnamese(param: click.Parameter) -> click.Parameter:
    if not isinstance(param, click.Option) or param.help is None:
        return param
    told = copy.copy(param)
    told.help = OPTIONS.get(param.help, param.help)
    return told


def _in_words_of_click(text: str) -> str:
    for english, vietnamese in CLICK.items():
        text = text.replace(english, vietnamese)
    return text
