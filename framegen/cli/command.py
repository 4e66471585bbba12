"""Command: what all commands share: exit statuses, errors in words, output beside a bar."""

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from framegen.cli.help import in_language, language, speak
from framegen.errors import (
    AvatarUnwritable,
    ClusterUnusable,
    ExtraMissing,
    FramegenError,
    InternalError,
)
from framegen.language import N_, Message, translated
from framegen.language.system import reason_of

if TYPE_CHECKING:
    from framegen.avatar.note import Note
    from framegen.face.face import Face

# Where a running bar leaves its console for `say`.
CONSOLE = "framegen.console"

C = TypeVar("C", bound=Callable[..., object])

FAILURE = N_("Error: {what}\nHint: {hint}")
NOTE, ROW = N_("note: {message} ({code})"), N_("row {row}: {text}")
FINE, ATTENTION, WRONG, ENVIRONMENT, INTERRUPTED = 0, 1, 2, 3, 130
# Errors that are the machine's, and not of what was asked for.
ENVIRONMENTAL = (AvatarUnwritable, ClusterUnusable, ExtraMissing)


class Commands(click.Group):
    """A group whose failures are two lines: what is wrong, and what to do."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, with its help in the user's language."""
        command = super().get_command(ctx, cmd_name)
        return command and in_language(command, language())

    def get_help(self, ctx: click.Context) -> str:
        """The help, in the user's language."""
        speak(language())
        return click.Group.get_help(in_language(self, language()), ctx)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; failures become words and an exit status."""
        try:
            try:
                return super().invoke(ctx)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            # The reader has left; without this Python would report a broken pipe at exit.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(FINE)
        except KeyboardInterrupt:
            click.echo(phrase("Interrupted."), err=True)
            ctx.exit(INTERRUPTED)
        except FramegenError as error:
            complain(error, ctx)
            ctx.exit(ENVIRONMENT if isinstance(error, ENVIRONMENTAL) else WRONG)
        except OSError as error:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            complain(AvatarUnwritable("stdout: {reason}.", reason=reason_of(error)), ctx)
            ctx.exit(ENVIRONMENT)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:  # noqa: BLE001 - a mistake of ours, whatever it is
            complain(internal_error(None, error), ctx)
            ctx.exit(ENVIRONMENT)


def frames_option(command: C) -> C:
    """The option --frames, which every command that reads frames takes."""
    return click.option(
        "--frames",
        "folder",
        type=click.Path(path_type=Path),
        envvar="FRAMEGEN_FRAMES",
        help="A folder of frames of your own. [env: FRAMEGEN_FRAMES]",
    )(command)


def complain(error: FramegenError, ctx: click.Context) -> None:
    """Report an error and what to do about it; with -vv also where in the code it arose."""
    if ctx.find_root().params.get("verbose", 0) > 1:
        traceback.print_exception(error)
    say(phrase(FAILURE, what=Message.of(error), hint=Message(error.hint)), err=True)


def complain_of_usage(error: click.ClickException) -> None:
    """Report a command that was mistyped, and where its help is."""
    ctx = getattr(error, "ctx", None)
    with ctx.scope(cleanup=False) if ctx else contextlib.nullcontext():
        if isinstance(error, click.exceptions.NoArgsIsHelpError):
            error.show()
            return
        help_of = f"{ctx.command_path if ctx else 'framegen'} --help"
        click.echo(phrase(FAILURE, what=error.format_message(), hint=help_of), err=True)


def phrase(english: str, /, **values: object) -> str:
    """A sentence, known by its English, in the user's language."""
    return Message(english, values).render(language())


def sentence(note: "Note") -> str:
    """A note on an avatar, in the user's language."""
    return translated(note.sentence, language())


def print_json(**row: object) -> None:
    """One object a line, letters as they are."""
    say(json.dumps(row, ensure_ascii=False))


def bytes_of(source: str) -> bytes | str:
    """A path, or the bytes of stdin, one more than any limit lets pass."""
    if source != "-":
        return source
    from framegen.photo.limits import DEFAULT_LIMITS

    return sys.stdin.buffer.read(DEFAULT_LIMITS.max_bytes + 1)


def name_of(source: str) -> str:
    """What messages call a photo."""
    return "stdin" if source == "-" else source


def progress(sources: Sequence[str]) -> Iterator[str]:
    """The photos one by one, with a bar on a terminal where there are several."""
    if len(sources) < 2 or not sys.stderr.isatty():
        yield from sources
        return
    from rich.console import Console
    from rich.progress import Progress

    meta = click.get_current_context().meta
    bar = Progress(
        console=Console(stderr=True), transient=True, redirect_stdout=False, redirect_stderr=False
    )
    meta[CONSOLE] = bar.console
    try:
        with bar:
            yield from bar.track(sources, description=phrase("Photos"))
    finally:
        del meta[CONSOLE]


def say(line: str, *, err: bool = False) -> None:
    """Write a line; where a bar is on the same terminal, above the bar."""
    console = click.get_current_context().meta.get(CONSOLE)
    if console is None or not (err or sys.stdout.isatty()):
        click.echo(line, err=err)
    else:
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def tell_failure(ctx: click.Context, source: str, error: Exception, *, as_json: bool) -> None:
    """Report a photo's failure, as a line of JSON or as two lines of words."""
    if not isinstance(error, FramegenError):
        error = internal_error(name_of(source), error)
    if as_json:
        print_json(photo=source, error=error_json(error))
    else:
        complain(error, ctx)


def internal_error(photo: str | None, cause: Exception) -> InternalError:
    """A mistake in framegen, as an error that says how to report it."""
    values = {"kind": type(cause).__name__, "reason": str(cause)}
    if photo is None:
        error = InternalError("framegen itself failed ({kind}: {reason}).", **values)
    else:
        error = InternalError(
            "{photo}: framegen itself failed ({kind}: {reason}).", photo=photo, **values
        )
    error.__cause__ = cause
    return error


def error_json(error: FramegenError) -> dict[str, object]:
    """An error as JSON shows it: its code, and its words in the language of this run."""
    return {
        "code": error.code,
        "detail": Message.of(error).render(language()),
        "hint": translated(error.hint, language()),
    }


def face_json(face: "Face", *, eyes: bool = False) -> dict[str, object]:
    """A face as JSON shows it."""
    row: dict[str, object] = {"box": list(face.box.edges), "score": face.score}
    if eyes:
        row["eyes"] = [list(eye) for eye in face.eyes] if face.eyes else None
    return row


def assigned(option: str) -> tuple[str, str]:
    """A role and its column, of an option `ROLE=COLUMN`."""
    role, _, column = option.partition("=")
    if not role or not column:
        said = phrase('--column: expected ROLE=COLUMN such as name=C, got "{value}".', value=option)
        raise click.UsageError(said)
    return role.strip(), column.strip()
