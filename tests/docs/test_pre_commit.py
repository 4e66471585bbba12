"""Hooks: they run what `make check` runs."""

import re

import yaml

from tests.support.places import ROOT

HOOKS = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
ENTRIES = [hook["entry"] for repo in HOOKS["repos"] for hook in repo["hooks"]]


def test_the_hooks_run_each_command_of_make_check() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    check = re.search(r"^check:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert check is not None
    commands = check[1].replace("$(BIN)", ".venv/bin").replace("\t", "").splitlines()
    assert len(commands) > 4
    # ruff is given the files of a commit instead of the whole folder.
    missing = [
        command
        for command in commands
        if not any(entry.startswith(command.removesuffix(" .")) for entry in ENTRIES)
    ]
    assert missing == []


def test_only_the_tests_wait_for_a_push() -> None:
    late = [
        hook["id"]
        for repo in HOOKS["repos"]
        for hook in repo["hooks"]
        if hook.get("stages") == ["pre-push"]
    ]
    assert late == ["quick-tests"]
