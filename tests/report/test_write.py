"""Reports: a workbook, a review sheet and a ZIP archive, from the ledger."""

import re
import shutil
import string
import threading
import zipfile

import openpyxl
import pytest

from framegen import Decision, Outcome, Person, PersonMatch, Result, Status, write_reports
from framegen.batch.entry import AVATARS
from framegen.errors import LedgerNotFound
from framegen.report.words import ReportWords
from framegen.testing import NoFaces, drawn_card, encoded
from tests.support.batch import NAMES, run

EVIL = "=cmd|' /C calc'!A0"


@pytest.fixture
def office(tmp_path):
    """Three photos and a broken one; a fifth person has none."""
    (tmp_path / "photos").mkdir()
    for at, name in enumerate((*NAMES, "Hồ Hỏng")):
        data = encoded(drawn_card(600 + at, 800)) if name != "Hồ Hỏng" else b"no picture"
        (tmp_path / "photos" / f"{name}.jpg").write_bytes(data)
    return tmp_path


LISTED = [
    Person(2, NAMES[0], "c1", "Tổ <b>1</b>"),
    Person(3, NAMES[1], "c2", "Tổ 2"),
    Person(4, NAMES[2], "c3", EVIL),
    Person(5, "Hồ Hỏng", "c4", "Tổ 2"),
    Person(6, EVIL, "+84", "Tổ 2"),
]


def batch(office, **options):
    run(office, listed=LISTED, **options)
    return office / "out"


def cells(sheet):
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


class TestTheWorkbook:
    def test_counts_each_person_once(self, office):
        book = openpyxl.load_workbook(write_reports(batch(office))[0])
        rows = [row for row in cells(book["Tổng hợp"]) if isinstance(row[1], int)]
        assert [row[:7] for row in rows] == [
            ["Tổ <b>1</b>", 1, 1, 0, 0, 0, 0],
            ["Tổ 2", 3, 1, 0, 1, 0, 1],
            [EVIL, 1, 1, 0, 0, 0, 0],
            ["Cộng", 5, 3, 0, 1, 0, 1],
        ]
        assert [row[9] for row in rows] == [1, pytest.approx(1 / 3), 1, pytest.approx(0.6)]

    def test_lists_everyone_with_state_and_picture(self, office):
        book = openpyxl.load_workbook(write_reports(batch(office))[0])
        sheet = book["Từng người"]
        rows = cells(sheet)[1:]
        assert [row[5] for row in rows] == ["Đã có ảnh"] * 3 + ["Ảnh lỗi", "Thiếu ảnh"]
        assert [row[2] for row in rows] == [person.name for person in LISTED]
        assert rows[3][6] == "Tệp không phải là ảnh hoặc đã hỏng"
        assert rows[0][8] == "Theo họ tên"
        assert len(sheet._images) == 3

    def test_lists_to_dos_with_missing_avatars_first(self, office):
        book = openpyxl.load_workbook(write_reports(batch(office, detector=NoFaces()))[0])
        rows = cells(book["Việc cần làm"])[1:]
        assert [row[1] for row in rows] == ["Hồ Hỏng", EVIL, *NAMES]
        assert all(row[5] for row in rows)

    def test_no_cell_opens_as_a_formula(self, office):
        book = openpyxl.load_workbook(write_reports(batch(office))[0])
        kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
        assert kinds <= {"s", "n"}

    def test_continues_a_full_sheet_on_another(self, office, monkeypatch):
        monkeypatch.setattr("framegen.report.book.MAX_ROWS", 2)
        book = openpyxl.load_workbook(write_reports(batch(office))[0])
        names = ["Tổng hợp", "Từng người", "Từng người 2", "Từng người 3", "Việc cần làm"]
        assert book.sheetnames == names
        sheets = [cells(book[name]) for name in names[1:4]]
        assert [[row[0] for row in rows[1:]] for rows in sheets] == [[1, 2], [3, 4], [5]]
        assert {tuple(rows[0]) for rows in sheets} == {tuple(sheets[0][0])}

    def test_does_not_count_skipped_people_in_the_share(self, office):
        skip = {row: Decision(row, skip=True) for row in (5, 6)}
        book = openpyxl.load_workbook(write_reports(batch(office, decisions=skip))[0])
        (row,) = [row for row in cells(book["Tổng hợp"]) if row[0] == "Tổ 2"]
        assert (row[2], row[8], row[9]) == (1, 2, 1)


