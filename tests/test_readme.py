"""What the README says is true: its code runs, its tables are complete, its top change is ours."""

import dataclasses
import itertools
import re
import shlex
import subprocess
import sys
import typing
from pathlib import Path

import msgspec
import pytest
from PIL import Image, ImageDraw

import framegen
import framegen.cli.command
import framegen.frame.frame as frame_room
import service.api.problems
import service.app
from framegen import FramegenError, Note
from framegen.design.draft import write_frame
from framegen.design.importing import import_artwork
from framegen.frame.manifest import Table
from service.api.problems import status_of
from service.settings import Settings
from tests.conftest import ROOT
from tests.service.conftest import serving

README = (ROOT / "README.md").read_text(encoding="utf-8")
FRAMES_README = (ROOT / "frames/README.md").read_text(encoding="utf-8")
SERVICE_README = (ROOT / "service/README.md").read_text(encoding="utf-8")
OURS = "http://127.0.0.1:8000"
PYTHON = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
SHELL = [
    line.split("  #")[0].rstrip()
    for block in re.findall(
        r"```sh\n(.*?) *```", README + FRAMES_README + SERVICE_README, re.DOTALL
    )
    for line in map(str.strip, block.replace(" \\\n", "").splitlines())
]
# What the README's machines and buckets are to a test.
STAND_INS = {
    "tcp://10.0.0.1:8786": "local",
    "s3://anh/2026": "photos/",
    "s3://ra/2026": "file://$PWD/avatars",
}


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, astronaut_jpeg: bytes) -> Path:
    """A folder as a reader of the README has it: a photo, a folder of photos, a staff list."""
    (tmp_path / "an.jpg").write_bytes(astronaut_jpeg)
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "Lê Thị Bình.jpg").write_bytes(astronaut_jpeg)
    (tmp_path / "danh-sach.csv").write_text("Mã,Họ và tên\n1,Lê Thị Bình\n", encoding="utf-8")
    ring = Image.new("RGBA", (1080, 1080), "#C8141F")
    ImageDraw.Draw(ring).ellipse((160, 160, 920, 920), fill=(0, 0, 0, 0))
    ring.save(tmp_path / "khung.png")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.slow
@pytest.mark.parametrize("code", PYTHON, ids=range(len(PYTHON)))
def test_every_python_block_runs(code: str, desk: Path) -> None:
    exec(compile(code, "README.md", "exec"), {})
    written = {path.name for path in desk.iterdir()} - {
        "an.jpg",
        "photos",
        "khung.png",
        "danh-sach.csv",
    }
    assert written or "save(" not in code


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for line in SHELL if line.startswith("framegen ")])
def test_every_framegen_command_runs(line: str, desk: Path) -> None:
    if "khung-cua-toi" in line and " add " not in line:
        write_frame(
            import_artwork(desk / "khung.png"), _made(desk / "frames"), name="khung-cua-toi"
        )
    if " report " in line:
        _run(next(each for each in SHELL if " batch " in each and "--dry-run" not in each), desk)
    done = _run(line, desk)
    assert done.returncode == 0, done.stderr.decode()


def _run(line: str, desk: Path) -> subprocess.CompletedProcess[bytes]:
    for place, stand_in in STAND_INS.items():
        line = line.replace(place, stand_in)
    command = line.replace("framegen", f"{shlex.quote(sys.executable)} -m framegen", 1)
    return subprocess.run(command, shell=True, cwd=desk, capture_output=True, check=False)


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_the_shell_blocks_name_only_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = [line.split()[1] for line in SHELL if line.startswith("make ")]
    assert targets
    assert [name for name in targets if f"\n{name}:" not in makefile] == []


def _errors(kind: type[FramegenError]) -> list[type[FramegenError]]:
    return [kind, *(below for child in kind.__subclasses__() for below in _errors(child))]


