"""People and outcomes as Parquet: a manifest before the work, parts after it."""

import sys

import pytest
from pyarrow import parquet

from framegen import match, open_album, write_reports
from framegen.errors import AvatarUnwritable
from framegen.report.parquet import write_manifest
from framegen.testing import drawn_card, encoded
from tests.batch.test_entry import NAMES, people, run

HURT = "Hồ Hỏng"


@pytest.fixture
def office(tmp_path):
    """Three people with photos, one with a file that is none, one without."""
    (tmp_path / "photos").mkdir()
    for at, name in enumerate((*NAMES, HURT)):
        data = encoded(drawn_card(600 + at, 800)) if name != HURT else b"no picture"
        (tmp_path / "photos" / f"{name}.jpg").write_bytes(data)
    return tmp_path


LISTED = people(*NAMES, HURT, "Lê Không Ảnh")


def rows_of(*paths):
    return [row for path in paths for row in parquet.read_table(path).to_pylist()]


def test_the_manifest_has_everyone_and_the_photo_that_was_found(office):
    album = open_album(office / "photos")
    found = match(LISTED, album.names()).people
    path = write_manifest(office / "out", found, album)
    assert path == office / "out/parquet/manifest.parquet"
    rows = rows_of(path)
    assert [row["name"] for row in rows] == [person.name for person in LISTED]
    assert [row["order"] for row in rows] == [1, 2, 3, 4, 5]
    assert [row["status"] for row in rows] == ["matched"] * 4 + ["missing"]
    assert rows[0]["photo"] == f"{NAMES[0]}.jpg"
    assert rows[0]["stamp"] == album.stamp(rows[0]["photo"])
    assert (rows[4]["photo"], rows[4]["stamp"]) == (None, None)


def test_the_parts_have_what_became_of_everyone(office):
    results = run(office, listed=LISTED)
    *_, part = write_reports(office / "out", parquet=True)
    assert part == office / "out/parquet/part-00000.parquet"
    rows = rows_of(part)
    assert [row["outcome"] for row in rows] == ["made"] * 3 + ["failed", "missing"]
    assert [row["avatar"] for row in rows] == [
        str(result.path) if result.path else None for result in results
    ]
    assert [row["error"] for row in rows] == [None] * 3 + ["photo-unreadable", None]
    assert all(len(row["photo_hash"]) == len(row["digest"]) == 64 for row in rows[:3])


def test_many_people_make_several_parts_and_fewer_leave_none_behind(office, monkeypatch):
    monkeypatch.setattr("framegen.report.parquet.ROWS", 2)
    run(office, listed=LISTED)
    parts = write_reports(office / "out", parquet=True)[-3:]
    assert [len(rows_of(part)) for part in parts] == [2, 2, 1]
    assert [row["order"] for row in rows_of(*parts)] == [1, 2, 3, 4, 5]
    run(office, listed=LISTED[:2])
    write_reports(office / "out", parquet=True)
    assert [path.name for path in (office / "out/parquet").iterdir()] == ["part-00000.parquet"]


def test_without_the_package_it_says_what_to_install(office, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    album = open_album(office / "photos")
    with pytest.raises(AvatarUnwritable, match=r'pip install "framegen\[parquet\]"'):
        write_manifest(office / "out", match(LISTED, album.names()).people, album)


def test_where_nothing_can_be_written_it_says_so_and_leaves_no_half(office):
    (office / "out").mkdir()
    (office / "out/parquet").write_bytes(b"a file where the folder should be")
    album = open_album(office / "photos")
    with pytest.raises(AvatarUnwritable, match=r"manifest\.parquet: cannot be written"):
        write_manifest(office / "out", match(LISTED, album.names()).people, album)
    assert [path.name for path in (office / "out").iterdir()] == ["parquet"]


@pytest.mark.skipif(sys.platform == "win32", reason="needs resource limits")
def test_where_there_is_no_room_what_was_there_stays(office):
    import resource

    album = open_album(office / "photos")
    found = match(LISTED, album.names()).people
    path = write_manifest(office / "out", found, album)
    before = path.read_bytes()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    # As on a full disk: what goes beyond so many bytes is refused while it is being written.
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) // 2, limits[1]))
    try:
        with pytest.raises(AvatarUnwritable, match=r"manifest\.parquet: cannot be written"):
            write_manifest(office / "out", found, album)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
