"""Match: whose photo each file is, rule by rule; and what only a person may decide."""

import random
import unicodedata

import pytest

from framegen.staff.letters.names import plain
from framegen.staff.match import Rule, Status, match
from framegen.staff.people import Person


def listed(*entries):
    """People of "code name" or "name", with a photo behind ">"."""
    people = []
    for row, entry in enumerate(entries, 2):
        who, _, photo = entry.partition(">")
        code, _, name = who.strip().rpartition("/")
        people.append(Person(row, name.strip(), code=code.strip(), photo=photo.strip()))
    return people


def outcome(people, *files):
    """Of each person "file by rule", or the status with what is proposed."""
    told = []
    for each in match(people, files).people:
        if each.status is Status.MATCHED:
            told.append(f"{each.photo} by {each.rule}")
        else:
            told.append(" ".join([each.status, *each.proposals]))
    return told


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
def test_a_photo_is_found_by(file, rule):
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
def test_a_photo_is_not_guessed_from(file):
    assert [each.status for each in match(AN, [file]).people] != [Status.MATCHED]


@pytest.mark.parametrize("file", ["._CB0001.jpg", "Thumbs.db", "__MACOSX/CB0001.jpg", "CB0001.txt"])
def test_what_is_no_photo_is_not_even_spare(file):
    found = match(AN, [file])
    assert (found.files, found.people[0].status) == ((), Status.MISSING)


def test_the_lists_own_file_comes_first():
    people = listed("A1/Lê Vũ > anh/X 1.JPG", "A2/Tô Lan > LAN", "A3/Hồ Hà > D:\\anh\\ha.png")
    files = ("x 1.jpg", "le vu.jpg", "A1.jpg", "lan.heic", "photos/HA.png")
    assert outcome(people, *files) == [
        "x 1.jpg by column",
        "lan.heic by column",
        "photos/HA.png by column",
    ]
    left = {each.file: each.status for each in match(people, files).files}
    assert left == {"le vu.jpg": "spare", "A1.jpg": "spare"}


def test_a_file_that_the_list_names_but_is_not_there_leaves_the_other_rules():
    people = listed("A1/Lê Vũ > gone.jpg", "A2/Tô Lan > =cmd|' /C calc'!A0")
    assert outcome(people, "A1.jpg") == ["A1.jpg by code", "missing"]


def test_one_file_named_for_two_is_nobodys():
    people = listed("A1/Lê Vũ > a.jpg", "A2/Tô Lan > a.jpg")
    assert outcome(people, "a.jpg") == ["ambiguous a.jpg", "ambiguous a.jpg"]


def test_a_name_in_two_folders_is_for_a_person_to_choose():
    people = listed("Lê Vũ > a.jpg", "Tô Lan > y/b.jpg")
    files = ("x/a.jpg", "y/a.jpg", "x/b.jpg", "y/b.jpg")
    assert outcome(people, *files) == ["ambiguous x/a.jpg y/a.jpg", "y/b.jpg by column"]


def test_as_much_of_a_path_counts_as_is_there():
    people = listed("Lê Vũ > D:\\anh\\to 1\\a.jpg")
    assert outcome(people, "to 2/a.jpg", "to 1/a.jpg") == ["to 1/a.jpg by column"]


def test_a_file_that_the_list_gave_away_is_nobody_elses():
    people = listed("A1/Lê Vũ > A2.jpg", "A2/Tô Lan")
    assert outcome(people, "A2.jpg") == ["A2.jpg by column", "missing"]


CODED = listed("00012/Châu Thị Ngọc", "00123/Lý Thị Chi", "01230/Hồ Đức Việt", "00126/Trịnh Như Ý")


def test_zeros_may_be_dropped_where_that_is_unique():
    assert outcome(CODED, "123.jpg", "1230.jpg")[1:3] == ["123.jpg by code", "1230.jpg by code"]
    twins = listed("0012/Lê Vũ", "012/Tô Lan")
    assert outcome(twins, "12.jpg") == ["ambiguous 12.jpg", "ambiguous 12.jpg"]
    assert outcome(twins, "012.jpg") == ["missing", "012.jpg by code"]


@pytest.mark.parametrize(
    "file", ["IMG_0012.jpg", "20260123.jpg", "20260123_00126.jpg", "2026-01-23.jpg"]
)
def test_a_cameras_number_is_no_code(file):
    assert not any("by" in each for each in outcome(CODED, file))


def test_a_date_is_no_code():
    assert outcome(listed("20260123/Lê Vũ"), "chup 20260123.jpg") != ["chup 20260123.jpg by code"]


def test_what_a_list_adds_in_brackets_is_no_part_of_the_name():
    people = listed("Nguyễn Văn An (A)", "Lê Vũ")
    assert outcome(people, "nguyen van an.jpg")[0] == "nguyen van an.jpg by name-plain"


