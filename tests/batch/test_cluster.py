"""The cluster: the same results as local processes, also if a machine is lost."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from framegen import __version__
from framegen.batch.cluster import LOCAL, ClusterPool
from framegen.batch.cluster_worker import ClusterJob, JobPlugin
from framegen.errors import ClusterUnusable, PhotoCrashed, PhotoTooSlow
from tests.batch.test_pool import outcomes, set_up, work
from tests.bench import batch as batch_bench
from tests.support.cluster import DASK_WARNINGS
from tests.support.places import ROOT, free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
    *DASK_WARNINGS,
]
COUNT = 120


def job(timeout=1.5):
    return ClusterJob(work, timeout, set_up, "done")


def dask(*arguments):
    """A scheduler or a worker as operators start them."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    command = [sys.executable, "-m", "dask", *arguments]
    with Path(os.devnull).open("w") as nowhere:
        return subprocess.Popen(command, cwd=ROOT, env=env, stdout=nowhere, stderr=nowhere)


@contextlib.contextmanager
def cluster(workers):
    """The address of a scheduler, and the processes of it and its workers."""
    address = f"tcp://127.0.0.1:{free_port()}"
    port = address.rpartition(":")[2]
    at = ("--host", "127.0.0.1", "--port", port, "--no-dashboard", "--no-show")
    started = [dask("scheduler", *at)]
    quiet = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", "/tmp")
    started += [dask("worker", address, *quiet) for _ in range(workers)]
    try:
        yield address, started
    finally:
        for process in reversed(started):
            process.kill()
            process.wait()


def ancestors(pid):
    """A process, its parent, and so on up to the first."""
    while pid > 1:
        yield pid
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


@pytest.fixture(scope="module")
def pool():
    made = ClusterPool(LOCAL, job(), jobs=2)
    yield made
    made.close()


def test_results_come_back_under_their_tickets(pool):
    assert outcomes(pool, *range(230)) == [f"done {task}" for task in range(230)]
    assert not pool.busy


def test_a_bad_task_fails_alone(pool):
    before, killed, hung, after = outcomes(pool, "a", "kill", "hang", "b")
    assert (before, after) == ("done a", "done b")
    assert isinstance(killed, PhotoCrashed)
    assert isinstance(hung, PhotoTooSlow)


def said_by_the_environment(name):
    return os.environ.get(name, "nothing")


def test_workers_do_not_trim_memory():
    job = ClusterJob(said_by_the_environment, 5.0, set_up, "done")
    pool = ClusterPool(LOCAL, job, jobs=1)
    try:
        assert outcomes(pool, "MALLOC_TRIM_THRESHOLD_", "OMP_NUM_THREADS") == ["nothing", "1"]
    finally:
        pool.close()


def test_it_is_full_at_two_chunks_per_thread(pool):
    for ticket in range(1000):
        if pool.full:
            break
        pool.submit(ticket, ticket)
    assert ticket == 200
    while pool.busy:
        pool.collect(0.1)


def test_chunks_are_small_for_short_lists_and_grow(pool, monkeypatch):
    monkeypatch.setattr(pool, "_sent", 0)
    sizes = []
    for ticket in range(1000):
        while pool.full:
            pool.collect(0.1)
        pool.submit(ticket, ticket)
        sizes.append(pool._sent)
    while pool.busy:
        pool.collect(0.1)
    sizes = np.diff(sorted({0, *sizes}))
    assert set(sizes[:8]) == {1}
    # No chunk is longer than an eighth of what was sent before.
    done = np.cumsum(sizes)
    assert all(size <= max(1, before / 8) for size, before in zip(sizes[1:], done, strict=False))
    assert max(sizes) == 50


def test_an_address_without_a_scheduler_is_reported(monkeypatch):
    monkeypatch.setattr("framegen.batch.cluster.ANSWER_TIMEOUT", 1.0)
    address = f"tcp://127.0.0.1:{free_port()}"
    with pytest.raises(ClusterUnusable, match=address):
        ClusterPool(address, job(), jobs=1)


def test_a_scheduler_without_workers_is_reported(monkeypatch):
    with cluster(0) as (address, _):
        monkeypatch.setattr("framegen.batch.cluster.ANSWER_TIMEOUT", 10.0)
        with pytest.raises(ClusterUnusable, match="no worker"):
            ClusterPool(address, job(), jobs=1)


