"""Examples: every code block of the documentation does what it says."""

import importlib.util
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from framegen.design.draft import write_frame
from framegen.design.importing import import_artwork
from framegen.staff.cells.table import read_sheets
from tests.docs.conftest import CHANGELOG, FRAMES, PAGES, blocks, shell_lines, text_of
from tests.service.conftest import serving
from tests.support.places import ROOT

OURS = "http://127.0.0.1:8000"
HTTP = ROOT / "docs/guide/http.md"
# Those of the HTTP page need a service; a test of its own gives them one.
PYTHON = [
    pytest.param(code, id=f"{page.relative_to(ROOT)}-{place}")
    for page in PAGES
    if page != HTTP
    for place, code in enumerate(blocks(page, "python"))
]
SHELL = shell_lines()
FRAMEGEN = [line for line in SHELL if line.startswith("framegen ")]
SERVE = [line for line in FRAMEGEN if line.startswith("framegen serve")]
BATCH = "framegen batch danh-sach.csv --photos photos/ -f the-doan-vien -o ra/"
# What the machines and buckets of the pages are to a test.
STAND_INS = {
    "tcp://10.0.0.1:8786": "local",
    "s3://anh/2026": "photos/",
    "s3://ra/2026": "file://$PWD/avatars",
}
# A person of the reader's list has no photo, which needs attention.
STATUSES = {"batch": 1}


@pytest.mark.slow
@pytest.mark.parametrize("code", PYTHON)
def test_every_python_block_runs(code: str, reader: Path) -> None:
    before = set(reader.iterdir())
    exec(compile(code, "example", "exec"), {})
    assert set(reader.iterdir()) - before or "save(" not in code


@pytest.mark.slow
@pytest.mark.parametrize(
    "line", [line for line in FRAMEGEN if line not in SERVE and "--cluster" not in line]
)
def test_every_framegen_command_runs(line: str, reader: Path) -> None:
    _prepare(line, reader)
    done = _run(line, reader)
    assert done.returncode == STATUSES.get(line.split()[1], 0), done.stderr.decode()


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for line in FRAMEGEN if "--cluster" in line])
def test_every_cluster_command_runs(line: str, reader: Path) -> None:
    done = _run(line, reader)
    assert done.returncode == STATUSES["batch"], done.stderr.decode()
    assert list((reader / "avatars").rglob("*.jpg"))


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for line in SERVE if " --" in line])
def test_every_serve_command_that_ends_runs(line: str, reader: Path) -> None:
    done = _run(line, reader)
    assert done.returncode == 0, done.stderr.decode()


def test_some_commands_of_every_kind_are_found() -> None:
    assert len(PYTHON) > 5
    assert BATCH in FRAMEGEN
    assert SERVE
    assert any("--cluster" in line for line in FRAMEGEN)


@pytest.mark.slow
def test_a_batch_writes_what_the_officers_guide_names(reader: Path) -> None:
    guide = text_of("vi/officers.md")
    named = re.findall(r"^\| `([^`]+)`", guide, re.MULTILINE)
    assert len(named) > 3
    batch = BATCH.replace("framegen", "framegen --lang vi", 1)
    for line in (f"{batch} --dry-run", batch):
        _run(line, reader)
    assert [name for name in named if not (reader / "ra" / name).exists()] == []
    assert list((reader / "ra").glob("*.zip"))
    (sheet, *_) = read_sheets(reader / "ra/can-quyet-dinh.xlsx")
    cells = {str(cell) for row in sheet.rows for cell in row}
    columns = re.findall(r"^ +\| ([^|`-]+?) \|", guide, re.MULTILINE)[1:]
    assert len(columns) == 4
    for column in columns:
        assert any(cell.startswith(column) for cell in cells), column


@pytest.mark.slow
def test_the_calls_of_the_http_guide_work(reader: Path) -> None:
    calls = [line for line in SHELL if line.startswith("curl ") and "avatars" in line]
    (code,) = blocks(HTTP, "python")
    assert len(calls) > 2
    # A busy machine may take longer than the usual limit for a photo.
    with serving(FRAMEGEN_WORK_SECONDS="60") as server:
        for line in calls:
            done = subprocess.run(
                line.replace("curl", "curl --fail", 1).replace(OURS, server.url),
                shell=True,
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, (line, done.stderr.decode())
        exec(compile(code.replace(OURS, server.url), "example", "exec"), {})
    sides = {"an-framed.jpg": 1080, "an-card.png": 1080, "an-small.jpg": 720}
    for name, side in sides.items():
        with Image.open(reader / name) as avatar:
            assert avatar.size == (side, side)


def test_the_pages_name_only_make_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    text = "\n".join(map(text_of, PAGES))
    named = {line.split()[1] for line in SHELL if line.startswith("make ")}
    named |= set(re.findall(r"`make ([a-z-]+)`", text))
    assert len(named) > 5
    assert [name for name in sorted(named) if f"\n{name}:" not in makefile] == []


def test_the_pages_name_only_modules_that_exist() -> None:
    named = set(re.findall(r"python -m ((?:framegen|service|tests)[\w.]*)", _all_pages()))
    assert named
    assert [name for name in sorted(named) if importlib.util.find_spec(name) is None] == []


def test_the_pages_name_only_files_that_exist() -> None:
    named = set(
        re.findall(r"`((?:framegen|service|frames|tests|docs|\.ci)/[\w./-]+)`", _all_pages())
    )
    assert named
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def _all_pages() -> str:
    # The designers' guide names a frame that the reader makes, the changelog what was there once.
    return "\n".join(text_of(page) for page in PAGES if page not in (FRAMES, CHANGELOG))


def _prepare(line: str, reader: Path) -> None:
    """Do what the page has done before this command."""
    if "khung-cua-toi" in line and " add " not in line:
        (reader / "frames").mkdir()
        write_frame(import_artwork(reader / "khung.png"), reader / "frames", name="khung-cua-toi")
    if " report " in line:
        _run(BATCH, reader)


def _run(line: str, reader: Path) -> subprocess.CompletedProcess[bytes]:
    for place, stand_in in STAND_INS.items():
        line = line.replace(place, stand_in)
    command = line.replace("framegen", f"{shlex.quote(sys.executable)} -m framegen", 1)
    return subprocess.run(command, shell=True, cwd=reader, capture_output=True, check=False)
