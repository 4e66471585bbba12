"""Faces: what the detector sees, as text, JSON and a picture."""

import numpy as np
import pytest

from tests.support.command import framegen, json_lines, opened

pytestmark = pytest.mark.usefixtures("here")


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
