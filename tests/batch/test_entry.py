"""A batch: one result per person; avatars are kept, failures stay alone."""

import contextlib
import os
import platform
import shutil
import threading
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from framegen import (
    BatchOptions,
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
    RequestError,
)
from framegen.testing import FixedFace, NoFaces, drawn_card, encoded
from tests.support.batch import FRAME, NAMES, avatars, outcomes, people, run
from tests.support.places import ROOT


@dataclass(frozen=True)
class FailingOnce(NoFaces):
    """A detector that fails until a file exists."""

    repaired: Path

    def detect(self, photo, /):
        if not self.repaired.exists():
            raise OSError(photo.name)
        return ()


def test_everyone_gets_an_avatar_in_list_order(office):
    results = run(office)
    assert outcomes(results) == ["made"] * 3
    assert [result.person.name for result in results] == list(NAMES)
    assert avatars(office) == [f"00{at} {name}.jpg" for at, name in enumerate(NAMES, 1)]


def test_an_avatar_has_the_name_and_the_unit(office):
    (result, *_) = run(office)
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    text = {"name": NAMES[0], "unit": "Tổ 1"}
    avatar = framer.make(office / "photos" / f"{NAMES[0]}.jpg", FRAME, text=text, size=96)
    assert result.path.read_bytes() == avatar.encode()
    assert result.notes == avatar.notes


def test_people_without_one_photo_are_missing_or_ambiguous(office):
    (office / "photos" / f"{NAMES[0]}.jpg").unlink()
    shutil.copy(office / "photos" / f"{NAMES[1]}.jpg", office / "photos" / f"{NAMES[1]} (1).jpg")
    results = run(office)
    assert outcomes(results) == ["missing", "ambiguous", "made"]
    assert [result.path is None for result in results] == [True, True, False]


