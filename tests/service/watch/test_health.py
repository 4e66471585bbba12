"""Health: alive, and able to take a photo now."""

import asyncio

import pytest

import service.watch.health
from framegen.errors import PhotoUnreadable
from service.entrance.gate import Gate
from service.errors import WorkerLost
from service.settings import Settings
from service.watch.health import Health
from service.work import studio
from service.work.workers import Workers


class FakeWorkers:
    def __init__(self, outcome=True):
        self.outcome, self.asked = outcome, 0

    async def run(self, job, _settings):
        assert job is studio.ready
        self.asked += 1
        if isinstance(self.outcome, Exception):
            raise self.outcome
        if self.outcome is None:
            await asyncio.sleep(60)
        return self.outcome


def status(health):
    return asyncio.run(health.status())


def health_of(workers, gate=None):
    return Health(Settings(), gate or Gate(1, 1, 2, 2**30), workers)


def test_who_makes_avatars_is_ready():
    workers = FakeWorkers()
    assert status(health_of(workers)) == "ready"
    assert workers.asked == 1


@pytest.mark.parametrize(
    "outcome", [WorkerLost("killed"), PhotoUnreadable("crashed"), False, None], ids=str
)
def test_who_makes_none_has_no_worker(monkeypatch, outcome):
    monkeypatch.setattr(service.watch.health, "PROBE", 0.05)
    assert status(health_of(FakeWorkers(outcome))) == "no worker"


def test_workers_that_are_busy_are_not_asked():
    gate, workers = Gate(1, 1, 2, 2**30), FakeWorkers(None)
    gate.running = 1
    assert status(health_of(workers, gate)) == "ready"
    assert workers.asked == 0


def test_a_gate_that_would_refuse_is_full():
    gate, workers = Gate(1, 1, 1, 2**30), FakeWorkers()
    health = health_of(workers, gate)
    with gate.enter():
        assert status(health) == "full"
    assert status(health) == "ready"


def test_who_is_about_to_end_is_draining():
    workers = FakeWorkers()
    health = health_of(workers)
    health.is_draining = True
    assert status(health) == "draining"
    assert workers.asked == 0


class TestAnswers:
    def test_alive(self, client):
        answer = client.get("/healthz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})

    @pytest.mark.usefixtures("made")
    def test_ready(self, client):
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"status": "ready"})

    def test_full(self, client, monkeypatch):
        monkeypatch.setattr(Gate, "is_full", property(lambda _gate: True))
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "full"})
        assert client.get("/healthz").status_code == 200

    def test_draining(self, client, monkeypatch):
        monkeypatch.setattr(client.app.state.health, "is_draining", True)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "draining"})
        assert client.get("/healthz").status_code == 200

    def test_no_worker(self, client, monkeypatch):
        async def run(*_args):
            raise WorkerLost("photo: its worker was killed.")

        monkeypatch.setattr(Workers, "run", run)
        answer = client.get("/readyz")
        assert (answer.status_code, answer.json()) == (503, {"status": "no worker"})
