"""The command line: what each command prints where, what it writes, and how it ends."""

import contextlib
import errno
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unicodedata
from subprocess import PIPE

import click
import numpy as np
import pytest
from click.testing import CliRunner
from PIL import Image

from framegen import Box, Face, Framer, Frames, Point, YuNet, __version__
from framegen.cli.main import cli
from framegen.cli.words import COMMANDS, OPTIONS
from framegen.testing import drawn_card, encoded
from tests.conftest import ROOT

FRAME = "vong-sang-kien"
SMALL = ("-f", FRAME, "--size", "128")
VIETNAMESE = "Nguyễn Văn An"


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch, astronaut_jpeg):
    """A folder of one's own, with a photo of one person in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("FRAMEGEN_FRAMES", raising=False)
    (tmp_path / "an.jpg").write_bytes(astronaut_jpeg)
    return tmp_path


@pytest.fixture
def card(here):
    """A photo without a face."""
    (here / "card.jpg").write_bytes(encoded(drawn_card(600, 800)))
    return "card.jpg"


@pytest.fixture
def broken(here):
    (here / "broken.jpg").write_bytes(b"no picture at all")
    return "broken.jpg"


@pytest.fixture
def couple(here, astronaut):
    """One person twice, side by side."""
    both = Image.new("RGB", (1024, 512))
    both.paste(astronaut, (0, 0))
    both.paste(astronaut, (512, 0))
    both.save(here / "couple.jpg", quality=95)
    return "couple.jpg"


@pytest.fixture
def own_frames(here):
    """A folder with one frame, a shipped one under another name."""
    folder = here / "own" / "khung-rieng"
    shutil.copytree(ROOT / "frames" / FRAME, folder)
    manifest = folder / "frame.toml"
    manifest.write_text(
        manifest.read_text(encoding="utf-8").replace(f'"{FRAME}"', '"khung-rieng"'),
        encoding="utf-8",
    )
    return folder.parent


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


class TestMakeWritesAvatars:
    def test_of_one_photo_into_the_current_folder(self, here):
        done = framegen("make", "an.jpg", *SMALL)
        assert (done.exit_code, done.stdout) == (0, f"an-{FRAME}.jpg\n")
        avatar = opened(here / f"an-{FRAME}.jpg")
        assert (avatar.format, avatar.size) == ("JPEG", (128, 128))

    def test_that_are_those_of_the_library(self, here, frames):
        framegen("make", "an.jpg", *SMALL)
        expected = Framer(frames).make(here / "an.jpg", FRAME, size=128).encode()
        assert (here / f"an-{FRAME}.jpg").read_bytes() == expected

    def test_at_the_frames_own_size_unless_another_is_asked_for(self, here):
        assert framegen("make", "an.jpg", "-f", FRAME, "-o", "a.jpg").exit_code == 0
        assert opened(here / "a.jpg").size == (1080, 1080)

    def test_of_several_photos_into_a_folder(self, here, card):
        done = framegen("make", "an.jpg", card, *SMALL)
        paths = [f"avatars/an-{FRAME}.jpg", f"avatars/card-{FRAME}.jpg"]
        assert done.exit_code == 0
        assert done.stdout.splitlines() == paths
        assert all(opened(here / path).size == (128, 128) for path in paths)
        assert done.stderr.splitlines()[-1] == "2 made, 1 to look at, 0 failed."

    def test_of_the_photos_in_a_folder_and_nothing_else_in_it(self, here, card):
        (here / "photos" / "deeper").mkdir(parents=True)
        for name in ("b.JPG", "a.jpeg", ".hidden.jpg", "deeper/c.jpg"):
            shutil.copy(card, here / "photos" / name)
        (here / "photos" / "list.txt").write_text("An")
        done = framegen("make", "photos", *SMALL, "-o", "out")
        assert done.exit_code == 0
        assert done.stdout.splitlines() == [f"out/a-{FRAME}.jpg", f"out/b-{FRAME}.jpg"]

    @pytest.mark.parametrize(
        ("output", "made"),
        [
            pytest.param("x.jpg", "x.jpg", id="a file"),
            pytest.param("there", f"there/an-{FRAME}.jpg", id="a folder that is there"),
            pytest.param("new/", f"new/an-{FRAME}.jpg", id="a folder that is not there"),
            pytest.param("new/deep/", f"new/deep/an-{FRAME}.jpg", id="a folder in a new one"),
        ],
    )
    def test_where_they_are_asked_for(self, here, output, made):
        (here / "there").mkdir()
        done = framegen("make", "an.jpg", *SMALL, "-o", output)
        assert (done.exit_code, done.stdout) == (0, f"{made}\n")
        assert opened(here / made).size == (128, 128)

    def test_of_stdin_to_stdout(self, astronaut_jpeg, framer):
        done = process("make", "-", *SMALL, input=astronaut_jpeg)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == framer.make(astronaut_jpeg, FRAME, size=128).encode()

    def test_of_a_file_to_stdout(self, here, framer):
        done = process("make", "an.jpg", *SMALL, "-o", "-", "--format", "png")
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout == framer.make(here / "an.jpg", FRAME, size=128).encode("png")
        assert [path.name for path in here.iterdir()] == ["an.jpg"]

    def test_of_stdin_to_a_file(self, here, astronaut_jpeg):
        done = framegen("make", "-", *SMALL, "-o", "x.png", stdin=astronaut_jpeg)
        assert (done.exit_code, done.stdout) == (0, "x.png\n")
        assert opened(here / "x.png").format == "PNG"

    def test_of_stdin_into_a_folder_under_a_plain_name(self, astronaut_jpeg):
        done = framegen("make", "-", *SMALL, "-o", "out/", stdin=astronaut_jpeg)
        assert (done.exit_code, done.stdout) == (0, f"out/avatar-{FRAME}.jpg\n")

    def test_without_one_taking_the_name_of_another(self, here, astronaut):
        astronaut.save(here / "an.png")
        (here / "more").mkdir()
        shutil.copy("an.jpg", "more/AN.jpg")
        done = framegen("make", "an.jpg", "an.png", "more", *SMALL, "-o", "out")
        names = [f"out/an-{FRAME}.jpg", f"out/an-{FRAME}-2.jpg", f"out/AN-{FRAME}-3.jpg"]
        assert (done.exit_code, done.stdout.splitlines()) == (0, names)
        assert len(list((here / "out").iterdir())) == 3

    @pytest.mark.parametrize("form", ["NFC", "NFD"])
    def test_of_a_photo_with_a_vietnamese_name(self, here, form):
        stem = unicodedata.normalize(form, VIETNAMESE)
        (here / "an.jpg").rename(here / f"{stem}.jpg")
        done = process("make", f"{stem}.jpg", *SMALL)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode() == f"{stem}-{FRAME}.jpg\n"
        assert opened(here / f"{stem}-{FRAME}.jpg").size == (128, 128)

    def test_of_a_photo_whose_name_is_not_unicode(self, here):
        (here / "an.jpg").rename(os.fsdecode(os.fsencode(here) + b"/\xff.jpg"))
        done = process("make", ".", *SMALL, "-o", "x.jpg", "--json")
        assert (done.returncode, done.stderr) == (0, b"")
        assert opened(here / "x.jpg").size == (128, 128)

    def test_with_the_rights_that_the_user_gives_files(self, here):
        done = subprocess.run(
            [
                "sh",
                "-c",
                f'umask 027; exec "$0" -m framegen make an.jpg {" ".join(SMALL)}',
                sys.executable,
            ],
            check=False,
            capture_output=True,
        )
        assert done.returncode == 0
        assert (here / f"an-{FRAME}.jpg").stat().st_mode & 0o777 == 0o640


class TestMakeDoesAsAsked:
    @pytest.mark.parametrize(
        ("kind", "suffix", "written"),
        [
            ("jpeg", "jpg", "JPEG"),
            ("jpg", "jpg", "JPEG"),
            ("PNG", "png", "PNG"),
            ("webp", "webp", "WEBP"),
        ],
    )
    def test_the_format(self, here, kind, suffix, written):
        done = framegen("make", "an.jpg", *SMALL, "--format", kind)
        assert (done.exit_code, done.stdout) == (0, f"an-{FRAME}.{suffix}\n")
        assert opened(here / f"an-{FRAME}.{suffix}").format == written

    @pytest.mark.parametrize(("name", "written"), [("a.WebP", "WEBP"), ("a.jpeg", "JPEG")])
    def test_the_format_by_the_files_ending(self, here, name, written):
        assert framegen("make", "an.jpg", *SMALL, "-o", name).exit_code == 0
        assert opened(here / name).format == written

    def test_the_quality(self, here):
        for quality in (30, 95):
            name = f"{quality}.jpg"
            framegen("make", "an.jpg", *SMALL, "--quality", quality, "-o", name)
        assert (here / "30.jpg").stat().st_size < 0.6 * (here / "95.jpg").stat().st_size

    def test_the_crop_and_the_turn(self):
        wish = ("--crop", "10,20,410,420", "--turn", "7.5")
        done = framegen("make", "an.jpg", *SMALL, *wish, "--json", "-o", "a.jpg")
        (line,) = json_lines(done)
        assert line["crop"] == {"box": [10, 20, 410, 420], "turn": 7.5}
        assert line["face"] is None

    def test_the_crop_makes_another_picture(self, here):
        framegen("make", "an.jpg", *SMALL, "-o", "usual.png")
        framegen("make", "an.jpg", *SMALL, "--crop", "0,100,400,500", "-o", "cropped.png")
        usual, cropped = (np.asarray(opened(here / f"{n}.png")) for n in ("usual", "cropped"))
        assert np.abs(usual.astype(int) - cropped).mean() > 10

    @pytest.mark.parametrize("number", [0, 1])
    def test_the_face(self, couple, number):
        (faces,) = json_lines(framegen("faces", couple, "--json"))
        chosen = ("--face", number, "--json", "-o", "a.jpg")
        (line,) = json_lines(framegen("make", couple, "-f", FRAME, *chosen))
        wanted, got = faces["faces"][number]["box"], line["face"]["box"]
        assert got == pytest.approx(wanted, abs=20)
        assert "several-faces" not in line["notes"]

    def test_level_turns_a_tilted_head_upright(self, here, monkeypatch):
        box, eyes = Box(150, 100, 350, 340), (Point(200, 180), Point(300, 216.4))
        monkeypatch.setattr(YuNet, "detect", lambda *_: [Face(box, 0.9, eyes)])
        tilted, level = (
            json_lines(framegen("make", "an.jpg", *SMALL, *flags, "--json", "-o", "a.jpg"))[0]
            for flags in ((), ("--level",))
        )
        assert tilted["crop"]["turn"] == 0
        assert "tilted" in tilted["notes"]
        assert level["crop"]["turn"] == pytest.approx(-20, abs=0.1)
        assert "tilted" not in level["notes"]
        assert (here / "a.jpg").exists()

    @pytest.mark.parametrize("degrees", [-25, 25])
    def test_level_sees_for_itself_how_a_head_is_tilted(self, here, astronaut, degrees):
        astronaut.rotate(-degrees).save(here / "tilted.png")
        (line,) = json_lines(framegen("make", "tilted.png", *SMALL, "--level", "--json"))
        assert line["crop"]["turn"] == pytest.approx(-degrees, abs=10)

    def test_strict_refuses_what_would_be_a_note(self, here, card):
        done = framegen("make", card, *SMALL, "--strict")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("Error: card.jpg: no face was found.\nHint: ")
        assert not list(here.glob("*-*.jpg"))

    def test_strict_refuses_to_choose_among_people(self, couple):
        done = framegen("make", couple, *SMALL, "--strict", "--json", "-o", "a.jpg")
        assert done.exit_code == 1
        assert json_lines(done)[0]["error"]["code"] == "several-faces"


class TestMakeSays:
    def test_its_notes_on_stderr_and_only_paths_on_stdout(self, card):
        done = framegen("make", card, *SMALL, "--size", "64")
        assert (done.exit_code, done.stdout) == (0, f"card-{FRAME}.jpg\n")
        assert done.stderr == "card.jpg: No face was found; the middle of the photo is framed.\n"

    def test_nothing_where_all_is_well(self):
        assert framegen("make", "an.jpg", *SMALL).stderr == ""

    def test_what_it_made_as_json(self):
        (line,) = json_lines(framegen("make", "an.jpg", *SMALL, "--json"))
        assert list(line) == ["photo", "path", "crop", "face", "notes"]
        assert (line["photo"], line["path"]) == ("an.jpg", f"an-{FRAME}.jpg")
        assert list(line["crop"]) == ["box", "turn"]
        left, top, right, bottom = line["crop"]["box"]
        assert right - left == pytest.approx(bottom - top)
        assert list(line["face"]) == ["box", "score"]
        assert left < line["face"]["box"][0] < line["face"]["box"][2] < right
        assert 0.8 < line["face"]["score"] <= 1
        assert line["notes"] == []

    def test_no_face_as_json(self, card):
        (line,) = json_lines(framegen("make", card, *SMALL, "--json"))
        assert (line["face"], line["notes"]) == (None, ["no-face"])

    def test_a_failure_as_json_and_nothing_else(self, broken):
        done = framegen("make", broken, "an.jpg", *SMALL, "--json")
        failed, made = json_lines(done)
        assert done.exit_code == 1
        assert list(failed) == ["photo", "error"]
        assert list(failed["error"]) == ["code", "detail", "hint"]
        assert (failed["photo"], failed["error"]["code"]) == ("broken.jpg", "photo-unreadable")
        assert made["path"] == f"avatars/an-{FRAME}.jpg"
        assert done.stderr == "1 made, 0 to look at, 1 failed.\n"

    def test_a_vietnamese_name_as_it_is(self, here):
        (here / "an.jpg").rename(here / f"{VIETNAMESE}.jpg")
        done = framegen("make", f"{VIETNAMESE}.jpg", *SMALL, "--json")
        assert VIETNAMESE in done.stdout
        assert json_lines(done)[0]["photo"] == f"{VIETNAMESE}.jpg"


class TestOneBadPhoto:
    def test_costs_only_itself(self, here, card, broken):
        done = framegen("make", card, broken, "missing.jpg", "an.jpg", *SMALL)
        assert done.exit_code == 1
        made = [f"avatars/card-{FRAME}.jpg", f"avatars/an-{FRAME}.jpg"]
        assert done.stdout.splitlines() == made
        assert "Error: broken.jpg: not a picture.\nHint: " in done.stderr
        assert "Error: missing.jpg: there is no such file.\nHint: " in done.stderr
        assert done.stderr.endswith("\n2 made, 1 to look at, 2 failed.\n")
        assert sorted(path.name for path in (here / "avatars").iterdir()) == sorted(
            path.removeprefix("avatars/") for path in made
        )

    def test_costs_only_itself_where_framegen_fails(self, monkeypatch, card):
        real = Framer.load

        def failing(self, photo, **options):
            if photo == card:
                raise ZeroDivisionError("by zero")
            return real(self, photo, **options)

        monkeypatch.setattr(Framer, "load", failing)
        done = framegen("make", card, "an.jpg", *SMALL, "--json")
        failed, made = json_lines(done)
        assert (done.exit_code, failed["error"]["code"]) == (1, "internal")
        assert "ZeroDivisionError" in failed["error"]["detail"]
        assert "Traceback" not in done.output
        assert made["photo"] == "an.jpg"

    def test_alone_needs_attention(self, broken, here):
        done = framegen("make", broken, *SMALL)
        assert (done.exit_code, done.stdout) == (1, "")
        assert len(done.stderr.splitlines()) == 2
        assert not (here / "avatars").exists()

    def test_may_be_a_folder_that_is_named_like_a_photo(self, here):
        (here / "photos" / "folder.jpg").mkdir(parents=True)
        shutil.copy("an.jpg", "photos")
        done = framegen("make", "photos", *SMALL)
        assert len(done.stdout.splitlines()) == 1
        assert "Traceback" not in done.output

    def test_may_lack_the_face_that_was_asked_for(self):
        done = framegen("make", "an.jpg", *SMALL, "--face", "5")
        assert (done.exit_code, done.stdout) == (1, "")
        assert done.stderr.startswith("Error: an.jpg: there is no face 5; 1 were found.\nHint: ")

    def test_does_not_hide_an_unreadable_stdin(self):
        done = framegen("make", "-", *SMALL, "-o", "a.jpg", stdin=b"")
        assert done.exit_code == 1
        assert done.stderr.startswith("Error: stdin: ")


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
            pytest.param(("an.jpg", "-f", "zzz"), "there are: anh-sao-vang", id="unknown frame"),
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
        assert b"No space left on device" in done.stderr
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


class TestVietnamese:
    """What members of staff read, with --lang or where the machine is Vietnamese."""

    @each_command
    def test_every_command_explains_itself(self, words, command):
        done = framegen("--lang", "vi", *words, "-h")
        shown = " ".join(done.stdout.split())
        assert shown.startswith("Cách dùng: ")
        assert " ".join(COMMANDS[" ".join(words)].split())[:60] in shown
        for option in command.params:
            if isinstance(option, click.Option):
                assert " ".join(OPTIONS[option.help].split())[:30] in shown
        assert not re.search(r"Usage|Options|Commands|\[(OPTIONS|ARGS|required|default)", shown)

    def test_the_first_page_is_the_machines(self, monkeypatch):
        monkeypatch.delenv("FRAMEGEN_LANG")
        monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
        done = framegen("-h")
        assert done.stdout.startswith("Cách dùng: cli [TÙY CHỌN] LỆNH [THAM SỐ]...\n")
        for name in cli.commands:
            assert f"\n  {name} " in done.stdout
        assert framegen("--lang", "en", "-h").stdout.startswith("Usage: ")
        # Help in one language leaves none behind for the other.
        assert "Lệnh" not in framegen("--lang", "en", "make", "-h").stdout

    def test_a_failure_says_what_where_and_what_to_do(self, broken):
        done = framegen("--lang", "vi", "make", broken, *SMALL)
        assert done.stderr.splitlines() == [
            "Lỗi: Tệp không phải là ảnh hoặc đã hỏng – broken.jpg: not a picture.",
            "Gợi ý: Hãy xin ảnh gốc dạng JPEG, PNG, WebP hoặc HEIC.",
        ]
        assert done.exit_code == 1

    def test_several_photos_are_summed_up_with_their_notes(self, card, broken):
        done = framegen("--lang", "vi", "make", "an.jpg", card, broken, *SMALL)
        lines = done.stderr.splitlines()
        assert lines[0] == "card.jpg: Không thấy khuôn mặt, đã lấy phần giữa ảnh."
        assert lines[-1] == "2 ảnh đã làm, 1 cần xem lại, 1 lỗi."

    def test_a_command_typed_wrongly_names_its_help(self):
        done = process("--lang", "vi", "make", "an.jpg")
        assert done.stderr.decode().splitlines() == [
            "Lỗi: lệnh chưa đúng hoặc chưa đủ – Missing option '-f' / '--frame'.",
            "Gợi ý: python -m framegen make --help",
        ]
        assert done.returncode == 2
        done = process("--lang", "fr", env={**os.environ, "FRAMEGEN_LANG": "vi"})
        assert done.stderr.decode().endswith("Gợi ý: python -m framegen --help\n")

    def test_a_group_without_a_command_shows_its_help(self):
        done = process("--lang", "vi", "frames")
        assert done.stderr.decode().startswith("Cách dùng: python -m framegen frames ")
        assert done.returncode == 2

    def test_programs_read_the_same_json(self, broken):
        done = framegen("--lang", "vi", "make", broken, *SMALL, "--json")
        assert done.stdout == framegen("make", broken, *SMALL, "--json").stdout


class TestFaces:
    def test_are_told_one_a_line(self, couple):
        done = framegen("faces", "an.jpg", couple)
        lines = done.stdout.splitlines()
        assert (done.exit_code, done.stderr) == (0, "")
        assert (lines[0], lines[2]) == ("an.jpg: 1 face", "couple.jpg: 2 faces")
        assert lines[1].startswith("  0: ")
        assert lines[1].endswith("<- framed")
        assert sum(line.endswith("<- framed") for line in lines[3:]) == 1

    def test_are_told_as_json(self):
        done = framegen("faces", "an.jpg", "--json")
        (line,) = json_lines(done)
        assert done.exit_code == 0
        assert list(line) == ["photo", "size", "faces", "main"]
        assert (line["photo"], line["size"], line["main"]) == ("an.jpg", [512, 512], 0)
        (face,) = line["faces"]
        assert list(face) == ["box", "score", "eyes"]
        left, top, right, bottom = face["box"]
        (x1, y1), (x2, y2) = face["eyes"]
        assert left < x1 < x2 < right
        assert top < min(y1, y2) < max(y1, y2) < bottom

    def test_that_are_not_there_are_told_too(self, card):
        (line,) = json_lines(framegen("faces", card, "--json"))
        assert (line["size"], line["faces"], line["main"]) == ([600, 800], [], None)
        assert framegen("faces", card).stdout == "card.jpg: 0 faces\n"

    def test_of_a_photo_from_stdin(self, astronaut_jpeg):
        done = framegen("faces", "-", stdin=astronaut_jpeg)
        assert done.stdout.startswith("stdin: 1 face\n")
        (line,) = json_lines(framegen("faces", "-", "--json", stdin=astronaut_jpeg))
        assert line["photo"] == "-"

    def test_of_a_bad_photo_cost_only_that(self, broken):
        done = framegen("faces", broken, "an.jpg", "--json")
        failed, found = json_lines(done)
        assert done.exit_code == 1
        assert failed["error"]["code"] == "photo-unreadable"
        assert len(found["faces"]) == 1

    def test_are_drawn_the_framed_one_in_red(self, here, couple):
        done = framegen("faces", couple, "--json", "-o", "boxes.png")
        (line,) = json_lines(done)
        drawn = np.asarray(opened(here / "boxes.png").convert("RGB")).astype(int)
        assert (done.exit_code, drawn.shape) == (0, (512, 1024, 3))
        for number, face in enumerate(line["faces"]):
            left, top, _, bottom = map(round, face["box"])
            edge = drawn[(top + bottom) // 2, left + 1]
            red, yellow = (229, 35, 27), (255, 199, 38)
            assert tuple(edge) == (red if number == line["main"] else yellow)

    @pytest.mark.parametrize(
        ("args", "status", "words"),
        [
            pytest.param(("an.jpg", "an.jpg", "-o", "b.png"), 2, "one photo", id="two photos"),
            pytest.param(("an.jpg", "-o", "b.gif"), 2, 'got ".gif"', id="unknown format"),
            pytest.param(("an.jpg", "-o", "nix/b.png"), 3, "no such folder", id="no folder"),
            pytest.param(("empty",), 2, "no photos", id="folder without photos"),
        ],
    )
    def test_that_cannot_be_drawn_are_a_sentence(self, here, args, status, words):
        (here / "empty").mkdir()
        done = framegen("faces", *args)
        assert done.exit_code == status
        assert words in done.stderr


class TestFrames:
    def test_are_listed_in_their_order(self, frames):
        lines = framegen("frames", "list").stdout.splitlines()
        by_order = sorted(frames.values(), key=lambda frame: frame.order)
        assert [line.split()[0] for line in lines] == [frame.name for frame in by_order]
        assert all(frame.title in line for frame, line in zip(by_order, lines, strict=True))

    def test_are_listed_as_json(self, frames):
        lines = json_lines(framegen("frames", "list", "--json"))
        assert all(list(line) == ["name", "title", "summary"] for line in lines)
        assert {line["name"]: line["title"] for line in lines} == {
            frame.name: frame.title for frame in frames.values()
        }

    def test_are_shown_with_what_is_known_of_them(self, frames):
        done = framegen("frames", "show", "dai-lua-do")
        frame = frames["dai-lua-do"]
        assert (done.exit_code, done.stderr) == (0, "")
        for fact in (frame.title, frame.title_en, *frame.carries, "Họ và tên", "1080", "2048"):
            assert fact in done.stdout

    def test_that_are_unknown_are_offered_the_nearest(self):
        done = framegen("frames", "show", "dai-lua")
        assert (done.exit_code, done.stdout) == (2, "")
        assert 'did you mean "dai-lua-do"?' in done.stderr

    @pytest.mark.parametrize("way", ["option", "environment"])
    def test_may_be_ones_own(self, own_frames, monkeypatch, way):
        if way == "environment":
            monkeypatch.setenv("FRAMEGEN_FRAMES", str(own_frames))
        named = ("--frames", own_frames) if way == "option" else ()
        listed = framegen("frames", "list", *named).stdout
        assert [line.split()[0] for line in listed.splitlines()] == ["khung-rieng"]
        size = ("-f", "khung-rieng", "--size", "128")
        done = framegen("make", "an.jpg", *size, *named)
        assert (done.exit_code, done.stdout) == (0, "an-khung-rieng.jpg\n")
        assert framegen("make", "an.jpg", *SMALL, *named).exit_code == 2

    def test_of_which_one_is_broken_are_listed_without_it(self, own_frames):
        (own_frames / "bad").mkdir()
        (own_frames / "bad" / "frame.toml").write_text("schema = 7")
        done = framegen("frames", "list", "--frames", own_frames)
        assert done.exit_code == 1
        assert [line.split()[0] for line in done.stdout.splitlines()] == ["khung-rieng"]
        assert done.stderr.startswith("Error: ")
        assert "bad/frame.toml" in done.stderr
        assert "Traceback" not in done.output

    def test_that_are_broken_make_nothing_and_say_so(self, own_frames):
        (own_frames / "khung-rieng" / "overlay.svg").write_text("<svg")
        done = framegen("make", "an.jpg", "-f", "khung-rieng", "--frames", own_frames)
        assert (done.exit_code, done.stdout) == (2, "")
        assert "overlay.svg" in done.stderr


def test_the_frames_used_by_default_are_the_shipped_ones():
    assert list(Frames.default()) == sorted(
        path.parent.name for path in (ROOT / "frames").glob("*/frame.toml")
    )


def test_help_shows_its_examples_a_line_each():
    lines = framegen("--help").stdout.splitlines()
    assert [line for line in lines if line.startswith("  framegen frames list  ")]
    assert [line for line in lines if line.startswith("  framegen make an.jpg -f")]


@pytest.mark.slow
def test_on_a_terminal_every_line_stands_above_the_bar(here):
    pty = pytest.importorskip("pty")
    for name in ("an.jpg", "binh.jpg", "chi.jpg"):
        (here / name).write_bytes((here / "an.jpg").read_bytes())
    command = [sys.executable, "-m", "framegen", "make", "an.jpg", "binh.jpg", "chi.jpg", "no.jpg"]
    ours, theirs = pty.openpty()
    running = subprocess.Popen([*command, *SMALL], stdout=theirs, stderr=theirs, cwd=here)
    os.close(theirs)
    read = bytearray()
    # At the end of a terminal Linux raises an error, others give nothing.
    with contextlib.suppress(OSError):
        while block := os.read(ours, 4096):
            read += block
    os.close(ours)
    shown = read.decode()
    assert running.wait(60) == 1
    assert "Photos" in shown
    for line in (f"avatars/chi-{FRAME}.jpg\r\n", "Error: no.jpg: there is no such file.\r\n"):
        assert f"\r\x1b[2K{line}" in shown
    assert shown.rstrip().endswith("3 made, 0 to look at, 1 failed.")
