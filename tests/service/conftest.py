"""Apps, clients, forms as browsers send them, and a clock, for the service's tests."""

import contextlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from functools import partial

import pytest
from starlette.testclient import TestClient

import service.app
from framegen.testing import drawn_card, encoded
from service.api.problems import problems_answered
from service.app import create_app
from service.settings import Settings
from service.work.shelf import Shelf
from tests.support.places import ROOT

FRAME = "vong-sang-kien"
AVATARS = f"/v1/frames/{FRAME}/avatars"
BOUNDARY = "khung-anh"
UNIT, UNIT_NAME = "bkhcn", "Công đoàn Bộ Khoa học và Công nghệ"


def problem_words(code, language="vi"):
    """Title and hint of a problem, as members read them."""
    (found,) = [problem for problem in problems_answered() if problem.code == code]
    return found.words(language)


def form(photo=None, filename="an.jpg", content_type="image/jpeg", **fields):
    """The content and headers of a form, its file name sent as browsers do."""
    parts = []
    for name, value in fields.items():
        parts.append(f'Content-Disposition: form-data; name="{name}"\r\n\r\n{value}'.encode())
    if photo is not None:
        sent = filename.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head = f'form-data; name="photo"; filename="{sent}"\r\nContent-Type: {content_type}'
        parts.append(f"Content-Disposition: {head}\r\n\r\n".encode() + photo)
    mark = b"--" + BOUNDARY.encode()
    content = b"".join(mark + b"\r\n" + part + b"\r\n" for part in parts) + mark + b"--\r\n"
    return {
        "content": content,
        "headers": {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"},
    }


def raw(photo, content_type="image/jpeg"):
    """The same of a photo that is the whole body."""
    return {"content": photo, "headers": {"Content-Type": content_type}}


def header(sent):
    """The same headers as a line of HTTP."""
    return "\r\n".join(f"{name}: {value}" for name, value in sent["headers"].items())


def client_of(app, address="127.0.0.1"):
    """A browser at an app; who calls from one's own machine has no quota."""
    return TestClient(
        app, raise_server_exceptions=False, follow_redirects=False, client=(address, 50_000)
    )


def own_campaign(folder, contact=""):
    """The frames with a campaign as an operator fills it in: a unit that invites, a contact."""
    frames = shutil.copytree(ROOT / "frames", folder / "frames")
    path = frames / "campaign.toml"
    text = path.read_text(encoding="utf-8").replace('contact = ""', f'contact = "{contact}"')
    unit = f'\n[[unit]]\ncode = "{UNIT}"\nname = "{UNIT_NAME}"\n'
    path.write_text(text + unit, encoding="utf-8")
    return frames


@pytest.fixture(scope="session")
def client():
    """A browser that stores nothing, at a service with the usual settings."""
    with client_of(create_app(Settings())) as client:
        yield client


@pytest.fixture(scope="session")
def small_client():
    """The same at a service that takes photos of 1 MB and 1 megapixel."""
    settings = Settings(max_megabytes=1, max_megapixels=1, workers=1)
    with client_of(create_app(settings)) as client:
        yield client


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def timed_client(clock, monkeypatch):
    """A service that keeps photos and avatars for one minute of a clock that a test turns."""
    monkeypatch.setattr(service.app, "Shelf", partial(Shelf, clock=clock))
    with client_of(create_app(Settings(keep_minutes=1, workers=1))) as client:
        yield client


@pytest.fixture(scope="session")
def card_jpeg():
    """A photo without a face."""
    return encoded(drawn_card(600, 800))


# Not of the session: the service forgets it after ten minutes.
@pytest.fixture(scope="module")
def made(client, astronaut_jpeg):
    """The address of an avatar's page, to be looked at and not deleted."""
    return client.post("/", **form(astronaut_jpeg, frame=FRAME)).headers["location"]


@dataclass
class Server:
    """A running service, and what it said once it has ended."""

    url: str
    process: subprocess.Popen
    said: bytes = b""
    log: list = field(default_factory=list)

    def get(self, path="/", **headers):
        return self._open(urllib.request.Request(self.url + path, headers=headers))

    def connect(self):
        """A bare connection, for what no client would send."""
        host, _, port = self.url.removeprefix("http://").partition(":")
        return socket.create_connection((host, int(port)), timeout=30)

    def post(self, path, content, headers):
        return self._open(urllib.request.Request(self.url + path, content, headers))

    def _open(self, request):
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()

    def end(self):
        """Ask it to end, as systemd and containers do; the seconds that it took."""
        start = time.monotonic()
        self.process.terminate()
        self._listen()
        return time.monotonic() - start

    def _listen(self):
        """Until it has ended: what it said, and the lines of its log."""
        said, logged = self.process.communicate(timeout=30)
        self.said += said + logged
        self.log += [json.loads(line) for line in logged.splitlines()]


@contextlib.contextmanager
def serving(command=(sys.executable, "-m", "service"), cwd=ROOT, **env):
    """`python -m service` on a free port, once it answers."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env={**os.environ, "FRAMEGEN_PORT": str(port), **env},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    server = Server(f"http://127.0.0.1:{port}", process)
    try:
        for _ in range(600):
            with contextlib.suppress(OSError):
                server.get("/healthz")
                break
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        yield server
    finally:
        if not process.stdout.closed:
            process.kill()
            process.communicate()
