"""The command `serve`: the web service, of the wheel or of a clone."""

import importlib
import importlib.util

import click

from framegen.extras import require

# Where a wheel and where a clone keep the service.
HOMES = ("framegen._service", "service")


@click.command(
    add_help_option=False,
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True},
)
@click.argument("options", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def serve(ctx: click.Context, options: tuple[str, ...]) -> None:
    """Run framegen's web service."""
    require("service")
    service = importlib.import_module(f"{home()}.__main__")
    # With this context as its parent it speaks the language that --lang asked for.
    service.main.main(args=list(options), prog_name="serve", parent=ctx.parent)


def home() -> str:
    """The package that holds the service."""
    return next(name for name in HOMES if importlib.util.find_spec(name))
