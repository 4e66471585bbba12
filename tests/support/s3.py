"""S3: a local server in a process of its own, with a log of its requests."""

import contextlib
import os
import re
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from tests.support.places import free_port

BUCKET = "cong-doan"
SETTINGS = """[default]
region = us-east-1
aws_access_key_id = x
aws_secret_access_key = x
endpoint_url = {url}
"""


class Server:
    """A running server."""

    def __init__(self, url: str, log: Path) -> None:
        self.url, self._log = url, log
        self._system = None

    @property
    def files(self):
        """Its file system, for tests to fill and inspect."""
        from s3fs import S3FileSystem

        keys = {"key": "x", "secret": "x", "endpoint_url": self.url}
        return S3FileSystem(**keys, skip_instance_cache=True, use_listings_cache=False)

    def requests(self, pattern):
        """The lines of the log that match a pattern."""
        return [line for line in self._log.read_text().splitlines() if re.search(pattern, line)]


@contextlib.contextmanager
def serving_s3(folder: Path):
    """A server with an empty bucket; conftest.py points all processes to its settings."""
    port = free_port()
    log, url = folder / "s3.log", f"http://127.0.0.1:{port}"
    settings = Path(os.environ["AWS_CONFIG_FILE"])
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    with log.open("w") as file:
        process = subprocess.Popen(command, stdout=file, stderr=file)
    settings.write_text(SETTINGS.format(url=url), encoding="utf-8")
    try:
        _wait_for(url)
        server = Server(url, log)
        server.files.mkdir(BUCKET)
        yield server
    finally:
        process.kill()
        process.wait()
        settings.unlink()


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
