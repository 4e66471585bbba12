"""The command line: data on stdout, words for people on stderr."""

import io
import os
import sys
import warnings
from pathlib import Path

import click

from framegen import __version__
from framegen.cli.batch import batch
from framegen.cli.command import (
    ENVIRONMENT,
    FINE,
    INTERRUPTED,
    Commands,
    complain_of_usage,
    frames_option,
    phrase,
    say,
)
from framegen.cli.faces import faces
from framegen.cli.frames import frames
from framegen.cli.help import HELP, LANGUAGE, language, speak
from framegen.cli.make import make
from framegen.cli.report import report
from framegen.cli.serve import serve
from framegen.cli.staff import staff
from framegen.language import LANGUAGES, usual_language


def _speak(ctx: click.Context, _: click.Parameter, asked: str | None) -> None:
    ctx.meta[LANGUAGE] = asked
    speak(language())


@click.group(cls=Commands, add_help_option=False)
@click.version_option(__version__, prog_name="framegen")
@click.option(
    "--lang",
    type=click.Choice(LANGUAGES),
    envvar="FRAMEGEN_LANG",
    is_eager=True,
    expose_value=False,
    callback=_speak,
    help="What it speaks.  [default: as this machine]",
)
@click.option("-v", "--verbose", count=True, help="-vv shows where in the code an error arose.")
def cli(verbose: int) -> None:
    """Put a campaign's frame around profile photos, each face where it belongs.

    \b
    framegen frames list                                what frames there are
    framegen make an.jpg -f vong-sang-kien              one photo
    framegen make photos/ -f dai-lua-do -o avatars/     a folder of them
    cat an.jpg | framegen make - -f dai-lua-do > a.jpg  in a pipe
    framegen faces an.jpg -o boxes.png                  what it sees
    framegen frames add khung.png --name cua-toi        a frame of your own
    framegen frames preview -o frames.png               all frames on one sheet
    framegen staff danh-sach.xlsx                       how a staff list is understood
    framegen batch danh-sach.xlsx --photos anh/ -f the-doan-vien -o ra/    everyone on it
    framegen report ra/                                 its report once more
    framegen serve                                      the web page and the API

    \b
    Exit status: 0 all good, 1 finished but something needs attention, 2 wrong usage or input,
    3 the environment (disk, rights), 130 interrupted.
    """  # noqa: D301 - click keeps the lines after a real \b as they are
    del verbose


cli.params.append(HELP)
for command in (make, faces, frames, staff, batch, report, serve):
    cli.add_command(command)


@cli.command()
@frames_option
@click.pass_context
def doctor(ctx: click.Context, folder: Path | None) -> None:
    """Check this installation: libraries, type, face model, frames, and one avatar made."""
    from framegen.cli.doctor import examine

    fine = True
    for finding in examine(folder):
        state = phrase("ok") if finding.ok else phrase("BAD")
        say(f"{state:4} {finding.message.render(language())}")
        fine &= finding.ok
    ctx.exit(FINE if fine else ENVIRONMENT)


def main() -> None:
    """Run the command line and exit with its status."""
    # Pillow warns of broken files; our own errors and notes say it better.
    warnings.filterwarnings("ignore", module=r"PIL\b")
    speak(usual_language(os.environ))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # A file name that the terminal cannot show must not end the run.
            stream.reconfigure(errors="backslashreplace")
    try:
        status = cli.main(standalone_mode=False)
    except click.ClickException as error:
        complain_of_usage(error)
        status = error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(phrase("Interrupted."), err=True)
        status = INTERRUPTED
    sys.exit(status if isinstance(status, int) else FINE)
