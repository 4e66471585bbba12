"""Gate: bounds the work under way before the bodies that ask for it are read."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from types import TracebackType
from typing import Self, TypeVar

from starlette.requests import ClientDisconnect, Request

from ..errors import Busy

T = TypeVar("T")

# A body takes a place once this many bytes of it have arrived, or all of it.
COMMITTED = 64 * 1024

# Seconds after which an upload gives its place back until it is complete: phones on bad lines take
# 10 s, and must not hold up those whose photo has arrived.
SWIFT = 1.0

# Seconds to wait for a worker before the client is told to come back.
WAIT = 20.0


class Gate:
    """Admits requests up to a number of places and refuses the rest at once.

    A place is for a photo that is arriving swiftly, waiting for a worker or being worked on. Slow
    uploads are counted apart and hold no place. Once complete they get one whatever the load, so
    that nobody is refused after a long upload.

    It belongs to the event loop and is not thread-safe.
    """

    def __init__(self, running: int, waiting: int, reading: int, max_bytes: int) -> None:
        """Bound the requests at work, waiting and slowly uploading, and the bytes of all."""
        self._places, self._aside, self._max_bytes = running + waiting, reading, max_bytes
        self.workers = asyncio.Semaphore(running)
        self.inside = self.aside = self.running = self.bytes = 0

    @property
    def is_full(self) -> bool:
        """Whether a new request would be refused."""
        return self.inside >= self._places or self.aside >= self._aside

    @property
    def waiting(self) -> int:
        """How many requests hold a place and are not being worked on."""
        return self.inside - self.running

    def enter(self) -> "Turn":
        """A request's turn, a context manager; Busy at capacity."""
        if self.is_full:
            raise Busy("busy: too many photos at once.")
        return Turn(self)

    def take_place(self, *, owed: bool) -> None:
        """Move from aside to inside; Busy where no place is left, unless one is owed."""
        if self.inside >= self._places and not owed:
            raise Busy("busy: too many photos at once.")
        self.aside -= 1
        self.inside += 1

    def take_bytes(self, size: int) -> None:
        """Count bytes that arrived; Busy over the limit of memory."""
        self.bytes += size
        if self.bytes > self._max_bytes:
            raise Busy("busy: too many uploads at once.")

    def step_aside(self) -> None:
        """Move from inside to aside, which frees a place."""
        self.inside -= 1
        self.aside += 1


class Turn:
    """One request at the gate: its body, then its work."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._has_place = self._had_place = False
        self._bytes = 0
        self._timer: asyncio.TimerHandle | None = None

    def __enter__(self) -> Self:
        self._gate.aside += 1
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop_timer()
        self._gate.bytes -= self._bytes
        if self._has_place:
            self._gate.inside -= 1
        else:
            self._gate.aside -= 1

    async def body(self, chunks: AsyncIterable[bytes]) -> AsyncGenerator[bytes]:
        """Pass a body on; Busy once it needs a place and none is left."""
        async for chunk in chunks:
            self._bytes += len(chunk)
            self._gate.take_bytes(len(chunk))
            if self._bytes >= COMMITTED and not self._had_place:
                self._take_place()
                self._timer = asyncio.get_running_loop().call_later(SWIFT, self._step_aside)
            yield chunk
        self._stop_timer()

    async def work(self, request: Request, job: Callable[[], Awaitable[T]]) -> T:
        """Run the job when a worker is free.

        A client who leaves while waiting costs no work. Work that has begun is finished: it takes
        a tenth of a second, and stopping a worker takes longer than that.

        Raises:
            Busy: no place, or no free worker for too long.
            ClientDisconnect: the client left before the work began.
        """
        if not self._has_place:
            self._take_place()
        await self._wait_for_worker(request)
        self._gate.running += 1
        try:
            return await job()
        finally:
            self._gate.running -= 1
            self._gate.workers.release()

    async def _wait_for_worker(self, request: Request) -> None:
        free = asyncio.ensure_future(self._gate.workers.acquire())
        left = asyncio.ensure_future(_left(request))
        begins = False
        try:
            await asyncio.wait({free, left}, timeout=WAIT, return_when=asyncio.FIRST_COMPLETED)
            begins = free.done() and not left.done()
        finally:
            left.cancel()
            if not begins and not free.cancel():
                self._gate.workers.release()
        if left.done():
            raise ClientDisconnect
        if not begins:
            raise Busy("busy: no worker was free.")

    def _take_place(self) -> None:
        self._gate.take_place(owed=self._had_place)
        self._has_place = self._had_place = True

    def _step_aside(self) -> None:
        self._timer, self._has_place = None, False
        self._gate.step_aside()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


async def _left(request: Request) -> None:
    """Wait until the client has left; its body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
