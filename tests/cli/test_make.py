"""Make: what it writes where, and what it says."""

import contextlib
import os
import shutil
import subprocess
import sys
import unicodedata

import numpy as np
import pytest

from framegen import Box, Face, Framer, Point, YuNet
from tests.support.command import (
    FRAME,
    SMALL,
    framegen,
    json_lines,
    opened,
    process,
)

pytestmark = pytest.mark.usefixtures("here")


VIETNAMESE = "Nguyễn Văn An"


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