def test_the_error_table_has_every_error_that_is_raised_with_its_status() -> None:
    rows = dict(re.findall(r"\| `([a-z-]+)` \|[^|]*\| *(\d*) *\|", README))
    groups = {f"{group}-error" for group in ("framegen", "photo", "face", "frame", "text", "staff")}
    groups.add("come-back")
    errors = {error.code: error for error in _errors(FramegenError) if error.code not in groups}
    assert {service.errors.PhotoMissing.code, framegen.cli.command.InternalError.code} <= set(
        errors
    )
    assert set(rows) == set(errors)
    shown = {code: int(status) for code, status in rows.items() if status}
    assert shown == {code: status_of(errors[code]("")) for code in shown}


def test_the_notes_table_has_every_note() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| [^|]+ \|$", README, re.MULTILINE)
    assert sorted(rows) == sorted(Note)


def test_the_settings_table_has_every_setting_and_its_default() -> None:
    rows = re.findall(r"\| `FRAMEGEN_([A-Z_]+)` \| (\S+) \|", SERVICE_README)
    fields = dataclasses.fields(Settings)
    assert [name.lower() for name, _ in rows] == [field.name for field in fields]
    shown = [str(field.default) if field.default not in ("", ()) else "-" for field in fields]
    assert [default for _, default in rows] == shown


def test_the_metrics_table_has_every_metric() -> None:
    shown = set(re.findall(r"`(framegen_[a-z_]+)(?:\{[a-z,]+\})?`", SERVICE_README))
    text = service.app.create_app(Settings()).state.metrics.text().decode()
    known = set(re.findall(r"^# TYPE (framegen_[a-z_]+) ", text, re.MULTILINE))
    assert shown == {name for name in known if not name.endswith(("_created", "_build_info"))}


@pytest.mark.slow
def test_the_calls_of_the_services_readme_work(desk: Path) -> None:
    calls = [line for line in SHELL if line.startswith("curl ") and "avatars" in line]
    (code,) = re.findall(r"```python\n(.*?)```", SERVICE_README, re.DOTALL)
    assert len(calls) > 3
    with serving() as server:
        for line in calls:
            done = subprocess.run(
                line.replace("curl", "curl --fail", 1).replace(OURS, server.url),
                shell=True,
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, (line, done.stderr.decode())
        exec(compile(code.replace(OURS, server.url), "README.md", "exec"), {})
    sides = {"an-framed.jpg": 1080, "an-card.png": 1080, "an-small.jpg": 720}
    for name, side in sides.items():
        with Image.open(desk / name) as avatar:
            assert avatar.size == (side, side)


def test_the_newest_change_is_this_version() -> None:
    newest = re.search(r"## Changes\n+### (\S+)", README)
    assert newest is not None
    assert newest[1] == framegen.__version__


def _keys(kind: object) -> dict[str, object]:
    """Every key of a manifest, of its tables and of their tables, with its default."""
    found: dict[str, object] = {}
    for field in msgspec.structs.fields(kind):
        tables = [each for each in _tables(field.type) if issubclass(each, Table)]
        for table in tables:
            found |= _keys(table)
            tag = table.__struct_config__.tag_field
            found |= {tag: msgspec.NODEFAULT} if tag else {}
        if not tables:
            found[field.name] = field.default
    return found


def _tables(kind: object) -> list[type]:
    """The classes within a type such as `tuple[TextSlot, ...]`."""
    if isinstance(kind, type) and not typing.get_args(kind):
        return [kind]
    return [each for part in typing.get_args(kind) for each in _tables(part)]


def test_the_manifest_table_has_every_key_with_its_default() -> None:
    rows = re.findall(r"^\| ((?:`[^`]+`,? ?)+)\| ([^|]*)\|", FRAMES_README, re.MULTILINE)
    shown = {
        name: default
        for names, defaults in rows
        for name, default in itertools.zip_longest(
            re.findall(r"`([a-z_]+)`", names), defaults.strip().split(", "), fillvalue=""
        )
    }
    keys = _keys(frame_room._Manifest)
    assert set(shown) == set(keys)
    for name, default in shown.items():
        if isinstance(keys[name], bool | int | float) or (
            isinstance(keys[name], str) and keys[name]
        ):
            assert default == str(keys[name]).lower().replace("#ffffff", "#FFFFFF").removesuffix(
                ".0"
            ), name
