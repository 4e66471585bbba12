"""Cost: CPU of an avatar by HTTP against the bare library call."""

import asyncio
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator

from service.work.worker import ONE_THREAD
from tests.bench.load.client import ask_all
from tests.bench.load.request import phone_photo, upload
from tests.bench.load.server import Server, serving
from tests.bench.load.table import Plan, Row, none_of, tell
from tests.service.conftest import FRAME
from tests.support.places import ROOT

AT_ONCE = 2
TURNS = 4
MOST = 1.3

# A fresh process, warm after the first few; it prints the seconds of processor that one took.
BARE = f"""
import sys, time
from framegen import Framer
framer, file, runs = Framer(), sys.stdin.buffer.read(), int(sys.argv[1])
def make():
    framer.make(file, {FRAME!r}).encode()
for _ in range(3):
    make()
start = time.process_time()
for _ in range(runs):
    make()
print((time.process_time() - start) / runs)
"""


def rows(plan: Plan) -> Iterator[Row]:
    """Milliseconds of processor for each avatar; the two in turn, for the machine is shared."""
    photo = phone_photo()
    request, runs = upload(photo), plan.cost_requests // TURNS
    pairs: list[tuple[float, float]] = []
    odd: list[str] = []
    with serving() as server:
        _spent(server, request, 4 * AT_ONCE)
        for _ in range(TURNS):
            ours, statuses = _spent(server, request, runs)
            odd += [str(status) for status in statuses if status != 200]
            pairs.append((1000 * ours, 1000 * _bare(photo, runs)))
            tell("cost: {:.0f} ms by HTTP, {:.0f} ms bare".format(*pairs[-1]))
    ratio = statistics.median(ours / bare for ours, bare in pairs)
    ours, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
    yield none_of(f"{TURNS * runs} requests, {AT_ONCE} at a time: not 200", odd)
    yield Row(
        "CPU of an avatar by HTTP, all processes / of the bare call",
        f"<= {MOST}",
        f"{ratio:.2f} ({ours:.0f} / {bare:.0f} ms)",
        ratio <= MOST,
    )


def _spent(server: Server, request: bytes, runs: int) -> tuple[float, list[int]]:
    """Seconds of processor for each request, of the service and all its processes."""
    before = server.cpu_seconds()
    answers = asyncio.run(ask_all(server.port, [request] * runs, AT_ONCE))
    return (server.cpu_seconds() - before) / runs, [answer.status for answer in answers]


def _bare(photo: bytes, runs: int) -> float:
    done = subprocess.run(
        [sys.executable, "-c", BARE, str(runs)],
        input=photo,
        cwd=ROOT,
        env={**os.environ, **ONE_THREAD},
        capture_output=True,
        check=True,
    )
    return float(done.stdout)
