"""Server: starts, shuts down gracefully, and leaves nothing of photos behind."""

import asyncio
import gc
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import SimpleNamespace

import pytest
import uvicorn
from PIL import Image

from service.errors import WorkerLost
from service.server import _Server
from tests.service.conftest import AVATARS, FRAME, form, header, raw, serving
from tests.support.places import ROOT

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


@pytest.mark.slow
class TestStart:
    @pytest.mark.parametrize(
        ("variable", "value"),
        [
            ("FRAMEGEN_PORT", "abc"),
            ("FRAMEGEN_PORT", "70000"),
            ("FRAMEGEN_KEEP_MINUTES", "0"),
            ("FRAMEGEN_FRAMES", "/nowhere"),
            ("FRAMEGEN_POTR", "FRAMEGEN_PORT"),
            ("FRAMEGEN_API_KEYS", "entry 1"),
        ],
    )
    def test_with_a_bad_setting_ends_with_a_sentence(self, variable, value):
        done = start(**{variable: value})
        assert done.returncode == 2
        assert done.stdout == ""
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: FRAMEGEN_")
        assert value in line

    def test_on_a_port_that_is_taken_ends_with_a_sentence(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            done = start(FRAMEGEN_PORT=str(taken.getsockname()[1]))
        assert (done.returncode, done.stdout) == (3, "")
        (line,) = done.stderr.splitlines()
        assert "another program listens there already" in line

    def test_with_the_port_of_its_figures_taken_ends_with_a_sentence(self):
        with (
            socket.create_server(("127.0.0.1", 0)) as taken,
            socket.create_server(("127.0.0.1", 0)) as free,
        ):
            ports = [str(one.getsockname()[1]) for one in (free, taken)]
            free.close()
            done = start(FRAMEGEN_PORT=ports[0], FRAMEGEN_METRICS_PORT=ports[1])
        assert (done.returncode, done.stdout) == (2, "")
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: FRAMEGEN_METRICS_PORT: ")

    def test_without_its_frames_ends_with_a_sentence(self, tmp_path):
        done = start(FRAMEGEN_FRAMES=str(tmp_path))
        assert done.returncode == 2
        (line,) = done.stderr.splitlines()
        assert line.startswith("Error: ")


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
        said, *logged = server.said.decode().splitlines()
        assert said == f"framegen: {server.url}"
        assert len(logged) == len(server.log)
        made = [
            (line["route"], line["status"]) for line in server.log if line.get("method") == "POST"
        ]
        assert made == [("/v1/frames/{name}/avatars", 200)]
        assert not [line for line in server.log if line["level"] != "info"]

    def test_finishes_what_is_under_way(self, astronaut_jpeg):
        with serving(FRAMEGEN_WORKERS="1") as server, ThreadPoolExecutor(6) as members:
            asked = [members.submit(server.post, AVATARS, **form(astronaut_jpeg)) for _ in range(6)]
            while not any(future.done() for future in asked):
                time.sleep(0.01)
            server.end()
            answers = [future.result() for future in asked]
        assert [status for status, *_ in answers] == [200] * 6
        assert server.process.returncode == 0

    def test_says_that_it_is_about_to_end_before_it_does(self):
        with serving(FRAMEGEN_DRAIN_SECONDS="1") as server:
            deadline = time.monotonic() + 20
            while server.get("/readyz")[0] != 200:
                assert time.monotonic() < deadline
                time.sleep(0.1)
            server.process.terminate()
            time.sleep(0.4)
            status, _, body = server.get("/readyz")
            assert (status, json.loads(body)) == (503, {"status": "draining"})
            assert server.get("/healthz")[0] == 200
            start = time.monotonic()
            server.process.wait(10)
            assert time.monotonic() - start < 5
            assert server.process.returncode == 0

    def test_leaves_no_process_behind(self, astronaut_jpeg):
        with serving() as server:
            server.post(AVATARS, **form(astronaut_jpeg, size="64"))
            processes = descendants(server.process.pid)
            assert len(processes) >= 2
            server.end()
        deadline = time.monotonic() + 5
        while (left := [pid for pid in processes if alive(pid)]) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert left == []

    def test_counts_for_prometheus_on_a_port_of_its_own(self, astronaut_jpeg):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with serving(FRAMEGEN_METRICS_PORT=str(port)) as server:
            server.post(AVATARS, **form(astronaut_jpeg, size="64"))
            server.post(AVATARS, **form(b"word"))
            server.post("/", **form(b"word", frame=FRAME))
            assert server.get("/metrics")[0] == 404
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                figures = answer.read().decode()
        assert f'framegen_avatars_total{{frame="{FRAME}"}} 1.0' in figures
        assert 'framegen_refused_total{code="photo-unreadable"} 2.0' in figures
        assert "framegen_running 0.0" in figures
        assert CANARY not in figures

    def test_says_nothing_of_a_member_who_leaves_while_sending(self):
        with serving() as server:
            sent = form(b"x" * 1000)
            head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n{header(sent)}\r\n\r\n"
            with server.connect() as gone:
                gone.sendall(head.encode() + sent["content"][:500])
                time.sleep(0.3)
            time.sleep(0.3)
            assert server.get("/healthz")[0] == 200
            server.end()
        assert not [line for line in server.log if line["level"] not in ("info", "debug")]
        assert [line["status"] for line in server.log if line.get("method") == "POST"] == [499]


class TestSamples:
    """What the page shows of every frame is drawn ahead; that never troubles an end or a log."""

    def end_while(self, draw_samples):
        """What asyncio complains of where the server ends while it draws."""
        complaints = []

        async def app(_scope, receive, send):
            while (await receive())["type"] != "lifespan.shutdown":
                await send({"type": "lifespan.startup.complete"})
            await send({"type": "lifespan.shutdown.complete"})

        async def run():
            asyncio.get_running_loop().set_exception_handler(
                lambda _loop, told: complaints.append(told)
            )
            state = SimpleNamespace(catalog=SimpleNamespace(draw_samples=draw_samples))
            config = uvicorn.Config(app, log_config=None)
            config.load()
            server = _Server(config, state, 0)
            server.lifespan = config.lifespan_class(config)
            with socket.create_server(("127.0.0.1", 0)) as listening:
                await server.startup([listening])
                await asyncio.sleep(0.01)
                await server.shutdown([listening])
            await asyncio.sleep(0.01)
            return [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]

        left = asyncio.run(run())
        gc.collect()
        return left + complaints

    def test_are_left_where_they_are_when_it_ends(self):
        async def draw_samples(_sizes):
            await asyncio.sleep(3600)

        assert self.end_while(draw_samples) == []

    def test_that_cannot_be_drawn_are_a_line_of_the_log(self, caplog):
        async def draw_samples(_sizes):
            raise WorkerLost("photo: its worker was killed.")

        assert self.end_while(draw_samples) == []
        (line,) = [each.msg for each in caplog.records if each.name == "service.server"]
        assert (line["event"], line["code"]) == ("samples not drawn", "worker-lost")


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
        # No process of it may write over 512 bytes to a file, which is enough for a semaphore.
        command = ("sh", "-c", 'ulimit -f 1; exec "$0" -B -m service', sys.executable)
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
            held = server.post("/v1/photos", **form(photo, name))
            asked = {"photo": json.loads(held[2])["id"], "frame": FRAME, "text": {CANARY: CANARY}}
            sent = raw(json.dumps(asked).encode(), "application/json")
            assert (held[0], server.post("/v1/avatars", **sent)[0]) == (201, 422)
            answers.append(held)
            server.end()
        assert list(tmp_path.iterdir()) == []
        assert CANARY.encode() not in server.said
        assert not [headers for _, headers, _ in answers if CANARY in str(headers)]
        assert not [data for *_, data in answers if CANARY.encode() in data]


def descendants(pid):
    """The processes that a process started, and those that they started."""
    children = [
        int(stat.parent.name)
        for stat in Path("/proc").glob("[0-9]*/stat")
        if parent_of(stat) == pid
    ]
    return children + [below for child in children for below in descendants(child)]


def parent_of(stat):
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
