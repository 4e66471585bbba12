"""The command line's `staff`: how a staff list was understood."""

from typing import TYPE_CHECKING

import click

from framegen.cli.command import FINE, NOTE, ROW, assigned, phrase, print_json, say
from framegen.cli.help import language

if TYPE_CHECKING:
    from framegen.staff.people import StaffList

SHOWN = 5


@click.command()
@click.argument("path", metavar="LIST")
@click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook, by its name.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="ROLE=COLUMN",
    help="Name a column by letter or heading: name=C, code=B, unit=D, photo=F.",
)
@click.pass_context
def staff(
    ctx: click.Context, path: str, sheet: str | None, columns: tuple[str, ...], *, as_json: bool
) -> None:
    """Say how a staff LIST is understood: CSV in any encoding, XLSX, XLS or ODS.

    Its heading is found, wherever it stands, and which column is what; whatever was guessed or left
    out is said.
    """
    from framegen.staff.people import read_staff

    found = read_staff(path, sheet=sheet, columns=dict(map(assigned, columns)))
    if as_json:
        _print_list(found)
    else:
        _tell_list(found)
    ctx.exit(FINE)


def _print_list(found: "StaffList") -> None:
    print_json(
        list=found.list,
        sheet=found.sheet,
        encoding=found.encoding,
        header_row=found.header_row,
        header_rows=found.header_rows,
        columns=dict(found.columns),
        people=[
            {
                "row": person.row,
                "name": person.name,
                "code": person.code,
                "unit": person.unit,
                "title": person.title,
                "photo": person.photo,
            }
            for person in found.people
        ],
        notes=[{"code": note.code, "message": note.message} for note in found.notes],
    )


def _tell_list(found: "StaffList") -> None:
    from framegen.staff.staff_note import letter_of

    where = [phrase('sheet "{name}"', name=found.sheet)] if found.sheet else []
    where += [phrase("encoding {name}", name=found.encoding)] if found.encoding else []
    say(f"{found.list}: {', '.join([*where, _heading_of(found)])}")
    columns = (f"{_role(role)} {letter_of(column)}" for role, column in found.columns.items())
    say(phrase("  columns: {columns}", columns=", ".join(columns)))
    units = len({person.unit for person in found.people if person.unit})
    say(phrase("  people: {people:,}, units: {units:,}", people=len(found.people), units=units))
    for person in found.people[:SHOWN]:
        told = filter(None, (person.code, person.name, person.title, person.unit, person.photo))
        say("  " + phrase(ROW, row=person.row, told=" | ".join(told)))
    if len(found.people) > SHOWN:
        say("  ...")
    for note in found.notes:
        say(phrase(NOTE, message=note.message, code=note.code), err=True)


def _role(role: str) -> str:
    """A column's role; in Vietnamese with the word that --column takes."""
    from framegen.staff.staff_note import ROLE_WORDS

    return f"{ROLE_WORDS[role]} ({role})" if language() == "vi" else role


def _heading_of(found: "StaffList") -> str:
    first, last = found.header_row, found.header_row + found.header_rows - 1
    if not found.header_rows:
        return phrase("no heading")
    if first == last:
        return phrase("heading in row {row}", row=last)
    return phrase("heading in rows {first} to {last}", first=first, last=last)