def test_a_bad_photo_fails_alone(office):
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

    def test_reads_no_photos(self, office, monkeypatch):
        run(office)
        monkeypatch.setattr("framegen.batch.places.album.FolderAlbum.read", None)
        assert outcomes(run(office)) == ["kept"] * 3

    def test_makes_only_a_changed_photo(self, office):
        run(office)
        (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(encoded(drawn_card(500, 500)))
        assert outcomes(run(office)) == ["kept", "made", "kept"]

    def test_keeps_a_photo_with_a_new_time_alone(self, office):
        run(office)
        os.utime(office / "photos" / f"{NAMES[1]}.jpg")
        assert outcomes(run(office)) == ["kept"] * 3

    def test_makes_only_a_changed_text(self, office):
        run(office)
        listed = people()
        listed[2] = replace(listed[2], unit="Tổ 2")
        assert outcomes(run(office, listed=listed)) == ["kept", "kept", "made"]

    @pytest.mark.parametrize(
        "option",
        [
            {"frame": "dai-lua-do"},
            {"size": 128},
            {"format": "png"},
            {"level": True},
            {"detector": NoFaces()},
        ],
        ids=lambda option: next(iter(option)),
    )
    def test_makes_all_for_another_option(self, office, option):
        run(office)
        assert outcomes(run(office, **option)) == ["made"] * 3

    def test_makes_a_deleted_or_changed_avatar(self, office):
        first = run(office)
        first[0].path.unlink()
        first[1].path.write_bytes(b"x" * first[1].path.stat().st_size)
        assert outcomes(run(office)) == ["made", "made", "kept"]

    def test_makes_a_truncated_avatar_of_unchanged_time(self, office):
        path = run(office)[0].path
        status = path.stat()
        path.write_bytes(path.read_bytes()[:99])
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
        assert outcomes(run(office)) == ["made", "kept", "kept"]

    def test_keeps_avatars_in_a_copied_folder(self, office, tmp_path):
        run(office)
        shutil.copytree(office / "out", tmp_path / "other" / "out", copy_function=shutil.copyfile)
        shutil.copytree(office / "photos", tmp_path / "other" / "photos")
        assert outcomes(run(tmp_path / "other")) == ["kept"] * 3

    def test_renames_avatars_when_rows_are_added_above(self, office):
        run(office)
        listed = [Person(2, "Hồ Mới", "m"), *(replace(p, row=p.row + 1) for p in people())]
        results = run(office, listed=listed)
        assert outcomes(results) == ["missing", "kept", "kept", "kept"]
        assert [result.path.name for result in results[1:]] == [
            f"00{at} {name}.jpg" for at, name in enumerate(NAMES, 2)
        ]
        assert outcomes(run(office, listed=listed)) == ["missing", "kept", "kept", "kept"]

    def test_does_not_retry_failures(self, office, monkeypatch):
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

    def test_retries_failures_on_request(self, office):
        detector = FailingOnce(office / "repaired")
        assert outcomes(run(office, detector=detector)) == ["failed"] * 3
        detector.repaired.touch()
        assert outcomes(run(office, detector=detector)) == ["failed"] * 3
        assert outcomes(run(office, detector=detector, retry_failed=True)) == ["made"] * 3

    def test_removes_the_avatar_of_a_photo_that_broke(self, office):
        old = run(office)[1].path
        (office / "photos" / f"{NAMES[1]}.jpg").write_bytes(b"no picture")
        assert outcomes(run(office)) == ["kept", "failed", "kept"]
        assert not old.exists()

    def test_removes_partial_files_of_a_killed_run(self, office):
        run(office)
        part = office / "out" / AVATARS / ".framegen-abc.part"
        part.write_bytes(b"half")
        run(office)
        assert not part.exists()


class TestDecisions:
    def test_a_crop_makes_one_person_anew(self, office):
        first = run(office)[1].path.read_bytes()
        decided = {3: Decision(3, crop=Crop(Box(0, 0, 200, 200)))}
        results = run(office, decisions=decided)
        assert outcomes(results) == ["kept", "made", "kept"]
        assert results[1].path.read_bytes() != first
        assert outcomes(run(office, decisions=decided)) == ["kept"] * 3

    def test_a_face_is_chosen_by_number(self, office):
        assert outcomes(run(office, decisions={3: Decision(3, face=0)})) == ["made"] * 3
        (_, failed, _) = run(office, decisions={3: Decision(3, face=4)})
        assert failed.error.detail == "Trần Thị Bình.jpg: there is no face 4; 1 were found."

    def test_a_skipped_person_loses_the_avatar(self, office):
        path = run(office)[0].path
        results = run(office, decisions={2: Decision(2, skip=True)})
        assert outcomes(results) == ["skipped", "kept", "kept"]
        assert not path.exists()

    def test_are_remembered_with_their_person(self, office):
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

    def test_that_differ_in_case_alone_get_a_code(self, office):
        listed = [
            replace(person, photo=f"{name}.jpg", name=status)
            for person, name, status in zip(
                people(), NAMES, ("Nguyễn An", "NGUYỄN AN", "Lê"), strict=True
            )
        ]
        run(office, listed=listed, template="{name}")
        assert avatars(office) == ["Lê.jpg", "NGUYỄN AN c3.jpg", "Nguyễn An.jpg"]

    def test_never_leave_the_folder(self, office):
        listed = [replace(p, code="../../x", name=n) for p, n in zip(people(), NAMES, strict=True)]
        run(office, listed=listed, template="{code}")
        assert len(avatars(office)) == 3
        outside = [path.name for path in office.iterdir()]
        assert sorted(outside) == ["out", "photos"]

    def test_an_invalid_template_is_rejected_at_once(self, office):
        with pytest.raises(RequestError, match="the fields are"):
            run(office, template="{x}")
        assert not (office / "out").exists()


def test_photos_may_come_from_an_archive(office):
    with zipfile.ZipFile(office / "photos.zip", "w") as archive:
        for path in (office / "photos").iterdir():
            archive.write(path, f"anh/{path.name}")
    results = run(office, files=[f"anh/{name}.jpg" for name in NAMES], photos=office / "photos.zip")
    assert outcomes(results) == ["made"] * 3
    assert sorted(path.name for path in office.iterdir()) == ["out", "photos", "photos.zip"]


def test_a_text_that_does_not_fit_is_a_note(office):
    listed = people()
    listed[0] = replace(listed[0], unit="đơn-vị-" * 40)
    results = run(office, listed=listed)
    assert outcomes(results) == ["made"] * 3
    assert Note.TEXT_LEFT_OUT in results[0].notes
    assert results[0].is_doubtful


@pytest.mark.slow
def test_stopping_finishes_what_is_in_progress(office):
    stop = threading.Event()
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    names = sorted(path.name for path in (office / "photos").iterdir())
    listed = people(*NAMES, *(f"Hồ {at}" for at in range(20)))
    for at in range(20):
        shutil.copy(office / "photos" / f"{NAMES[0]}.jpg", office / "photos" / f"Hồ {at}.jpg")
    names = sorted(path.name for path in (office / "photos").iterdir())
    found = match(listed, names).people
    options = BatchOptions(photos=office / "photos", size=96, jobs=1, stop=stop)
    results = make_all(framer, found, FRAME, office / "out", options)
    first = next(results)
    stop.set()
    done = [first, *results]
    assert 1 <= len(done) < len(listed)
    assert all(result.outcome is Outcome.MADE for result in done)
    assert len(avatars(office)) == len(done)
    rest = run(office, listed=listed)
    assert outcomes(rest) == ["kept"] * len(done) + ["made"] * (len(listed) - len(done))


def test_two_batches_cannot_share_a_folder(office):
    (office / "out" / PLACE).mkdir(parents=True)
    with (
        locked(office / "out" / PLACE / LOCK, office / "out"),
        pytest.raises(FolderBusy, match="another batch"),
    ):
        run(office)
    assert outcomes(run(office)) == ["made"] * 3


def test_an_unwritable_folder_stops_without_failures(office):
    (office / "out").mkdir()
    (office / "out" / AVATARS).write_bytes(b"a file where the folder should be")
    with pytest.raises(AvatarUnwritable):
        run(office)
    ledger = Ledger(office / "out")
    assert {result.outcome for result in ledger.results()} == {Outcome.WAITING}
    ledger.close()


def test_unreachable_photos_stop_without_failures(office):
    """As on a machine of a cluster that does not see the folder."""
    files = [f"{name}.jpg" for name in NAMES]
    with pytest.raises(AlbumUnreadable, match=platform.node()):
        run(office, files=files, photos=FolderAlbum(office / "none"))
    with contextlib.closing(Ledger(office / "out")) as ledger:
        assert {result.outcome for result in ledger.results()} == {Outcome.WAITING}
    assert outcomes(run(office)) == ["made"] * 3


def test_people_may_be_an_iterator(office):
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    listed = (PersonMatch(person, Status.MISSING) for person in people())
    assert outcomes(make_all(framer, listed, FRAME, office / "out")) == ["missing"] * 3


def test_avatars_may_go_to_another_folder(office, monkeypatch):
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


def test_keyword_arguments_still_work_with_a_warning(office):
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    found = match(people(), sorted(path.name for path in (office / "photos").iterdir())).people
    where = {"photos": office / "photos", "size": 96, "jobs": 1, "stop": None}
    with pytest.warns(DeprecationWarning, match=r"options=BatchOptions\(\.\.\.\)"):
        planned = make_all(framer, found, FRAME, office / "out", dry_run=True, **where)
    assert outcomes(planned) == ["waiting"] * 3
    with pytest.warns(DeprecationWarning, match="BatchOptions"):
        made = make_all(framer, found, FRAME, office / "out", **where)
    assert outcomes(made) == ["made"] * 3


def test_an_unknown_keyword_argument_is_an_error(office):
    framer = Framer(Frames(ROOT / "frames"), detector=FixedFace())
    with (
        pytest.warns(DeprecationWarning, match="BatchOptions"),
        pytest.raises(TypeError, match="sizes"),
    ):
        make_all(framer, [], FRAME, office / "out", sizes=96)
