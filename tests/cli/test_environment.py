"""Environment: full disks, closed pipes, missing rights, interruptions."""

import errno
import os
import signal
import subprocess
import sys
import tempfile
import time
from subprocess import PIPE

import pytest

from tests.support.command import FRAME, SMALL, framegen, process, until

pytestmark = pytest.mark.usefixtures("here")


class TestEnvironment:
    @pytest.mark.parametrize(
        ("output", "words"),
        [
            pytest.param("missing/a.jpg", "there is no such folder", id="no such folder"),
            pytest.param("file/", "file", id="a file where the folder should be"),
            pytest.param("/proc/nowhere/", "/proc/nowhere", id="a folder that cannot be made"),
        ],
    )
    def test_that_takes_no_avatar_is_the_exit_status_3(self, here, output, words):
        (here / "file").write_text("in the way")
        done = framegen("make", "an.jpg", *SMALL, "-o", output)
        assert (done.exit_code, done.stdout) == (3, "")
        error, hint = done.stderr.splitlines()
        assert error.startswith("Error: ")
        assert words in error
        assert hint == "Hint: Choose a folder that exists, may be written to and has room."

    def test_without_the_right_to_write(self, monkeypatch):
        def forbidden(*_args, **_options):
            raise PermissionError(errno.EACCES, "Permission denied")

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", forbidden)
        done = framegen("make", "an.jpg", *SMALL, "-o", "a.jpg")
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.startswith(
            "Error: a.jpg: cannot be written (there is no right to do so).\n"
        )

    def test_whose_disk_is_full_gets_no_part_of_an_avatar(self, here, monkeypatch):
        real = tempfile.NamedTemporaryFile

        def full(*args, **options):
            stream = real(*args, **options)

            def write(data):
                stream.file.write(data[:100])
                stream.file.flush()
                raise OSError(errno.ENOSPC, "No space left on device")

            stream.write = write
            return stream

        monkeypatch.setattr(tempfile, "NamedTemporaryFile", full)
        done = framegen("make", "an.jpg", *SMALL, "-o", "a.jpg")
        assert (done.exit_code, done.stdout) == (3, "")
        assert done.stderr.startswith("Error: a.jpg: the disk is full.\nHint: ")
        assert [path.name for path in here.iterdir()] == ["an.jpg"]

    def test_whose_disk_is_full_keeps_the_avatar_of_before(self, here):
        (here / "a.jpg").write_bytes(b"before")
        limited = f'ulimit -f 2; exec "$0" -m framegen make an.jpg {" ".join(SMALL)} -o a.jpg'
        done = subprocess.run(
            ["sh", "-c", limited, sys.executable], check=False, capture_output=True
        )
        assert done.returncode == 3
        assert b"Traceback" not in done.stderr
        assert (here / "a.jpg").read_bytes() == b"before"
        assert sorted(path.name for path in here.iterdir()) == ["a.jpg", "an.jpg"]

    @pytest.mark.parametrize(
        "args",
        [
            pytest.param(("make", "an.jpg", *SMALL, "-o", "-"), id="a picture"),
            pytest.param(("make", "an.jpg", *SMALL, "-o", "a.jpg"), id="a path"),
            pytest.param(("make", "an.jpg", *SMALL, "-o", "a.jpg", "--json"), id="json"),
            pytest.param(("frames", "list"), id="a list"),
        ],
    )
    def test_whose_stdout_is_full_is_a_sentence(self, args):
        with open("/dev/full", "wb") as full:  # noqa: PTH123 - a device
            done = process(*args, capture_output=False, stdout=full, stderr=PIPE)
        assert b"Traceback" not in done.stderr
        assert b"stdout: the disk is full." in done.stderr
        assert done.returncode == 3

    @pytest.mark.parametrize(
        "args",
        [
            pytest.param(("make", "an.jpg", *SMALL, "-o", "-"), id="a picture"),
            pytest.param(("make", "an.jpg", *SMALL, "-o", "a.jpg"), id="a path"),
            pytest.param(("frames", "list"), id="a list"),
        ],
    )
    def test_whose_reader_has_left_is_no_failure(self, args):
        reading, writing = os.pipe()
        os.close(reading)
        try:
            done = process(*args, capture_output=False, stdout=writing, stderr=PIPE)
        finally:
            os.close(writing)
        assert done.stderr == b""
        assert done.returncode == 0

    @pytest.mark.parametrize(("lang", "said"), [("en", "Interrupted."), ("vi", "Đã dừng.")])
    def test_that_interrupts_gets_the_exit_status_130(self, here, lang, said):
        # In a shell's background SIGINT is ignored, and Python then does not listen for it.
        hears = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        runs = "import runpy; runpy.run_module('framegen', run_name='__main__', alter_sys=True)"
        made = ["make", "an.jpg", "-", *SMALL, "-o", "out"]
        command = [sys.executable, "-c", hears + runs, "--lang", lang, *made]
        with subprocess.Popen(command, **dict.fromkeys(("stdin", "stdout", "stderr"), PIPE)) as run:
            try:
                until((here / "out" / f"an-{FRAME}.jpg").exists)
                time.sleep(0.2)
                run.send_signal(signal.SIGINT)
                run.wait(timeout=30)
                printed, words = run.stdout.read(), run.stderr.read()
            finally:
                run.kill()
        assert run.returncode == 130
        assert printed == f"out/an-{FRAME}.jpg\n".encode()
        assert words.decode().strip() == said
