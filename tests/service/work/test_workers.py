"""Workers: a photo that hangs, crashes or exhausts memory fails alone."""

import asyncio
import contextlib
import ctypes
import errno
import itertools
import multiprocessing
import os
import resource
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import service.work.worker
from framegen.errors import PhotoCrashed, PhotoTooSlow, PhotoTooSmall
from service.app import create_app
from service.errors import WorkerLost
from service.settings import Settings
from service.work.worker import Worker
from service.work.workers import Workers
from tests.service.conftest import AVATARS, client_of, raw
from tests.support.places import ROOT

pytestmark = pytest.mark.slow

SETTINGS = Settings(workers=1, work_seconds=1, worker_megabytes=1024)


def add(one, other=0):
    return one + other


def refuse(words):
    raise PhotoTooSmall(words)


def hang():
    # In C, where no signal handler of Python is heard.
    max(itertools.repeat(0))


def sleep(seconds):
    time.sleep(seconds)
    return os.getpid()


def crash():
    ctypes.string_at(0)


def kill():
    os.kill(os.getpid(), signal.SIGKILL)


def take(megabytes):
    return len(bytearray(megabytes * 2**20))


def write(path):
    Path(path).write_bytes(b"a photo")


def confinement():
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)
    return [resource.getrlimit(kind) for kind in kinds]


def threads():
    return [os.environ.get(name) for name in service.work.worker.ONE_THREAD]


class Lost(list):
    """The codes of the jobs that cost a worker."""

    def __call__(self, code):
        self.append(code)


@pytest.fixture
def lost():
    return Lost()


@pytest.fixture
def workers(lost):
    workers = Workers(SETTINGS, lost)
    yield workers
    workers.close()


def run(workers, job, *args, **kwargs):
    return asyncio.run(workers.run(job, *args, **kwargs))


def test_no_process_runs_before_the_first_job(lost):
    before = multiprocessing.active_children()
    workers = Workers(SETTINGS, lost)
    assert multiprocessing.active_children() == before
    workers.close()


def test_a_job_is_done_in_another_process(workers, lost):
    assert run(workers, add, 1, other=2) == 3
    assert run(workers, os.getpid) != os.getpid()
    assert lost == []


def test_jobs_are_done_side_by_side():
    workers = Workers(Settings(workers=2), Lost())

    async def both():
        return await asyncio.gather(*(workers.run(sleep, 0.5) for _ in range(2)))

    try:
        assert len(set(asyncio.run(both()))) == 2
    finally:
        workers.close()


def test_what_a_job_refuses_is_refused_here(workers, lost):
    with pytest.raises(PhotoTooSmall, match=r"^photo: 3 x 3 pixels\.$"):
        run(workers, refuse, "photo: 3 x 3 pixels.")
    assert lost == []


@pytest.mark.parametrize("job", [(hang,), (sleep, 60)], ids=["in C", "in Python"])
def test_a_job_that_hangs_is_stopped(workers, lost, job):
    run(workers, add, 1)
    start = time.monotonic()
    with pytest.raises(PhotoTooSlow, match=r"^photo: not opened within 1 s\.$"):
        run(workers, *job)
    assert 0.9 < time.monotonic() - start < 20
    assert run(workers, add, 1) == 1
    assert lost == ["photo-too-slow"]


def test_a_job_that_crashes_is_the_photos_fault(workers, lost):
    with pytest.raises(PhotoCrashed, match=r"^photo: it crashed the decoder\.$"):
        run(workers, crash)
    assert run(workers, add, 1) == 1
    assert lost == ["photo-crashed"]


def test_a_job_that_was_killed_is_nobodys_fault(workers, lost):
    with pytest.raises(WorkerLost) as raised:
        run(workers, kill)
    assert raised.value.retry_after >= 1
    assert run(workers, add, 1) == 1
    assert lost == ["worker-lost"]


def test_a_job_that_is_waiting_survives_the_one_before(workers):
    async def both():
        jobs = workers.run(kill), workers.run(add, 1), workers.run(crash), workers.run(add, 2)
        return await asyncio.gather(*jobs, return_exceptions=True)

    first, second, third, fourth = asyncio.run(both())
    assert (type(first), second, type(third), fourth) == (WorkerLost, 1, PhotoCrashed, 2)


@pytest.mark.parametrize("pause", [0, 0.05, 0.15, 0.5])
def test_a_worker_that_is_killed_at_rest_costs_no_job(workers, lost, pause):
    async def kill_and_ask():
        pid = await workers.run(sleep, 0)
        os.kill(pid, signal.SIGKILL)
        await asyncio.sleep(pause)
        async with asyncio.timeout(5):
            return await asyncio.gather(*(workers.run(add, number) for number in range(4)))

    async def twice():
        return [await kill_and_ask(), await kill_and_ask(), threading.active_count()]

    before = threading.active_count()
    once, again, after = asyncio.run(twice())
    assert once == again == [0, 1, 2, 3]
    assert lost == []
    # A pool has three threads, asyncio a few to wait in; none is left behind.
    assert after <= before + 6


