"""The commands `batch` and `report`: output, files, exit statuses, Ctrl-C and a full disk."""

import contextlib
import json
import logging
import os
import re
import shutil
import signal
import subprocess
import sys
import time

import openpyxl
import pytest
from click.testing import CliRunner

from framegen.cli.main import cli
from framegen.staff.decisions import HEADINGS
from framegen.testing import drawn_card, encoded
from tests.support.cluster import DASK_WARNINGS
from tests.support.writing import write_csv

pytestmark = pytest.mark.slow

ROWS = [
    ["DANH SÁCH ĐOÀN VIÊN"],
    ["STT", "Mã", "Họ và tên", "Đơn vị"],
    ["1", "A01", "Nguyễn Văn An", "Tổ 1"],
    ["2", "A02", "Trần Thị Bình", "Tổ 1"],
    ["3", "A03", "Lê Thị Hạnh", "Tổ 2"],
    ["4", "A04", "Đỗ Minh Quân", "Tổ 2"],
]
PHOTOS = [[], ["Ảnh"], ["A01.jpg"], [], [], []]
FILES = ("A01.jpg", "tran thi binh.jpg", "Lê Thị Hạnk.jpg", "khach.jpg")


@pytest.fixture
def office(tmp_path, monkeypatch):
    """Two people with a photo, one with a similar file name, one without; one file spare."""
    monkeypatch.chdir(tmp_path)
    write_csv(tmp_path / "ds.csv", ROWS)
    (tmp_path / "anh").mkdir()
    for at, name in enumerate(FILES):
        (tmp_path / "anh" / name).write_bytes(encoded(drawn_card(300 + at, 400)))
    return tmp_path


def framegen(*args):
    usual = ["batch", "ds.csv", "--photos", "anh", "-f", "the-doan-vien", "-o", "ra"]
    rest = [*args, "--size", "96", "-j", "1"]
    return CliRunner().invoke(cli, [*usual, *map(str, rest)], catch_exceptions=False)


def lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def decide(path, row, **cells):
    """Fill in a decisions file as a person does."""
    book = openpyxl.load_workbook(path)
    sheet = book.active
    heads = {cell.value: cell.column for cell in sheet[1]}
    (at,) = [cells[0].row for cells in sheet.iter_rows(min_row=2) if cells[0].value == str(row)]
    for key, value in cells.items():
        sheet.cell(at, heads[HEADINGS[key]], value)
    book.save(path)


class TestDryRun:
    @pytest.mark.usefixtures("office")
    def test_prints_each_row_and_each_file_once(self):
        done = framegen("--dry-run", "--json")
        people = [line for line in lines(done) if "row" in line]
        assert [line["row"] for line in people] == [3, 4, 5, 6]
        statuses = ["matched", "matched", "proposed", "missing"]
        assert [line["status"] for line in people] == statuses
        assert people[0] == {
            "row": 3,
            "name": "Nguyễn Văn An",
            "code": "A01",
            "status": "matched",
            "photo": "A01.jpg",
            "rule": "code",
            "proposals": [],
            "intent": "make",
            "why": "new",
        }
        assert [line["intent"] for line in people] == ["make", "make", None, None]
        assert people[2]["photo"] is None
        assert people[2]["proposals"] == ["Lê Thị Hạnk.jpg"]
        left = [line for line in lines(done) if "file" in line]
        assert {"file": "khach.jpg", "status": "spare"} in left
        assert done.exit_code == 1

    def test_writes_only_the_decisions_file(self, office):
        done = framegen("--dry-run")
        assert [path.name for path in (office / "ra").iterdir()] == ["can-quyet-dinh.xlsx"]
        assert "ra/can-quyet-dinh.xlsx" in done.stderr
        assert "4 people: 2 matched, 1 missing, 0 ambiguous, 1 proposed" in done.stderr
        assert "row 5: Lê Thị Hạnh · proposed · by a similar name · Lê Thị Hạnk.jpg" in done.stdout

    def test_prints_what_would_be_made_and_why(self, office):
        framegen()
        made = {path.name: path.read_bytes() for path in (office / "ra").rglob("*.jpg")}
        (office / "anh/A01.jpg").write_bytes(encoded(drawn_card(500, 500)))
        done = framegen("--dry-run")
        printed = [line.rpartition(" · ")[2] for line in done.stdout.splitlines()[:2]]
        assert printed == ["make – photo changed", "keep"]
        assert "To make: 1 (1 photo changed)." in done.stderr
        printed = [
            line.get("why") for line in lines(framegen("--dry-run", "--json", "--level"))[:2]
        ]
        assert printed == ["wish-changed"] * 2
        assert {path.name: path.read_bytes() for path in (office / "ra").rglob("*.jpg")} == made

    def test_writes_nothing_if_nothing_is_to_decide(self, office):
        write_csv(office / "ds.csv", ROWS[:4])
        assert framegen("--dry-run").exit_code == 0
        assert list((office / "ra").iterdir()) == []


