"""A batch: one result a person, what is done is kept, what fails costs itself."""

import contextlib
import os
import platform
import shutil
import sqlite3
import threading
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from framegen import (
    Box,
    Crop,
    Decision,
    Framer,
    Frames,
    Note,
    Outcome,
    Person,
    PersonMatch,
    Status,
    make_all,
    match,
)
from framegen.batch.entry import AVATARS
from framegen.batch.ledger.folder_lock import locked
from framegen.batch.ledger.ledger import LOCK, PLACE, Ledger
from framegen.batch.places.folder_album import FolderAlbum
from framegen.errors import (
    AlbumUnreadable,
    AvatarUnwritable,
    FolderBusy,
    LedgerNotFound,
    LedgerUnusable,
    RequestError,
)
from framegen.testing import FixedFace, NoFaces, drawn_card, encoded
from tests.conftest import ROOT

FRAME = "the-doan-vien"
NAMES = ("Nguyễn Văn An", "Trần Thị Bình", "Lê Chi")


@pytest.fixture
def office(tmp_path):
    """Three people and their photos."""
    (tmp_path / "photos").mkdir()
    for at, name in enumerate(NAMES):
        data = encoded(drawn_card(300 + at, 400))
        (tmp_path / "photos" / f"{name}.jpg").write_bytes(data)
    return tmp_path


@dataclass(frozen=True)
class Sulky(NoFaces):
    """A detector that fails until a file is there."""

    mended: Path

    def detect(self, photo, /):
        if not self.mended.exists():
            raise OSError(photo.name)
        return ()


def people(*names, unit="Tổ 1"):
    return [Person(row, name, f"c{row}", unit) for row, name in enumerate(names or NAMES, 2)]


def run(office, *, listed=None, detector=None, frame=FRAME, files=None, **wishes):
    framer = Framer(Frames(ROOT / "frames"), detector=detector or FixedFace())
    names = files or sorted(path.name for path in (office / "photos").glob("*"))
    matching = match(listed or people(), names)
    wishes = {"photos": office / "photos", "size": 96, "jobs": 1, **wishes}
    return list(make_all(framer, matching.people, frame, office / "out", **wishes))


def outcomes(results):
    return [str(result.outcome) for result in results]


def avatars(office):
    folder = office / "out" / AVATARS
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_everyone_gets_an_avatar_in_the_lists_order(office):
    results = run(office)
    assert outcomes(results) == ["made"] * 3
    assert [result.person.name for result in results] == list(NAMES)
    assert avatars(office) == [f"00{at} {name}.jpg" for at, name in enumerate(NAMES, 1)]


def test_an_avatar_is_the_librarys_with_name_and_unit_on_it(office):
    (result, *_) = run(office)
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    text = {"name": NAMES[0], "unit": "Tổ 1"}
    avatar = framer.make(office / "photos" / f"{NAMES[0]}.jpg", FRAME, text=text, size=96)
    assert result.path.read_bytes() == avatar.encode()
    assert result.notes == avatar.notes


def test_whoever_has_no_photo_is_missing_or_for_somebody_to_decide(office):
    (office / "photos" / f"{NAMES[0]}.jpg").unlink()
    shutil.copy(office / "photos" / f"{NAMES[1]}.jpg", office / "photos" / f"{NAMES[1]} (1).jpg")
    results = run(office)
    assert outcomes(results) == ["missing", "ambiguous", "made"]
    assert [result.path is None for result in results] == [True, True, False]


