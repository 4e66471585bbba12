"""The command line's `report`: writes a batch's workbook, review sheet and ZIP again."""

from pathlib import Path

import click

from framegen.cli.command import FINE, say
from framegen.cli.help import language


@click.command()
@click.argument("into", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--parquet", is_flag=True, help="Write everyone's outcome as Parquet as well.")
@click.pass_context
def report(ctx: click.Context, into: Path, parquet: bool) -> None:
    """Write the report, the review sheet and the ZIP of a batch in DIR again."""
    from framegen.report.write import write_reports

    for path in write_reports(into, anew=True, parquet=parquet, language=language()):
        say(str(path))
    ctx.exit(FINE)
