"""Parts: who is on a list and what became of them, as Parquet, for lists that no workbook holds.

A manifest is written before the first avatar is made, the parts once all have been seen to.
"""

import contextlib
import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from framegen.batch.ledger.ledger import Ledger
from framegen.batch.places.album import Album
from framegen.errors import AvatarUnwritable
from framegen.staff.match import PersonMatch

if TYPE_CHECKING:
    import pyarrow

# Beside the avatars; the second one with a number.
PLACE, MANIFEST, PART = "parquet", "manifest.parquet", "part-{:05d}.parquet"
# People of one part, and as many as are in memory at a time.
ROWS = 50_000

MANIFEST_COLUMNS = {
    "order": "int32",
    "row": "int32",
    "name": "string",
    "code": "string",
    "unit": "string",
    "title": "string",
    "status": "string",
    "rule": "string",
    "photo": "string",
    # What changes with the photo: of a bucket its ETag, of a folder size and times.
    "stamp": "string",
    "reason": "string",
}
PART_COLUMNS = {
    "order": "int32",
    "row": "int32",
    "name": "string",
    "code": "string",
    "unit": "string",
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


def write_manifest(into: Path, people: Iterable[PersonMatch], album: Album) -> Path:
    """Write down everyone and the photo that was found, before anything is made of it.

    Args:
        into: the output folder.
        people: in the list's order.
        album: the photos.

    Raises:
        AvatarUnwritable: no right, no room, or the package for it is missing.
    """
    records = (
        {
            "order": order,
            "row": each.person.row,
            "name": each.person.name,
            "code": each.person.code,
            "unit": each.person.unit,
            "title": each.person.title,
            "status": each.status,
            "rule": each.rule,
            "photo": each.photo,
            "stamp": album.stamp(each.photo) if each.photo else None,
            "reason": str(each.reason) if each.reason else "",
        }
        for order, each in enumerate(people, 1)
    )
    path = into / PLACE / MANIFEST
    _write(path, MANIFEST_COLUMNS, _batches(records))
    return path


def write_parts(into: Path, ledger: Ledger) -> list[Path]:
    """Write down what became of everyone, in parts of so many people; say where.

    Raises:
        AvatarUnwritable: no right, no room, or the package for it is missing.
    """
    paths = []
    for number, batch in enumerate(_batches(_outcomes(ledger))):
        paths.append(into / PLACE / PART.format(number))
        _write(paths[-1], PART_COLUMNS, [batch])
    for stale in (into / PLACE).glob("part-*.parquet"):
        if stale not in paths:
            stale.unlink()
    return paths


def _outcomes(ledger: Ledger) -> Iterator[Record]:
    for result in ledger.results():
        kept = ledger.avatar_at(result.name) if result.ok else None
        person, error = result.person, result.error
        yield {
            "order": result.order,
            "row": person.row,
            "name": person.name,
            "code": person.code,
            "unit": person.unit,
            "outcome": result.outcome,
            "avatar": str(result.path) if result.path else None,
            "notes": " ".join(result.notes),
            "error": error.code if error else None,
            "detail": error.detail if error else None,
            "photo": result.match.photo,
            "photo_hash": kept.photo_hash if kept else None,
            "digest": kept.digest if kept else None,
        }


def _batches(records: Iterable[Record]) -> Iterator[Sequence[Record]]:
    there = iter(records)
    while batch := list(itertools.islice(there, ROWS)):
        yield batch


def _write(path: Path, columns: Mapping[str, str], batches: Iterable[Sequence[Record]]) -> None:
    """Write a file, whole or not at all."""
    part = path.with_name(f".framegen-{path.name}.part")
    try:
        import pyarrow
        from pyarrow.parquet import ParquetWriter
    except ModuleNotFoundError as error:
        raise AvatarUnwritable(
            f'{path}: needs one more package: pip install "framegen[parquet]".'
        ) from error
    schema = pyarrow.schema({name: pyarrow.type_for_alias(kind) for name, kind in columns.items()})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with ParquetWriter(part, schema, compression="zstd") as file:
            for batch in batches:
                file.write_table(_table(batch, schema))
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise AvatarUnwritable(f"{path}: cannot be written ({error.strerror or error}).") from error


def _table(records: Sequence[Record], schema: "pyarrow.Schema") -> "pyarrow.Table":
    import pyarrow

    # An enum's value is its text; Parquet knows no enums.
    rows = [
        {key: str(told) if isinstance(told, str) else told for key, told in record.items()}
        for record in records
    ]
    return pyarrow.Table.from_pylist(rows, schema=schema)
