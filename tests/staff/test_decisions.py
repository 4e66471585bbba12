"""Decisions: written for a person, filled in, read back; no cell opens as a formula."""

import csv

import openpyxl
import pytest

from framegen.avatar.crop import Crop
from framegen.errors import AvatarUnwritable, DecisionInvalid, RequestError, StaffListNotFound
from framegen.geometry import Box
from framegen.language import LANGUAGES, translated
from framegen.staff.decisions import (
    HEADINGS,
    Decision,
    read_decisions,
    with_decisions,
    write_decisions,
)
from framegen.staff.match import PersonMatch, Rule, Status, match
from framegen.staff.people import Person
from framegen.staff.reason import Reason, ReasonCode

PEOPLE = [
    Person(7, "Lê Vũ", code="00012"),
    Person(8, "=HYPERLINK(1)", code="+1", unit="@SUM(1)"),
    Person(9, "Tô Lan", code="00013"),
    Person(10, "Hồ Hà"),
]
FILES = ["a/00012.jpg", "b/00012.jpg", "to lan.jpg", "-ho haa.jpg"]
MATCHING = match(PEOPLE, FILES)
EACH_KIND = pytest.mark.parametrize("name", ["q.csv", "q.xlsx"])


def fill(path, cells):
    """Fill in cells as a person would: {row of the file: {key of the heading: value}}."""
    keys = list(HEADINGS)
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        for row, values in cells.items():
            for heading, value in values.items():
                book.active.cell(row, keys.index(heading) + 1, value)
        book.save(path)
        return
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    for row, values in cells.items():
        for heading, value in values.items():
            rows[row - 1][keys.index(heading)] = str(value)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows(rows)


@EACH_KIND
def test_only_what_needs_a_decision_is_written(tmp_path, name):
    path = write_decisions(tmp_path / name, MATCHING.people)
    fill(path, {row: {"skip": "x"} for row in (2, 3, 4)})
    assert sorted(read_decisions(path)) == [7, 8, 10]
    assert read_decisions(path)[7] == Decision(7, skip=True)


@EACH_KIND
def test_what_was_decided_comes_back(tmp_path, name):
    path = write_decisions(tmp_path / name, MATCHING.people)
    assert read_decisions(path) == {}
    fill(path, {2: {"photo": "b/00012.jpg", "crop": "0,10,400,410", "face": 1}, 3: {"skip": "Có"}})
    assert read_decisions(path) == {
        7: Decision(7, "b/00012.jpg", Crop(Box(0, 10, 400, 410)), 1),
        8: Decision(8, skip=True),
    }


@pytest.mark.parametrize("language", LANGUAGES)
@EACH_KIND
def test_a_file_of_any_language_is_read(tmp_path, name, language):
    path = write_decisions(tmp_path / name, MATCHING.people, language=language)
    fill(path, {2: {"photo": "b/00012.jpg", "face": 1}, 3: {"skip": "x"}})
    assert read_decisions(path) == {
        7: Decision(7, "b/00012.jpg", face=1),
        8: Decision(8, skip=True),
    }


def test_headings_states_and_reasons_follow_the_language(tmp_path):
    path = write_decisions(tmp_path / "q.csv", MATCHING.people, language="vi")
    heads, first, *_ = csv.reader(path.read_text("utf-8-sig").splitlines())
    assert heads == [translated(heading, "vi") for heading in HEADINGS.values()]
    assert first[4:6] == ["chưa rõ", "2 tệp cùng có mã này"]
    fill(path, {2: {"face": "x"}})
    with pytest.raises(DecisionInvalid, match="row 2: Khuôn mặt số: expected a number"):
        read_decisions(path)


def test_a_chosen_photo_counts_as_named_by_the_list():
    decided = with_decisions(PEOPLE, {7: Decision(7, "b/00012.jpg"), 10: Decision(10, skip=True)})
    assert [person.photo for person in decided] == ["b/00012.jpg", "", "", ""]
    assert match(decided, FILES).people[0].photo == "b/00012.jpg"


def test_no_cell_of_the_workbook_is_a_formula(tmp_path):
    path = write_decisions(tmp_path / "q.xlsx", MATCHING.people)
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value} == {"s"}
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}


def test_no_cell_of_the_csv_is_a_formula(tmp_path):
    path = write_decisions(tmp_path / "q.csv", MATCHING.people)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text("utf-8-sig").splitlines()))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(1)" in rows[2]


@pytest.mark.parametrize(
    ("filled", "what"),
    [
        ({"skip": "maybe"}, 'row 2: Leave out .x.: expected x or nothing, got "maybe"'),
        ({"skip": "x", "photo": "a.jpg"}, "row 2: both left out and given the photo"),
        ({"face": "first"}, "row 2: Face number: expected a number"),
        ({"crop": "1,2,3"}, "row 2: crop: expected four numbers"),
        ({"row": "x7", "photo": "a.jpg"}, "row 2: Row: expected a number"),
        ({"row": "٧", "photo": "a.jpg"}, "row 2: Row: expected a number"),
        ({"face": "7" * 5000}, 'row 2: Face number: expected a number, got "7{40}"'),
        ({"row": "8", "photo": "a.jpg"}, "row 3: row 8 is decided twice"),
    ],
)
def test_errors_name_the_row_and_the_heading(tmp_path, filled, what):
    path = write_decisions(tmp_path / "q.csv", MATCHING.people)
    fill(path, {2: filled, 3: {"skip": "x"}})
    with pytest.raises(DecisionInvalid, match=what):
        read_decisions(path)


