"""Slow: clients that send one header line or one byte a second."""

import asyncio
import socket
import time
from collections.abc import Iterator

from tests.bench.load.client import Answer, ask_all, connected
from tests.bench.load.request import head, phone_photo, upload
from tests.bench.load.server import serving
from tests.bench.load.table import Plan, Row, at_most, none_of, tell

# Who is not cut by then is let be.
PATIENCE = 40
ORDINARY = 20


def rows(plan: Plan) -> Iterator[Row]:
    """How long they last, and how others fare meanwhile."""
    request = upload(phone_photo())
    with serving() as server:
        asyncio.run(ask_all(server.port, [request] * 4, 4))
        lasted, answers = asyncio.run(_slow(server.port, request, plan.slow))
    heads, bodies = lasted[: plan.slow], lasted[plan.slow :]
    tell(f"slow: {min(heads):.1f} to {max(heads):.1f} s, {min(bodies):.1f} to {max(bodies):.1f} s")
    yield at_most(f"{plan.slow} slow headers: the last is cut after", max(heads), 30, "s")
    yield at_most(f"{plan.slow} slow bodies: the last is cut after", max(bodies), 30, "s")
    odd = [str(answer.status) for answer in answers if answer.status != 200]
    yield none_of(f"{ORDINARY} ordinary requests meanwhile: not 200", odd)
    slowest = max(answer.seconds for answer in answers)
    yield Row("the slowest of them, 4 at a time", "", f"{slowest:.2f} s", None)


async def _slow(port: int, request: bytes, count: int) -> tuple[list[float], list[Answer]]:
    """How long each slow client lasted, headers first; and the answers to ordinary ones."""
    whole = head({"Content-Type": "image/jpeg", "Content-Length": "1000000"})
    lines = [whole[:-2], *(f"X-Slow-{number}: 1\r\n".encode() for number in range(PATIENCE))]
    bytes_ = [whole, *([b"\xff"] * PATIENCE)]
    slow = [
        asyncio.create_task(_lasts(port, pieces)) for pieces in [lines] * count + [bytes_] * count
    ]
    await asyncio.sleep(1)
    answers = await ask_all(port, [request] * ORDINARY, 4)
    return list(await asyncio.gather(*slow)), answers


async def _lasts(port: int, pieces: list[bytes]) -> float:
    """The seconds until a client who sends a piece a second is cut off."""
    start = time.monotonic()
    with await connected(port) as connection:
        sending = asyncio.create_task(_trickle(connection, pieces))
        try:
            await _end_of(connection)
        finally:
            sending.cancel()
    return time.monotonic() - start


async def _trickle(connection: socket.socket, pieces: list[bytes]) -> None:
    for piece in pieces:
        try:
            await asyncio.get_running_loop().sock_sendall(connection, piece)
        except OSError:
            return
        await asyncio.sleep(1)


async def _end_of(connection: socket.socket) -> None:
    """Return when the other side closes; what it says before is not of interest."""
    try:
        async with asyncio.timeout(PATIENCE):
            while await asyncio.get_running_loop().sock_recv(connection, 1 << 12):
                pass
    except (OSError, TimeoutError):
        pass