class TestTheRun:
    def test_prints_a_line_a_person(self, office):
        (office / "anh/A01.jpg").write_bytes(b"no picture")
        done = framegen("--json")
        assert done.exit_code == 1
        printed = lines(done)
        statuses = ["failed", "made", "ambiguous", "missing"]
        assert [line["status"] for line in printed] == statuses
        assert printed[0] == {
            "row": 3,
            "name": "Nguyễn Văn An",
            "status": "failed",
            "path": None,
            "notes": [],
            "error": {
                "code": "photo-unreadable",
                "detail": "A01.jpg: not a picture.",
                "hint": "Send the original photo as JPEG, PNG, WebP or HEIC.",
            },
        }
        assert printed[1]["path"] == "ra/anh-dai-dien/002 Trần Thị Bình.jpg"
        assert printed[1]["notes"] == ["no-face"]

    def test_writes_the_reports_and_prints_their_paths(self, office):
        done = framegen()
        names = ["bao-cao.xlsx", "xem-lai.html", "anh-dai-dien.zip", "can-quyet-dinh.xlsx"]
        assert done.stdout.splitlines() == [f"ra/{name}" for name in names]
        assert all((office / "ra" / name).is_file() for name in names)
        counted = "2 made, 0 kept, 2 to look at, 0 failed, 1 missing, 1 ambiguous."
        assert done.stderr.splitlines()[-1] == counted

    def test_writes_parquet_on_request(self, office):
        done = framegen("--parquet")
        names = ["manifest.parquet", "part-00000.parquet"]
        assert [line for line in done.stdout.splitlines() if "parquet" in line] == [
            f"ra/parquet/{name}" for name in names
        ]
        assert all((office / "ra/parquet" / name).is_file() for name in names)

    def test_exits_with_0_if_everyone_has_an_avatar(self, office):
        write_csv(office / "ds.csv", ROWS[:4])
        assert framegen().exit_code == 0
        assert {line["status"] for line in lines(framegen("--json"))} == {"kept"}

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (("--name-template", "{x}"), "the fields are"),
            (("--size", "9"), "expected 64 to 2048"),
            (("--photos", "none"), "no such folder or archive"),
            (("-f", "none"), 'no frame "none"'),
            (("--decisions", "none.xlsx"), "none.xlsx: there is no such file"),
            (("--format", "gif"), "expected jpeg, png, webp"),
        ],
    )
    def test_exits_with_2_and_writes_nothing_for_wrong_input(self, office, args, message):
        usual = ["batch", "ds.csv", "--photos", "anh", "-f", "the-doan-vien", "-o", "ra"]
        done = CliRunner().invoke(cli, [*usual, *args])
        assert (done.exit_code, message in done.stderr) == (2, True), done.stderr
        assert not (office / "ra").exists()


class TestOnACluster:
    pytestmark = DASK_WARNINGS

    def test_local_workers_make_the_avatars(self, office):
        write_csv(office / "ds.csv", ROWS[:4])
        done = framegen("--cluster", "local")
        assert done.exit_code == 0
        printed, *_, counted = done.stderr.splitlines()
        assert re.fullmatch(
            r"local: 1 at a time, workers: 1; watch them at http://127\.0\.0\.1:\d+/status", printed
        )
        assert counted.startswith("2 made")
        # Otherwise the next command would print the log twice.
        assert logging.getLogger("framegen.batch.cluster").handlers == []

    @pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal of POSIX")
    @pytest.mark.usefixtures("office")
    def test_its_log_is_printed_above_the_bar(self):
        ours, theirs = os.openpty()
        with os.fdopen(ours, "rb", buffering=0) as terminal, process_at(theirs) as running:
            os.close(theirs)
            seen = b""
            # Linux raises an error at the end of a terminal, other systems return nothing.
            with contextlib.suppress(OSError):
                while more := terminal.read(4096):
                    seen += more
            assert running.wait(60) == 1
        bar_cleared = rb"\x1b\[2K"
        assert re.search(bar_cleared + rb"local: 1 at a time", seen)

    def test_exits_with_3_if_nobody_answers(self, office, monkeypatch):
        monkeypatch.setattr("framegen.batch.cluster.ANSWER_TIMEOUT", 1.0)
        done = framegen("--cluster", "tcp://127.0.0.1:1")
        assert done.exit_code == 3
        assert "tcp://127.0.0.1:1" in done.stderr
        assert not list((office / "ra").glob("anh-dai-dien/*"))


