"""Corpus: every hostile photo, uploaded four at a time, three times."""

import asyncio
import json
from collections.abc import Iterator

from tests.bench.load.client import Answer, ask_all
from tests.bench.load.request import upload
from tests.bench.load.server import Memory, serving
from tests.bench.load.table import Plan, Row, absent, at_most, none_of, percentile, tell
from tests.bench.load.watch import Watch
from tests.support.places import SHARED

HOSTILE = SHARED / "hostile"
EXPECTED = {"ok": {2}, "reject": {4}, "either": {2, 4}}
AT_ONCE = 4
SECONDS = 10
GROWTH = 80


def rows(plan: Plan) -> Iterator[Row]:
    """Outcomes, times, memory, and the pulse meanwhile."""
    if not HOSTILE.is_dir():
        yield absent("photos answered", "needs the hostile photos, which are not in the repository")
        return
    photos = _photos()
    requests = [_request(photo) for photo in photos]
    wrong, slowest, weights = [], (0.0, ""), []
    with serving() as server, Watch(server) as watch:
        weights.append(server.memory())
        for number in range(plan.rounds):
            answers = asyncio.run(ask_all(server.port, requests, AT_ONCE))
            weights.append(server.memory())
            tell(f"corpus: round {number + 1}, {weights[-1]}")
            for photo, answer in zip(photos, answers, strict=True):
                wrong += _faults(photo, answer)
                slowest = max(slowest, (answer.seconds, photo["path"]))
        lost = server.metric('workers_lost_total{reason="photo-too-slow"}')
        crashed = server.metric('workers_lost_total{reason="photo-unreadable"}')
        said = server.log.read_text(encoding="utf-8")
    yield none_of(f"{len(photos)} photos x {plan.rounds}: not answered as they should be", wrong)
    yield at_most(f"slowest answer ({slowest[1]})", slowest[0], SECONDS, "s")
    yield none_of(
        "lines in the log that tell of an exception",
        [line for line in said.splitlines() if '"exception"' in line or "Traceback" in line],
    )
    yield from _growth(weights)
    yield at_most("/healthz p99", 1000 * percentile(watch.seconds(), 0.99), 100, "ms")
    yield at_most("/healthz max", 1000 * max(watch.seconds()), 1000, "ms")
    yield Row("workers stopped for taking long / crashed", "", f"{lost:g} / {crashed:g}", None)


def _growth(weights: list[Memory]) -> Iterator[Row]:
    started, first, last = weights[0], weights[1], weights[-1]
    for name, since in (("the start", started), ("round 1", first)):
        yield at_most(f"main process, RSS since {name}", last.main - since.main, GROWTH, "MiB")
    yield at_most("all processes, PSS since round 1", last.tree - first.tree, GROWTH, "MiB")
    grown = f"{last.tree - started.tree:.0f} MiB of {last.tree:.0f}"
    yield Row("all processes, PSS since the start", "", grown, None)


def _faults(photo: dict, answer: Answer) -> Iterator[str]:
    if answer.status // 100 not in EXPECTED[photo["expect"]]:
        yield f"{photo['path']} {answer.status}"
    if answer.seconds > photo.get("max_seconds", SECONDS):
        yield f"{photo['path']} {answer.seconds:.1f} s"


def _photos() -> list[dict]:
    listed = json.loads((HOSTILE / "manifest.json").read_text(encoding="utf-8"))["files"]
    return [entry for entry in listed if entry["kind"] == "photo"]


def _request(photo: dict) -> bytes:
    data = (HOSTILE / photo["path"]).read_bytes().ljust(photo.get("pad_to", 0), b"\0")
    filename = photo.get("filename", photo["path"].rpartition("/")[2])
    return upload(data, filename, photo.get("content_type", "image/jpeg"))
