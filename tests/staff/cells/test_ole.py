"""Ole: an old XLS is checked before it is unpacked."""

import contextlib
import random

import pytest
import xlwt

from framegen.errors import StaffError, StaffListTooLarge, StaffListUnreadable
from framegen.staff.cells.ole import check_ole
from framegen.staff.people import read_staff
from tests.support.writing import write_xls


@pytest.fixture
def sound(tmp_path):
    return write_xls(tmp_path / "a.xls", ("A", [["Họ tên", "Mã"], ["Lê Vũ", 1], ["Tô Lan", 2]]))


def test_a_sound_list_passes(sound):
    check_ole(sound.read_bytes(), "a.xls")


def test_far_cells_are_refused(tmp_path):
    book = xlwt.Workbook()
    for number in range(3):
        far = book.add_sheet(f"S{number}")
        far.write(0, 0, "x")
        far.write(65535, 255, 1.5)
    book.save(str(tmp_path / "far.xls"))
    with pytest.raises(StaffListTooLarge, match="50,331,648 cells"):
        check_ole((tmp_path / "far.xls").read_bytes(), "far.xls")


def test_a_locked_list_is_reported_as_locked(sound):
    data = sound.read_bytes().replace(
        "Workbook\0".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")[:18]
    )
    with pytest.raises(StaffListUnreadable, match="no Excel workbook"):
        check_ole(data, "a.xls")
    # A record FILEPASS, right behind the workbook's first record.
    at = data.index(b"\x09\x08\x10\x00")
    locked = sound.read_bytes()
    locked = locked[: at + 20] + b"\x2f\x00\x00\x00" + locked[at + 24 :]
    with pytest.raises(StaffListUnreadable, match="locked with a password"):
        check_ole(locked, "a.xls")


@pytest.mark.parametrize("seed", range(40))
def test_damaged_bytes_raise_only_staff_errors(sound, seed):
    rng = random.Random(seed)
    data = bytearray(sound.read_bytes())
    for _ in range(rng.choice([1, 4, 30])):
        data[rng.randrange(len(data))] = rng.randrange(256)
    sound.write_bytes(data[: rng.choice([len(data), rng.randrange(600, len(data))])])
    with contextlib.suppress(StaffError):
        assert read_staff(sound).people
