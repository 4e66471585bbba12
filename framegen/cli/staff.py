"""Staff: the command `staff`, which shows how a staff list was understood."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from framegen.cli.command import FINE, NOTE, ROW, assigned, phrase, print_json, say
from framegen.cli.help import language
from framegen.language import Message

if TYPE_CHECKING:
    from framegen.staff.letters.vocabulary import Role
    from framegen.staff.people import Person, StaffList

# How many people are shown as words.
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
    """Show how a staff LIST is understood: CSV in any encoding, XLSX, XLS or ODS.

    The heading is found wherever it stands, and what each column holds; notes tell what was guessed
    or left out.
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
        columns=_with_former_roles(found.columns),
        people=list(map(_person_json, found.people)),
        notes=[
            {
                "code": note.code,
                "values": dict(note.values),
                "message": note.message.render(language()),
            }
            for note in found.notes
        ],
    )


def _with_former_roles(columns: "Mapping[Role, int]") -> dict[str, int]:
    """The columns, under their former names as well, which are kept for one version more."""
    from framegen.staff.letters.vocabulary import FORMER_ROLES

    former = {name: columns[role] for name, role in FORMER_ROLES.items() if role in columns}
    return {**{str(role): column for role, column in columns.items()}, **former}


def _person_json(person: "Person") -> dict[str, object]:
    from framegen.staff.people import PERSON_ROLES

    return {"row": person.row, **{role: person.value(role) for role in PERSON_ROLES}}


def _tell_list(found: "StaffList") -> None:
    from framegen.staff.cells.column_letter import letter_of

    where = [phrase('sheet "{name}"', name=found.sheet)] if found.sheet else []
    where += [phrase("encoding {name}", name=found.encoding)] if found.encoding else []
    say(f"{found.list}: {', '.join([*where, _heading_of(found)])}")
    columns = (f"{_words(role)} {letter_of(column)}" for role, column in found.columns.items())
    say(phrase("  columns: {columns}", columns=", ".join(columns)))
    units = len({person.unit for person in found.people if person.unit})
    say(phrase("  people: {people:,}, units: {units:,}", people=len(found.people), units=units))
    for person in found.people[:SHOWN]:
        say("  " + phrase(ROW, row=person.row, text=" | ".join(_told(person))))
    if len(found.people) > SHOWN:
        say("  ...")
    for note in found.notes:
        say(phrase(NOTE, message=note.message, code=note.code), err=True)


def _words(role: "Role") -> str:
    """A column's role in words, with the word that --column takes."""
    from framegen.staff.letters.vocabulary import ROLE_WORDS

    return f"{Message(ROLE_WORDS[role]).render(language())} ({role})"


def _told(person: "Person") -> list[str]:
    """A person's values: the code and the name first."""
    from framegen.staff.letters.vocabulary import HEADINGS
    from framegen.staff.people import PERSON_ROLES

    return [value for role in HEADINGS if role in PERSON_ROLES and (value := person.value(role))]


def _heading_of(found: "StaffList") -> str:
    first, last = found.header_row, found.header_row + found.header_rows - 1
    if not found.header_rows:
        return phrase("no heading")
    if first == last:
        return phrase("heading in row {row}", row=last)
    return phrase("heading in rows {first} to {last}", first=first, last=last)
