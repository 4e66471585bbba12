"""Server: the service as a process, with the kernel's figures and its metrics."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.support.places import ROOT

HOST = "127.0.0.1"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Memory:
    """Memory in MiB: of the main process (RSS), and of it with all its descendants (PSS).

    Workers are forked from a process that has everything loaded: RSS would count what they share
    once for each, PSS counts it once.
    """

    main: float
    tree: float


@dataclass(frozen=True, slots=True)
class Server:
    """A running `python -m service`."""

    process: subprocess.Popen
    port: int
    metrics_port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def pids(self) -> list[int]:
        """The service and all its descendants, parents first."""
        found, parents = [self.process.pid], _parents()
        for pid in found:
            found += [child for child, parent in parents.items() if parent == pid]
        return found

    def workers(self) -> list[int]:
        """The processes that open photos: children of the service's fork server."""
        main, parents = self.process.pid, _parents()
        return [pid for pid, parent in parents.items() if parents.get(parent) == main]

    def memory(self) -> Memory:
        weights = [_weight(pid) for pid in self.pids()]
        return Memory(weights[0]["Rss"], sum(weight["Pss"] for weight in weights))

    def cpu_seconds(self) -> float:
        """What the processes that are alive have used, and those they have outlived."""
        return sum(_ticks(pid) for pid in self.pids()) / TICKS

    def settle(self) -> None:
        """Wait until it uses no processor: after its start it draws samples of every frame."""
        used, deadline = -1.0, time.monotonic() + 60
        while used < (used := self.cpu_seconds()) and time.monotonic() < deadline:
            time.sleep(0.5)

    def metric(self, name: str) -> float:
        """A sample of the metrics, 0 where there is none yet."""
        with urllib.request.urlopen(f"http://{HOST}:{self.metrics_port}/metrics", timeout=5) as got:
            text = got.read().decode()
        found = re.search(rf"^framegen_{re.escape(name)} (\S+)$", text, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def inside(self) -> float:
        """The requests whose photo is arriving, waiting or being worked on."""
        return sum(self.metric(name) for name in ("running", "waiting", "reading"))

    def stop(self) -> tuple[int, float]:
        """Ask it to end; its exit code, and the seconds it took."""
        start = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        return code, time.monotonic() - start


@contextlib.contextmanager
def serving(**env: str) -> Iterator[Server]:
    """The service on free ports with its default settings, once it is ready and at rest.

    Its log goes to a file: a pipe that nobody reads would fill, and lines pile up in its memory.
    """
    port, metrics_port = _free_ports()
    ours = {"FRAMEGEN_PORT": str(port), "FRAMEGEN_METRICS_PORT": str(metrics_port)}
    usual = {key: text for key, text in os.environ.items() if not key.startswith("FRAMEGEN_")}
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("wb") as sink:
            process = subprocess.Popen(
                [sys.executable, "-m", "service"],
                cwd=ROOT,
                env={**usual, **ours, **env},
                stdout=subprocess.DEVNULL,
                stderr=sink,
            )
        server = Server(process, port, metrics_port, log)
        try:
            _await_ready(server)
            server.settle()
            yield server
        finally:
            _end(server)


def _await_ready(server: Server) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.process.poll() is None:
        # An HTTPError is an OSError: not ready yet is as good as not there yet.
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{server.url}/readyz", timeout=10).close()
            return
        time.sleep(0.05)
    raise RuntimeError(f"the service does not start:\n{server.log.read_text()[-2000:]}")


def _end(server: Server) -> None:
    """The workers would outlive a service that was killed outright, so ask it first."""
    if server.process.poll() is not None:
        return
    try:
        server.stop()
    except subprocess.TimeoutExpired:
        for pid in reversed(server.pids()):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        server.process.wait()


def _free_ports() -> tuple[int, int]:
    with socket.create_server((HOST, 0)) as one, socket.create_server((HOST, 0)) as other:
        return one.getsockname()[1], other.getsockname()[1]


def _stat(pid: int | str) -> list[str]:
    """The fields of a process from its state on (proc(5): the third); none once it has gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()


def _parents() -> dict[int, int]:
    """Every process by its id, with its parent's."""
    pids = [entry.name for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return {int(pid): int(fields[1]) for pid in pids if (fields := _stat(pid))}


def _weight(pid: int) -> dict[str, float]:
    """Rss and Pss of a process in MiB; nothing once it has gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except (FileNotFoundError, ProcessLookupError):
        return {"Rss": 0.0, "Pss": 0.0}
    found = dict(re.findall(r"^(Rss|Pss): +(\d+) kB$", text, re.MULTILINE))
    return {kind: int(found.get(kind, 0)) / 1024 for kind in ("Rss", "Pss")}


def _ticks(pid: int) -> int:
    """User and system time, its own and that of children it has reaped."""
    return sum(map(int, _stat(pid)[11:15]))
