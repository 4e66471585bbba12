"""Logs: one JSON line for each request, with nothing of photos, names or addresses in it."""

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
from ..settings import SettingInvalid
from .metrics import RequestRecord, method_of

LEVELS = ("debug", "info", "warning", "error")
QUIET_ROUTES = frozenset({"/healthz", "/readyz"})
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
CLIENT_LEFT = 499
# More lines than these are lost, for members must not wait for whoever reads them.
WAITING_LINES = 10_000
DEEPEST_FRAMES = 30
# Whose sentences may be read, as far as their plain words go: after them come values.
TRUSTED = frozenset({"uvicorn", "asyncio"})
PLAIN_WORDS = re.compile(r"(\[Errno \d+\] )?[A-Za-z][A-Za-z0-9 ,.'_-]*")
# Set on an exception once its line is written: uvicorn is about to write it again.
LOGGED = "_framegen_logged"


def set_up_logs(level: str) -> None:
    """Let all that this process says on stderr be JSON, a line each.

    Raises:
        SettingInvalid: there is no such level.
    """
    if level not in LEVELS:
        raise SettingInvalid(f'FRAMEGEN_LOG_LEVEL: expected {", ".join(LEVELS)}, got "{level}".')
    number = logging.getLevelNamesMapping()[level.upper()]
    # At lower levels libraries tell what they read: Pillow tells each EXIF value.
    logging.basicConfig(handlers=[_handler()], level=max(number, logging.WARNING), force=True)
    logging.getLogger("service").setLevel(number)
    # A line that cannot be rendered must not be explained on stderr, values and all.
    logging.raiseExceptions = False
    _catch_strays()


def logger(name: str) -> BoundLogger:
    """A logger of the service; structlog's own would show local variables."""
    first, last = structlog.stdlib.filter_by_level, ProcessorFormatter.wrap_for_formatter
    plain = logging.getLogger(f"service.{name}")
    log: BoundLogger = structlog.wrap_logger(plain, [first, *_processors(), last], BoundLogger)
    return log


def _handler() -> logging.Handler:
    """Renders lines and leaves them to a thread: a full pipe must not halt the event loop."""
    lines = queue.Queue[logging.LogRecord](WAITING_LINES)
    writer = QueueListener(lines, logging.StreamHandler(sys.stderr))
    writer.start()
    atexit.register(writer.stop)
    handler = QueueHandler(lines)
    handler.addFilter(lambda record: not (record.exc_info and hasattr(record.exc_info[1], LOGGED)))
    last: tuple[Processor, ...] = (ProcessorFormatter.remove_processors_meta, JSONRenderer())
    first = (_plain_words, *_processors())
    handler.setFormatter(ProcessorFormatter(None, last, first, use_get_message=False))
    return handler


def _catch_strays() -> None:
    """What Python itself would print, messages and all, becomes a line like the others."""
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
    """Of a library's sentence what cannot hold a name, and where in the code it stands."""
    record: logging.LogRecord = event["_record"]
    words = PLAIN_WORDS.match(event["event"]) if record.name.split(".")[0] in TRUSTED else None
    event["event"] = words.group().strip() if words else "library"
    return {**event, "logger": record.name, "at": _place(record.pathname, record.lineno)}


def _traced(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """An exception as the places it went through, without its message and its variables."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = list(_told(extract(type(error), error, error.__traceback__)))
    return event


def _told(trace: Trace) -> Iterator[dict[str, str | list[str]]]:
    """An exception, those that led to it, and those of a group."""
    for stack in trace.stacks:
        frames = [f"{_place(frame.filename, frame.lineno)} {frame.name}" for frame in stack.frames]
        yield {"type": stack.exc_type, "frames": frames[-DEEPEST_FRAMES:]}
        for part in stack.exceptions:
            yield from _told(part)


def _place(path: str, line: int) -> str:
    """A place in the code; not its whole path, for a home folder has somebody's name."""
    return f"{'/'.join(PurePath(path).parts[-2:])}:{line}"


@dataclass(slots=True)
class _Passage:
    """A request on its way, and what went by of it."""

    id: str
    receive: Receive
    send: Send
    began: float
    status: int = 0
    bytes_in: int = 0
    bytes_out: int = 0

    async def come(self) -> Message:
        message = await self.receive()
        self.bytes_in += len(message.get("body", b""))
        if message["type"] == "http.disconnect":
            self.status = self.status or CLIENT_LEFT
        return message

    async def go(self, message: Message) -> None:
        self.bytes_out += len(message.get("body", b""))
        if message["type"] == "http.response.start":
            self.status = self.status or message["status"]
            MutableHeaders(scope=message)["X-Request-Id"] = self.id
        await self.send(message)


class RequestLog:
    """Writes a line for each request once it is answered, and tells those who count."""

    def __init__(self, app: ASGIApp, *observers: Callable[[RequestRecord], None]) -> None:
        self._app, self._observers, self._log = app, observers, logger("requests")
        self._key = secrets.token_bytes(16)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under a name of its own."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope).get("x-request-id", "")
        name = asked if REQUEST_ID.fullmatch(asked) else secrets.token_hex(8)
        scope.setdefault("state", {}).update(request_id=name, log={})
        passage = _Passage(name, receive, send, time.perf_counter())
        try:
            await self._app(scope, passage.come, passage.go)
        except BaseException as error:
            self._tell(scope, passage, error)
            vars(error)[LOGGED] = True
            raise
        self._tell(scope, passage, None)

    def _tell(self, scope: Scope, passage: _Passage, error: BaseException | None) -> None:
        seconds = time.perf_counter() - passage.began
        route = getattr(scope.get("route"), "path", "-")
        # Where nothing was answered, the server answers 500.
        status, method = passage.status or 500, method_of(scope["method"])
        seen = RequestRecord(route, method, status, seconds, passage.bytes_in, passage.bytes_out)
        own = {"id": passage.id, **asdict(seen), "client": self._client(scope)}
        own["ms"] = round(own.pop("seconds") * 1000, 1)
        level = logging.DEBUG if route in QUIET_ROUTES else logging.INFO
        line = self._log.bind(**{**scope["state"]["log"], **own})
        line.log(level if error is None else logging.ERROR, "request", exc_info=error)
        for observer in self._observers:
            observer(seen)

    def _client(self, scope: Scope) -> str:
        """Eight characters that tell a client's lines of one day together, and nothing else."""
        address, _port = scope.get("client") or ("", 0)
        who = f"{int(time.time() // 86400)} {client_of(address)}"
        mark = hashlib.blake2s(who.encode(errors="replace"), digest_size=4, key=self._key)
        return mark.hexdigest()