class TestEnglish:
    """Names in the list have no accents here, so that any accent is a Vietnamese text of ours."""

    LISTED = (
        Person(2, "An Nguyen", "c1", "Unit 1"),
        Person(3, "Binh Tran", "c2", "Unit 2"),
        Person(4, "Chi Le", "c3"),
        Person(5, "Broken", "c4", "Unit 2"),
    )

    @pytest.fixture
    def out(self, office):
        for old, new in zip(NAMES, ("c1", "c2", "c5"), strict=True):
            (office / "photos" / f"{old}.jpg").rename(office / "photos" / f"{new}.jpg")
        (office / "photos/Hồ Hỏng.jpg").rename(office / "photos/c4.jpg")
        run(office, listed=self.LISTED, detector=NoFaces())
        return office / "out"

    def test_the_review_sheet_is_all_english(self, out):
        page = write_reports(out, language="en")[1].read_text(encoding="utf-8")
        assert '<html lang="en">' in page
        assert "Without an avatar: 2 people" in page
        assert "Frame: Membership card" in page
        assert set(re.sub(r"[–“”·]", "", page)) <= set(string.printable)

    def test_the_workbook_is_all_english(self, out):
        book = openpyxl.load_workbook(write_reports(out, language="en")[0])
        assert book.sheetnames == ["Summary", "Everyone", "To do"]
        text = " ".join(str(cell) for sheet in book for row in cells(sheet) for cell in row)
        assert set(re.sub(r"[–“”]", "", text)) <= set(string.printable)
        state = [row[5] for row in cells(book["Everyone"])[1:]]
        assert state == [*["Has an avatar – to check"] * 2, "No photo", "Photo not usable"]

    def test_another_language_rewrites_the_reports(self, out):
        vietnamese = write_reports(out)[1].read_bytes()
        assert write_reports(out, language="en")[1].read_bytes() != vietnamese


class TestTheReviewSheet:
    def test_shows_every_avatar_and_is_self_contained(self, office):
        page = write_reports(batch(office))[1].read_text(encoding="utf-8")
        assert page.count('src="data:image/jpeg;base64,/9j/') == 3
        assert not re.search(r"<script|<link|https?:|url\(", page)
        assert '<html lang="vi">' in page

    def test_lists_missing_avatars_before_doubtful_ones(self, office):
        page = write_reports(batch(office, detector=NoFaces()))[1].read_text(encoding="utf-8")
        assert page.index("Chưa có ảnh: 2 người") < page.index("Cần xem lại: 3 ảnh")
        assert "Đã xong" not in page
        assert page.count("Không thấy khuôn mặt") == 3

    def test_marks_photos_found_by_name_alone(self, office):
        page = write_reports(batch(office))[1].read_text(encoding="utf-8")
        assert f"1. {NAMES[0]} *</b>" in page

    def test_escapes_markup_from_the_list(self, office):
        page = write_reports(batch(office))[1].read_text(encoding="utf-8")
        assert "<b>1</b>" not in page
        assert "Tổ &lt;b&gt;1&lt;/b&gt;" in page

    def test_refers_to_the_workbook_for_a_long_table(self, office, monkeypatch):
        monkeypatch.setattr("framegen.report.review_sheet.MAX_ROWS", 1)
        page = write_reports(batch(office))[1].read_text(encoding="utf-8")
        assert page.count("<td>1</td>") + page.count("<td>4</td>") == 1
        assert "Và 1 người nữa" in page

    @pytest.mark.slow
    def test_shows_only_doubtful_avatars_of_a_very_long_list(self, office, monkeypatch):
        monkeypatch.setattr("framegen.report.review_sheet.MAX_SHOWN", 2)
        page = write_reports(batch(office))[1].read_text(encoding="utf-8")
        assert page.count("<figure>") == 0
        assert "chỉ đưa ra những ảnh cần xem lại" in page
        page = write_reports(batch(office, detector=NoFaces()))[1].read_text(encoding="utf-8")
        assert page.count("<figure>") == 3

    def test_continues_on_another_page(self, office, monkeypatch):
        monkeypatch.setattr("framegen.report.review_sheet.MAX_PICTURES", 2)
        (office / "out").mkdir()
        (office / "out/xem-lai-9.html").write_text("of a longer list")
        paths = write_reports(batch(office))
        names = [path.name for path in paths]
        assert names == ["bao-cao.xlsx", "xem-lai.html", "xem-lai-2.html", "anh-dai-dien.zip"]
        pages = [path.read_text(encoding="utf-8") for path in paths[1:3]]
        assert [page.count("<figure>") for page in pages] == [2, 1]
        assert 'href="xem-lai-2.html"' in pages[0]
        assert not (office / "out/xem-lai-9.html").exists()


