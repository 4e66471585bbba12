"""The ledger: damage is reported, and ledgers of earlier versions can still be read."""

import contextlib
import json
import sqlite3

import pytest

from framegen.batch.ledger.ledger import PLACE, Ledger
from framegen.batch.result import Outcome
from framegen.errors import LedgerNotFound, LedgerUnusable, PhotoUnreadable
from framegen.language import Message
from framegen.report.words import ReportWords
from framegen.staff.reason import Reason, ReasonCode
from tests.support.batch import NAMES, outcomes, run

OLD_TABLE = """
create table about (key text primary key, value text) without rowid;
create table person (
    place integer primary key, row integer, name text, code text, unit text, title text,
    photo_told text, found text, rule text, photo text, proposals text, reason text,
    path text, path_key text unique, outcome text, notes text, error text);
insert into about values ('schema', '1');
"""


def change(office, sql):
    with contextlib.closing(sqlite3.connect(office / "out" / PLACE / "ledger.sqlite")) as base:
        base.execute(sql)
        base.commit()


def test_a_damaged_ledger_is_reported(office):
    run(office)
    (office / "out" / PLACE / "ledger.sqlite").write_bytes(b"no database" * 99)
    with pytest.raises(LedgerUnusable, match=r"ledger\.sqlite: it is damaged"):
        run(office)


def test_a_ledger_of_a_later_version_is_rejected(office):
    run(office)
    change(office, "update about set value = '99' where key = 'schema'")
    with pytest.raises(LedgerUnusable, match="another version"):
        run(office)


def test_a_missing_ledger_is_reported(tmp_path):
    with pytest.raises(LedgerNotFound):
        Ledger(tmp_path, new=False)


def test_sentences_of_an_old_ledger_are_kept_as_they_are(tmp_path):
    (tmp_path / PLACE).mkdir()
    error = json.dumps(["photo-unreadable", "a.jpg: not a {picture}.", "Send the original."])
    people = [
        (1, 2, "An", "c1", "", "", "", "matched", "name", "a.jpg", "[]", "", "1.jpg", "1.jpg"),
        (2, 3, "Chi", "c2", "", "", "", "ambiguous", None, None, "[]", "3 tệp", "2.jpg", "2.jpg"),
    ]
    ends = [("failed", "[]", error), ("ambiguous", "[]", "")]
    with contextlib.closing(sqlite3.connect(tmp_path / PLACE / "ledger.sqlite")) as base:
        base.executescript(OLD_TABLE)
        marks = ", ".join("?" * 17)
        rows = [(*person, *end) for person, end in zip(people, ends, strict=True)]
        base.executemany(f"insert into person values ({marks})", rows)
        base.commit()
    with contextlib.closing(Ledger(tmp_path, new=False)) as ledger:
        failed, ambiguous = ledger.results()
    assert failed.error.detail == "a.jpg: not a {picture}."
    assert failed.error.hint == PhotoUnreadable.hint
    assert ReportWords("en").remarks(failed) == ["The bytes are no picture that can be read"]
    assert ambiguous.outcome is Outcome.AMBIGUOUS
    assert ambiguous.match.reason == Reason(ReasonCode.OTHER, {"text": "3 tệp"})


def test_an_old_ledger_is_resumed_without_making_anything(office):
    run(office)
    change(office, "alter table person drop column title")
    assert outcomes(run(office)) == ["kept"] * 3


def test_a_failure_comes_back_with_its_values(office):
    (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(b"no picture")
    failed = run(office)[1].error
    with contextlib.closing(Ledger(office / "out", new=False)) as ledger:
        stored = list(ledger.results())[1].error
    assert stored == failed
    assert stored.message == Message("{photo}: not a picture.", {"photo": f"{NAMES[1]}.jpg"})
