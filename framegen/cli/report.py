"""The command line's `report`: a batch's report, review sheet and ZIP made anew."""

from pathlib import Path

import click

from framegen.cli.command import FINE, say


@click.command()
@click.argument("into", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--parquet", is_flag=True, help="Write everyone's outcome as Parquet as well.")
@click.pass_context
def report(ctx: click.Context, into: Path, parquet: bool) -> None:
    """Write the report, the review sheet and the ZIP of a batch in DIR once more."""
    from framegen.report.write import write_reports

    for path in write_reports(into, anew=True, parquet=parquet):
        say(str(path))
    ctx.exit(FINE)
