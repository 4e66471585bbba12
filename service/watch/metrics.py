"""Metrics: counts and times for Prometheus, never about persons."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Thread
from wsgiref.simple_server import WSGIServer

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    generate_latest,
    start_http_server,
)

from framegen import __version__
from framegen.language import N_, Message
from framegen.language.system import reason_of

from ..errors import SettingInvalid

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_PORT = N_("there is no such port")
KILOBYTES = (10, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000)


def method_of(text: str) -> str:
    """A known method, or OTHER: clients can invent any number of them."""
    return text if text in METHODS else "OTHER"


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """The figures of a request once it is answered."""

    route: str
    method: str
    status: int
    seconds: float
    bytes_in: int
    bytes_out: int


@dataclass(frozen=True, slots=True)
class MetricsServer:
    """The HTTP server that Prometheus scrapes."""

    server: WSGIServer
    thread: Thread

    @property
    def port(self) -> int:
        """The port that it listens on."""
        return self.server.server_port

    def close(self) -> None:
        """Stop listening."""
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


class Metrics:
    """Counts and times of one app; several apps in a process do not share them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests.", "route", "method", "status")
        self._seconds = self._histogram("request_seconds", "How long answers took.", "route")
        self._body = Histogram(
            "framegen_body_bytes",
            "How large the bodies of requests were.",
            buckets=[1000 * size for size in KILOBYTES],
            registry=self._registry,
        )
        self._stages = self._histogram("stage_seconds", "How long a stage took.", "stage")
        self._avatars = self._counter("avatars", "Avatars made.", "frame")
        self._notes = self._counter("notes", "Notes on avatars.", "note")
        self._refused = self._counter("refused", "Problems, by their code.", "code")
        self._lost = self._counter("workers_lost", "Workers that were lost.", "reason")
        info = Info("framegen_build", "What runs.", registry=self._registry)
        info.info({"version": __version__})

    def request(self, route: str, method: str, status: int, seconds: float, bytes_in: int) -> None:
        """Count a request; the route is its template, never its path."""
        self._requests.labels(route, method_of(method), str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if bytes_in:
            self._body.observe(bytes_in)

    def observe(self, record: RequestRecord) -> None:
        """Count a request of a RequestLog."""
        self.request(record.route, record.method, record.status, record.seconds, record.bytes_in)

    def stage(self, name: str, seconds: float) -> None:
        """Count the seconds of a stage: body, queue, read, faces, draw or encode."""
        self._stages.labels(name).observe(seconds)

    def avatar(self, frame: str, notes: Iterable[str]) -> None:
        """Count an avatar and its notes."""
        self._avatars.labels(frame).inc()
        for note in notes:
            self._notes.labels(note).inc()

    def refused(self, code: str) -> None:
        """Count a problem."""
        self._refused.labels(code).inc()

    def worker_lost(self, reason: str) -> None:
        """Count a worker that was replaced."""
        self._lost.labels(reason).inc()

    def watch(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        """Export a gauge; its value is read in another thread at each scrape."""
        Gauge(f"framegen_{name}", meaning, registry=self._registry).set_function(value)

    def text(self) -> bytes:
        """All metrics in the text format of Prometheus."""
        return generate_latest(self._registry)

    def serve(self, host: str, port: int) -> MetricsServer:
        """Listen in a thread.

        Raises:
            SettingInvalid: that address and port cannot be listened on.
        """
        try:
            return MetricsServer(*start_http_server(port, host, self._registry))
        except (OSError, OverflowError) as error:
            reason = reason_of(error) if isinstance(error, OSError) else Message(NO_PORT)
            raise SettingInvalid(
                "FRAMEGEN_METRICS_PORT: cannot listen on {host}:{port} ({reason}).",
                host=host,
                port=port,
                reason=reason,
            ) from error

    def _counter(self, name: str, meaning: str, *labels: str) -> Counter:
        return Counter(f"framegen_{name}", meaning, labels, registry=self._registry)

    def _histogram(self, name: str, meaning: str, *labels: str) -> Histogram:
        # The default buckets, 5 ms to 10 s, cover the time of an avatar.
        return Histogram(f"framegen_{name}", meaning, labels, registry=self._registry)
