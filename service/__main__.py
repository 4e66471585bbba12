"""`python -m service`: start the service, or say in a sentence why not."""

import os
import sys

import click

from framegen import FramegenError
from . import self_check
from .entrance.keys import Keys, new_key
from .server import serve
from .settings import SettingInvalid, Settings

WRONG, ENVIRONMENT = 2, 3


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--show-settings", is_flag=True, help="Print every setting as it is, and end.")
@click.option("--check", is_flag=True, help="Try settings, frames and workers, and end.")
@click.option("--new-key", "app", metavar="APP", help="Make an API key for an app, and end.")
def main(*, show_settings: bool, check: bool, app: str | None) -> None:
    """Run framegen's web service.

    Settings are environment variables such as FRAMEGEN_PORT=8080; --show-settings lists them.
    On SIGTERM it finishes what is under way and ends with status 0. Status 2 is a wrong setting,
    3 a machine that does not let it start.
    """
    try:
        if app is not None:
            _print_key(app)
            return
        settings = Settings.from_env(os.environ)
        if show_settings:
            click.echo(self_check.table_of(settings))
        elif check:
            click.echo(self_check.check(settings))
        else:
            serve(settings)
    except (SettingInvalid, FramegenError) as error:
        click.echo(f"Error: {error}", err=True)
        sys.exit(WRONG)
    except OSError as error:
        click.echo(f"Error: {error.strerror or error}.", err=True)
        sys.exit(ENVIRONMENT)


def _print_key(app: str) -> None:
    key, digest = new_key()
    Keys.parse(f"{app}={digest}")
    click.echo(f"The key, for {app} alone; it is shown this once:\n  {key}")
    click.echo(f"Add to FRAMEGEN_API_KEYS:\n  {app}={digest}")


if __name__ == "__main__":
    main()
