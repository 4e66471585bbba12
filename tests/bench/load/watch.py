"""Watch: health checks during load, and memory."""

import math
import socket
import threading
import time
from typing import Self

from tests.bench.load.request import get
from tests.bench.load.server import HOST, Memory, Server

POLL = 0.05
# A probe that is not answered counts as having taken this long.
LONGEST = 10.0


class Watch:
    """Asks /healthz every 50 ms over a new connection, as supervisors do, and weighs the tree."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.probes: list[tuple[float, float]] = []
        self.memories: list[Memory] = []
        self._over = threading.Event()
        self._threads = [threading.Thread(target=work) for work in (self._ask_health, self._weigh)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def seconds(self, since: float = 0.0, until: float = math.inf) -> list[float]:
        """How long the probes of a span of monotonic time took."""
        return [seconds for at, seconds in self.probes if since <= at <= until]

    @property
    def peak(self) -> float:
        """The most that the tree has weighed, in MiB."""
        return max(memory.tree for memory in self.memories)

    def _ask_health(self) -> None:
        while not self._over.wait(POLL):
            start = time.monotonic()
            answered = _is_alive(self.server.port)
            self.probes.append((start, time.monotonic() - start if answered else LONGEST))

    def _weigh(self) -> None:
        while not self._over.wait(POLL):
            self.memories.append(self.server.memory())


def _is_alive(port: int) -> bool:
    try:
        with socket.create_connection((HOST, port), timeout=LONGEST) as connection:
            connection.sendall(get("/healthz"))
            return connection.recv(1 << 12).startswith(b"HTTP/1.1 200")
    except OSError:
        return False
