"""A dry run predicts what a run would do about each person, and why, and does nothing."""

import hashlib

import pytest

from framegen import Decision, plan_all
from framegen.batch.entry import AVATARS
from framegen.testing import drawn_card, encoded
from tests.support.batch import NAMES, outcomes, people, run

HURT = "Hồ Hỏng"
LISTED = people(*NAMES, HURT)


@pytest.fixture
def office(tmp_path):
    (tmp_path / "photos").mkdir()
    for at, name in enumerate(NAMES):
        photo = encoded(drawn_card(600 + at, 800))
        (tmp_path / "photos" / f"{name}.jpg").write_bytes(photo)
    (tmp_path / "photos" / f"{HURT}.jpg").write_bytes(b"no picture")
    return tmp_path


def planned(office, **options):
    """Reasons or outcomes; no file may have changed."""
    before = state(office)
    results = run(office, listed=LISTED, act=plan_all, **options)
    assert state(office) == before
    return [str(result.why or result.outcome) for result in results]


def state(office):
    return {
        path.relative_to(office): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in office.rglob("*")
        # SQLite's files for concurrent readers.
        if path.is_file() and path.suffix not in (".sqlite-wal", ".sqlite-shm")
    }


def test_before_the_first_run_everyone_is_new(office):
    assert planned(office) == ["new"] * 4
    assert not (office / "out").exists()


def test_avatars_are_kept_and_failures_not_retried(office):
    run(office, listed=LISTED)
    assert planned(office) == ["kept"] * 3 + ["failed"]
    assert planned(office, retry_failed=True) == ["kept"] * 3 + ["retried"]


def test_each_kind_of_change_has_its_reason(office):
    made = run(office, listed=LISTED)
    (office / "photos" / f"{NAMES[0]}.jpg").write_bytes(encoded(drawn_card(700, 700)))
    made[1].path.unlink()
    assert planned(office) == ["photo-changed", "avatar-gone", "kept", "failed"]
    assert planned(office, decisions={4: Decision(4, face=1)})[2] == "wish-changed"
    assert planned(office, size=128)[2] == "wish-changed"
    assert planned(office, decisions={4: Decision(4, skip=True)})[2] == "skipped"


def test_a_photo_with_a_new_time_alone_is_kept(office):
    run(office, listed=LISTED)
    photo = office / "photos" / f"{NAMES[0]}.jpg"
    photo.write_bytes(photo.read_bytes())
    assert planned(office) == ["kept"] * 3 + ["failed"]


@pytest.mark.slow
def test_a_run_does_what_the_dry_run_predicted(office):
    run(office, listed=LISTED)
    (office / "photos" / f"{NAMES[0]}.jpg").write_bytes(encoded(drawn_card(700, 700)))
    options = {"decisions": {4: Decision(4, face=0)}, "retry_failed": True}
    plan = planned(office, **options)
    results = run(office, listed=LISTED, **options)
    assert plan == ["photo-changed", "kept", "wish-changed", "retried"]
    assert outcomes(results) == ["made", "kept", "made", "failed"]
    assert [result.why for result in results] == ["photo-changed", None, "wish-changed", "retried"]


def test_avatars_are_kept_when_rows_are_added(office):
    run(office, listed=LISTED)
    listed = people("Lê Mới Vào", *NAMES)
    results = run(office, listed=listed, act=plan_all)
    assert outcomes(results) == ["missing"] + ["kept"] * 3
    assert sorted(path.name[:3] for path in (office / "out" / AVATARS).iterdir()) == [
        *("001", "002", "003")
    ]