def test_a_job_gets_no_more_memory_than_it_may(workers, lost):
    with pytest.raises(MemoryError):
        run(workers, take, 1024)
    assert run(workers, take, 64) == 64 * 2**20
    assert lost == []


def test_a_worker_may_write_no_file(workers, tmp_path):
    with pytest.raises(OSError, match=os.strerror(errno.EFBIG)):
        run(workers, write, str(tmp_path / "photo"))
    assert [path.stat().st_size for path in tmp_path.iterdir()] in ([], [0])


def test_a_worker_is_confined(workers):
    memory = SETTINGS.worker_megabytes * 2**20
    assert run(workers, confinement) == [(memory, memory), (0, 0), (0, 0)]


def test_a_worker_is_as_wide_as_one_processor():
    # In a process of its own: here, workers may come from what other tests started.
    code = (
        "import asyncio; from tests.service.work.test_workers import *\n"
        "workers = Workers(SETTINGS, Lost())\n"
        "print(asyncio.run(workers.run(threads))); workers.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "['1', '1', '1']\n"


def test_a_job_that_is_given_up_makes_room_for_the_next(lost):
    workers = Workers(Settings(workers=1, work_seconds=60), lost)

    async def impatient():
        await workers.run(add, 1)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await workers.run(hang)
        start = time.monotonic()
        assert await workers.run(add, 1) == 1
        return time.monotonic() - start

    try:
        assert asyncio.run(impatient()) < 20
    finally:
        workers.close()


def test_a_worker_is_replaced_after_many_photos(workers, monkeypatch):
    monkeypatch.setattr(service.work.worker, "JOBS", 2)
    processes = [run(workers, os.getpid) for _ in range(6)]
    assert len(set(processes)) >= 3


def test_closing_ends_every_process(lost):
    workers = Workers(Settings(workers=2), lost)
    processes = {run(workers, sleep, 0.05) for _ in range(4)}
    workers.close()
    deadline = time.monotonic() + 20
    while (left := [pid for pid in processes if runs(pid)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left == []


def test_closing_does_not_wait_for_who_hangs(lost):
    workers = Workers(Settings(workers=1, work_seconds=30), lost)

    async def hanging():
        await workers.run(add, 1)
        task = asyncio.create_task(workers.run(hang))
        await asyncio.sleep(0.3)
        start = time.monotonic()
        await asyncio.to_thread(workers.close)
        task.cancel()
        await asyncio.wait([task])
        return time.monotonic() - start

    assert asyncio.run(hanging()) < 5


def test_the_service_closes_them_when_it_ends(card_jpeg):
    before = set(multiprocessing.active_children())
    with client_of(create_app(Settings(workers=1))) as client:
        assert client.post(f"{AVATARS}?size=64", **raw(card_jpeg)).status_code == 200
        assert set(multiprocessing.active_children()) - before
    assert set(multiprocessing.active_children()) <= before


def test_who_goes_away_while_a_process_starts_leaves_none_behind(lost, monkeypatch):
    started = Worker._started
    monkeypatch.setattr(Worker, "_started", lambda self: time.sleep(0.5) or started(self))
    before = set(multiprocessing.active_children())
    workers = Workers(SETTINGS, lost)

    async def impatient():
        task = asyncio.create_task(workers.run(add, 1))
        await asyncio.sleep(0.2)
        task.cancel()
        await asyncio.wait([task])
        # The next one has the process that the first one did not wait for.
        return await workers.run(os.getpid)

    assert asyncio.run(impatient()) in {child.pid for child in multiprocessing.active_children()}
    assert len(set(multiprocessing.active_children()) - before) == 1
    workers.close()
    assert set(multiprocessing.active_children()) <= before


def test_a_closed_worker_starts_no_process(workers):
    workers.close()
    with pytest.raises(WorkerLost):
        run(workers, add, 1)


def test_closing_twice_is_closing_once(workers):
    run(workers, add, 1)
    workers.close()
    workers.close()


def test_a_pool_that_is_broken_is_replaced(workers):
    before = run(workers, os.getpid)
    workers._all[0]._pool.stop()
    workers._all[0]._pool.join()
    assert run(workers, os.getpid) != before


def runs(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


FIRST_JOB = """
import asyncio, os, time
from service.settings import Settings
from service.work.worker import Worker
from service.work.workers import Workers
from tests.support.places import ROOT
from tests.service.conftest import AVATARS, client_of, raw

async def main():
    workers, longest, last = Workers(Settings(workers=1), print), 0, time.monotonic()
    job = asyncio.create_task(workers.run(os.getpid))
    while not job.done():
        await asyncio.sleep(0.01)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    workers.close()
    print(longest)

if __name__ == "__main__":
    asyncio.run(main())
"""


def test_the_first_job_holds_up_nobody_while_workers_start(tmp_path):
    script = tmp_path / "first.py"
    script.write_text(FIRST_JOB)
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, str(script)], env=env, capture_output=True, text=True, check=True
    )
    assert float(done.stdout) < 1
