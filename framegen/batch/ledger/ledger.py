"""Ledger: what a batch has done, in SQLite beside its avatars, so that no work is repeated.

It identifies content, not names: an avatar is stored with the hash of its photo and the mark of
everything else it was made from. Only the process that holds the folder's lock writes to it.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from framegen.batch.avatar_name import names_for
from framegen.batch.ledger.entry import LedgerEntry
from framegen.batch.ledger.rows import (
    ALL_COLUMNS,
    PERSON_COLUMNS,
    Row,
    decision_of_text,
    entry_of_row,
    failure_of_text,
    path_key,
    result_of_row,
    row_of_entry,
    row_of_match,
    text_of_decision,
    text_of_failure,
)
from framegen.batch.places.store import FolderStore, Store, open_store
from framegen.batch.result import Failure, Outcome, Result
from framegen.errors import LedgerNotFound, LedgerUnusable
from framegen.language import N_, Message
from framegen.staff.decisions import Decision
from framegen.staff.match import PersonMatch
from framegen.staff.people import Person

# A batch's own folder, inside the output folder.
PLACE, FILE, LOCK = ".framegen", "ledger.sqlite", "lock"
# The default folder of the avatars; a name, the same in every language.
AVATARS = "anh-dai-dien"
SCHEMA = 1
# Rows read at a time.
PAGE = 500

TABLES = """
create table if not exists about (key text primary key, value text) without rowid;
create table if not exists person (
    place integer primary key, row integer, name text, code text, unit text, title text,
    photo_told text, found text, rule text, photo text, proposals text, reason text,
    path text, path_key text unique, outcome text, notes text, error text);
create table if not exists avatar (
    path text primary key, photo_hash text, mark text, digest text, size integer,
    changed integer, notes text) without rowid;
create index if not exists avatar_content on avatar (photo_hash, mark);
create table if not exists failure (
    photo_hash text, mark text, error text, primary key (photo_hash, mark)) without rowid;
create table if not exists stamp (
    photo text primary key, stamp text, photo_hash text) without rowid;
create table if not exists decision (
    row integer, name text, code text, told text, primary key (row, name, code)) without rowid;