def test_an_interrupted_batch_reports_who_is_waiting(office):
    stop = threading.Event()
    stop.set()
    paths = write_reports(batch(office, stop=stop))
    book = openpyxl.load_workbook(paths[0])
    assert cells(book["Tổng hợp"])[-1][:8] == ["Cộng", 5, 0, 0, 0, 0, 0, 5]
    assert "Chưa làm tới" in paths[1].read_text(encoding="utf-8")


def test_of_many_files_that_may_be_meant_a_few_are_named():
    files = tuple(f"an ({at}).jpg" for at in range(9))
    match = PersonMatch(LISTED[0], Status.AMBIGUOUS, proposals=files)
    (remark,) = ReportWords("vi").remarks(Result(1, match, Outcome.AMBIGUOUS))
    assert remark.startswith("Có thể là: an (0).jpg, ")
    assert remark.endswith("an (5).jpg và 3 tệp nữa")


def test_the_zip_has_only_the_avatars(office):
    out = batch(office, template="{unit}/{name}")
    (out / AVATARS / "stranger.jpg").write_bytes(b"x")
    with zipfile.ZipFile(write_reports(out)[-1]) as archive:
        assert archive.testzip() is None
        assert sorted(name.partition("/")[2] for name in archive.namelist()) == sorted(
            f"{name}.jpg" for name in NAMES
        )
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert all(info.flag_bits & 0x800 for info in archive.infolist())


def test_unchanged_reports_are_rewritten_only_on_demand(office):
    paths = write_reports(batch(office))
    before = [path.stat().st_mtime_ns for path in paths]
    assert [path.stat().st_mtime_ns for path in write_reports(batch(office))] == before
    anew = [path.stat().st_mtime_ns for path in write_reports(office / "out", anew=True)]
    assert all(one > other for one, other in zip(anew, before, strict=True))


@pytest.mark.slow
def test_reports_follow_a_changed_photo(office):
    before = write_reports(batch(office))[1].read_bytes()
    (office / "photos" / f"{NAMES[0]}.jpg").write_bytes(encoded(drawn_card(900, 700)))
    assert write_reports(batch(office))[1].read_bytes() != before


def test_a_deleted_avatar_leaves_its_place_empty(office):
    out = batch(office)
    shutil.rmtree(out / AVATARS)
    page = write_reports(out)[1].read_text(encoding="utf-8")
    assert page.count("<figure>") == 3


def test_a_folder_without_a_batch_is_reported(tmp_path):
    with pytest.raises(LedgerNotFound, match="no batch was made"):
        write_reports(tmp_path)
