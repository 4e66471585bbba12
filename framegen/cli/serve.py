"""The command `serve`: the web service, of the wheel or of a clone."""

import importlib
import importlib.util
import os

import click

from framegen.cli.help import language
from framegen.extras import require

# Where a wheel and where a clone keep the service.
HOMES = ("framegen._service", "service")


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
def serve(options: tuple[str, ...]) -> None:
    """Run framegen's web service."""
    require("service")
    # The service reads its language, as its other settings, from the environment.
    os.environ["FRAMEGEN_LANG"] = language()
    service = importlib.import_module(f"{home()}.__main__")
    service.main.main(args=list(options), prog_name="framegen serve")


def home() -> str:
    """The package that holds the service."""
    return next(name for name in HOMES if importlib.util.find_spec(name))
