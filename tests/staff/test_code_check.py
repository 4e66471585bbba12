"""CodeCheck: staff codes in file names, with and against the names beside them."""

import pytest

from framegen.staff.match import match
from framegen.staff.people import Person
from framegen.staff.reason import Reason, ReasonCode
from tests.support.matching import listed, outcome

CODED = listed("00012/Châu Thị Ngọc", "00123/Lý Thị Chi", "01230/Hồ Đức Việt", "00126/Trịnh Như Ý")


def test_leading_zeros_may_be_dropped_where_unique():
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


def test_a_cameras_number_may_be_proposed():
    assert outcome(CODED, "IMG_0012.jpg")[0] == "proposed IMG_0012.jpg"


def test_codes_with_letters_count_in_camera_names():
    assert outcome(listed("P0012/Lê Vũ"), "P0012.jpg") == ["P0012.jpg by code"]


def test_a_code_with_anothers_name_is_ambiguous():
    people = [*CODED, *listed("00127/Mai Xuân Thưởng")]
    files = ("00126_Mai Xuan Thuong.jpg", "mai xuan thuong.jpg")
    assert outcome(people, "00126_maixuanthuong.jpg")[3] == "ambiguous 00126_maixuanthuong.jpg"
    told = outcome(people, *files)
    assert told[3:] == ["ambiguous 00126_Mai Xuan Thuong.jpg", "mai xuan thuong.jpg by name-plain"]
    reason = match(people, files).people[3].reason
    assert reason == Reason(ReasonCode.CODE_AGAINST_NAME, {"code": "00126"})


def test_a_code_with_an_outsiders_name_is_ambiguous():
    assert outcome(CODED, "00126 Phan Văn Trị.jpg")[3] == "ambiguous 00126 Phan Văn Trị.jpg"


def test_an_unknown_code_makes_a_name_ambiguous():
    assert outcome(CODED, "09999_ly thi chi.jpg")[1] == "ambiguous 09999_ly thi chi.jpg"
    assert outcome(CODED, "ly thi chi 1988.jpg")[1] == "ly thi chi 1988.jpg by name-plain"


def test_other_words_beside_a_code_do_not_matter():
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


def test_two_codes_in_a_file_name_are_ambiguous():
    told = outcome(CODED, "00123 00126.jpg")
    assert told[1] == told[3] == "ambiguous 00123 00126.jpg"


def test_a_code_may_be_joined_to_a_name():
    people = listed("TC-319/Lê Minh Hoa", "TC-3190/Tô Lan")
    told = outcome(people, "TC-319LeMinhHoa.jpg", "tc3190ToLan.jpg")
    assert told == ["TC-319LeMinhHoa.jpg by code", "tc3190ToLan.jpg by code"]


def test_a_short_code_counts_only_beside_its_own_name():
    people = listed("12/Lê Vũ", "00123/Tô Lan")
    assert outcome(people, "12_Vu.jpg") == ["12_Vu.jpg by code", "missing"]
    assert "by" not in outcome(people, "12_Hoa.jpg")[0]


def test_a_short_code_with_its_name_disputes_another_code():
    people = listed("12/Lê Vũ", "00123/Tô Lan")
    file = "00123_12_Vu.jpg"
    assert outcome(people, file) == [f"ambiguous {file}"] * 2


def test_codes_without_a_digit_are_no_codes():
    people = listed("NVKD/Lê Vũ", "KTTT/Tô Lan")
    assert outcome(people, "NVKD.jpg") == ["missing", "missing"]
    assert outcome(people, "to lan - VPHC.jpg")[1] == "to lan - VPHC.jpg by name-plain"


def test_only_long_numbers_are_taken_for_unknown_codes():
    people = listed("456/Lê Vũ", "4567/Tô Lan")
    told = outcome(people, "le vu 999.jpg", "to lan 9999.jpg")
    assert told == ["le vu 999.jpg by name-plain", "ambiguous to lan 9999.jpg"]
