"""StaffNote: what is noted about a list, as codes, values and sentences."""

import pytest

from framegen.staff.letters.vocabulary import Role
from framegen.staff.note import SENTENCES, StaffNote, StaffNoteCode
from framegen.staff.people import read_staff
from tests.support.lists import HEAD, ROWS, notes
from tests.support.writing import write_csv


@pytest.mark.parametrize("encoding", ["cp1258", "tcvn3", "vni"])
def test_a_legacy_encoding_is_noted(tmp_path, encoding):
    found = read_staff(write_csv(tmp_path / "ds.csv", [HEAD, *ROWS], encoding=encoding))
    assert notes(found) == ["legacy-encoding"]
    assert found.notes[0].values == {"encoding": encoding}


def test_an_open_quote_is_noted_with_its_row(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('Mã,Họ và tên\n1,Lê Vũ\n2,"Tô Lan\n3,Hồ Hà\n', encoding="utf-8")
    found = read_staff(path)
    assert notes(found) == ["quote-never-closed"]
    assert found.notes[0].values == {"row": 3}


def test_every_code_has_a_sentence():
    assert set(SENTENCES) == set(StaffNoteCode)


@pytest.mark.parametrize(
    ("code", "values", "english", "vietnamese"),
    [
        (
            StaffNoteCode.LEGACY_ENCODING,
            {"encoding": "utf-8-twice"},
            "The list is in UTF-8 encoded twice and was converted to Unicode.",
            "Danh sách dùng mã UTF-8 mã hóa hai lần và đã được chuyển sang Unicode.",
        ),
        (
            StaffNoteCode.SEVERAL_COLUMNS,
            {"role": Role.PHOTO, "column": 27, "label": "Hình", "used": 0},
            'Several columns hold the photo file: column AB "Hình" is ignored, only column A is '
            "used.",
            "Có hơn một cột ảnh; cột AB “Hình” không dùng, chỉ dùng cột A.",
        ),
        (
            StaffNoteCode.OTHER_SHEETS,
            {"sheets": {"A": 3, "B": 1}},
            'Other sheets list people too: "A" (3 people), "B" (1 people).',
            "Các trang tính khác cũng có người: “A” (3 người), “B” (1 người).",
        ),
        (
            StaffNoteCode.ROWS_LEFT_OUT,
            {"rows": list(range(1, 11))},
            "Rows with text in the name column that were not read: 1, 2, 3, 4, 5, 6, 7, 8 and 2 "
            "more.",
            "Dòng có chữ ở cột tên nhưng không được đọc: 1, 2, 3, 4, 5, 6, 7, 8 và 2 mục nữa.",
        ),
    ],
)
def test_a_note_is_told_in_either_language(code, values, english, vietnamese):
    note = StaffNote(code, values)
    assert str(note) == english
    assert note.message.render("vi") == vietnamese
