"""Twins: one photo for two people is for somebody to look at."""

import zipfile

import pytest

from framegen.batch.duplicates import with_twins_doubted
from framegen.batch.places.album import open_album
from framegen.batch.result import Outcome, Result
from framegen.report.words import remarks_on
from framegen.staff.match import PersonMatch, Rule, Status, match
from framegen.staff.people import Person

PEOPLE = [Person(row, f"Lê Vũ {row}", code=f"A{row:03d}") for row in (2, 3, 4, 5)]
PHOTOS = {"A002.jpg": b"one", "A003.jpg": b"two", "A004.jpg": b"one", "A005.jpg": b"other"}


@pytest.fixture(params=["folder", "zip"])
def album(request, tmp_path):
    for name, data in PHOTOS.items():
        (tmp_path / name).write_bytes(data)
    if request.param == "folder":
        return open_album(tmp_path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in PHOTOS.items():
            archive.writestr(name, data)
    return open_album(tmp_path / "a.zip")


def test_both_people_keep_the_photo_and_are_asked_about(album):
    found = with_twins_doubted(match(PEOPLE, album.names()), album, ())
    assert [each.photo for each in found.people] == list(PHOTOS)
    assert [each.reason for each in found.people] == [
        "Cùng một ảnh với Lê Vũ 4 (A004.jpg)",
        "",
        "Cùng một ảnh với Lê Vũ 2 (A002.jpg)",
        "",
    ]


def test_there_is_no_doubt_about_what_somebody_chose(album):
    found = with_twins_doubted(match(PEOPLE, album.names()), album, {2})
    assert [bool(each.reason) for each in found.people] == [False, False, True, False]


def test_photos_that_differ_are_left_as_they_are(album):
    matching = match([PEOPLE[1], PEOPLE[3]], album.names())
    assert with_twins_doubted(matching, album, ()) is matching


@pytest.mark.parametrize(("others", "more"), [(3, ""), (4, " và 1 người nữa")])
def test_of_many_three_are_named(tmp_path, others, more):
    people = [Person(row, f"Lê Vũ {row}", code=f"A{row:03d}") for row in range(2, 3 + others)]
    for person in people:
        (tmp_path / f"{person.code}.jpg").write_bytes(b"the same")
    album = open_album(tmp_path)
    reason = with_twins_doubted(match(people, album.names()), album, ()).people[0].reason
    told = "Lê Vũ 3 (A003.jpg), Lê Vũ 4 (A004.jpg), Lê Vũ 5 (A005.jpg)"
    assert reason == f"Cùng một ảnh với {told}{more}"


def test_people_without_a_photo_share_none(album):
    matching = match([Person(6, "Tô Lan"), Person(7, "Hồ Hà"), PEOPLE[1]], album.names())
    assert with_twins_doubted(matching, album, ()) is matching


def test_an_album_that_tells_no_sizes_is_not_looked_into(album):
    class Elsewhere:
        names, read, stamp = album.names, album.read, album.stamp

    matching = match(PEOPLE, album.names())
    assert with_twins_doubted(matching, Elsewhere(), ()) is matching


def test_a_shared_photo_is_to_be_looked_at():
    doubted = PersonMatch(PEOPLE[0], Status.MATCHED, "A002.jpg", Rule.CODE, reason="Cùng một ảnh")
    result = Result(1, doubted, Outcome.MADE)
    assert result.is_doubtful
    assert remarks_on(result) == ["Cùng một ảnh"]
