"""Ledger: what a batch has done, in SQLite beside its avatars, so that no work is done twice.

It knows content, not names alone: an avatar stands for the hash of its photo and the mark of all
else that it was made with. Only the process that holds the folder's lock writes to it.
"""

import contextlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from framegen.batch.avatar_name import names_for
from framegen.batch.ledger.entry import Kept
from framegen.batch.ledger.rows import (
    MATCH_COLUMNS,
    Row,
    decision_of_text,
    failure_of_text,
    kept_of_row,
    match_of_row,
    notes_of_text,
    path_key,
    row_of_kept,
    row_of_match,
    text_of_decision,
    text_of_failure,
)
from framegen.batch.places.store import FolderStore, Store, open_store
from framegen.batch.result import DONE, Failure, Outcome, Result
from framegen.errors import LedgerNotFound, LedgerUnusable
from framegen.staff.decisions import Decision
from framegen.staff.match import PersonMatch
from framegen.staff.people import Person

# A batch's own folder, within that of its avatars.
PLACE, FILE, LOCK = ".framegen", "ledger.sqlite", "lock"
# The folder of the avatars, unless they go elsewhere; in the officers' own words.
AVATARS = "anh-dai-dien"
SCHEMA = 1
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


class Ledger:
    """The records of one output folder."""

    def __init__(
        self,
        into: Path,
        *,
        new: bool = True,
        store: Store | None = None,
        rehearsal: bool = False,
    ) -> None:
        """Open the records in a folder.

        Args:
            into: the folder.
            new: whether they may be made.
            store: where the avatars are from now on; where they were by default.
            rehearsal: work on a copy in memory, and leave the records as they are.

        Raises:
            LedgerNotFound: there are none, and none may be made.
            LedgerUnusable: no right, no room, damaged, or of a later framegen.
        """
        self.into = into
        path = into / PLACE / FILE
        if not new and not path.is_file():
            raise LedgerNotFound(f"{into}: no batch was made in this folder.")
        with self._told():
            self._base = _copy_of(path) if rehearsal else _connected(path)
            self._base.execute("pragma journal_mode = wal")
            self._base.execute("pragma synchronous = normal")
            self._base.executescript(TABLES)
        if (found := self.about("schema") or str(SCHEMA)) != str(SCHEMA):
            raise LedgerUnusable(f"{path}: written by another version of framegen ({found}).")
        self.tell("schema", str(SCHEMA))
        if store and store != FolderStore(into / AVATARS):
            self.tell("store", str(store.root))
        elif store:
            self.tell("store", "")
        self.store = store or open_store(self.about("store") or into / AVATARS)

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def about(self, key: str) -> str:
        """A word about the batch: the list, the frame; empty where it was never told."""
        row = self._one("select value from about where key = ?", key)
        return str(row[0]) if row else ""

    def tell(self, key: str, value: str) -> None:
        """Keep a word about the batch."""
        self._do("insert or replace into about values (?, ?)", key, value)

    def enroll(
        self, people: Iterable[PersonMatch], *, width: int, template: str, suffix: str
    ) -> None:
        """Take up a list in its order in place of the last one, each with a free file name."""
        with self._told(), self._base:
            self._base.execute("begin immediate")
            self._base.execute("delete from person")
            for place, match in enumerate(people, 1):
                stems = names_for(match.person, place, width, template)
                names = (f"{stem}{suffix}" for stem in stems)
                if not any(self._took(place, match, name) for name in names):
                    raise LedgerUnusable(f"{self.into}: no file name is free for row {place}.")

    def _took(self, place: int, match: PersonMatch, name: str) -> bool:
        """Take a person up under a file name, unless somebody has it."""
        values = (place, *row_of_match(match), name, path_key(name), Outcome.WAITING, "[]", "")
        marks = ", ".join("?" * len(values))
        sql = f"insert or ignore into person values ({marks})"  # noqa: S608 - only marks
        return self._base.execute(sql, values).rowcount > 0

    def results(self) -> Iterator[Result]:
        """Everyone in the list's order; what is settled meanwhile may or may not be seen."""
        last = 0
        while True:
            rows = self._all("select * from person where place > ? limit ?", last, PAGE)
            if not rows:
                return
            last = int(str(rows[-1][0]))
            for row in rows:
                yield self._result(row)

    def settle(self, result: Result) -> None:
        """Keep what became of a person."""
        notes, error = json.dumps(result.notes), text_of_failure(result.error)
        self._do(
            "update person set outcome = ?, notes = ?, error = ? where place = ?",
            *(result.outcome, notes, error, result.order),
        )

    def photo_hash(self, photo: str, stamp: str) -> str:
        """The hash of a photo that has not changed since it was read; else empty."""
        row = self._one("select photo_hash from stamp where photo = ? and stamp = ?", photo, stamp)
        return str(row[0]) if row and stamp else ""

    def keep_hash(self, photo: str, stamp: str, photo_hash: str) -> None:
        """Remember a photo's hash."""
        self._do("insert or replace into stamp values (?, ?, ?)", photo, stamp, photo_hash)

    def avatar_at(self, path: str) -> Kept | None:
        """The avatar that was made under a name."""
        row = self._one("select * from avatar where path = ?", path)
        return kept_of_row(row) if row else None

    def avatars_like(self, photo_hash: str, mark: str) -> list[Kept]:
        """The avatars of the same content."""
        rows = self._all("select * from avatar where photo_hash = ? and mark = ?", photo_hash, mark)
        return [kept_of_row(row) for row in rows]

    def keep_avatar(self, kept: Kept) -> None:
        """Remember an avatar that is written."""
        self._do("insert or replace into avatar values (?, ?, ?, ?, ?, ?, ?)", *row_of_kept(kept))
        self._do(
            "delete from failure where photo_hash = ? and mark = ?", kept.photo_hash, kept.mark
        )

    def drop_avatar(self, path: str) -> None:
        """Forget an avatar."""
        self._do("delete from avatar where path = ?", path)

    def failure_of(self, photo_hash: str, mark: str) -> Failure | None:
        """Why the same content failed before."""
        row = self._one(
            "select error from failure where photo_hash = ? and mark = ?", photo_hash, mark
        )
        return failure_of_text(row[0]) if row else None

    def keep_failure(self, photo_hash: str, mark: str, failure: Failure) -> None:
        """Remember that a content fails."""
        told = text_of_failure(failure)
        self._do("insert or replace into failure values (?, ?, ?)", photo_hash, mark, told)

    def decisions(self, people: Iterable[Person]) -> dict[int, Decision]:
        """What was decided before about people who still stand in the same row."""
        told = {
            (row, name, code): text for row, name, code, text in self._all("select * from decision")
        }
        keys = {person.row: (person.row, person.name, person.code) for person in people}
        return {row: decision_of_text(row, told[key]) for row, key in keys.items() if key in told}

    def keep_decisions(self, decisions: Mapping[int, Decision], people: Iterable[Person]) -> None:
        """Remember decisions, each with the person whom it is about."""
        for person in people:
            if decision := decisions.get(person.row):
                told = text_of_decision(decision)
                self._do(
                    "insert or replace into decision values (?, ?, ?, ?)",
                    *(person.row, person.name, person.code, told),
                )

    def _result(self, row: Row) -> Result:
        path, _, outcome, notes, error = row[MATCH_COLUMNS + 1 :]
        ended = Outcome(str(outcome))
        return Result(
            order=int(str(row[0])),
            match=match_of_row(row[1 : MATCH_COLUMNS + 1]),
            outcome=ended,
            name=str(path),
            path=self.store.where(str(path)) if ended in DONE else None,
            notes=notes_of_text(notes),
            error=failure_of_text(error),
        )

    def _do(self, sql: str, *values: object) -> None:
        with self._told():
            self._base.execute(sql, values)

    def _one(self, sql: str, *values: object) -> Row | None:
        with self._told():
            row: Row | None = self._base.execute(sql, values).fetchone()
        return row

    def _all(self, sql: str, *values: object) -> list[Row]:
        with self._told():
            return self._base.execute(sql, values).fetchall()

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """SQLite's failures in our words."""
        try:
            yield
        except sqlite3.Error as error:
            raise LedgerUnusable(f"{self.into / PLACE / FILE}: {error}.") from error


def _connected(path: Path | str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None)


def _copy_of(path: Path) -> sqlite3.Connection:
    """The records as they are, or none yet, in memory."""
    copy = _connected(":memory:")
    if path.is_file():
        with contextlib.closing(_connected(path)) as base:
            base.backup(copy)
    return copy
