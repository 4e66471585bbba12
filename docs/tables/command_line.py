"""Command line: the help of the command line."""

import inspect
import os

import click

import service.__main__
from docs.tables.markdown import table
from docs.tables.words import in_vietnamese
from framegen.cli.help import in_language, speak
from framegen.cli.main import cli
from framegen.language import SOURCE


def commands(language: str = "en") -> str:
    """Every command of the command line with its options, in a language."""
    asked = os.environ.get("LANGUAGE")
    speak(language)
    try:
        return _command(cli, "framegen", language)
    finally:
        speak(SOURCE)
        if asked is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = asked


def _command(command: click.Command, path: str, language: str, level: int = 2) -> str:
    if path == "framegen serve":
        # The command line hands everything to the service's own command.
        command = service.__main__.main
    command = in_language(command, language)
    ctx = click.Context(command, info_name=path)
    # What members read is not in the catalogue of the command line.
    say = in_vietnamese if language == "vi" else str
    usage = " ".join([path, *command.collect_usage_pieces(ctx)])
    parts = [f"{'#' * level} `{path}`", f"```text\n{usage}\n```", _prose(say(command.help or ""))]
    records = [each.get_help_record(ctx) for each in command.params]
    # Arguments stand in the usage line and mean what the help says.
    rows = [(f"`{record[0]}`", say(record[1])) for record in records if record and record[1]]
    if rows:
        heads = ("Tùy chọn", "Ý nghĩa") if language == "vi" else ("option", "meaning")
        parts.append(table(heads, rows))
    if isinstance(command, click.Group):
        parts += [
            _command(each, f"{path} {name}", language, min(level + 1, 4))
            for name, each in sorted(command.commands.items())
        ]
    return "\n\n".join(parts)


def _prose(text: str) -> str:
    """Help as Markdown; click keeps the lines of a paragraph that begins with a backspace."""
    paragraphs = inspect.cleandoc(text).split("\n\n")
    return "\n\n".join(
        f"```text\n{each.removeprefix(chr(8)).strip(chr(10))}\n```"
        if each.startswith("\b")
        else each.replace("*", "\\*").replace("<", "&lt;")
        for each in paragraphs
    )