def test_a_name_of_one_word_is_never_enough():
    assert outcome(listed("An", "Lê An"), "An.jpg", "le an.jpg")[0] != "An.jpg by name-plain"


def test_the_whole_name_comes_before_what_may_be_a_part_of_it():
    people = listed("Bà Lan Anh", "Lan Anh")
    assert outcome(people, "Ba Lan Anh.jpg") == ["Ba Lan Anh.jpg by name-plain", "missing"]


def test_a_cameras_number_may_be_proposed():
    assert outcome(CODED, "IMG_0012.jpg")[0] == "proposed IMG_0012.jpg"


def test_codes_of_letters_are_codes_whatever_cameras_write():
    assert outcome(listed("P0012/Lê Vũ"), "P0012.jpg") == ["P0012.jpg by code"]


def test_a_code_against_a_name_is_for_a_person():
    people = [*CODED, *listed("00127/Mai Xuân Thưởng")]
    files = ("00126_Mai Xuan Thuong.jpg", "mai xuan thuong.jpg")
    assert outcome(people, "00126_maixuanthuong.jpg")[3] == "ambiguous 00126_maixuanthuong.jpg"
    told = outcome(people, *files)
    assert told[3:] == ["ambiguous 00126_Mai Xuan Thuong.jpg", "mai xuan thuong.jpg by name-plain"]
    assert "không cùng một người" in match(people, files).people[3].reason


def test_a_code_against_the_name_of_somebody_not_on_the_list_too():
    assert outcome(CODED, "00126 Phan Văn Trị.jpg")[3] == "ambiguous 00126 Phan Văn Trị.jpg"


def test_a_code_that_is_not_on_the_list_speaks_against_a_name_that_is():
    assert outcome(CODED, "09999_ly thi chi.jpg")[1] == "ambiguous 09999_ly thi chi.jpg"
    assert outcome(CODED, "ly thi chi 1988.jpg")[1] == "ly thi chi 1988.jpg by name-plain"


def test_words_beside_a_code_that_are_no_name_are_no_matter():
    people = [Person(2, "Lê Vũ", code="00126", unit="Phòng Tổ chức")]
    for file in ("00126 to chuc.jpg", "phong TC 00126.jpg", "00126_Vu.jpg", "00126 moi.jpg"):
        assert outcome(people, file) == [f"{file} by code"]


def test_a_number_behind_a_name_is_no_code():
    people = listed("2/Lê Vũ", "1970/Tô Lan", "3/Lê Văn Tám")
    told = outcome(people, "le van tam 2.jpg", "to lan 1970.jpg", "le vu 1970.jpg")
    assert told == [
        "le vu 1970.jpg by name-plain",
        "to lan 1970.jpg by code",
        "le van tam 2.jpg by name-plain",
    ]


def test_two_codes_in_a_name_are_for_a_person():
    told = outcome(CODED, "00123 00126.jpg")
    assert told[1] == told[3] == "ambiguous 00123 00126.jpg"


def test_two_photos_of_one_code_are_for_a_person():
    assert outcome(CODED, "00123.jpg", "00123 (1).jpg")[1] == "ambiguous 00123.jpg 00123 (1).jpg"


def test_a_code_outdoes_a_name():
    assert outcome(AN, "CB0001.jpg", "nguyen van an.jpg") == ["CB0001.jpg by code"]


def test_two_photos_by_name_are_for_a_person():
    told = outcome(AN, "nguyen van an.jpg", "Nguyễn Văn An 1970.jpg")
    assert told == ["ambiguous nguyen van an.jpg Nguyễn Văn An 1970.jpg"]


def test_marks_decide_and_their_lack_does_not():
    people = listed("Trần Thị Hạnh", "Trần Thị Hanh")
    files = ("Tran Thi Hanh.jpg", "Trần Thị Hạnh.jpg")
    assert outcome(people, *files) == ["Trần Thị Hạnh.jpg by name", "ambiguous Tran Thi Hanh.jpg"]
    assert outcome(people[:1], "Trần Thị Hanh.jpg") == ["proposed Trần Thị Hanh.jpg"]
    assert outcome(listed("Cao Tam", "Hồ Hà"), "Cao Tám.jpg")[0] == "proposed Cao Tám.jpg"


def test_a_list_without_marks_takes_files_with_marks():
    people = listed("Tran Thi Hanh", "Cao Tam")
    files = ("Trần Thị Hạnh.jpg", "Cao Tám.jpg")
    assert outcome(people, *files) == [f"{file} by name-plain" for file in files]
    assert outcome(people, "Cao Tám.jpg", "Cao Tam.jpg")[1] == "ambiguous Cao Tám.jpg Cao Tam.jpg"


