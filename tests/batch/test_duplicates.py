"""Duplicates: one photo for two people is marked for someone to look at."""

import zipfile

import pytest

from framegen.batch.duplicates import with_duplicates_marked
from framegen.batch.places.album import open_album
from framegen.batch.result import Outcome, Result
from framegen.report.words import ReportWords
from framegen.staff.match import PersonMatch, Rule, Status, match
from framegen.staff.people import Person
from framegen.staff.reason import Reason, ReasonCode

PEOPLE = [Person(row, f"Lê Vũ {row}", code=f"A{row:03d}") for row in (2, 3, 4, 5)]
PHOTOS = {"A002.jpg": b"one", "A003.jpg": b"two", "A004.jpg": b"one", "A005.jpg": b"other"}


class OwnAlbum:
    """An album as a user of the library may write one."""

    def names(self):
        return list(PHOTOS)

    def read(self, name, max_bytes):
        return PHOTOS[name][:max_bytes]

    def stamp(self, name):
        return str(hash(PHOTOS[name]))

    def size(self, name):
        return len(PHOTOS[name])

    def sample(self, name):
        return PHOTOS[name]


@pytest.fixture(params=["folder", "zip", "own"])
def album(request, tmp_path):
    if request.param == "own":
        return OwnAlbum()
    for name, data in PHOTOS.items():
        (tmp_path / name).write_bytes(data)
    if request.param == "folder":
        return open_album(tmp_path)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for name, data in PHOTOS.items():
            archive.writestr(name, data)
    return open_album(tmp_path / "a.zip")


def test_both_people_keep_the_photo_and_are_marked(album):
    found = with_duplicates_marked(match(PEOPLE, album.names()), album, ())
    assert [each.photo for each in found.people] == list(PHOTOS)
    assert [each.reason for each in found.people] == [
        Reason(ReasonCode.SAME_PHOTO, {"others": ["Lê Vũ 4 (A004.jpg)"]}),
        None,
        Reason(ReasonCode.SAME_PHOTO, {"others": ["Lê Vũ 2 (A002.jpg)"]}),
        None,
    ]


def test_a_photo_chosen_by_hand_is_not_marked(album):
    found = with_duplicates_marked(match(PEOPLE, album.names()), album, {2})
    assert [bool(each.reason) for each in found.people] == [False, False, True, False]


def test_different_photos_are_left_as_they_are(album):
    matching = match([PEOPLE[1], PEOPLE[3]], album.names())
    assert with_duplicates_marked(matching, album, ()) is matching


@pytest.mark.parametrize(
    ("others", "code", "more"),
    [(3, ReasonCode.SAME_PHOTO, {}), (4, ReasonCode.SAME_PHOTO_AND_MORE, {"more": 1})],
)
def test_a_reason_names_three_people(tmp_path, others, code, more):
    people = [Person(row, f"Lê Vũ {row}", code=f"A{row:03d}") for row in range(2, 3 + others)]
    for person in people:
        (tmp_path / f"{person.code}.jpg").write_bytes(b"the same")
    album = open_album(tmp_path)
    reason = with_duplicates_marked(match(people, album.names()), album, ()).people[0].reason
    named = ["Lê Vũ 3 (A003.jpg)", "Lê Vũ 4 (A004.jpg)", "Lê Vũ 5 (A005.jpg)"]
    assert reason == Reason(code, {"others": named, **more})


def test_people_without_a_photo_share_none(album):
    matching = match([Person(6, "Tô Lan"), Person(7, "Hồ Hà"), PEOPLE[1]], album.names())
    assert with_duplicates_marked(matching, album, ()) is matching


def test_a_shared_photo_is_to_be_checked():
    reason = Reason(ReasonCode.SAME_PHOTO, {"others": ["Lê Vũ 4 (A004.jpg)"]})
    marked = PersonMatch(PEOPLE[0], Status.MATCHED, "A002.jpg", Rule.CODE, reason=reason)
    result = Result(1, marked, Outcome.MADE)
    assert result.is_doubtful
    assert ReportWords("en").remarks(result) == ["Same photo as Lê Vũ 4 (A004.jpg)"]
