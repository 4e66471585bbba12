"""Command: runs the command line as a user does, here or in a process of its own."""

import io
import json
import subprocess
import sys
import time

from click.testing import CliRunner
from PIL import Image

from framegen.cli.main import cli

FRAME = "vong-sang-kien"
SMALL = ("-f", FRAME, "--size", "128")


def framegen(*args, stdin=None):
    return CliRunner().invoke(cli, [str(arg) for arg in args], input=stdin, catch_exceptions=False)


def process(*args, **options):
    """The same in a process of its own."""
    command = [sys.executable, "-m", "framegen", *map(str, args)]
    options = {"check": False, "capture_output": True, "timeout": 60, **options}
    return subprocess.run(command, **options)  # noqa: PLW1510 - it is among the options


def until(done, seconds=60):
    """Wait for something to become true, but not for ever."""
    end = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < end
        time.sleep(0.02)


def json_lines(done):
    return [json.loads(line) for line in done.stdout.splitlines()]


def opened(path_or_bytes):
    source = io.BytesIO(path_or_bytes) if isinstance(path_or_bytes, bytes) else path_or_bytes
    with Image.open(source) as image:
        image.load()
        return image


def commands(group=cli, path=()):
    """Every command and group with the words that call it."""
    yield path, group
    for name, command in getattr(group, "commands", {}).items():
        yield from commands(command, (*path, name))
