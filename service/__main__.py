"""Command: `python -m service` or `framegen serve` starts the service, or says why it cannot."""

import copy
import gettext
import os
import sys

import click

from framegen.errors import FramegenError
from framegen.language import FOLDER, N_, Message, Part, usual_language
from framegen.language.system import reason_of

from . import self_check
from .entrance.keys import Keys, new_key
from .language import for_members, rendered
from .server import serve
from .settings import Settings

WRONG, ENVIRONMENT = 2, 3

# Where `framegen --lang` leaves its answer.
LANGUAGE = "framegen.language"

HELP = N_(
    "Run framegen's web service.\n"
    "\n"
    "Settings are environment variables such as FRAMEGEN_PORT=8080; --show-settings lists them. "
    "On SIGTERM it finishes what is under way and ends with status 0. Status 2 is a wrong setting, "
    "3 a machine that does not let it start."
)


class _Translated(click.Command):
    """A command whose help is in the user's language."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help."""
        language = _language(ctx)
        spoken = copy.copy(self)
        spoken.help = for_members(self.help or "", language)
        spoken.options_metavar = for_members(N_("[OPTIONS]"), language)
        spoken.params = [_in_language(param, language) for param in self.params]
        click.Command.format_help(spoken, ctx, formatter)


# Explicit texts, since -OO leaves no docstrings.
@click.command(cls=_Translated, help=HELP, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--show-settings", is_flag=True, help=N_("Print every setting as it is, and end."))
@click.option("--check", is_flag=True, help=N_("Try settings, frames and workers, and end."))
@click.option("--new-key", "app", metavar="APP", help=N_("Make an API key for an app, and end."))
@click.pass_context
def main(ctx: click.Context, *, show_settings: bool, check: bool, app: str | None) -> None:
    """Start the service, or answer one of the options."""
    language = _language(ctx)
    try:
        if app is not None:
            _print_key(app, language)
            return
        settings = Settings.from_env(os.environ)
        if show_settings:
            click.echo(self_check.table_of(settings, language))
        elif check:
            click.echo(rendered(self_check.check(settings), language))
        else:
            serve(settings)
    except FramegenError as error:
        _fail(Message.of(error), language, WRONG)
    except OSError as error:
        values = {"reason": reason_of(error)}
        _fail(Message("The service cannot start: {reason}.", values), language, ENVIRONMENT)


def _language(ctx: click.Context) -> str:
    asked: str | None = ctx.meta.get(LANGUAGE)
    return asked or usual_language(os.environ)


def _in_language(param: click.Parameter, language: str) -> click.Parameter:
    if not isinstance(param, click.Option) or not param.help:
        return param
    spoken = copy.copy(param)
    spoken.help = for_members(param.help, language)
    return spoken


def _fail(message: Message, language: str, status: int) -> None:
    what = Message("Error: {what}", {"what": rendered(message, language)})
    click.echo(rendered(what, language), err=True)
    sys.exit(status)


def _print_key(app: str, language: str) -> None:
    key, digest = new_key()
    entry = f"{app}={digest}"
    Keys.parse(entry)
    shown = Message("The key, for {app} alone; it is shown this once:", {"app": app})
    click.echo(f"{rendered(shown, language)}\n  {key}")
    click.echo(f"{rendered(Message('Add to FRAMEGEN_API_KEYS:'), language)}\n  {entry}")


def run() -> None:
    """Run the command; click's own words come from the officers' catalogue."""
    gettext.bindtextdomain(Part.OFFICERS, str(FOLDER))
    gettext.textdomain(Part.OFFICERS)
    os.environ["LANGUAGE"] = usual_language(os.environ)
    main()


if __name__ == "__main__":
    run()
