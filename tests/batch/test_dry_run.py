"""A rehearsal says what a run would do about each person, and why, and does nothing."""

import hashlib

import pytest

from framegen import Decision
from framegen.testing import drawn_card, encoded
from tests.batch.test_entry import AVATARS, NAMES, outcomes, people, run

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


def foretold(office, **wishes):
    """Outcomes and reasons; nothing may have changed by asking."""
    before = state(office)
    results = run(office, listed=LISTED, dry_run=True, **wishes)
    assert state(office) == before
    return [str(result.why or result.outcome) for result in results]


def state(office):
    return {
        path.relative_to(office): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in office.rglob("*")
        # What SQLite needs to let two read at once.
        if path.is_file() and path.suffix not in (".sqlite-wal", ".sqlite-shm")
    }


def test_before_the_first_run_everyone_is_new(office):
    assert foretold(office) == ["new"] * 4
    assert not (office / "out").exists()


def test_what_is_done_would_be_kept_and_what_failed_not_tried(office):
    run(office, listed=LISTED)
    assert foretold(office) == ["kept"] * 3 + ["failed"]
    assert foretold(office, retry_failed=True) == ["kept"] * 3 + ["retried"]


def test_each_change_is_told_apart(office):
    made = run(office, listed=LISTED)
    (office / "photos" / f"{NAMES[0]}.jpg").write_bytes(encoded(drawn_card(700, 700)))
    made[1].path.unlink()
    assert foretold(office) == ["photo-changed", "avatar-gone", "kept", "failed"]
    assert foretold(office, decisions={4: Decision(4, face=1)})[2] == "wish-changed"
    assert foretold(office, size=128)[2] == "wish-changed"
    assert foretold(office, decisions={4: Decision(4, skip=True)})[2] == "skipped"


def test_a_photo_that_was_only_touched_would_be_kept(office):
    run(office, listed=LISTED)
    photo = office / "photos" / f"{NAMES[0]}.jpg"
    photo.write_bytes(photo.read_bytes())
    assert foretold(office) == ["kept"] * 3 + ["failed"]


def test_a_run_does_what_was_foretold_and_says_why(office):
    run(office, listed=LISTED)
    (office / "photos" / f"{NAMES[0]}.jpg").write_bytes(encoded(drawn_card(700, 700)))
    wishes = {"decisions": {4: Decision(4, face=0)}, "retry_failed": True}
    said = foretold(office, **wishes)
    results = run(office, listed=LISTED, **wishes)
    assert said == ["photo-changed", "kept", "wish-changed", "retried"]
    assert outcomes(results) == ["made", "kept", "made", "failed"]
    assert [result.why for result in results] == ["photo-changed", None, "wish-changed", "retried"]


def test_names_of_avatars_move_with_the_list(office):
    run(office, listed=LISTED)
    listed = people("Lê Mới Vào", *NAMES)
    results = run(office, listed=listed, dry_run=True)
    assert outcomes(results) == ["missing"] + ["kept"] * 3
    assert sorted(path.name[:3] for path in (office / "out" / AVATARS).iterdir()) == [
        *("001", "002", "003")
    ]