def test_a_name_without_marks_wins_nothing_by_being_so():
    people = listed("Cao Tam", "Cao Tám")
    assert outcome(people, "cao tam.jpg") == ["ambiguous cao tam.jpg"] * 2


def test_where_the_tone_stands_is_a_habit():
    assert outcome(listed("Lê Thị Hoà"), "Lê Thị Hòa.jpg") == ["Lê Thị Hòa.jpg by name"]
    assert outcome(listed("Lê Thị Hoa"), "Lê Thị Hòa.jpg") == ["proposed Lê Thị Hòa.jpg"]


def test_namesakes_are_for_a_person_even_where_one_has_a_photo():
    people = listed("A1/Nguyễn Văn An", "A2/Nguyễn Văn An")
    files = ("A1.jpg", "nguyen van an.jpg")
    assert outcome(people, *files) == ["A1.jpg by code", "ambiguous nguyen van an.jpg"]
    assert match(people, files).files[0].status is Status.AMBIGUOUS


def test_anh_is_a_name_and_a_word_for_a_photo():
    people = listed("Lê Thị Lan", "Lê Thị Lan Anh", "Trần Thế")
    told = outcome(people, "Le Thi Lan Anh.jpg", "anh Le Thi Lan.jpg", "Tran The.jpg")
    assert told == [
        "anh Le Thi Lan.jpg by name-plain",
        "Le Thi Lan Anh.jpg by name-plain",
        "Tran The.jpg by name-plain",
    ]
    assert outcome(people[:1], "Le Thi Lan Anh.jpg") == ["proposed Le Thi Lan Anh.jpg"]


def test_two_people_on_one_photo_are_for_a_person():
    people = listed("Lê Thị Lan", "Hồ Hà")
    assert outcome(people, "Le Thi Lan - Ho Ha.jpg") == ["ambiguous Le Thi Lan - Ho Ha.jpg"] * 2


def test_likeness_only_proposes():
    people = listed("Nguyễn Văn Cường", "Trịnh Như Ý")
    told = outcome(people, "nguyen van cuongg.jpg", "nguyen van cuog.jpg", "IMG_1.jpg")
    assert told[0].startswith("proposed nguyen van cuong")
    assert told[1] == "missing"
    assert match(people, ["nguyen van cuog.jpg"]).files[0].status is Status.SPARE


def test_every_person_and_every_file_is_accounted_for_once():
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


def words(text):
    return text.split()


SURNAMES = words("Nguyễn Trần Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Tô Đinh ")
MIDDLES = words("Văn Thị Hữu Đức Ngọc Minh Xuân Quốc Thu Thanh Kim Công Bá Đình Mỹ Hồng ")
GIVEN = words(
    "An Anh Bình Chi Dũng Đức Hà Hạnh Hoa Hòa Hùng Khánh Lan Mai Nam Phú Quỳnh Tám Thảo Ý "
)


def a_name(rng):
    middles = rng.choices(MIDDLES, k=rng.choice([1, 1, 1, 2]))
    return " ".join([rng.choice(SURNAMES), *middles, rng.choice(GIVEN)])


def a_file(rng, name, code):
    """How somebody might have named a photo; a camera's name in one case of ten."""
    bare = plain(name)
    words = name.split()
    return rng.choice(
        [
            f"{code}.jpg",
            f"{code.lstrip('0')}.png",
            f"{code}_{bare}.jpg",
            f"{name}.jpg",
            f"{bare}.JPG",
            f"{bare.replace(' ', '_')}.jpg",
            "".join(map(str.title, bare.split())) + ".jpg",
            f"{bare} (1).jpg",
            f"{words[-1]} {' '.join(words[:-1])}.jpg",
            f"IMG_{rng.randrange(10000):04d}.jpg",
        ]
    )