"""
COLUMNS = ", ".join(ALL_COLUMNS)

# SQLite's result codes that a user can act on, by the start of their names.
REASONS = {
    "SQLITE_FULL": N_("the disk is full"),
    "SQLITE_READONLY": N_("there is no right to do so"),
    "SQLITE_PERM": N_("there is no right to do so"),
    "SQLITE_CANTOPEN": N_("it cannot be opened"),
    "SQLITE_IOERR": N_("the disk failed"),
    "SQLITE_BUSY": N_("another program is using it"),
    "SQLITE_LOCKED": N_("another program is using it"),
    "SQLITE_NOTADB": N_("it is damaged"),
    "SQLITE_CORRUPT": N_("it is damaged"),
}


class Ledger:
    """The ledger of one output folder."""

    def __init__(
        self,
        into: Path,
        *,
        new: bool = True,
        store: Store | None = None,
        in_memory: bool = False,
    ) -> None:
        """Open the ledger of a folder.

        Args:
            into: the folder.
            new: whether it may be created.
            store: where the avatars are from now on; by default where they were.
            in_memory: work on a copy in memory and leave the file as it is.

        Raises:
            LedgerNotFound: there is none, and none may be created.
            LedgerUnusable: no permission, no space, damaged, or of a later framegen.
        """
        self.into = into
        path = into / PLACE / FILE
        if not new and not path.is_file():
            raise LedgerNotFound("{folder}: no batch was made in this folder.", folder=into)
        with self._translated_errors():
            self._base = _copy_of(path) if in_memory else _connected(path)
            self._base.execute("pragma journal_mode = wal")
            self._base.execute("pragma synchronous = normal")
            self._base.executescript(TABLES)
        self._check_schema(path)
        if store:
            is_default = store == FolderStore(into / AVATARS)
            self.remember("store", "" if is_default else str(store.root))
        self.store = store or open_store(self.about("store") or into / AVATARS)

    def _check_schema(self, path: Path) -> None:
        """Refuse another version's ledger; add the columns that an older one lacks."""
        if (found := self.about("schema") or str(SCHEMA)) != str(SCHEMA):
            raise LedgerUnusable(
                "{path}: written by another version of framegen ({schema}).",
                path=path,
                schema=found,
            )
        with self._translated_errors():
            _add_columns(self._base)
        self.remember("schema", str(SCHEMA))

    def close(self) -> None:
        """Close the file."""
        self._base.close()

    def about(self, key: str) -> str:
        """A fact about the batch, such as its list or frame; empty if it was never stored."""
        row = self._one("select value from about where key = ?", key)
        return str(row[0]) if row else ""

    def remember(self, key: str, value: str) -> None:
        """Store a fact about the batch."""
        self._do("insert or replace into about values (?, ?)", key, value)

    def enroll(
        self, people: Iterable[PersonMatch], *, width: int, template: str, suffix: str
    ) -> None:
        """Replace the people by a list, in its order, each with a file name of their own."""
        with self._translated_errors(), self._base:
            self._base.execute("begin immediate")
            self._base.execute("delete from person")
            for place, match in enumerate(people, 1):
                stems = names_for(match.person, place, width, template)
                names = (f"{stem}{suffix}" for stem in stems)
                if not any(self._enrolled(place, match, name) for name in names):
                    raise LedgerUnusable(
                        "{folder}: no file name is free for row {row}.",
                        folder=self.into,
                        row=match.person.row,
                    )

    def _enrolled(self, place: int, match: PersonMatch, name: str) -> bool:
        """Add a person under a file name; False if the name is taken."""
        values = (place, *row_of_match(match), name, path_key(name), Outcome.WAITING, "[]", "")
        marks = ", ".join("?" * len(values))
        sql = f"insert or ignore into person ({COLUMNS}) values ({marks})"  # noqa: S608 - constants
        return self._base.execute(sql, values).rowcount > 0

    def results(self) -> Iterator[Result]:
        """Everyone in list order; results settled meanwhile may or may not be included."""
        last = 0
        while True:
            rows = self._all(
                f"select {COLUMNS} from person where place > ? limit ?",  # noqa: S608 - constants
                *(last, PAGE),
            )
            if not rows:
                return
            last = int(str(rows[-1][0]))
            for row in rows:
                yield result_of_row(row, self.store)

    def settle(self, result: Result) -> None:
        """Store the outcome for a person."""
        notes, error = json.dumps(result.notes), text_of_failure(result.error)
        self._do(
            "update person set outcome = ?, notes = ?, error = ? where place = ?",
            *(result.outcome, notes, error, result.order),
        )

    def photo_hash(self, photo: str, stamp: str) -> str:
        """The hash of a photo whose stamp has not changed since it was read; else empty."""
        row = self._one("select photo_hash from stamp where photo = ? and stamp = ?", photo, stamp)
        return str(row[0]) if row and stamp else ""

    def keep_hash(self, photo: str, stamp: str, photo_hash: str) -> None:
        """Store a photo's hash."""
        self._do("insert or replace into stamp values (?, ?, ?)", photo, stamp, photo_hash)

    def avatar_at(self, path: str) -> LedgerEntry | None:
        """The avatar made under a name."""
        row = self._one("select * from avatar where path = ?", path)
        return entry_of_row(row) if row else None

    def avatars_like(self, photo_hash: str, mark: str) -> list[LedgerEntry]:
        """The avatars made from the same photo with the same mark."""
        rows = self._all("select * from avatar where photo_hash = ? and mark = ?", photo_hash, mark)
        return [entry_of_row(row) for row in rows]

    def keep_avatar(self, entry: LedgerEntry) -> None:
        """Store an avatar that has been written, and drop failures of the same content."""
        self._do("insert or replace into avatar values (?, ?, ?, ?, ?, ?, ?)", *row_of_entry(entry))
        self._do(
            "delete from failure where photo_hash = ? and mark = ?", entry.photo_hash, entry.mark
        )

    def drop_avatar(self, path: str) -> None:
        """Forget an avatar."""
        self._do("delete from avatar where path = ?", path)

    def failure_of(self, photo_hash: str, mark: str) -> Failure | None:
        """Why the same photo with the same mark failed before."""
        row = self._one(
            "select error from failure where photo_hash = ? and mark = ?", photo_hash, mark
        )
        return failure_of_text(row[0]) if row else None

    def keep_failure(self, photo_hash: str, mark: str, failure: Failure) -> None:
        """Store why a photo with a mark fails."""
        self._do(
            "insert or replace into failure values (?, ?, ?)",
            *(photo_hash, mark, text_of_failure(failure)),
        )

    def decisions(self, people: Iterable[Person]) -> dict[int, Decision]:
        """Earlier decisions about people who are still in the same row."""
        stored = {
            (row, name, code): text for row, name, code, text in self._all("select * from decision")
        }
        keys = {person.row: (person.row, person.name, person.code) for person in people}
        return {
            row: decision_of_text(row, stored[key]) for row, key in keys.items() if key in stored
        }

    def keep_decisions(self, decisions: Mapping[int, Decision], people: Iterable[Person]) -> None:
        """Store decisions, each with the person it is about."""
        for person in people:
            if decision := decisions.get(person.row):
                self._do(
                    "insert or replace into decision values (?, ?, ?, ?)",
                    *(person.row, person.name, person.code, text_of_decision(decision)),
                )

    def _do(self, sql: str, *values: object) -> None:
        with self._translated_errors():
            self._base.execute(sql, values)

    def _one(self, sql: str, *values: object) -> Row | None:
        with self._translated_errors():
            row: Row | None = self._base.execute(sql, values).fetchone()
        return row

    def _all(self, sql: str, *values: object) -> list[Row]:
        with self._translated_errors():
            return self._base.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerUnusable(
                "{path}: {reason}.", path=self.into / PLACE / FILE, reason=_reason_of(error)
            ) from error


def _connected(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _copy_of(path: Path) -> sqlite3.Connection:
    """A copy in memory of the ledger, empty if there is none yet."""
    copy = _connected(":memory:")
    if path.is_file():
        with contextlib.closing(_connected(path)) as base:
            base.backup(copy)
    return copy


def _add_columns(base: sqlite3.Connection) -> None:
    """Add the columns of fields that people have gained since a ledger was created."""
    present = {str(row[1]) for row in base.execute("pragma table_info(person)")}
    for column in PERSON_COLUMNS.values():
        if column not in present:
            base.execute(f"alter table person add column {column} text")


def _reason_of(error: sqlite3.Error) -> Message:
    name = getattr(error, "sqlite_errorname", "") or "SQLITE_ERROR"
    known = next((text for start, text in REASONS.items() if name.startswith(start)), None)
    return Message(known) if known else Message("SQLite reports {name}", {"name": name})
