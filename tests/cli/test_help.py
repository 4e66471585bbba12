"""Help: every command and option explains itself."""

import subprocess
import sys

import click
import pytest

from framegen import __version__
from framegen.cli.main import cli
from tests.support.command import (
    commands,
    framegen,
)

pytestmark = pytest.mark.usefixtures("here")


each_command = pytest.mark.parametrize(
    ("words", "command"), [pytest.param(*both, id=" ".join(both[0]) or "-") for both in commands()]
)


class TestHelp:
    @each_command
    @pytest.mark.parametrize("flag", ["-h", "--help"])
    def test_every_command_explains_itself(self, words, command, flag):
        done = framegen(*words, flag)
        assert done.exit_code == 0
        assert command.get_short_help_str(200).rstrip(".") in " ".join(done.stdout.split())
        assert done.stderr == ""

    @each_command
    def test_every_option_is_explained(self, words, command):
        shown = " ".join(framegen(*words, "-h").stdout.split())
        options = [param for param in command.params if isinstance(param, click.Option)]
        for option in options:
            assert option.help
            assert all(name in shown for name in option.opts)
            assert " ".join(option.help.split())[:30] in shown

    def test_the_first_page_names_the_commands_and_the_exit_statuses(self):
        shown = framegen("-h").stdout
        for name in cli.commands:
            assert f"\n  {name} " in shown
        assert "0 all good" in shown
        assert "130 interrupted" in shown

    def test_the_version_is_the_packages(self):
        done = framegen("--version")
        assert (done.exit_code, done.stdout) == (0, f"framegen, version {__version__}\n")

    @pytest.mark.parametrize("words", [(), ("make",)], ids=["framegen", "make"])
    def test_help_loads_nothing_that_is_slow_to_load(self, words):
        code = (
            "import contextlib, sys\n"
            "from framegen.cli.main import cli\n"
            f"with contextlib.suppress(SystemExit): cli.main([*{words!r}, '--help'])\n"
            "slow = {'cv2', 'numpy', 'PIL', 'rich', 'resvg_py', 'msgspec'} & set(sys.modules)\n"
            "print(sorted(slow), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", code], check=False, capture_output=True, text=True
        )
        assert "Usage:" in done.stdout
        assert done.stderr == "[]\n"


def test_help_shows_its_examples_a_line_each():
    lines = framegen("--help").stdout.splitlines()
    assert [line for line in lines if line.startswith("  framegen frames list  ")]
    assert [line for line in lines if line.startswith("  framegen make an.jpg -f")]
