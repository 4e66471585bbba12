"""S3: a server of its own process on the loopback, whose log tells what it was asked."""

import contextlib
import os
import re
import subprocess
import sys
import time
import urllib.request
from multiprocessing import forkserver
from pathlib import Path

from tests.conftest import free_port

BUCKET = "cong-doan"
KEYS = {"AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}


class Server:
    """A running server."""

    def __init__(self, url: str, log: Path) -> None:
        self.url, self._log = url, log
        self._system = None

    @property
    def files(self):
        """Its file system, for tests to fill and to look into."""
        from s3fs import S3FileSystem

        keys = {"key": "x", "secret": "x", "endpoint_url": self.url}
        return S3FileSystem(**keys, skip_instance_cache=True, use_listings_cache=False)

    def asked(self, pattern):
        """The requests so far whose line holds a pattern."""
        return [line for line in self._log.read_text().splitlines() if re.search(pattern, line)]


@contextlib.contextmanager
def serving_s3(folder: Path):
    """A server with an empty bucket; processes of this one find it by their environment."""
    port = free_port()
    log, url = folder / "s3.log", f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
    before = {key: os.environ.get(key) for key in (*KEYS, "AWS_ENDPOINT_URL")}
    os.environ.update(KEYS, AWS_ENDPOINT_URL=url)
    _forget_forks()
    try:
        _wait_for(url)
        server = Server(url, log)
        server.files.mkdir(BUCKET)
        yield server
    finally:
        process.kill()
        process.wait()
        for key, value in before.items():
            os.environ.pop(key)
            if value is not None:
                os.environ[key] = value
        _forget_forks()


def _forget_forks():
    """Let processes that are forked from now on have this one's environment, as at its start."""
    forkserver._forkserver._stop()


def _wait_for(url):
    deadline = time.monotonic() + 60
    while True:
        try:
            urllib.request.urlopen(f"{url}/moto-api/", timeout=5).close()
        except OSError:
            assert time.monotonic() < deadline, "the S3 server does not answer"
            time.sleep(0.1)
        else:
            return
