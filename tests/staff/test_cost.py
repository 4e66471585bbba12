"""The time and memory that a list of 100,000 people takes."""

import json
import subprocess
import sys

import pytest
import xlsxwriter

from tests.conftest import ROOT
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


@pytest.mark.slow
@pytest.mark.parametrize("name", ["large.csv", "large.xlsx"])
def test_100000_people_take_5_seconds_and_150_megabytes(tmp_path, name):
    rows = [["STT", "Mã cán bộ", "Họ và tên", "Chức vụ", "Đơn vị", "Ảnh"]]
    rows += [
        [at, f"{at:06d}", f"Nguyễn Văn {at % 89} An", "Đoàn viên", f"Phòng {at % 300}", f"{at}.jpg"]
        for at in range(1, SIZE + 1)
    ]
    path = write_large(tmp_path / name, rows)
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)], cwd=ROOT, check=True, capture_output=True
    )
    people, seconds, megabytes = json.loads(done.stdout)
    assert people == SIZE
    assert seconds <= 5
    assert 1 < megabytes <= 150