def test_losing_the_scheduler_stops_the_pool(monkeypatch, caplog):
    monkeypatch.setattr("framegen.batch.cluster.ANSWER_TIMEOUT", 10.0)
    with cluster(1) as (address, (scheduler, _)):
        pool = ClusterPool(address, job(), jobs=1)
        assert outcomes(pool, "a") == ["done a"]
        pool.submit(2, "hang")
        pool.collect(0)
        scheduler.kill()
        with pytest.raises(ClusterUnusable, match=f"^{address}: its scheduler was lost.$"):
            pool.collect(60)
        pool.close(now=True)
    assert not caplog.records


def test_losing_all_workers_is_reported(monkeypatch):
    with cluster(1) as (address, (_, worker)):
        pool = ClusterPool(address, job(), jobs=1)
        assert outcomes(pool, "a") == ["done a"]
        pool.submit(2, "hang")
        monkeypatch.setattr("framegen.batch.cluster.ANSWER_TIMEOUT", 2.0)
        worker.kill()
        with pytest.raises(ClusterUnusable, match="no worker answers"):
            collect_all(pool, seconds=30)
        pool.close(now=True)


def collect_all(pool, seconds):
    deadline = time.monotonic() + seconds
    while pool.busy:
        assert time.monotonic() < deadline, "it waits for ever"
        pool.collect(0.2)


def test_a_worker_of_another_version_is_reported():
    with pytest.raises(ClusterUnusable, match=r"a worker has framegen \S+, not 0\.0"):
        JobPlugin(job(), "0.0").do(["a"])


def descendants(pid):
    """The number of processes below a process."""
    others = (int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit())
    found = 0
    for other in others:
        with contextlib.suppress(OSError):
            found += pid in list(ancestors(other))[1:]
    return found


def test_closing_ends_its_processes_on_permanent_workers():
    with cluster(1) as (address, (_, worker)):
        pool = ClusterPool(address, job(), jobs=1)
        assert outcomes(pool, "a") == ["done a"]
        busy = descendants(worker.pid)
        pool.close()
        deadline = time.monotonic() + 10
        while descendants(worker.pid) == busy and time.monotonic() < deadline:
            time.sleep(0.1)
        assert descendants(worker.pid) == busy - 1
        again = ClusterPool(address, job(), jobs=1)
        assert outcomes(again, "b") == ["done b"]
        again.close()


def test_a_plugin_does_nothing_after_its_batch_has_ended():
    plugin = JobPlugin(job(), __version__)
    plugin.setup(None)
    assert plugin.do(["a"]) == ["done a"]
    plugin.teardown(None)
    with pytest.raises(ClusterUnusable, match="its batch has ended"):
        plugin.do(["b"])
    assert not plugin._pools


def test_a_cluster_makes_the_same_avatars_as_local_processes(tmp_path):
    made = {}
    for where, address in (("here", ""), ("there", LOCAL)):
        people = batch_bench.photos_in(tmp_path / where / "photos", {}, 60)
        at = tmp_path / where
        assert batch_bench.run(at, people, at / "log", cluster=address) == {"made": 60}
        assert batch_bench.run(at, people, at / "log", cluster=address) == {"kept": 60}
        avatars = sorted((at / "out" / "anh-dai-dien").iterdir())
        made[where] = {path.name: path.read_bytes() for path in avatars}
    assert made["here"] == made["there"]


def test_a_lost_machine_fails_nobody(tmp_path):
    names = batch_bench.stalls(COUNT, 1)
    batch_bench.photos_in(tmp_path / "photos", names, COUNT)
    with cluster(2) as (address, (_, *workers)):
        parent = batch_bench.child(tmp_path, names, COUNT, address)
        stalled = batch_bench.process_at(tmp_path / "log", *names)
        (lost,) = {worker.pid for worker in workers} & set(ancestors(stalled))
        os.kill(lost, signal.SIGKILL)
        output = parent.communicate(timeout=120)[0]
        deadline = time.monotonic() + 10
        while Path(f"/proc/{stalled}/exe").exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert not Path(f"/proc/{stalled}/exe").exists()
    assert output.strip() == f'{{"made": {COUNT}}}'
    seen = batch_bench.seen_in(tmp_path / "log")
    assert len(seen) == COUNT
    # Only what the lost machine had started of its chunk is repeated.
    assert 1 <= sum(map(len, seen.values())) - COUNT <= 50
    assert len(list((tmp_path / "out" / "anh-dai-dien").iterdir())) == COUNT