class TestDecisions:
    def test_only_a_chosen_photo_is_made(self, office):
        framegen()
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 5, photo="Lê Thị Hạnk.jpg")
        decide(file, 6, skip="x")
        done = framegen("--decisions", file, "--json")
        statuses = ["kept", "kept", "made", "skipped"]
        assert [line["status"] for line in lines(done)] == statuses
        assert done.exit_code == 0

    def test_hold_in_later_runs_without_the_file(self, office):
        framegen()
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 5, photo="Lê Thị Hạnk.jpg")
        framegen("--decisions", file)
        done = framegen("--json")
        assert [line["status"] for line in lines(done)] == ["kept", "kept", "kept", "missing"]
        assert "1 earlier decisions still hold" in done.stderr

    def test_a_filled_in_file_is_never_overwritten(self, office):
        framegen()
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 6, skip="x")
        before = file.read_bytes()
        framegen()
        assert file.read_bytes() == before
        assert (office / "ra/can-quyet-dinh-2.xlsx").is_file()

    def test_a_doubtful_avatar_can_be_adjusted(self, office):
        framegen()
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 3, crop="0,0,200,200")
        done = framegen("--adjust", file, "--json")
        printed = lines(done)
        assert [line["status"] for line in printed][:2] == ["made", "kept"]
        assert "no-face" not in printed[0]["notes"]

    def test_a_missing_photo_and_a_row_without_a_person_are_rejected(self, office):
        framegen("--dry-run")
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 5, photo="none.jpg")
        done = framegen("--decisions", file)
        assert (done.exit_code, 'there is no photo "none.jpg"' in done.stderr) == (2, True)
        write_csv(office / "ds.csv", ROWS[:4])
        done = framegen("--decisions", file)
        assert (done.exit_code, "row 5 of the list is no person" in done.stderr) == (2, True)

    def test_a_freely_typed_path_holds_in_later_runs(self, office):
        framegen("--dry-run")
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 5, photo="D:\\anh\\LÊ THỊ HẠNK.JPG")
        framegen("--decisions", file)
        assert lines(framegen("--json"))[2]["status"] == "kept"

    def test_decisions_about_someone_else_are_rejected(self, office):
        framegen("--dry-run")
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 5, photo="Lê Thị Hạnk.jpg")
        write_csv(office / "ds.csv", [*ROWS[:2], ["", "A00", "Vũ Mới", "Tổ 1"], *ROWS[2:]])
        done = framegen("--decisions", file)
        printed = 'row 5 of the list is "Trần Thị Bình" and not "Lê Thị Hạnh"'
        assert (done.exit_code, printed in done.stderr) == (2, True)

    def test_a_photo_of_another_person_is_rejected(self, office):
        write_csv(
            office / "ds.csv", [[*row, *more] for row, more in zip(ROWS, PHOTOS, strict=True)]
        )
        framegen("--dry-run")
        file = office / "ra/can-quyet-dinh.xlsx"
        decide(file, 6, photo="A01.jpg")
        done = framegen("--decisions", file)
        printed = "Đỗ Minh Quân, row 6 of the list: cannot be given the photo"
        assert (done.exit_code, printed in done.stderr) == (2, True)


def test_report_writes_the_reports_again(office):
    framegen()
    shutil.rmtree(office / "ra/anh-dai-dien.zip", ignore_errors=True)
    for name in ("bao-cao.xlsx", "xem-lai.html"):
        (office / "ra" / name).unlink()
    done = CliRunner().invoke(cli, ["report", "ra"])
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0] == "ra/bao-cao.xlsx"
    assert (office / "ra/xem-lai.html").is_file()


