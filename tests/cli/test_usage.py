"""Wrong usage: a sentence, a hint and the exit status 2."""

import os
from subprocess import PIPE

import pytest

from tests.support.command import FRAME, SMALL, framegen, process

pytestmark = pytest.mark.usefixtures("here")


class TestWrongUsage:
    @pytest.mark.parametrize(
        ("args", "words"),
        [
            pytest.param(("an.jpg",), "Missing option '-f'", id="no frame"),
            pytest.param(SMALL, "Missing argument 'PHOTO...'", id="no photo"),
            pytest.param(("nix.jpg", *SMALL), "nix.jpg: there is no such file", id="no such file"),
            pytest.param(("empty", *SMALL), "no photos in this folder", id="folder without photos"),
            pytest.param(
                ("an.jpg", "-f", "vong-sang-kin"), f'did you mean "{FRAME}"?', id="mistyped frame"
            ),
            pytest.param(
                ("an.jpg", "-f", "Vòng sáng kiến"), f'did you mean "{FRAME}"?', id="frame's title"
            ),
            pytest.param(("an.jpg", "-f", "zzz"), "there are: ", id="unknown frame"),
            pytest.param(("an.jpg", *SMALL, "--size", "0"), "got 0", id="size zero"),
            pytest.param(("an.jpg", *SMALL, "--size", "-5"), "got -5", id="size negative"),
            pytest.param(("an.jpg", *SMALL, "--size", "63"), "64 to 2048", id="size too small"),
            pytest.param(("an.jpg", *SMALL, "--size", "2049"), "64 to 2048", id="size too large"),
            pytest.param(("an.jpg", *SMALL, "--size", "big"), "valid integer", id="size in words"),
            pytest.param(("an.jpg", *SMALL, "--quality", "0"), "1<=x<=100", id="quality zero"),
            pytest.param(("an.jpg", *SMALL, "--quality", "101"), "1<=x<=100", id="quality 101"),
            pytest.param(("an.jpg", *SMALL, "--format", "gif"), 'got "gif"', id="unknown format"),
            pytest.param(("an.jpg", *SMALL, "-o", "a.gif"), 'got ".gif"', id="unknown ending"),
            pytest.param(("an.jpg", *SMALL, "-o", "noending"), 'got ""', id="no ending"),
            pytest.param(("an.jpg", *SMALL, "--crop", "1,2,3"), "four numbers", id="crop of three"),
            pytest.param(("an.jpg", *SMALL, "--crop", "a,b,c,d"), "four numbers", id="crop words"),
            pytest.param(("an.jpg", *SMALL, "--crop", "nan,0,9,9"), "finite", id="crop NaN"),
            pytest.param(("an.jpg", *SMALL, "--crop", "0,0,inf,9"), "finite", id="crop infinite"),
            pytest.param(("an.jpg", *SMALL, "--crop", "0,0,90,50"), "square", id="crop oblong"),
            pytest.param(("an.jpg", *SMALL, "--crop", "90,90,0,0"), "square", id="crop inside out"),
            pytest.param(
                ("an.jpg", *SMALL, "--crop", "0,0,9,9", "--turn", "nan"), "finite", id="turn NaN"
            ),
            pytest.param(("an.jpg", *SMALL, "--turn", "5"), "goes with --crop", id="turn alone"),
            pytest.param(("an.jpg", *SMALL, "--face", "-1"), "x>=0", id="face negative"),
            pytest.param(("an.jpg", *SMALL, "-o", "an.jpg"), "overwritten", id="over the photo"),
            pytest.param(
                ("an.jpg", *SMALL, "-o", "./empty/../an.jpg"), "overwritten", id="the same place"
            ),
            pytest.param(("an.jpg", "an.jpg", *SMALL, "-o", "-"), "one photo", id="two to stdout"),
            pytest.param(("-", "-", *SMALL, "-o", "out/"), "read once", id="stdin twice"),
            pytest.param(("an.jpg", *SMALL, "-o", "-", "--json"), "-o FILE", id="two to one"),
            pytest.param(("an.jpg", *SMALL, "--frames", "nix"), "no such folder", id="no frames"),
            pytest.param(("x" * 5000, *SMALL), "Error: ", id="a path that is too long"),
        ],
    )
    def test_is_a_sentence_and_the_exit_status_2(self, here, args, words):
        (here / "empty").mkdir()
        before = (here / "an.jpg").read_bytes()
        done = framegen("make", *args)
        assert words in done.stderr
        assert (done.exit_code, done.stdout) == (2, "")
        assert (here / "an.jpg").read_bytes() == before
        assert sorted(path.name for path in here.iterdir()) == ["an.jpg", "empty"]

    def test_is_an_error_and_a_hint(self):
        done = framegen("make", "an.jpg", "-f", "zzz")
        error, hint = done.stderr.splitlines()
        assert error.startswith("Error: ")
        assert hint.startswith("Hint: ")

    def test_is_a_picture_on_a_terminal(self):
        import pty

        terminal, end = pty.openpty()
        try:
            done = process(
                "make", "an.jpg", *SMALL, "-o", "-", capture_output=False, stdout=end,
                stderr=PIPE,
            )  # fmt: skip
        finally:
            os.close(end)
            os.close(terminal)
        assert done.returncode == 2
        assert b"would fill the terminal" in done.stderr

    @pytest.mark.parametrize("kind", ["hard", "symbolic"])
    def test_is_a_photo_overwritten_through_a_link(self, here, kind):
        (os.link if kind == "hard" else os.symlink)("an.jpg", "other.jpg")
        before = (here / "an.jpg").read_bytes()
        done = framegen("make", "an.jpg", *SMALL, "-o", "other.jpg")
        assert done.exit_code == 2
        assert (here / "an.jpg").read_bytes() == before


class TestVerbose:
    def test_twice_shows_where_a_photos_error_arose(self, broken):
        done = process("-vv", "make", broken, *SMALL)
        assert b"Traceback (most recent call last)" in done.stderr
        assert done.returncode == 1

    def test_twice_shows_where_a_usage_error_arose_and_ends_as_without(self):
        done = process("-vv", "make", "an.jpg", "-f", "zzz")
        assert b"Traceback (most recent call last)" in done.stderr
        assert b'There is no frame "zzz"' in done.stderr
        assert done.returncode == 2

    @pytest.mark.usefixtures("broken")
    @pytest.mark.parametrize("flags", [(), ("-v",)], ids=["not at all", "once"])
    @pytest.mark.parametrize(
        "args", [("make", "broken.jpg", *SMALL), ("make", "an.jpg", "-f", "zzz")], ids=str
    )
    def test_less_shows_no_traceback(self, flags, args):
        done = process(*flags, *args)
        assert done.returncode in {1, 2}
        assert b"Traceback" not in done.stdout + done.stderr
