"""Match: whose photo each file is, rule by rule, and what is left to a person."""

import random
import unicodedata

import pytest

from framegen.staff.match import Rule, Status, match
from tests.support.matching import a_campaign, listed, outcome

AN = listed("CB0001/Nguyễn Văn An")


@pytest.mark.parametrize(
    ("file", "rule"),
    [
        ("CB0001.jpg", "code"),
        ("cb-0001.JPG", "code"),
        ("phong tc/CB0001 (1).png", "code"),
        ("CB1.jpg", "code"),
        ("CB0001_nguyen van an.heic", "code"),
        ("Nguyễn Văn An.jpg", "name"),
        (unicodedata.normalize("NFD", "Nguyễn Văn An.jpg"), "name"),
        ("NGUYỄN VĂN AN.jpg", "name"),
        ("nguyen van an.jpg", "name-plain"),
        ("Nguyen_Van_An.jpg", "name-plain"),
        ("nguyen-van-an.jpg", "name-plain"),
        ("NguyenVanAn.jpg", "name-plain"),
        ("nguyenVanAn.jpg", "name-plain"),
        ("NguyenVANAn.jpg", "name-plain"),
        ("nguyenvanan.jpg", "name-plain"),
        ("nguyen van an2.jpg", "name-plain"),
        ("Nguyễn Văn An 1980.jpg", "name"),
        ("01. Nguyễn Văn An.jpg", "name"),
        ("Nguyen Van An (2).jpg", "name-plain"),
        ("Nguyen Van An - Copy.jpg", "name-plain"),
        ("Nguyen Van An - Copy (2).jpg", "name-plain"),
        ("nguyen van an copy.jpg", "name-plain"),
        ("anh the Nguyen Van An.jpg", "name-plain"),
        ("Ảnh thẻ Nguyễn Văn An.jpg", "name"),
        ("Nguyen Van An anh the 3x4.jpg", "name-plain"),
        ("IMG_20260102 Nguyen Van An.jpg", "name-plain"),
        ("Nguyen Van An - Phong TC.jpg", "name-plain"),
        ("Phòng TC - Nguyễn Văn An.jpg", "name"),
        ("Nguyen Van An (VP).jpg", "name-plain"),
        ("Mr Nguyen.Van.An.jpg.jpg", "name-plain"),
        ("CB0001_nguyenvanan.jpg", "code"),
        ("IMG_2023_CB0001.jpg", "code"),
        ("An Nguyen Van.jpg", "name-rotated"),
        ("Văn An Nguyễn.jpg", "name-rotated"),
        ("anh\\to 1\\Nguyen Van An.jpg", "name-plain"),
    ],
)
def test_a_photo_is_found(file, rule):
    assert outcome(AN, file) == [f"{file} by {rule}"]


@pytest.mark.parametrize(
    "file",
    [
        "Nguyễn Văn Ân.jpg",
        "Nguyen Van Anh.jpg",
        "An.jpg",
        "Van An.jpg",
        "Nguyen An.jpg",
        "Nguyen Van An Binh.jpg",
        "nguyenvan an.jpg",
        "CB00012.jpg",
        "0001.jpg",
        "ACB0001.jpg",
        "IMG_0001.jpg",
    ],
)
def test_a_photo_is_not_guessed(file):
    assert [each.status for each in match(AN, [file]).people] != [Status.MATCHED]


@pytest.mark.parametrize("file", ["._CB0001.jpg", "Thumbs.db", "__MACOSX/CB0001.jpg", "CB0001.txt"])
def test_other_files_are_left_out(file):
    found = match(AN, [file])
    assert (found.files, found.people[0].status) == ((), Status.MISSING)


def test_the_file_named_in_the_list_comes_first():
    people = listed("A1/Lê Vũ > anh/X 1.JPG", "A2/Tô Lan > LAN", "A3/Hồ Hà > D:\\anh\\ha.png")
    files = ("x 1.jpg", "le vu.jpg", "A1.jpg", "lan.heic", "photos/HA.png")
    assert outcome(people, *files) == [
        "x 1.jpg by column",
        "lan.heic by column",
        "photos/HA.png by column",
    ]
    left = {each.file: each.status for each in match(people, files).files}
    assert left == {"le vu.jpg": "spare", "A1.jpg": "spare"}


def test_other_rules_apply_where_the_named_file_is_missing():
    people = listed("A1/Lê Vũ > gone.jpg", "A2/Tô Lan > =cmd|' /C calc'!A0")
    assert outcome(people, "A1.jpg") == ["A1.jpg by code", "missing"]