@pytest.mark.usefixtures("office")
def test_everything_is_printed_in_vietnamese_on_request(office, monkeypatch):
    monkeypatch.setenv("FRAMEGEN_LANG", "vi")
    dry = framegen("--dry-run")
    assert dry.stdout.splitlines() == [
        "dòng 3: Nguyễn Văn An · đã khớp · theo mã trong tên tệp · A01.jpg · sẽ làm – mới",
        "dòng 4: Trần Thị Bình · đã khớp · theo họ tên không dấu · tran thi binh.jpg · "
        "sẽ làm – mới",
        "dòng 5: Lê Thị Hạnh · có gợi ý · theo tên gần giống · Lê Thị Hạnk.jpg · "
        "Tên tệp chỉ gần giống họ tên, hãy xem có đúng người không",
        "dòng 6: Đỗ Minh Quân · thiếu ảnh",
        "Lê Thị Hạnk.jpg · thừa",
        "khach.jpg · thừa",
    ]
    assert dry.stderr.splitlines() == [
        "4 người: 2 đã khớp, 1 thiếu ảnh, 0 chưa rõ, 1 có gợi ý; 2 tệp thừa.",
        "Sẽ làm: 2 (2 mới).",
        "Cần quyết định: điền vào ra/can-quyet-dinh.xlsx rồi chạy lại, "
        "thêm --decisions và tên tệp đó.",
    ]
    (office / "anh/A01.jpg").write_bytes(b"no photo")
    done = framegen()
    assert done.stderr.splitlines() == [
        "dòng 3: Nguyễn Văn An: A01.jpg: không phải ảnh.",
        "1 ảnh đã làm, 0 ảnh giữ nguyên, 1 cần xem lại, 1 lỗi, 1 người thiếu ảnh, "
        "1 người chưa rõ ảnh nào.",
    ]
    assert framegen("--json").stdout.count('"status": "kept"') == 1


def test_report_exits_with_2_without_a_batch():
    done = CliRunner().invoke(cli, ["report", "anh"])
    assert (done.exit_code, "no batch was made" in done.stderr) == (2, True)


def many(office, count):
    rows = [[str(at), f"B{at:03d}", f"Hồ Văn {at}", "Tổ 1"] for at in range(count)]
    write_csv(office / "ds.csv", [ROWS[1], *rows])
    for at in range(count):
        data = encoded(drawn_card(300 + at, 400))
        (office / "anh" / f"B{at:03d}.jpg").write_bytes(data)


def process(*args, **options):
    command = [sys.executable, "-m", "framegen", "batch", "ds.csv", "--photos", "anh"]
    command += ["-f", "the-doan-vien", "-o", "ra", "-j", "1", "--json", *args]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    return subprocess.Popen(command, **pipes, **options)


def process_at(terminal):
    """The same on a terminal, with workers of this machine."""
    command = [sys.executable, "-m", "framegen", "batch", "ds.csv", "--photos", "anh"]
    command += ["-f", "the-doan-vien", "-o", "ra", "-j", "1", "--cluster", "local"]
    return subprocess.Popen(command, stdout=terminal, stderr=terminal)


@pytest.mark.parametrize(("where", "count"), [((), 60), (("--cluster", "local"), 150)])
def test_after_ctrl_c_a_second_run_goes_on(office, where, count):
    many(office, count)
    # A terminal sends the signal to all its processes, also to the workers.
    parent = process(*where, start_new_session=True)
    folder = office / "ra/anh-dai-dien"
    while not folder.exists() or not list(folder.glob("*.jpg")):
        time.sleep(0.05)
    os.killpg(parent.pid, signal.SIGINT)
    out, err = parent.communicate(timeout=60)
    assert parent.returncode == 130, err
    assert "Traceback" not in err
    printed = [json.loads(line) for line in out.splitlines()]
    assert 0 < len(printed) < count
    assert {line["status"] for line in printed} == {"made"}
    assert len(list(folder.iterdir())) == len(printed)
    rest = process()
    out, err = rest.communicate(timeout=120)
    statuses = [json.loads(line)["status"] for line in out.splitlines()]
    assert statuses == ["kept"] * len(printed) + ["made"] * (count - len(printed))


@pytest.mark.skipif(sys.platform != "linux", reason="limits a file's size as Linux does")
def test_a_full_disk_stops_the_run_cleanly(office):
    import resource

    many(office, 5)
    limit = 100_000

    def small_files():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    full = process(preexec_fn=small_files)
    _, err = full.communicate(timeout=60)
    assert full.returncode == 3, err
    assert "Traceback" not in err
    assert list((office / "ra").glob("anh-dai-dien/*")) == []
    out, _ = process().communicate(timeout=60)
    assert [json.loads(line)["status"] for line in out.splitlines()] == ["made"] * 5
