"""The sample lists and hostile sheets of ../shared, each against what is expected of it."""

import json
import subprocess
import sys

import pytest

from framegen.staff.match import match
from framegen.staff.people import read_staff
from tests.support.places import ROOT, SHARED, corpus

ROLES = {
    "stt": "number",
    "ma": "code",
    "ho_ten": "name",
    "ho_dem": "surname",
    "ten": "given",
    "chuc_vu": "title",
    "don_vi": "unit",
    "anh": "photo",
}
ROSTERS = SHARED / "rosters" / "expected.json"
LISTS = json.loads(ROSTERS.read_text("utf-8"))["lists"] if ROSTERS.is_file() else {}
MANIFEST = SHARED / "hostile" / "manifest.json"
FILES = json.loads(MANIFEST.read_text("utf-8"))["files"] if MANIFEST.is_file() else []
SHEETS = [each for each in FILES if each["kind"] == "sheet"]
# A fresh process each, with memory of its own; 600 MB of addresses are enough to read a list.
READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
from framegen.errors import FramegenError
from framegen.staff.people import read_staff
try:
    print("ok", read_staff(sys.argv[1]))
except FramegenError as error:
    print("reject", error.code, error)
"""


@pytest.mark.corpus
@pytest.mark.parametrize("name", LISTS or ["rosters"])
def test_a_sample_list_is_read_exactly(name):
    path, wanted = corpus("rosters") / name, LISTS[name]
    found = read_staff(path)
    assert [person.name for person in found.people] == wanted["names"]
    assert (found.header_row, found.header_rows) == (wanted["header_row"], wanted["header_rows"])
    assert found.columns == {ROLES[role]: column for role, column in wanted["columns"].items()}
    assert found.sheet in {wanted.get("sheet"), None, "Sheet1"}
    assert found.encoding == wanted.get("encoding", wanted.get("text"))
    if wanted["codes"]:
        assert [person.code for person in found.people] == wanted["codes"]
    if "don_vi" in wanted:
        assert [person.unit for person in found.people] == wanted["don_vi"]


@pytest.mark.corpus
def test_no_photo_of_the_sample_lists_is_given_wrong():
    folder = corpus("rosters")
    sure = found = 0
    for name, wanted in LISTS.items():
        people = read_staff(folder / name).people
        matching = match(people, [each["file"] for each in wanted["files"]])
        given = {each.photo: index for index, each in enumerate(matching.people) if each.photo}
        for each in wanted["files"]:
            if each["auto_ok"]:
                sure += 1
                found += each["file"] in given
                assert given.get(each["file"], each["person"]) == each["person"], each
            else:
                assert each["file"] not in given, each
    assert found >= 0.95 * sure > 0


@pytest.mark.corpus
@pytest.mark.parametrize("case", SHEETS or [None], ids=lambda case: case and case["path"][5:])
def test_a_hostile_sheet_is_refused_or_survived(case):
    path = corpus("hostile") / case["path"]
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=case.get("max_seconds", 10),
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcome = done.stdout.split()[0]
    assert case["expect"] in {outcome, "either"}, done.stdout[:500]
    assert case.get("forbid", "\0") not in done.stdout
