"""Parquet: the people of a list and their outcomes, for lists too long for a workbook.

The manifest is written before the first avatar is made, the parts at the end.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framegen.avatar.whole_file import whole_file
from framegen.batch.ledger.ledger import Ledger
from framegen.batch.person_fields import TEXT_FIELDS, texts_of
from framegen.batch.places.album import Album
from framegen.errors import AvatarUnwritable
from framegen.extras import require
from framegen.language.system import reason_of
from framegen.staff.match import PersonMatch
from framegen.staff.people import Person

if TYPE_CHECKING:
    import pyarrow

# The folder in the output folder; parts are numbered from 0.
PLACE, MANIFEST, PART = "parquet", "manifest.parquet", "part-{:05d}.parquet"
# People in a part, and in memory at a time.
ROWS = 50_000

# The columns of both files that tell who it is.
PERSON_COLUMNS = {
    "order": "int32",
    "row": "int32",
    **dict.fromkeys(TEXT_FIELDS, "string"),
}
MANIFEST_COLUMNS = {
    **PERSON_COLUMNS,
    "status": "string",
    "rule": "string",
    "photo": "string",
    # Changes with the photo: an ETag in a bucket, size and times in a folder.
    "stamp": "string",
    "reason": "string",
}
PART_COLUMNS = {
    **PERSON_COLUMNS,
    "outcome": "string",
    "avatar": "string",
    "notes": "string",
    "error": "string",
    "detail": "string",
    "photo": "string",
    "photo_hash": "string",
    "digest": "string",
}
Record = Mapping[str, object]


def write_manifest(
    into: Path, people: Iterable[PersonMatch], album: Album, language: str = "vi"
) -> Path:
    """Write everyone and the photo that was found, before any avatar is made; return the path.

    Args:
        into: the output folder.
        people: in list order.
        album: the photos.
        language: of the reasons.

    Raises:
        AvatarUnwritable: no permission or no space.
        ExtraMissing: pyarrow is not installed.
    """
    records = (
        {
            **_person(order, each.person),
            "status": each.status,
            "rule": each.rule,
            "photo": each.photo,
            "stamp": album.stamp(each.photo) if each.photo else None,
            "reason": each.reason.message.render(language) if each.reason else "",
        }
        for order, each in enumerate(people, 1)
    )
    path = into / PLACE / MANIFEST
    _write(path, MANIFEST_COLUMNS, _batches(records))
    return path


def write_parts(into: Path, ledger: Ledger, language: str = "vi") -> list[Path]:
    """Write everyone's outcome, in files of `ROWS` people; return the paths.

    Args:
        into: the output folder.
        ledger: the batch's.
        language: of the details of failures.

    Raises:
        AvatarUnwritable: no permission or no space.
        ExtraMissing: pyarrow is not installed.
    """
    paths = []
    for number, batch in enumerate(_batches(_outcomes(ledger, language))):
        paths.append(into / PLACE / PART.format(number))
        _write(paths[-1], PART_COLUMNS, [batch])
    for stale in (into / PLACE).glob("part-*.parquet"):
        if stale not in paths:
            stale.unlink()
    return paths


def _outcomes(ledger: Ledger, language: str) -> Iterator[Record]:
    for result in ledger.results():
        entry = ledger.avatar_at(result.name) if result.ok else None
        error = result.error
        yield {
            **_person(result.order, result.person),
            "outcome": result.outcome,
            "avatar": str(result.path) if result.path else None,
            "notes": " ".join(result.notes),
            "error": error.code if error else None,
            "detail": error.message.render(language) if error else None,
            "photo": result.match.photo,
            "photo_hash": entry.photo_hash if entry else None,
            "digest": entry.digest if entry else None,
        }


def _person(order: int, person: Person) -> dict[str, object]:
    return {"order": order, "row": person.row, **texts_of(person)}


def _batches(records: Iterable[Record]) -> Iterator[Sequence[Record]]:
    remaining = iter(records)
    while batch := list(itertools.islice(remaining, ROWS)):
        yield batch


def _write(path: Path, columns: Mapping[str, str], batches: Iterable[Sequence[Record]]) -> None:
    require("parquet")
    import pyarrow
    from pyarrow.parquet import ParquetWriter

    schema = pyarrow.schema({name: pyarrow.type_for_alias(kind) for name, kind in columns.items()})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AvatarUnwritable(
            "{path}: cannot be written ({reason}).", path=path, reason=reason_of(error)
        ) from error
    with whole_file(path) as stream, ParquetWriter(stream, schema, compression="zstd") as file:
        for batch in batches:
            file.write_table(_table(batch, schema))


def _table(records: Sequence[Record], schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    # Parquet has no enums; the text of ours is their value.
    rows = [
        {key: str(value) if isinstance(value, str) else value for key, value in record.items()}
        for record in records
    ]
    return pyarrow.Table.from_pylist(rows, schema=schema)
