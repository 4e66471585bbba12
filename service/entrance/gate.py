"""Gate: who may come in. It bounds the work under way, ahead of the bodies that ask for it."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable
from types import TracebackType
from typing import Self, TypeVar

from starlette.requests import ClientDisconnect, Request

from ..errors import Busy

T = TypeVar("T")

# A body shows that it means it by this many bytes, or by ending; until then it holds no place.
EARNEST = 64 * 1024

# A body that takes longer steps aside: phones on bad lines take 10 s, and must not hold up those
# whose photo is here already.
PATIENCE = 1.0

# Who waited this long for a worker is told to come back: the answer would come too late anyway.
WAIT = 20.0


class Gate:
    """Admits requests up to a number of places; the rest are refused at once.

    A place is for a photo that is arriving swiftly, waiting for a worker or being worked on. Slow
    uploads are counted apart and hold no place; once complete they get one, whatever the crowd:
    nobody is sent away after a long upload.

    It belongs to the event loop.
    """

    def __init__(self, running: int, waiting: int, reading: int, max_bytes: int) -> None:
        """Set up for so many requests at work, waiting for it, and slowly uploading.

        All their bodies together may take `max_bytes`.
        """
        self._places, self._aside, self._max_bytes = running + waiting, reading, max_bytes
        self.workers = asyncio.Semaphore(running)
        self.inside = self.aside = self.running = self.bytes = 0

    @property
    def is_full(self) -> bool:
        """Whether a newcomer would be refused."""
        return self.inside >= self._places or self.aside >= self._aside

    @property
    def waiting(self) -> int:
        """How many hold a place and are not being worked on."""
        return self.inside - self.running

    def enter(self) -> "Turn":
        """A request's turn, to be used as a context; Busy where the house is full."""
        if self.is_full:
            raise Busy("busy: too many photos at once.")
        return Turn(self)

    def take_place(self, *, owed: bool) -> None:
        """From aside to inside; Busy where no place is left, unless one is owed."""
        if self.inside >= self._places and not owed:
            raise Busy("busy: too many photos at once.")
        self.aside -= 1
        self.inside += 1

    def take_bytes(self, size: int) -> None:
        """So many more bytes are here; Busy where memory for them ends."""
        self.bytes += size
        if self.bytes > self._max_bytes:
            raise Busy("busy: too many uploads at once.")

    def step_aside(self) -> None:
        """From inside to aside: the place is another's."""
        self.inside -= 1
        self.aside += 1


class Turn:
    """One request's way through the gate: its body, then its work."""

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
        """Pass a body on; Busy once it is in earnest and every place is taken."""
        async for chunk in chunks:
            self._bytes += len(chunk)
            self._gate.take_bytes(len(chunk))
            if self._bytes >= EARNEST and not self._had_place:
                self._take_place()
                self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._step_aside)
            yield chunk
        self._stop_timer()

    async def work(self, request: Request, job: Callable[[], Awaitable[T]]) -> T:
        """Do the job when a worker is free.

        A client who leaves while waiting costs no work. Work that has begun is finished: it takes
        a tenth of a second, and stopping a worker costs more than that.

        Raises:
            Busy: no place, or no free worker for long.
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
    """Wait until the client has gone; its body must have been read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