def a_campaign(rng, size):
    """People, files, and whose each file truly is; one file in six is an outsider's."""
    people = [Person(row + 2, a_name(rng), code=f"{row * 7 + 3:05d}") for row in range(size)]
    truth = {}
    for index, person in enumerate(people):
        truth.setdefault(a_file(rng, person.name, person.code), index)
    for number in range(size // 5):
        file = a_file(rng, a_name(rng), f"{number * 7 + 5:05d}")
        truth.setdefault(file if file not in truth else f"x/{file}", None)
    return people, list(truth), truth


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_of_a_large_campaign_hardly_a_photo_is_given_wrong_and_those_by_name_only(seed):
    people, files, truth = a_campaign(random.Random(seed), 2000)
    given = [
        (each.rule, truth[each.photo] == index)
        for index, each in enumerate(match(people, files).people)
        if each.photo
    ]
    wrong = [rule for rule, right in given if not right]
    assert len(given) > 1000
    # Names alone cannot tell an outsider who shares a listed name; all else must be right.
    assert len(wrong) <= 0.005 * len(given)
    assert set(wrong) <= {Rule.NAME, Rule.NAME_PLAIN, Rule.NAME_ROTATED}


def test_a_word_of_one_letter_in_camel_case_is_a_word():
    people = listed("Phan Thị Ý Nhi", "Y Moan")
    assert outcome(people, "PhanThiYNhi.jpg", "YMoan.jpg") == [
        "PhanThiYNhi.jpg by name-plain",
        "YMoan.jpg by name-plain",
    ]


HOA = [
    Person(2, "Lê Thị Hoa", unit="Phòng Tổ chức Hành chính", title="Trưởng phòng"),
    Person(3, "Tô Lan", unit="Phân xưởng 2", title="Công nhân"),
]


@pytest.mark.parametrize(
    "file",
    [
        "le thi hoa phong to chuc hanh chinh.jpg",
        "phong_to_chuc_hanh_chinh_le_thi_hoa.jpg",
        "LE THI HOA TCHC.jpg",
        "le_thi_hoa_phong_tchc.jpg",
        "Trưởng phòng Lê Thị Hoa.jpg",
        "Le Thi Hoa PTCHC.jpg",
        "lê thị hoa tổ chức hành chính.jpg",
    ],
)
def test_the_persons_own_unit_or_title_beside_a_name_is_no_part_of_it(file):
    assert outcome(HOA, file)[0].startswith(f"{file} by name")


def test_a_number_of_the_unit_counts_for_nothing():
    assert outcome(HOA, "to lan phan xuong 2.jpg")[1].endswith("by name-plain")


@pytest.mark.parametrize(
    "file", ["le thi hoa phan xuong 2.jpg", "le thi hoa phong.jpg", "le thi hoa chuc.jpg"]
)
def test_anothers_unit_or_a_part_of_ones_own_may_be_a_name(file):
    assert "by" not in outcome(HOA, file)[0]


def test_initials_that_could_be_a_name_are_none():
    people = [Person(2, "Lê Hoa", unit="Phòng Hành Anh")]
    assert outcome(people, "le hoa ha.jpg") == ["missing"]


@pytest.mark.parametrize(
    "file",
    [
        "Tô Lan ảnh 3x4.jpg",
        "to lan anh 3x4.jpg",
        "to lan_anh_the_4x6.jpg",
        "3 x 4 cm Tô Lan.jpg",
        "Tô Lan ảnh.jpg",
        "Tô Lan áo dài nền xanh.jpg",
    ],
)
def test_words_about_the_photo_are_no_part_of_a_name(file):
    assert outcome(HOA, file)[1].startswith(f"{file} by name")


def test_where_anh_is_a_name_it_stays_one_before_the_size_of_a_print():
    people = listed("Tô Lan", "Tô Lan Anh")
    told = outcome(people, "to lan anh 3x4.jpg")
    assert told[1] == "to lan anh 3x4.jpg by name-plain"
    assert "by" not in outcome(people[:1], "to lan anh.jpg")[0]


def test_a_code_may_stand_right_before_a_name():
    people = listed("TC-319/Lê Minh Hoa", "TC-3190/Tô Lan")
    told = outcome(people, "TC-319LeMinhHoa.jpg", "tc3190ToLan.jpg")
    assert told == ["TC-319LeMinhHoa.jpg by code", "tc3190ToLan.jpg by code"]


def test_a_short_code_counts_only_with_nothing_or_the_persons_own_name_beside_it():
    people = listed("12/Lê Vũ", "00123/Tô Lan")
    assert outcome(people, "12_Vu.jpg") == ["12_Vu.jpg by code", "missing"]
    assert "by" not in outcome(people, "12_Hoa.jpg")[0]


def test_a_code_and_another_with_its_persons_name_are_for_a_person():
    people = listed("12/Lê Vũ", "00123/Tô Lan")
    file = "00123_12_Vu.jpg"
    assert outcome(people, file) == [f"ambiguous {file}"] * 2


def test_codes_without_a_digit_are_no_codes():
    people = listed("NVKD/Lê Vũ", "KTTT/Tô Lan")
    assert outcome(people, "NVKD.jpg") == ["missing", "missing"]
    assert outcome(people, "to lan - VPHC.jpg")[1] == "to lan - VPHC.jpg by name-plain"


def test_three_digits_beside_a_name_are_no_strangers_code_but_four_are():
    people = listed("456/Lê Vũ", "4567/Tô Lan")
    told = outcome(people, "le vu 999.jpg", "to lan 9999.jpg")
    assert told == ["le vu 999.jpg by name-plain", "ambiguous to lan 9999.jpg"]


def test_a_name_of_two_words_is_never_turned():
    assert "by" not in outcome(listed("Tô Lan", "Hồ Hà"), "lan to.jpg")[0]