def test_other_files_are_refused(tmp_path):
    (tmp_path / "a.csv").write_text("Họ tên,Mã\nLê Vũ,1\n", encoding="utf-8")
    with pytest.raises(DecisionInvalid, match='the headings "Row" and "Chosen photo"'):
        read_decisions(tmp_path / "a.csv")
    with pytest.raises(StaffListNotFound):
        read_decisions(tmp_path / "none.csv")


def test_unwritable_places_are_errors(tmp_path):
    with pytest.raises(RequestError, match=r"\.csv or \.xlsx"):
        write_decisions(tmp_path / "q.txt", [])
    for name in ("none/q.csv", "none/q.xlsx"):
        with pytest.raises(AvatarUnwritable, match="there is no such folder"):
            write_decisions(tmp_path / name, [])


def test_a_match_with_a_reason_is_written_too(tmp_path):
    person = Person(4, "Lê Vũ")
    blurred = Reason(ReasonCode.OTHER, {"text": "The face is blurred"})
    doubted = PersonMatch(person, Status.MATCHED, "a.jpg", Rule.NAME, reason=blurred)
    fine = PersonMatch(Person(5, "Tô Lan"), Status.MATCHED, "b.jpg", Rule.NAME)
    path = write_decisions(tmp_path / "a.csv", [doubted, fine])
    told = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(told) == 2
    assert "The face is blurred" in told[1]


def a_sheet(path, *rows, encoding="utf-8-sig"):
    """A decisions file as another program writes it."""
    path.write_bytes("\r\n".join(rows).encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_columns_may_be_moved_added_and_shortened(tmp_path, encoding):
    path = a_sheet(
        tmp_path / "a.csv",
        "ĐÃ XEM NGÀY 5/3;;;;;",
        "Ảnh chọn;Ghi chú;BỎ QUA;Dòng;Họ và tên;Vùng cắt",
        "anh\\Lê Vũ.JPG;xem lại;;7;Lê Vũ;",
        ";;;;;",
        ";nghỉ hưu;X;8;;",
        ';;;10;;"0; 10; 400; 410"',
        encoding=encoding,
    )
    assert read_decisions(path) == {
        7: Decision(7, "anh\\Lê Vũ.JPG"),
        8: Decision(8, skip=True),
        10: Decision(10, crop=Crop(Box(0, 10, 400, 410))),
    }
    assert read_decisions(path)[7].name == "Lê Vũ"


def test_two_columns_and_short_rows_are_enough(tmp_path):
    path = a_sheet(tmp_path / "a.csv", "dong;anh chon;bo qua", "7;a.jpg", "8", "9;;x")
    assert read_decisions(path) == {7: Decision(7, "a.jpg"), 9: Decision(9, skip=True)}
    path = a_sheet(tmp_path / "a.csv", "Dòng;Ảnh chọn", "7;a.jpg", "8")
    assert read_decisions(path) == {7: Decision(7, "a.jpg")}


def test_the_sheet_with_the_decisions_is_found(tmp_path):
    path = write_decisions(tmp_path / "q.xlsx", MATCHING.people)
    fill(path, {2: {"skip": "x"}})
    book = openpyxl.load_workbook(path)
    book.create_sheet("Ghi chú", 0)["A1"] = "Xem giúp"
    book.save(path)
    assert sorted(read_decisions(path)) == [7]


@pytest.mark.parametrize("tick", ["x", "X", "có", "Đúng", "OK", "✓", "v", "đồng ý"])
@EACH_KIND
def test_a_tick_takes_the_only_proposal(tmp_path, name, tick):
    path = write_decisions(tmp_path / name, MATCHING.people)
    fill(path, {4: {"photo": tick}, 3: {"skip": tick}})
    assert read_decisions(path) == {8: Decision(8, skip=True), 10: Decision(10, "-ho haa.jpg")}


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        ({2: {"photo": "x"}}, 'row 2: Chosen photo: "x" does not tell which of 2 is meant; copy'),
        ({3: {"photo": "ok"}}, 'row 3: Chosen photo: "ok", but no photo is proposed'),
        ({2: {"photo": "a/00012.jpg | b/00012.jpg"}}, "row 2: Chosen photo: expected one photo"),
        (
            {4: {"photo": "?nh H? Hà.jpg"}},
            'row 4: Chosen photo: letters of "\\?nh H\\? Hà.jpg" were lost',
        ),
    ],
)
def test_errors_name_a_photo_that_is_unclear(tmp_path, cells, what):
    path = write_decisions(tmp_path / "q.csv", MATCHING.people)
    fill(path, cells)
    with pytest.raises(DecisionInvalid, match=what):
        read_decisions(path)


def test_headings_with_lost_letters_are_known(tmp_path):
    rows = ["D?ng;H? v? t?n;?nh ch?n;B? qua (x)", "7;L? V?;a/00012.jpg;", "8;;;x"]
    path = a_sheet(tmp_path / "a.csv", *rows, encoding="ascii")
    assert read_decisions(path) == {7: Decision(7, "a/00012.jpg"), 8: Decision(8, skip=True)}
