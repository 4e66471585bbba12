"""The server: started as its operator starts it, and what it leaves behind: nothing."""

import io
import os
import re
import socket
import subprocess
import sys
import time

import pytest
from PIL import Image

from tests.conftest import ROOT
from tests.service.conftest import AVATARS, FRAME, form, raw, serving

CANARY = "CANARY7351"


def start(**env):
    """Start it with settings under which it cannot run."""
    return subprocess.run(
        [sys.executable, "-m", "service"],
        cwd=ROOT,
        env={**os.environ, **env},
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
    )


class TestStart:
    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("FRAMEGEN_PORT", "abc"),
            ("FRAMEGEN_PORT", "70000"),
            ("FRAMEGEN_KEEP_MINUTES", "0"),
            ("FRAMEGEN_FRAMES", "/nowhere"),
        ],
    )
    def test_with_a_bad_setting_ends_with_a_sentence(self, variable, value):
        done = start(**{variable: value})
        assert done.returncode != 0
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")
        assert value in line

    def test_on_a_port_that_is_taken_ends_with_a_sentence(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = start(FRAMEGEN_PORT=str(taken.getsockname()[1]))
        assert done.returncode != 0
        assert "address already in use" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.slow
class TestRun:
    def test_serves_until_it_is_told_to_end(self, astronaut_jpeg, framer):
        with serving() as server:
            status, headers, page = server.get("/")
            assert (status, headers["x-content-type-options"]) == (200, "nosniff")
            assert "Chọn khung".encode() in page
            assert "server" not in headers
            status, _, picture = server.post(AVATARS, **form(astronaut_jpeg))
            assert (status, picture) == (200, framer.make(astronaut_jpeg, FRAME).encode())
            seconds = server.end()
        assert server.process.returncode == 0
        assert seconds < 5
        assert server.said.decode() == f"framegen: {server.url}\n"

    def test_says_nothing_of_a_member_who_leaves_while_sending(self):
        with serving() as server:
            host, _, port = server.url.removeprefix("http://").partition(":")
            sent = form(b"x" * 1000)
            head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n{header(sent)}\r\n\r\n"
            with socket.create_connection((host, int(port))) as gone:
                gone.sendall(head.encode() + sent["content"][:500])
                time.sleep(0.3)
            time.sleep(0.3)
            assert server.get("/healthz")[0] == 200
            server.end()
        assert "Traceback" not in server.said.decode()


@pytest.mark.slow
class TestPrivacy:
    @pytest.fixture
    def photo(self, astronaut):
        """A photo that says a word wherever a photo can."""
        exif = Image.Exif()
        exif[0x010E] = exif[0x013B] = CANARY
        exif.get_ifd(0x8825).update({1: "N", 2: (21.0, 1.0, 42.0), 29: CANARY})
        stream = io.BytesIO()
        astronaut.save(
            stream, "JPEG", exif=exif, comment=CANARY.encode(), xmp=f"<x>{CANARY}</x>".encode()
        )
        assert stream.getvalue().count(CANARY.encode()) >= 4
        return stream.getvalue() + CANARY.encode()

    def test_a_photo_is_gone_with_its_answer(self, photo, tmp_path):
        # A process that may write no byte to any file, only to pipes and sockets.
        command = ("sh", "-c", 'ulimit -f 0; exec "$0" -B -m service', sys.executable)
        answers = []
        with serving(command, TMPDIR=str(tmp_path)) as server:
            name = f"{CANARY}.jpg"
            for photo_sent in (photo, photo + CANARY.encode() * 500_000):
                answers.append(server.post(AVATARS, **form(photo_sent, name)))
                answers.append(server.post(f"{AVATARS}?size=128", **raw(photo_sent)))
                answers.append(server.post("/", **form(photo_sent, name, frame=FRAME)))
            assert [status for status, *_ in answers] == [200] * 6
            for _, _, page in answers[2::3]:
                picture = re.search(rb'src="(/v1/avatars/[^"]+)"', page)[1].decode()
                answers.append(server.get(f"{picture}?download"))
            word = CANARY.encode()
            answers += [
                server.post(AVATARS, **form(word, name)),
                server.post("/", **form(word, name, frame=FRAME)),
                server.post("/", **form(photo, name, frame=CANARY)),
                server.get(f"/anh/{CANARY}"),
                server.get(f"/?khung={CANARY}"),
            ]
            assert [status for status, *_ in answers[8:]] == [415, 415, 404, 404, 200]
            server.end()
        assert list(tmp_path.iterdir()) == []
        assert CANARY.encode() not in server.said
        assert not [headers for _, headers, _ in answers if CANARY in str(headers)]
        assert not [data for *_, data in answers if CANARY.encode() in data]


def header(sent):
    return "".join(f"{name}: {value}" for name, value in sent["headers"].items())
