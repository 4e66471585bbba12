"""Logs: one JSON line per request, without anything of photos, names or addresses."""

import atexit
import hashlib
import logging
import queue
import re
import secrets
import sys
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from logging.handlers import QueueHandler, QueueListener
from pathlib import PurePath

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from structlog.processors import JSONRenderer, TimeStamper
from structlog.stdlib import BoundLogger, ProcessorFormatter
from structlog.tracebacks import Trace, extract
from structlog.typing import EventDict, Processor, WrappedLogger

from ..entrance.quota import client_of
from ..errors import SettingInvalid
from .metrics import RequestRecord, method_of

LEVELS = ("debug", "info", "warning", "error")
QUIET_ROUTES = frozenset({"/healthz", "/readyz"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CLIENT_LEFT = 499
# Lines beyond these are dropped: requests must not wait for a slow reader of the log.
QUEUED_LINES = 10_000
MAX_FRAMES = 30
# Libraries whose messages are logged up to their first value, which might be personal.
TRUSTED = frozenset({"uvicorn", "asyncio"})
PLAIN_WORDS = re.compile(r"(\[Errno \d+\] )?[A-Za-z][A-Za-z0-9 ,.'_-]*")
# Set on an exception once it is logged, since uvicorn logs it again.
LOGGED = "_framegen_logged"
# The package above this one, whatever it is called.
PACKAGE = __name__.rpartition(".watch.")[0]


def set_up_logs(level: str) -> None:
    """Make everything that this process writes to stderr JSON, one object per line.

    Raises:
        SettingInvalid: there is no such level.
    """
    if level not in LEVELS:
        raise SettingInvalid(
            'FRAMEGEN_LOG_LEVEL: expected {choices}, got "{level}".', choices=LEVELS, level=level
        )
    number = logging.getLevelNamesMapping()[level.upper()]
    # At lower levels libraries log what they read: Pillow logs each EXIF value.
    logging.basicConfig(handlers=[_handler()], level=max(number, logging.WARNING), force=True)
    logging.getLogger(PACKAGE).setLevel(number)
    # A failed rendering must not print the values of its line on stderr.
    logging.raiseExceptions = False
    _log_uncaught()


def logger(name: str) -> BoundLogger:
    """A logger of the service, which unlike structlog's default shows no local variables."""
    first, last = structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter
    plain = logging.getLogger(f"{PACKAGE}.{name}")
    log: BoundLogger = structlog.wrap_logger(plain, [first, *_processors(), last], BoundLogger)
    return log


def _handler() -> logging.Handler:
    """Render lines and let a thread write them: a full pipe must not block the event loop."""
    lines = queue.Queue[logging.LogRecord](QUEUED_LINES)
    writer = QueueListener(lines, logging.StreamHandler(sys.stderr))
    writer.start()
    atexit.register(writer.stop)
    handler = QueueHandler(lines)
    handler.addFilter(lambda record: not (record.exc_info and hasattr(record.exc_info[1], LOGGED)))
    last: tuple[Processor, ...] = (ProcessorFormatter.remove_processors_meta, JSONRenderer())
    first = (_plain_words, *_processors())
    handler.setFormatter(ProcessorFormatter(None, last, first, use_get_message=False))
    return handler


def _log_uncaught() -> None:
    """Log what Python itself would print, without messages."""
    log = logger("python")
    sys.excepthook = lambda _kind, error, _trace: log.critical("crashed", exc_info=error)
    threading.excepthook = lambda args: log.error("thread crashed", exc_info=args.exc_value)
    sys.unraisablehook = lambda args: log.error("unraisable", exc_info=args.exc_value)
    warnings.showwarning = lambda _message, kind, path, line, *_: log.warning(
        "warning", type=kind.__name__, at=_place(path, line)
    )


def _processors() -> list[Processor]:
    return [structlog.stdlib.add_log_level, TimeStamper(fmt="iso", utc=True), _traced]


def _plain_words(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A library's message without its values, and where in the code it was logged."""
    record: logging.LogRecord = event["_record"]
    words = PLAIN_WORDS.match(event["event"]) if record.name.split(".")[0] in TRUSTED else None
    event["event"] = words.group().strip() if words else "library"
    return {**event, "logger": record.name, "at": _place(record.pathname, record.lineno)}


def _traced(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as its stack frames, without its message and variables."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = list(_stacks(extract(type(error), error, error.__traceback__)))
    return event


def _stacks(trace: Trace) -> Iterator[dict[str, str | list[str]]]:
    """An exception, its causes, and the members of a group."""
    for stack in trace.stacks:
        frames = [f"{_place(frame.filename, frame.lineno)} {frame.name}" for frame in stack.frames]
        yield {"type": stack.exc_type, "frames": frames[-MAX_FRAMES:]}
        for part in stack.exceptions:
            yield from _stacks(part)


def _place(path: str, line: int) -> str:
    """A place in the code, without its folders: a home folder is named after a person."""
    return f"{'/'.join(PurePath(path).parts[-2:])}:{line}"


@dataclass(slots=True)
class _Exchange:
    """A request with its answer: the channels, wrapped to count what passes."""

    id: str
    receive: Receive
    send: Send
    start: float
    status: int = 0
    bytes_in: int = 0
    bytes_out: int = 0

    async def receive_counted(self) -> Message:
        message = await self.receive()
        self.bytes_in += len(message.get("body", b""))
        if message["type"] == "http.disconnect":
            self.status = self.status or CLIENT_LEFT
        return message

    async def send_counted(self, message: Message) -> None:
        self.bytes_out += len(message.get("body", b""))
        if message["type"] == "http.response.start":
            self.status = self.status or message["status"]
            MutableHeaders(scope=message)["X-Request-Id"] = self.id
        await self.send(message)


class RequestLog:
    """Logs each request once it is answered, and passes its figures to observers."""

    def __init__(self, app: ASGIApp, *observers: Callable[[RequestRecord], None]) -> None:
        self._app, self._observers, self._log = app, observers, logger("requests")
        self._key = secrets.token_bytes(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with an id."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        name = asked if REQUEST_ID.fullmatch(asked) else secrets.token_hex(8)
        scope.setdefault("state", {}).update(request_id=name, log={})
        exchange = _Exchange(name, receive, send, time.perf_counter())
        try:
            await self._app(scope, exchange.receive_counted, exchange.send_counted)
        except BaseException as error:
            self._write(scope, exchange, error)
            vars(error)[LOGGED] = True
            raise
        self._write(scope, exchange, None)

    def _write(self, scope: Scope, exchange: _Exchange, error: BaseException | None) -> None:
        seconds = time.perf_counter() - exchange.start
        route = getattr(scope.get("route"), "path", "-")
        # uvicorn answers 500 where the app answered nothing.
        status, method = exchange.status or 500, method_of(scope["method"])
        record = RequestRecord(
            route, method, status, seconds, exchange.bytes_in, exchange.bytes_out
        )
        own = {"id": exchange.id, **asdict(record), "client": self._client(scope)}
        own["ms"] = round(own.pop("seconds") * 1000, 1)
        level = logging.DEBUG if route in QUIET_ROUTES else logging.INFO
        line = self._log.bind(**{**scope["state"]["log"], **own})
        line.log(level if error is None else logging.ERROR, "request", exc_info=error)
        for observer in self._observers:
            observer(record)

    def _client(self, scope: Scope) -> str:
        """Eight characters that link a client's lines of one day, and reveal nothing else."""
        address, _port = scope.get("client") or ("", 0)
        who = f"{int(time.time() // 86400)} {client_of(address)}"
        mark = hashlib.blake2s(who.encode(errors="replace"), digest_size=4, key=self._key)
        return mark.hexdigest()
