"""Oversize: 64 MB, with and without a declared length."""

import asyncio
from collections.abc import Iterator

from tests.bench.load.client import ask
from tests.bench.load.request import head, post
from tests.bench.load.server import serving
from tests.bench.load.table import Plan, Row, at_most
from tests.bench.load.watch import Watch

SIZE = 64 * 2**20
CHUNK = 2**20
JPEG = {"Content-Type": "image/jpeg"}


def rows(_plan: Plan) -> Iterator[Row]:
    """Both are turned away in time, and cost no memory."""
    chunk = f"{CHUNK:x}\r\n".encode() + bytes(CHUNK) + b"\r\n"
    chunked = (
        head({**JPEG, "Transfer-Encoding": "chunked"}) + chunk * (SIZE // CHUNK) + b"0\r\n\r\n"
    )
    with serving() as server, Watch(server) as watch:
        before = server.memory().tree
        for name, request in (
            ("with Content-Length", post(bytes(SIZE), JPEG)),
            ("in chunks", chunked),
        ):
            answer = asyncio.run(ask(server.port, request))
            yield Row(f"64 MB {name}", "413", f"{answer.status}", answer.status == 413)
            yield at_most(f"64 MB {name}, answered in", answer.seconds, 2, "s")
    yield Row("memory on top, all processes", "", f"{watch.peak - before:.0f} MiB", None)
