"""Client: cheap enough to overload a service on the same machine."""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from tests.bench.load.server import HOST

# An answer that is not there after so long counts as none.
LONGEST = 30.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, and how long it took; status 0 is a connection that was dropped."""

    status: int
    seconds: float
    done_at: float
    headers: dict[str, str] = field(default_factory=dict)


async def connected(port: int) -> socket.socket:
    connection = socket.socket()
    connection.setblocking(False)
    try:
        await asyncio.get_running_loop().sock_connect(connection, (HOST, port))
    except OSError:
        connection.close()
        raise
    return connection


async def ask(port: int, request: bytes) -> Answer:
    """Send a request over a connection of its own and read while sending.

    It hangs up once it has its answer, be the request sent or not.
    """
    start = time.monotonic()
    status, headers = 0, {}
    try:
        async with asyncio.timeout(LONGEST):
            with await connected(port) as connection:
                status, headers = await _exchanged(connection, request)
    except (OSError, TimeoutError):
        pass
    now = time.monotonic()
    return Answer(status, now - start, now, headers)


async def _exchanged(connection: socket.socket, request: bytes) -> tuple[int, dict[str, str]]:
    sending = asyncio.ensure_future(asyncio.get_running_loop().sock_sendall(connection, request))
    try:
        return await read_answer(connection)
    finally:
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)


async def read_answer(connection: socket.socket) -> tuple[int, dict[str, str]]:
    """Status and headers, once the body has come in whole; ConnectionError if it does not."""
    loop, data = asyncio.get_running_loop(), bytearray()
    while (end := data.find(b"\r\n\r\n")) < 0:
        data += await _more(loop, connection)
    first, *lines = data[:end].decode("latin-1").split("\r\n")
    headers = {
        name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    missing = int(headers.get("content-length", "0")) - (len(data) - end - 4)
    while missing > 0:
        missing -= len(await _more(loop, connection))
    return int(first.split()[1]), headers


async def _more(loop: asyncio.AbstractEventLoop, connection: socket.socket) -> bytes:
    data = await loop.sock_recv(connection, 1 << 16)
    if not data:
        raise ConnectionResetError
    return data


async def ask_all(port: int, requests: Sequence[bytes], at_once: int) -> list[Answer]:
    """The answers to many requests in their order, so many at a time."""
    places = asyncio.Semaphore(at_once)

    async def one(request: bytes) -> Answer:
        async with places:
            return await ask(port, request)

    return list(await asyncio.gather(*map(one, requests)))


async def crowd(port: int, request: bytes, clients: int, seconds: float) -> list[Answer]:
    """The answers to clients who each ask again when answered, or a second after a refusal."""
    answers: list[Answer] = []
    end = time.monotonic() + seconds

    async def one() -> None:
        while time.monotonic() < end:
            answers.append(await ask(port, request))
            if answers[-1].status != 200:
                await asyncio.sleep(1)

    await asyncio.gather(*(one() for _ in range(clients)))
    return answers


def apart(doing: Callable[..., Awaitable[list[Answer]]], *args: object) -> list[Answer]:
    """What a coroutine function answers, run in a process of its own.

    There it takes no time from those who watch.
    """
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        return pool.submit(_run, doing, *args).result()


def _run(doing: Callable[..., Awaitable[list[Answer]]], *args: object) -> list[Answer]:
    return asyncio.run(doing(*args))
