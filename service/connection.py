"""Connection: uvicorn's, with a deadline for headers (encode/uvicorn #157) and a lingering end."""

import asyncio
import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from .api.problems import HTTP_PROBLEMS, MEDIA_TYPE


def connection_with(head_seconds: float) -> type[H11Protocol]:
    """A connection class that waits this many seconds for a request's headers.

    Once an answer is sent, it also reads and discards the rest of the body for as long. Closing at
    once would reset the connection, and the client would never read why it was refused.
    """
    return type("Connection", (_Connection,), {"seconds": head_seconds})


class _Connection(H11Protocol):
    seconds: float
    _timer: asyncio.TimerHandle | None = None
    _is_closing = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        self._transport_below = transport
        super().connection_made(_LingeringTransport(transport, self))  # type: ignore[arg-type]
        self._start_timer()

    def data_received(self, data: bytes) -> None:
        if self._is_closing:
            return
        if self._timer is None and self.conn.their_state is h11.IDLE:
            self._start_timer()
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._stop_timer()

    def on_response_complete(self) -> None:
        if self._is_closing or self.conn.their_state is h11.SEND_BODY:
            self._start_timer()
        super().on_response_complete()
        self.flow.resume_reading()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def half_close(self) -> bool:
        """Half-close: stop sending but keep reading; False unless a body is still arriving."""
        if self._is_closing or self.conn.their_state is not h11.SEND_BODY:
            return False
        self._is_closing = True
        self._transport_below.write_eof()
        return True

    def send_400_response(self, msg: str) -> None:
        """Answer malformed HTTP with a problem; in English, since no header names a language."""
        problem = HTTP_PROBLEMS[400]
        body = {
            "type": f"/problems/{problem.code}",
            "title": problem.title,
            "status": 400,
            "code": problem.code,
            "detail": msg,
            "hint": problem.hint,
        }
        data = json.dumps(body).encode()
        headers = [
            ("Content-Type", MEDIA_TYPE),
            ("Content-Length", str(len(data))),
            ("X-Content-Type-Options", "nosniff"),
            ("Content-Security-Policy", "default-src 'none'"),
            ("Connection", "close"),
        ]
        for event in (
            h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
            h11.Data(data=data),
            h11.EndOfMessage(),
        ):
            self._transport_below.write(self.conn.send(event) or b"")
        self._transport_below.close()

    def _start_timer(self) -> None:
        self._stop_timer()
        self._timer = self.loop.call_later(self.seconds, self._transport_below.close)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _LingeringTransport:
    """A transport that half-closes while the client is still sending."""

    def __init__(self, transport: asyncio.Transport, connection: _Connection) -> None:
        self._transport, self._connection = transport, connection

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a transport has
        return getattr(self._transport, name)

    def close(self) -> None:
        if not self._connection.half_close():
            self._transport.close()
