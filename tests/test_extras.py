"""Extras: each part of framegen says which packages it lacks, and how to install them."""

import subprocess
import sys
import tomllib

import pytest

from framegen import extras
from framegen.errors import ExtraMissing, FramegenError
from framegen.extras import EXTRAS, require
from tests.support.places import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
# Where the name that is imported is not that of the package.
IMPORTED = {"python-calamine": "python_calamine", "zipstream-ng": "zipstream"}
# Run in a process where some packages cannot be found.
WITHOUT = """
import sys
from importlib.machinery import PathFinder
hidden = {packages!r}
find = PathFinder.find_spec
def find_others(name, *rest):
    return None if name.partition(".")[0] in hidden else find(name, *rest)
PathFinder.find_spec = find_others
{code}
"""


def names(requirements):
    found = {each.split(">")[0].split("[")[0].strip() for each in requirements}
    return {IMPORTED.get(name, name.replace("-", "_")) for name in found}


def run_without(packages, code):
    script = WITHOUT.format(packages=set(packages), code=code)
    return subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, cwd=ROOT
    )


@pytest.mark.parametrize("extra", EXTRAS)
def test_an_extra_brings_what_the_project_declares(extra):
    assert set(EXTRAS[extra]) == names(PROJECT["optional-dependencies"][extra])


def test_all_extras_are_in_all():
    (everything,) = PROJECT["optional-dependencies"]["all"]
    assert everything == f"framegen[{','.join(sorted(EXTRAS))}]"


def test_the_bare_package_needs_nothing_of_an_extra():
    assert not names(PROJECT["dependencies"]) & {name for each in EXTRAS.values() for name in each}


def test_an_extra_that_is_there_is_no_error():
    require("cli")


def test_a_missing_extra_names_the_command_that_installs_it(monkeypatch):
    monkeypatch.setitem(extras.EXTRAS, "office", ("json", "no_such_package"))
    with pytest.raises(ExtraMissing) as raised:
        require("office")
    assert isinstance(raised.value, FramegenError | ImportError)
    assert str(raised.value) == (
        "This needs packages that are not installed (no_such_package); "
        'run: pip install "framegen[office]"'
    )


@pytest.mark.parametrize("name", ["read_staff", "make_all", "write_reports"])
def test_a_name_of_the_office_says_what_it_needs(name):
    done = run_without(["python_calamine"], f"from framegen import {name}")
    assert done.stderr.splitlines()[-1].endswith('run: pip install "framegen[office]"')


def test_one_photo_is_framed_without_any_extra():
    everything = {name for each in EXTRAS.values() for name in each}
    code = (
        "from framegen import Framer\n"
        "from framegen.testing import drawn_card, encoded\n"
        "avatar = Framer().make(encoded(drawn_card(300, 400)), 'vong-sang-kien', size=64)\n"
        "print(len(avatar.encode()))"
    )
    done = run_without(everything, code)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 500


def test_the_command_without_click_is_a_sentence():
    done = run_without(["click"], "from framegen.__main__ import main; main()")
    assert done.returncode == 1
    assert done.stderr == (
        'This needs packages that are not installed (click); run: pip install "framegen[cli]"\n'
    )


def test_a_command_of_the_office_is_an_error_and_a_hint():
    office = EXTRAS["office"]
    code = "from framegen.cli.main import main; sys.argv[1:] = ['staff', 'list.csv']; main()"
    done = run_without(office, code)
    assert done.stderr.startswith("Error: This needs packages")
    assert "Hint: Install it with" in done.stderr
    assert done.returncode == 3


def test_commands_for_photos_run_without_the_office():
    code = "from framegen.cli.main import main; sys.argv[1:] = ['frames', 'list']; main()"
    done = run_without(EXTRAS["office"], code)
    assert done.returncode == 0, done.stderr
    assert "vong-sang-kien" in done.stdout
