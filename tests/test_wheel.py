"""The wheel: all that users install, built and run without the clone beside it."""

import os
import subprocess
import sys
import zipfile

import pytest

from tests.support.places import ROOT

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--no-deps", "--no-build-isolation", "--quiet"]
    subprocess.run([*command, "--wheel-dir", folder, ROOT], check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def run(wheel, tmp_path_factory):
    """Runs a command of the wheel where there is no clone."""
    place = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    here = tmp_path_factory.mktemp("elsewhere")
    environment = {**os.environ, "PYTHONPATH": str(place), "FRAMEGEN_LANG": "en"}

    def run(*args, **variables):
        return subprocess.run(
            [sys.executable, *args],
            check=False,
            capture_output=True,
            text=True,
            cwd=here,
            env={**environment, **variables},
        )

    return run


def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


@pytest.mark.parametrize(
    "file",
    [
        "framegen/py.typed",
        "framegen/__init__.pyi",
        "framegen/language/vi/LC_MESSAGES/officers.mo",
        "framegen/language/vi/LC_MESSAGES/members.mo",
        "framegen/_frames/vong-sang-kien/frame.toml",
        "framegen/_frames/campaign.toml",
        "framegen/_service/__main__.py",
        "framegen/_service/page/templates/index.html",
        "framegen/_service/page/static/style.css",
    ],
)
def test_it_holds(wheel, file):
    assert file in names(wheel)


def test_it_holds_nothing_but_framegen(wheel):
    assert {name.partition("/")[0].partition("-")[0] for name in names(wheel)} == {"framegen"}
    assert [name for name in names(wheel) if "test" in name and name != "framegen/testing.py"] == []


def test_its_command_frames_a_photo(run, tmp_path, astronaut_jpeg):
    (tmp_path / "an.jpg").write_bytes(astronaut_jpeg)
    photo, avatar = tmp_path / "an.jpg", tmp_path / "a.jpg"
    frame = ("-f", "vong-sang-kien", "--size", "256")
    done = run("-m", "framegen", "make", photo, *frame, "-o", avatar)
    assert (done.returncode, done.stderr) == (0, "")
    assert avatar.stat().st_size > 10_000


def test_its_words_are_vietnamese_where_asked_for(run):
    done = run("-m", "framegen", "make", "nix.jpg", "-f", "vong-sang-kien", FRAMEGEN_LANG="vi")
    assert done.stderr.startswith("Lỗi: nix.jpg")


@pytest.mark.parametrize("flags", [(), ("-OO",)], ids=["as usual", "without docstrings"])
def test_its_service_makes_an_avatar_with_every_frame(run, flags):
    done = run(*flags, "-m", "framegen", "serve", "--check", FRAMEGEN_WORKERS="1")
    assert (done.returncode, done.stderr) == (0, "")
    assert "All good" in done.stdout


def test_its_service_takes_nothing_from_a_clone(run):
    code = (
        "import sys; from framegen.cli.serve import home; "
        "import importlib; importlib.import_module(home() + '.server'); "
        "print(home(), 'service' in sys.modules)"
    )
    assert run("-c", code).stdout == "framegen._service False\n"
