"""What a list of 100,000 people costs, against one of a tenth."""

import json
import subprocess
import sys

import pytest
import xlsxwriter

from tests.support.places import ROOT
from tests.support.writing import write_csv

READ = """
import json, pathlib, sys, time
# The kernel's count: getrusage's begins with the memory of the parent process.
def peak():
    status = pathlib.Path("/proc/self/status").read_text().split("VmHWM:")[1]
    return int(status.split()[0]) / 1024
before = peak()
from framegen.staff.people import read_staff
people = len(read_staff(sys.argv[1]).people)
print(json.dumps([people, time.process_time(), peak() - before]))
"""
SIZE = 100_000


def write_large(path, rows):
    if path.suffix == ".csv":
        return write_csv(path, rows)
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return path


def cost_of(path, size):
    """People, seconds of CPU and megabytes of reading a list of that many people."""
    rows = [["STT", "Mã cán bộ", "Họ và tên", "Chức vụ", "Đơn vị", "Ảnh"]]
    rows += [
        [at, f"{at:06d}", f"Nguyễn Văn {at % 89} An", "Đoàn viên", f"Phòng {at % 300}", f"{at}.jpg"]
        for at in range(1, size + 1)
    ]
    write_large(path, rows)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, check=True, capture_output=True
    )
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_time_grows_with_the_list_and_memory_stays_small(tmp_path, suffix):
    part, part_seconds, _ = cost_of(tmp_path / f"part{suffix}", SIZE // 10)
    people, seconds, megabytes = cost_of(tmp_path / f"large{suffix}", SIZE)
    assert (part, people) == (SIZE // 10, SIZE)
    # Ten times the people take ten times as long, and starting takes some of either.
    assert seconds < 15 * part_seconds
    assert 1 < megabytes <= 150