def test_a_file_named_for_two_people_is_ambiguous():
    people = listed("A1/Lê Vũ > a.jpg", "A2/Tô Lan > a.jpg")
    assert outcome(people, "a.jpg") == ["ambiguous a.jpg", "ambiguous a.jpg"]


def test_a_file_name_in_two_folders_is_ambiguous():
    people = listed("Lê Vũ > a.jpg", "Tô Lan > y/b.jpg")
    files = ("x/a.jpg", "y/a.jpg", "x/b.jpg", "y/b.jpg")
    assert outcome(people, *files) == ["ambiguous x/a.jpg y/a.jpg", "y/b.jpg by column"]


def test_a_named_path_may_have_more_folders():
    people = listed("Lê Vũ > D:\\anh\\to 1\\a.jpg")
    assert outcome(people, "to 2/a.jpg", "to 1/a.jpg") == ["to 1/a.jpg by column"]


def test_a_named_file_is_not_given_to_others():
    people = listed("A1/Lê Vũ > A2.jpg", "A2/Tô Lan")
    assert outcome(people, "A2.jpg") == ["A2.jpg by column", "missing"]


def test_two_photos_with_one_code_are_ambiguous():
    assert outcome(AN, "CB0001.jpg", "CB0001 (1).jpg") == ["ambiguous CB0001.jpg CB0001 (1).jpg"]


def test_a_code_comes_before_a_name():
    assert outcome(AN, "CB0001.jpg", "nguyen van an.jpg") == ["CB0001.jpg by code"]


def test_two_photos_with_one_name_are_ambiguous():
    told = outcome(AN, "nguyen van an.jpg", "Nguyễn Văn An 1970.jpg")
    assert told == ["ambiguous nguyen van an.jpg Nguyễn Văn An 1970.jpg"]


def test_namesakes_stay_ambiguous_where_one_has_a_photo():
    people = listed("A1/Nguyễn Văn An", "A2/Nguyễn Văn An")
    files = ("A1.jpg", "nguyen van an.jpg")
    assert outcome(people, *files) == ["A1.jpg by code", "ambiguous nguyen van an.jpg"]
    assert match(people, files).files[0].status is Status.AMBIGUOUS


def test_a_photo_of_two_people_is_ambiguous():
    people = listed("Lê Thị Lan", "Hồ Hà")
    assert outcome(people, "Le Thi Lan - Ho Ha.jpg") == ["ambiguous Le Thi Lan - Ho Ha.jpg"] * 2


def test_likeness_only_proposes():
    people = listed("Nguyễn Văn Cường", "Trịnh Như Ý")
    told = outcome(people, "nguyen van cuongg.jpg", "nguyen van cuog.jpg", "IMG_1.jpg")
    assert told[0].startswith("proposed nguyen van cuong")
    assert told[1] == "missing"
    assert match(people, ["nguyen van cuog.jpg"]).files[0].status is Status.SPARE


def test_each_person_and_file_is_accounted_for_once():
    rng = random.Random(5)
    people, files, _ = a_campaign(rng, 200)
    found = match(people, files)
    assert sum(found.count(status) for status in Status) == len(people)
    assert [each.person for each in found.people] == people
    given = [each.photo for each in found.people if each.photo]
    assert len(set(given)) == len(given)
    assert sorted([*given, *(each.file for each in found.files)]) == sorted(files)
    assert all(
        (each.photo is None) == (each.rule is None)
        for each in found.people
        if each.status in {Status.MATCHED, Status.MISSING}
    )


def test_the_order_of_files_changes_nothing():
    rng = random.Random(6)
    people, files, _ = a_campaign(rng, 150)
    one = {each.person.row: (each.status, each.photo) for each in match(people, files).people}
    rng.shuffle(files)
    other = {each.person.row: (each.status, each.photo) for each in match(people, files).people}
    assert one == other


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_only_namesakes_of_outsiders_are_given_wrong_photos(seed):
    people, files, truth = a_campaign(random.Random(seed), 2000)
    given = [
        (each.rule, truth[each.photo] == index)
        for index, each in enumerate(match(people, files).people)
        if each.photo
    ]
    wrong = [rule for rule, right in given if not right]
    assert len(given) > 1000
    # Names alone cannot tell an outsider from a namesake on the list; the rest must be right.
    assert len(wrong) <= 0.005 * len(given)
    assert set(wrong) <= {Rule.NAME, Rule.NAME_PLAIN, Rule.NAME_ROTATED}