def test_one_bad_photo_costs_one_person_and_is_told(office):
    (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(b"no picture")
    results = run(office)
    assert outcomes(results) == ["made", "failed", "made"]
    assert results[1].error.code == "photo-unreadable"
    assert NAMES[1] in results[1].error.detail


@pytest.mark.slow
class TestASecondRun:
    def test_does_nothing(self, office):
        first = run(office)
        written = [result.path.stat().st_mtime_ns for result in first]
        second = run(office)
        assert outcomes(second) == ["kept"] * 3
        assert [result.path.stat().st_mtime_ns for result in second] == written
        assert [result.notes for result in second] == [result.notes for result in first]

    def test_does_not_even_read_the_photos(self, office, monkeypatch):
        run(office)
        monkeypatch.setattr("framegen.batch.places.album.FolderAlbum.read", None)
        assert outcomes(run(office)) == ["kept"] * 3

    def test_redoes_a_changed_photo_alone(self, office):
        run(office)
        (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(encoded(drawn_card(500, 500)))
        assert outcomes(run(office)) == ["kept", "made", "kept"]

    def test_keeps_a_photo_that_was_only_touched(self, office):
        run(office)
        os.utime(office / "photos" / f"{NAMES[1]}.jpg")
        assert outcomes(run(office)) == ["kept"] * 3

    def test_redoes_a_changed_name_alone(self, office):
        run(office)
        listed = people()
        listed[2] = replace(listed[2], unit="Tổ 2")
        assert outcomes(run(office, listed=listed)) == ["kept", "kept", "made"]

    @pytest.mark.parametrize(
        "wish",
        [
            {"frame": "dai-lua-do"},
            {"size": 128},
            {"format": "png"},
            {"level": True},
            {"detector": NoFaces()},
        ],
        ids=lambda wish: next(iter(wish)),
    )
    def test_redoes_all_with_another_wish(self, office, wish):
        run(office)
        assert outcomes(run(office, **wish)) == ["made"] * 3

    def test_redoes_an_avatar_that_is_gone_or_was_changed(self, office):
        first = run(office)
        first[0].path.unlink()
        first[1].path.write_bytes(b"x" * first[1].path.stat().st_size)
        assert outcomes(run(office)) == ["made", "made", "kept"]

    def test_redoes_an_avatar_that_was_cut_short_whatever_its_time_says(self, office):
        path = run(office)[0].path
        told = path.stat()
        path.write_bytes(path.read_bytes()[:99])
        os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
        assert outcomes(run(office)) == ["made", "kept", "kept"]

    def test_keeps_what_was_only_copied_elsewhere(self, office, tmp_path):
        run(office)
        shutil.copytree(office / "out", tmp_path / "other" / "out", copy_function=shutil.copyfile)
        shutil.copytree(office / "photos", tmp_path / "other" / "photos")
        assert outcomes(run(tmp_path / "other")) == ["kept"] * 3

    def test_takes_the_avatar_along_where_rows_were_added_above(self, office):
        run(office)
        listed = [Person(2, "Hồ Mới", "m"), *(replace(p, row=p.row + 1) for p in people())]
        results = run(office, listed=listed)
        assert outcomes(results) == ["missing", "kept", "kept", "kept"]
        assert [result.path.name for result in results[1:]] == [
            f"00{at} {name}.jpg" for at, name in enumerate(NAMES, 2)
        ]
        assert outcomes(run(office, listed=listed)) == ["missing", "kept", "kept", "kept"]

    def test_leaves_what_failed_unless_that_is_to_be_tried_again(self, office, monkeypatch):
        (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(b"no picture")
        first = run(office)
        submitted = []
        monkeypatch.setattr(
            "framegen.batch.pool.WorkerPool.submit", lambda _, ticket, __: submitted.append(ticket)
        )
        second = run(office)
        assert outcomes(second) == ["kept", "failed", "kept"]
        assert second[1].error == first[1].error
        assert submitted == []

    def test_tries_what_failed_again_when_asked_to(self, office):
        sulky = Sulky(office / "mended")
        assert outcomes(run(office, detector=sulky)) == ["failed"] * 3
        sulky.mended.touch()
        assert outcomes(run(office, detector=sulky)) == ["failed"] * 3
        assert outcomes(run(office, detector=sulky, retry_failed=True)) == ["made"] * 3

    def test_removes_the_avatar_of_a_photo_that_has_since_been_broken(self, office):
        old = run(office)[1].path
        (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(b"no picture")
        assert outcomes(run(office)) == ["kept", "failed", "kept"]
        assert not old.exists()

    def test_clears_the_halves_that_a_killed_run_left(self, office):
        run(office)
        part = office / "out" / AVATARS / ".framegen-abc.part"
        part.write_bytes(b"half")
        run(office)
        assert not part.exists()


class TestDecisions:
    def test_a_crop_redoes_one_person_alone(self, office):
        first = run(office)[1].path.read_bytes()
        decided = {3: Decision(3, crop=Crop(Box(0, 0, 200, 200)))}
        results = run(office, decisions=decided)
        assert outcomes(results) == ["kept", "made", "kept"]
        assert results[1].path.read_bytes() != first
        assert outcomes(run(office, decisions=decided)) == ["kept"] * 3

    def test_a_face_is_taken_by_its_number(self, office):
        assert outcomes(run(office, decisions={3: Decision(3, face=0)})) == ["made"] * 3
        (_, failed, _) = run(office, decisions={3: Decision(3, face=4)})
        assert failed.error.detail == "Trần Thị Bình.jpg: there is no face 4; 1 were found."

    def test_a_skipped_person_loses_the_avatar_and_is_nobodys_worry(self, office):
        path = run(office)[0].path
        results = run(office, decisions={2: Decision(2, skip=True)})
        assert outcomes(results) == ["skipped", "kept", "kept"]
        assert not path.exists()

    def test_are_remembered_with_the_person_they_are_about(self, office):
        decided = {3: Decision(3, "x.jpg", Crop(Box(0, 0, 9, 9), 5.0), 2, skip=False)}
        run(office, decisions=decided)
        ledger = Ledger(office / "out")
        assert ledger.decisions(people()) == decided
        assert ledger.decisions(people("A", "B", "C")) == {}
        ledger.close()


class TestNames:
    def test_follow_a_template_into_folders(self, office):
        run(office, template="{unit}/{code}")
        assert avatars(office) == ["Tổ 1/c2.jpg", "Tổ 1/c3.jpg", "Tổ 1/c4.jpg"]

    def test_of_two_alike_are_told_apart_by_their_codes_whatever_the_case(self, office):
        listed = [
            replace(person, photo=f"{name}.jpg", name=told)
            for person, name, told in zip(
                people(), NAMES, ("Nguyễn An", "NGUYỄN AN", "Lê"), strict=True
            )
        ]
        run(office, listed=listed, template="{name}")
        assert avatars(office) == ["Lê.jpg", "NGUYỄN AN c3.jpg", "Nguyễn An.jpg"]

    def test_never_climb_out_of_the_folder(self, office):
        listed = [replace(p, code="../../x", name=n) for p, n in zip(people(), NAMES, strict=True)]
        run(office, listed=listed, template="{code}")
        assert len(avatars(office)) == 3
        outside = [path.name for path in office.iterdir()]
        assert sorted(outside) == ["out", "photos"]

    def test_a_bad_template_is_refused_before_anything_is_made(self, office):
        with pytest.raises(RequestError, match="the fields are"):
            run(office, template="{x}")
        assert not (office / "out").exists()


def test_photos_come_from_an_archive_as_well(office):
    with zipfile.ZipFile(office / "photos.zip", "w") as archive:
        for path in (office / "photos").iterdir():
            archive.write(path, f"anh/{path.name}")
    results = run(office, files=[f"anh/{name}.jpg" for name in NAMES], photos=office / "photos.zip")
    assert outcomes(results) == ["made"] * 3
    assert sorted(path.name for path in office.iterdir()) == ["out", "photos", "photos.zip"]


def test_a_text_that_does_not_fit_costs_no_avatar(office):
    listed = people()
    listed[0] = replace(listed[0], unit="đơn-vị-" * 40)
    results = run(office, listed=listed)
    assert outcomes(results) == ["made"] * 3
    assert Note.TEXT_LEFT_OUT in results[0].notes
    assert results[0].is_doubtful


def test_when_told_to_stop_it_finishes_what_is_begun_and_goes_on_later(office):
    stop = threading.Event()
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    names = sorted(path.name for path in (office / "photos").iterdir())
    listed = people(*NAMES, *(f"Hồ {at}" for at in range(20)))
    for at in range(20):
        shutil.copy(office / "photos" / f"{NAMES[0]}.jpg", office / "photos" / f"Hồ {at}.jpg")
    names = sorted(path.name for path in (office / "photos").iterdir())
    found = match(listed, names).people
    results = make_all(
        framer, found, FRAME, office / "out", photos=office / "photos", size=96, jobs=1, stop=stop
    )
    first = next(results)
    stop.set()
    done = [first, *results]
    assert 1 <= len(done) < len(listed)
    assert all(result.outcome is Outcome.MADE for result in done)
    assert len(avatars(office)) == len(done)
    rest = run(office, listed=listed)
    assert outcomes(rest) == ["kept"] * len(done) + ["made"] * (len(listed) - len(done))


def test_a_folder_is_one_batchs_at_a_time(office):
    (office / "out" / PLACE).mkdir(parents=True)
    with (
        locked(office / "out" / PLACE / LOCK, office / "out"),
        pytest.raises(FolderBusy, match="another batch"),
    ):
        run(office)
    assert outcomes(run(office)) == ["made"] * 3


def test_where_nothing_can_be_written_it_stops_and_nobody_is_marked_failed(office):
    (office / "out").mkdir()
    (office / "out" / AVATARS).write_bytes(b"a file where the folder should be")
    with pytest.raises(AvatarUnwritable):
        run(office)
    ledger = Ledger(office / "out")
    assert {result.outcome for result in ledger.results()} == {Outcome.WAITING}
    ledger.close()


def test_where_photos_are_out_of_reach_it_stops_and_nobody_is_marked_failed(office):
    """As on a machine of a cluster that does not see the folder."""
    files = [f"{name}.jpg" for name in NAMES]
    with pytest.raises(AlbumUnreadable, match=platform.node()):
        run(office, files=files, photos=FolderAlbum(office / "none"))
    with contextlib.closing(Ledger(office / "out")) as ledger:
        assert {result.outcome for result in ledger.results()} == {Outcome.WAITING}
    assert outcomes(run(office)) == ["made"] * 3


def test_a_damaged_ledger_is_told(office):
    run(office)
    (office / "out" / PLACE / "ledger.sqlite").write_bytes(b"no database" * 99)
    with pytest.raises(LedgerUnusable, match=r"ledger\.sqlite"):
        run(office)


def test_a_ledger_of_a_later_framegen_is_told(office):
    run(office)
    base = sqlite3.connect(office / "out" / PLACE / "ledger.sqlite")
    base.execute("update about set value = '99' where key = 'schema'")
    base.commit()
    base.close()
    with pytest.raises(LedgerUnusable, match="another version"):
        run(office)


def test_no_ledger_is_told(tmp_path):
    with pytest.raises(LedgerNotFound):
        Ledger(tmp_path, new=False)


def test_people_may_come_one_by_one(office):
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    listed = (PersonMatch(person, Status.MISSING) for person in people())
    assert outcomes(make_all(framer, listed, FRAME, office / "out")) == ["missing"] * 3


def test_avatars_may_go_elsewhere_and_are_found_there_again(office, monkeypatch):
    monkeypatch.chdir(office)
    first = run(office, avatars="khác")
    assert [result.path.parent for result in first] == [office / "khác"] * 3
    assert not (office / "out" / AVATARS).exists()
    monkeypatch.chdir(office / "photos")
    with contextlib.closing(Ledger(office / "out", new=False)) as ledger:
        assert [result.path for result in ledger.results()] == [result.path for result in first]
    assert outcomes(run(office, avatars=office / "khác")) == ["kept"] * 3
    assert outcomes(run(office)) == ["made"] * 3
    assert len(avatars(office)) == 3
