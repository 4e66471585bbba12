"""Accident: a killed worker, a shutdown under load, clients that hang up."""

import asyncio
import os
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator

from tests.bench.load.client import Answer, ask, ask_all, connected, read_answer
from tests.bench.load.request import get, phone_photo, upload
from tests.bench.load.server import HOST, Server, serving
from tests.bench.load.table import Plan, Row, at_most, none_of, tell

IN_FLIGHT = 10
LEAVING = 16
JOBS = 4
# The load goes on for so long after a kill, and before it for up to as long: any moment will do.
AROUND = 0.5


def killed_rows(plan: Plan) -> Iterator[Row]:
    """kill -9 of a worker while four clients ask."""
    request = upload(phone_photo())
    dropped, worst, later = [], 0, []
    with serving() as server:
        asyncio.run(ask_all(server.port, [request] * 4, 4))
        for number in range(plan.kills):
            answers, after = asyncio.run(_killed(server, request))
            failed = [answer.status for answer in answers if answer.status != 200]
            tell(f"killed: {number + 1}, of {len(answers)} failed {failed}")
            worst = max(worst, len(failed))
            dropped += [str(status) for status in failed if status not in (422, 503)]
            later += [str(answer.status) for answer in after if answer.status != 200]
        for pid in server.workers():
            os.kill(pid, signal.SIGKILL)
        at_rest = [answer.status for answer in asyncio.run(ask_all(server.port, [request] * 4, 4))]
        tell(f"killed: all at rest, then {at_rest}")
        time.sleep(1)
        inside = server.inside()
        counted = server.metric('workers_lost_total{reason="worker-lost"}')
    yield Row(f"{plan.kills} kills: requests failed at one", "<= 1", f"{worst}", worst <= 1)
    yield none_of("failed by anything else than an answer of 422 or 503", dropped)
    yield none_of("of the 20 requests after each: not 200", later)
    odd = [str(status) for status in at_rest if status not in (200, 503)]
    yield none_of("all workers killed at rest, then 4 requests: neither 200 nor 503", odd)
    yield Row("still inside in the end", "0", f"{inside:g}", inside == 0)
    yield Row("counted in the metrics", "", f"{counted:g} workers lost", None)


async def _killed(server: Server, request: bytes) -> tuple[list[Answer], list[Answer]]:
    """The answers to requests around a kill, and those to the next 20."""
    answers: list[Answer] = []
    over = asyncio.Event()

    async def client() -> None:
        while not over.is_set():
            answers.append(await ask(server.port, request))

    async with asyncio.TaskGroup() as clients:
        for _ in range(4):
            clients.create_task(client())
        await asyncio.sleep(random.uniform(0, AROUND))
        os.kill(random.choice(server.workers()), signal.SIGKILL)
        await asyncio.sleep(AROUND)
        over.set()
    return answers, await ask_all(server.port, [request] * 20, 4)


def ended_rows(_plan: Plan) -> Iterator[Row]:
    """SIGTERM while ten photos are there and none is done."""
    request = upload(phone_photo())
    with serving() as server:
        asyncio.run(ask_all(server.port, [request] * 4, 4))
        answers, newcomers, code, seconds = asyncio.run(_ended(server, request))
    tell(f"ended: newcomers {dict(Counter(newcomers))}")
    odd = [str(status) for status in answers if status != 200]
    yield none_of(f"{len(answers)} requests in flight: not 200", odd)
    yield Row("exit code", "0", f"{code}", code == 0)
    yield at_most("seconds to the exit", seconds, 20, "s")
    taken = [str(status) for status in newcomers if status not in ("refused", "503")]
    yield none_of(f"{len(newcomers)} newcomers: neither refused nor 503", taken)


async def _ended(server: Server, request: bytes) -> tuple[list[int], list[str], int, float]:
    """Statuses of those in flight, what newcomers met, the exit code and the time it took."""
    loop = asyncio.get_running_loop()
    inside = [await connected(server.port) for _ in range(IN_FLIGHT)]
    # All but the last byte: then all of them arrive in the same moment.
    await asyncio.gather(*(loop.sock_sendall(each, request[:-1]) for each in inside))
    for each in inside:
        each.send(request[-1:])
    ending = asyncio.create_task(asyncio.to_thread(server.stop))
    answering = [asyncio.create_task(_status(each)) for each in inside]
    await asyncio.sleep(0.1)
    newcomers = []
    while not ending.done():
        newcomers.append(_knock(server.port))
        await asyncio.sleep(0.05)
    answers = await asyncio.gather(*answering)
    return answers, newcomers, *ending.result()


async def _status(connection: socket.socket) -> int:
    with connection:
        try:
            return (await read_answer(connection))[0]
        except OSError:
            return 0


def _knock(port: int) -> str:
    """What becomes of a new connection; "dropped" is one that was taken and not answered."""
    try:
        connection = socket.create_connection((HOST, port), timeout=2)
    except ConnectionRefusedError:
        return "refused"
    with connection:
        try:
            connection.sendall(get("/healthz"))
            return connection.recv(1 << 12)[9:12].decode() or "dropped"
        except OSError:
            return "dropped"


def left_rows(_plan: Plan) -> Iterator[Row]:
    """Clients who hang up as soon as their photo is sent."""
    request = upload(phone_photo())
    begun = 'stage_seconds_count{stage="queue"}'
    with serving() as server:
        asyncio.run(ask_all(server.port, [request] * 4, 4))
        before = server.metric(begun)
        asyncio.run(_hung_up(server.port, request))
        time.sleep(3)
        inside, jobs = server.inside(), server.metric(begun) - before
        after = asyncio.run(ask_all(server.port, [request] * 4, 4))
    yield Row(
        f"{LEAVING} hung up: jobs begun all the same", f"<= {JOBS}", f"{jobs:g}", jobs <= JOBS
    )
    yield Row("still inside after 3 s", "0", f"{inside:g}", inside == 0)
    odd = [str(answer.status) for answer in after if answer.status != 200]
    yield none_of(f"the next {len(after)}: not 200", odd)


async def _hung_up(port: int, request: bytes) -> None:
    async def one() -> None:
        with await connected(port) as connection:
            await asyncio.get_running_loop().sock_sendall(connection, request)

    await asyncio.gather(*(one() for _ in range(LEAVING)))
