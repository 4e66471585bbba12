"""Gate: admits a bounded number, refuses nobody after a long upload, and leaks no place."""

import asyncio
import contextlib
import random
import selectors

import pytest
from starlette.requests import ClientDisconnect

import service.entrance.gate
from service.entrance.gate import COMMITTED, Gate
from service.errors import Busy

HALF = b"x" * (COMMITTED // 2)
ROOM = 2**30


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(service.entrance.gate, "SWIFT", 0.05)


class Client:
    """A request whose client stays, until it is told to leave."""

    def __init__(self):
        self._gone = asyncio.Event()

    def leave(self):
        self._gone.set()

    async def receive(self):
        await self._gone.wait()
        return {"type": "http.disconnect"}


class Job:
    """Work that lasts until it is told to end."""

    def __init__(self):
        self.runs, self._end = 0, asyncio.Event()

    def end(self):
        self._end.set()

    async def __call__(self):
        self.runs += 1
        await self._end.wait()
        return "done"


async def chunks(*pieces):
    """A body; where a number stands for a piece, it pauses so many seconds."""
    for piece in pieces:
        if isinstance(piece, bytes):
            yield piece
        else:
            await asyncio.sleep(piece)


async def read(turn, *pieces):
    return b"".join([piece async for piece in turn.body(chunks(*pieces))])


async def stand(gate, *pieces, client=None, job=None):
    """A whole request: its body, then its work."""
    with gate.enter() as turn:
        await read(turn, *pieces)
        return await turn.work(client or Client(), job or instant)


async def instant():
    return "done"


async def settled():
    for _ in range(10):
        await asyncio.sleep(0)


def counts(gate):
    return gate.inside, gate.aside, gate.running, gate.waiting


class Clock(selectors.DefaultSelector):
    """A loop's selector whose time passes at once, however busy the machine is."""

    now = 0.0

    def select(self, timeout=None):
        events = super().select(timeout if timeout is None else 0)
        if not events and timeout:
            self.now += timeout
        return events


def loop_at_once():
    clock = Clock()
    loop = asyncio.SelectorEventLoop(clock)
    loop.time = lambda: clock.now
    return loop


def run(test):
    """Run a test to its end; whatever happened, the gate is empty then."""

    def running():
        async def whole():
            gate = await test()
            await settled()
            assert (*counts(gate), gate.bytes) == (0, 0, 0, 0, 0)

        with asyncio.Runner(loop_factory=loop_at_once) as runner:
            runner.run(asyncio.wait_for(whole(), 10))

    running.__name__ = test.__name__
    return running


@run
async def test_work_is_done():
    gate = Gate(1, 1, 4, ROOM)
    assert await stand(gate, b"a photo") == "done"
    return gate


@run
async def test_a_body_passes_unchanged():
    gate = Gate(1, 1, 4, ROOM)
    with gate.enter() as turn:
        assert await read(turn, HALF, b"", b"b", HALF) == HALF + b"b" + HALF
    return gate


@run
async def test_work_is_bounded_by_the_workers():
    gate, job = Gate(2, 2, 4, ROOM), Job()
    tasks = [asyncio.create_task(stand(gate, HALF, HALF, job=job)) for _ in range(3)]
    await settled()
    assert (job.runs, gate.running, gate.waiting) == (2, 2, 1)
    job.end()
    assert await asyncio.gather(*tasks) == ["done"] * 3
    assert job.runs == 3
    return gate


@run
async def test_a_newcomer_is_refused_where_every_place_is_taken():
    gate, job = Gate(1, 2, 4, ROOM), Job()
    tasks = [asyncio.create_task(stand(gate, HALF, HALF, job=job)) for _ in range(3)]
    await settled()
    assert gate.is_full
    with pytest.raises(Busy) as raised:
        gate.enter()
    assert raised.value.retry_after >= 1
    job.end()
    await asyncio.gather(*tasks)
    assert not gate.is_full
    assert await stand(gate, b"again") == "done"
    return gate


@run
async def test_a_newcomer_is_refused_where_many_are_uploading_slowly():
    gate = Gate(4, 4, 2, ROOM)
    with gate.enter(), gate.enter():
        assert gate.is_full
        with pytest.raises(Busy):
            gate.enter()
    assert not gate.is_full
    return gate


@run
async def test_an_upload_over_the_memory_is_refused_midway():
    gate = Gate(9, 9, 9, 5 * len(HALF))
    with gate.enter() as first, gate.enter() as second:
        await read(first, HALF, HALF, HALF)
        with pytest.raises(Busy):
            await read(second, HALF, HALF, HALF)
        assert gate.bytes == 6 * len(HALF)
    assert gate.bytes == 0
    assert await stand(gate, *[HALF] * 5) == "done"
    return gate


@run
async def test_who_has_sent_nothing_yet_holds_no_place():
    gate = Gate(1, 1, 9, ROOM)
    with contextlib.ExitStack() as idle:
        for _ in range(5):
            idle.enter_context(gate.enter())
        assert counts(gate) == (0, 5, 0, 0)
        assert await stand(gate, HALF, HALF) == "done"
    return gate


@run
async def test_a_small_body_holds_no_place_until_its_work():
    gate = Gate(1, 1, 9, ROOM)
    with gate.enter() as turn:
        await read(turn, b"x" * (COMMITTED - 1))
        assert counts(gate) == (0, 1, 0, 0)
        assert await turn.work(Client(), lambda: where(gate)) == (1, 0, 1, 0)
    return gate


async def where(gate):
    return counts(gate)


@run
async def test_a_body_in_earnest_takes_a_place_at_once():
    gate = Gate(1, 1, 9, ROOM)
    with gate.enter() as turn:
        body = turn.body(chunks(HALF, HALF, b"rest"))
        await anext(body)
        assert counts(gate)[:2] == (0, 1)
        await anext(body)
        assert counts(gate)[:2] == (1, 0)
        await body.aclose()
    return gate


@run
async def test_a_body_that_commits_too_late_is_refused():
    gate, job = Gate(1, 1, 9, ROOM), Job()
    with gate.enter() as late:
        body = late.body(chunks(HALF, HALF))
        await anext(body)
        tasks = [asyncio.create_task(stand(gate, HALF, HALF, job=job)) for _ in range(2)]
        await settled()
        with pytest.raises(Busy):
            await anext(body)
    job.end()
    await asyncio.gather(*tasks)
    return gate


@run
async def test_a_small_body_is_refused_where_every_place_is_taken():
    gate, job = Gate(1, 1, 9, ROOM), Job()
    with gate.enter() as small:
        await read(small, b"small")
        tasks = [asyncio.create_task(stand(gate, HALF, HALF, job=job)) for _ in range(2)]
        await settled()
        with pytest.raises(Busy):
            await small.work(Client(), instant)
    job.end()
    await asyncio.gather(*tasks)
    return gate


@run
async def test_a_slow_body_steps_aside_for_others():
    gate = Gate(1, 1, 9, ROOM)
    with gate.enter() as slow, gate.enter() as slower:
        bodies = [turn.body(chunks(HALF, HALF, 0.2, b"rest")) for turn in (slow, slower)]
        for body in bodies:
            await anext(body)
            await anext(body)
        assert gate.is_full
        await asyncio.sleep(0.1)
        assert counts(gate)[:2] == (0, 2)
        assert await stand(gate, HALF, HALF) == "done"
        for body in bodies:
            assert await anext(body) == b"rest"
            await body.aclose()
    return gate


@run
async def test_a_body_that_was_swift_enough_keeps_its_place():
    gate = Gate(1, 1, 9, ROOM)
    with gate.enter() as turn:
        await read(turn, HALF, HALF)
        await asyncio.sleep(0.1)
        assert counts(gate)[:2] == (1, 0)
    return gate


@run
async def test_who_stepped_aside_is_owed_a_place_whatever_the_crowd():
    gate, job = Gate(1, 1, 9, ROOM), Job()
    slow = asyncio.create_task(stand(gate, HALF, HALF, 0.15, b"rest", job=job))
    await asyncio.sleep(0.1)
    crowd = [asyncio.create_task(stand(gate, HALF, HALF, job=job)) for _ in range(2)]
    await settled()
    assert gate.is_full
    await asyncio.sleep(0.15)
    assert (gate.inside, gate.aside) == (3, 0)
    job.end()
    assert await asyncio.gather(slow, *crowd) == ["done"] * 3
    return gate


@run
async def test_who_leaves_while_waiting_costs_no_work():
    gate, job, leaver, never = Gate(1, 3, 9, ROOM), Job(), Client(), Job()
    first = asyncio.create_task(stand(gate, b"x", job=job))
    await settled()
    waits = asyncio.create_task(stand(gate, b"x", client=leaver, job=never))
    behind = asyncio.create_task(stand(gate, b"x"))
    await settled()
    leaver.leave()
    with pytest.raises(ClientDisconnect):
        await waits
    job.end()
    assert await asyncio.gather(first, behind) == ["done", "done"]
    assert never.runs == 0
    return gate


@run
async def test_a_client_that_left_costs_no_work():
    gate, leaver, never = Gate(1, 3, 9, ROOM), Client(), Job()
    leaver.leave()
    with pytest.raises(ClientDisconnect):
        await stand(gate, b"x", client=leaver, job=never)
    assert never.runs == 0
    assert await stand(gate, b"x") == "done"
    return gate


@run
async def test_work_that_has_begun_is_finished_though_its_client_leaves():
    gate, job, leaver = Gate(1, 1, 9, ROOM), Job(), Client()
    task = asyncio.create_task(stand(gate, b"x", client=leaver, job=job))
    await settled()
    leaver.leave()
    await settled()
    assert gate.running == 1
    job.end()
    assert await task == "done"
    return gate


def test_who_waits_too_long_is_told_to_come_back(monkeypatch):
    monkeypatch.setattr(service.entrance.gate, "WAIT", 0.05)

    async def whole():
        gate, job = Gate(1, 3, 9, ROOM), Job()
        first = asyncio.create_task(stand(gate, b"x", job=job))
        await settled()
        with pytest.raises(Busy):
            await stand(gate, b"x")
        assert counts(gate)[:3] == (1, 0, 1)
        job.end()
        await first
        assert await stand(gate, b"x") == "done"
        return gate

    run(whole)()


@run
async def test_a_job_that_fails_gives_its_worker_back():
    async def failing():
        raise ZeroDivisionError

    gate = Gate(1, 1, 9, ROOM)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            await stand(gate, HALF, HALF, job=failing)
    assert await stand(gate, b"x") == "done"
    return gate


@run
async def test_a_body_that_breaks_gives_its_place_back():
    async def broken():
        yield HALF + HALF
        raise ClientDisconnect

    gate = Gate(1, 1, 9, ROOM)
    for _ in range(3):
        with contextlib.suppress(ClientDisconnect), gate.enter() as turn:
            async for _piece in turn.body(broken()):
                assert counts(gate)[:2] == (1, 0)
        assert counts(gate)[:2] == (0, 0)
    await asyncio.sleep(0.1)
    return gate


async def wander(gate, chance, peak):
    """A request that may be slow, large, refused, broken off or abandoned at any moment."""
    client = Client()

    async def job():
        peak.append(gate.running)
        for _ in range(chance.randrange(5)):
            await asyncio.sleep(0)
        if chance.random() < 0.2:
            raise ZeroDivisionError

    async def body():
        for _ in range(chance.randrange(5)):
            yield HALF
            await asyncio.sleep(chance.choice([0, 0, 0.001, 0.004]))
            if chance.random() < 0.05:
                raise ClientDisconnect

    if chance.random() < 0.3:
        asyncio.get_running_loop().call_later(chance.random() * 0.01, client.leave)
    await asyncio.sleep(chance.random() * 0.01)
    with contextlib.suppress(Busy, ClientDisconnect, ZeroDivisionError), gate.enter() as turn:
        async for _piece in turn.body(body()):
            pass
        await turn.work(client, job)


@pytest.mark.parametrize("seed", range(40))
def test_no_place_and_no_worker_is_lost_whatever_happens(monkeypatch, seed):
    monkeypatch.setattr(service.entrance.gate, "SWIFT", 0.002)
    monkeypatch.setattr(service.entrance.gate, "WAIT", 0.01)
    chance, peak = random.Random(seed), [0]
    running, waiting = chance.randrange(1, 4), chance.randrange(1, 4)

    async def whole():
        gate = Gate(running, waiting, 6, ROOM)
        tasks = [asyncio.create_task(wander(gate, chance, peak)) for _ in range(60)]
        for _ in range(15):
            await asyncio.sleep(0.001)
            chance.choice(tasks).cancel()
            assert min(counts(gate)) >= 0
        await asyncio.wait(tasks)
        assert [task for task in tasks if not task.cancelled() and task.exception()] == []
        await asyncio.sleep(0.01)
        assert max(peak) <= running
        # Every worker is free again, and not one too many.
        for _ in range(running):
            assert not gate.workers.locked()
            await gate.workers.acquire()
        assert gate.workers.locked()
        return gate

    run(whole)()
