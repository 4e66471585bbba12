"""Staff: what the command shows of a list, as words and as JSON."""

import json

import pytest
from click.testing import CliRunner

from framegen.cli.main import cli
from tests.support.writing import write_csv, write_xlsx

ROWS = [
    ["DANH SÁCH"],
    ["STT", "Mã", "Họ và tên", "Chức vụ", "Phòng ban", "Ảnh"],
    ["1", "007", "Lê Vũ", "Ủy viên", "Tổ chức", "vu.jpg"],
    ["", "008", "Tô Lan", "", "Kế hoạch", ""],
    ["3", "009", "Hồ Hà", "", "Kế hoạch", ""],
]


def run(*args, language="en"):
    return CliRunner().invoke(cli, ["--lang", language, "staff", *map(str, args)])


def test_json_is_one_object(tmp_path):
    path = write_csv(tmp_path / "ds.csv", ROWS, delimiter=";", encoding="vni")
    done = run(path, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {
        "list": str(path),
        "sheet": None,
        "encoding": "vni",
        "header_row": 2,
        "header_rows": 1,
        "columns": {
            "number": 0,
            "code": 1,
            "name": 2,
            "title": 3,
            "unit": 4,
            "photo": 5,
            # The former name of "number", for one version more.
            "stt": 0,
        },
        "people": [
            {
                "row": 3,
                "name": "Lê Vũ",
                "code": "007",
                "unit": "Tổ chức",
                "title": "Ủy viên",
                "photo": "vu.jpg",
            },
            {
                "row": 4,
                "name": "Tô Lan",
                "code": "008",
                "unit": "Kế hoạch",
                "title": "",
                "photo": "",
            },
            {
                "row": 5,
                "name": "Hồ Hà",
                "code": "009",
                "unit": "Kế hoạch",
                "title": "",
                "photo": "",
            },
        ],
        "notes": [
            {
                "code": "legacy-encoding",
                "values": {"encoding": "vni"},
                "message": "The list is in VNI and was converted to Unicode.",
            },
            {
                "code": "rows-without-number",
                "values": {"rows": [4]},
                "message": "Rows without a running number were read: 4.",
            },
        ],
    }


def test_words_go_to_stdout_and_notes_to_stderr(tmp_path):
    path = write_xlsx(tmp_path / "ds.xlsx", ("Hướng dẫn", [["x"]]), ("DS", ROWS))
    done = run(path)
    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        f'{path}: sheet "DS", heading in row 2',
        "  columns: running number (number) A, staff code (code) B, full name (name) C, "
        "job title (title) D, unit (unit) E, photo file (photo) F",
        "  people: 3, units: 2",
        "  row 3: 007 | Lê Vũ | Ủy viên | Tổ chức | vu.jpg",
        "  row 4: 008 | Tô Lan | Kế hoạch",
        "  row 5: 009 | Hồ Hà | Kế hoạch",
    ]
    assert done.stderr == (
        "note: Rows without a running number were read: 4. (rows-without-number)\n"
    )


def test_the_sheet_and_columns_can_be_named(tmp_path):
    path = write_xlsx(tmp_path / "ds.xlsx", ("A", ROWS), ("B", [["x", "Vũ Lê"]]))
    done = run(path, "--sheet", "B", "--column", "name=B")
    assert "no heading" in done.stdout
    assert "row 1: Vũ Lê" in done.stdout


def test_an_officer_reads_it_in_vietnamese(tmp_path):
    path = write_xlsx(tmp_path / "ds.xlsx", ("DS", ROWS))
    done = run(path, language="vi")
    assert done.stderr == (
        "lưu ý: Dòng không có số thứ tự vẫn được đọc: 4. (rows-without-number)\n"
    )
    assert done.stdout.splitlines()[:4] == [
        f"{path}: trang tính “DS”, tiêu đề ở dòng 2",
        "  các cột: số thứ tự (number) A, mã (code) B, họ và tên (name) C, chức vụ (title) D, "
        "đơn vị (unit) E, ảnh (photo) F",
        "  3 người, 2 đơn vị",
        "  dòng 3: 007 | Lê Vũ | Ủy viên | Tổ chức | vu.jpg",
    ]


def test_json_has_messages_in_the_language_asked_for(tmp_path):
    done = run(write_csv(tmp_path / "ds.csv", ROWS), "--json", language="vi")
    assert json.loads(done.stdout)["notes"] == [
        {
            "code": "rows-without-number",
            "values": {"rows": [4]},
            "message": "Dòng không có số thứ tự vẫn được đọc: 4.",
        }
    ]


@pytest.mark.parametrize("role", ["number", "stt"])
def test_the_column_of_numbers_has_two_names(tmp_path, role):
    path = write_csv(tmp_path / "ds.csv", [["a", "Họ tên"], ["1", "Lê Vũ"], ["2", "Tô Lan"]])
    columns = json.loads(run(path, "--json", "--column", f"{role}=A").stdout)["columns"]
    assert columns == {"number": 0, "name": 1, "stt": 0}


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("none.csv",), "Error: none.csv: there is no such file"),
        (("{list}", "--sheet", "X"), 'no sheet "X"'),
        (("{list}", "--column", "name=Q"), 'no column "Q" among the 6'),
        (("{list}", "--column", "name"), "expected ROLE=COLUMN"),
    ],
)
def test_failures_end_with_status_2(tmp_path, args, said):
    path = write_csv(tmp_path / "ds.csv", ROWS)
    done = run(*(arg.format(list=path) for arg in args))
    assert done.exit_code == 2
    assert said in done.stderr


def test_a_list_without_names_shows_its_headings(tmp_path):
    done = run(write_csv(tmp_path / "ds.csv", [["a", "Ngày sinh"], ["b", "c"]]))
    assert done.exit_code == 2
    assert 'the headings seen: "a", "Ngày sinh"' in done.stderr
    assert "--column name=C" in done.stderr
