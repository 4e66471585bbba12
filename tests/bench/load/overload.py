"""Overload: 64 clients that send a phone's photo each, then two."""

import asyncio
import statistics
from collections.abc import Iterator
from dataclasses import dataclass

from service.settings import Settings
from tests.bench.load.client import Answer, apart, ask_all, crowd
from tests.bench.load.request import phone_photo, upload
from tests.bench.load.server import Server, serving
from tests.bench.load.table import Plan, Row, at_most, none_of, percentile, tell
from tests.bench.load.watch import Watch

FEW, MANY = 2, 64


@dataclass(frozen=True, slots=True)
class Spell:
    """What a number of clients saw for a while, and what the watch saw meanwhile."""

    answers: list[Answer]
    health: list[float]
    peak: float
    cpu: float

    def seconds(self, status: int) -> list[float]:
        return [answer.seconds for answer in self.answers if answer.status == status]

    @property
    def goodput(self) -> float:
        """Avatars a second, from the first request to the last avatar."""
        done = [answer.done_at for answer in self.answers if answer.status == 200]
        return len(done) / (max(done) - _span(self.answers)[0]) if done else 0.0

    @property
    def cost(self) -> float:
        """Seconds of the service's processor for each avatar, refusals included."""
        return self.cpu / max(1, len(self.seconds(200)))


def rows(plan: Plan) -> Iterator[Row]:
    """Answers, times, memory and goodput."""
    request = upload(phone_photo())
    few: list[Spell] = []
    many: list[Spell] = []
    with serving() as server:
        # The first photos of a worker load its models; no figure is of those.
        asyncio.run(ask_all(server.port, [request] * 8, FEW))
        for _ in range(plan.load_pairs):
            few.append(_spell(server, request, FEW, plan.load_seconds))
            many.append(_spell(server, request, MANY, plan.load_seconds))
    yield from _answers(many)
    yield from _times(many)
    yield at_most("all processes, peak of PSS", max(spell.peak for spell in many), 600, "MiB")
    yield from _against_few(few, many)


def _spell(server: Server, request: bytes, clients: int, seconds: float) -> Spell:
    with Watch(server) as watch:
        before = server.cpu_seconds()
        answers = apart(crowd, server.port, request, clients, seconds)
        cpu = server.cpu_seconds() - before
    spell = Spell(answers, watch.seconds(*_span(answers)), watch.peak, cpu)
    tell(f"overload: {clients} clients, {spell.goodput:.1f} avatars/s, {1000 * spell.cost:.0f} ms")
    return spell


def _span(answers: list[Answer]) -> tuple[float, float]:
    """When the first was asked and the last came: processes share the monotonic clock."""
    asked = min(answer.done_at - answer.seconds for answer in answers)
    return asked, max(answer.done_at for answer in answers)


def _answers(many: list[Spell]) -> Iterator[Row]:
    answers = [answer for spell in many for answer in spell.answers]
    busy = [answer for answer in answers if answer.status == 503]
    odd = [str(answer.status) for answer in answers if answer.status not in (200, 503)]
    yield none_of(f"{len(answers)} requests of {MANY} clients: neither 200 nor 503", odd)
    silent = [str(answer.status) for answer in busy if "retry-after" not in answer.headers]
    yield none_of(f"{len(busy)} answers of 503: without Retry-After", silent)


def _times(many: list[Spell]) -> Iterator[Row]:
    busy = [seconds for spell in many for seconds in spell.seconds(503)]
    good = [seconds for spell in many for seconds in spell.seconds(200)]
    health = [seconds for spell in many for seconds in spell.health]
    yield at_most("503 p50", 1000 * percentile(busy, 0.5), 250, "ms")
    yield Row("503 p99", "", f"{1000 * percentile(busy, 0.99):.0f} ms", None)
    yield at_most("200 p99", percentile(good, 0.99), 10, "s")
    settings = Settings()
    places = settings.worker_count + settings.waiting
    # Against the rate of the same spell: others who use the machine slow both alike.
    shares = [percentile(spell.seconds(200), 0.99) * spell.goodput / places for spell in many]
    yield at_most(f"200 p99 / the time of {places} avatars, the places", max(shares), 1.5, "x")
    yield at_most("/healthz p99", 1000 * percentile(health, 0.99), 300, "ms")


def _against_few(few: list[Spell], many: list[Spell]) -> Iterator[Row]:
    pairs = list(zip(few, many, strict=True))
    share = sum(b.goodput for b in many) / sum(a.goodput for a in few)
    told = ", ".join(f"{b.goodput:.1f} / {a.goodput:.1f}" for a, b in pairs)
    name = f"avatars/s of {MANY} clients / of {FEW}, in turn"
    yield Row(name, ">= 80 %", f"{100 * share:.0f} % ({told})", share >= 0.8)
    dearer = statistics.median(b.cost / a.cost for a, b in pairs)
    told = ", ".join(f"{1000 * b.cost:.0f} / {1000 * a.cost:.0f} ms" for a, b in pairs)
    # The same without the noise of others: a saturated machine makes as many as it can pay for.
    name = f"CPU for an avatar, refusals included, {MANY} clients / {FEW}"
    yield Row(name, "<= 1.25", f"{dearer:.2f} ({told})", dearer <= 1.25)
