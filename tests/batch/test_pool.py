"""The pool: a task that hangs, crashes or exhausts memory fails alone."""

import os
import signal
import subprocess
import sys
import time

import pytest

from framegen.batch.pool import TASKS_PER_PROCESS, WorkerPool
from framegen.errors import PhotoCrashed, PhotoTooSlow

_context = []


def set_up(context):
    _context[:] = [context]


def work(task):
    if task == "hang":
        time.sleep(60)
    if task == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if task == "exit":
        os._exit(3)
    if task == "raise":
        raise LookupError(task)
    if task == "memory":
        try:
            bytearray(3 * 2**30)
        except MemoryError:
            return "refused"
    if isinstance(task, os.PathLike) and not task.exists():
        # Only the first attempt crashes.
        task.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{_context[0]} {task}"


@pytest.fixture
def pool():
    made = WorkerPool(work, jobs=1, timeout=1.5, set_up=set_up, context="done")
    yield made
    made.close(now=True)


def outcomes(pool, *tasks):
    found = {}
    for ticket, task in enumerate(tasks):
        while pool.full:
            found.update(pool.collect(0.1))
        pool.submit(ticket, task)
    while pool.busy:
        found.update(pool.collect(0.1))
    return [found[ticket] for ticket in range(len(tasks))]


def test_results_come_back_under_their_tickets(pool):
    assert outcomes(pool, *range(10)) == [f"done {task}" for task in range(10)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bad", "error", "message"),
    [
        ("hang", PhotoTooSlow, "not done in 1.5 seconds"),
        ("kill", PhotoCrashed, "SIGKILL"),
        ("exit", PhotoCrashed, "status 3"),
    ],
)
def test_a_bad_task_fails_alone(pool, bad, error, message):
    before, failed, after = outcomes(pool, "a", bad, "b")
    assert (before, after) == ("done a", "done b")
    assert type(failed) is error
    assert message in str(failed)


def test_a_task_is_retried_after_a_crash(pool, tmp_path):
    assert outcomes(pool, tmp_path / "once", "b") == [f"done {tmp_path / 'once'}", "done b"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's data")
def test_memory_of_a_process_is_limited(pool):
    assert outcomes(pool, "memory") == ["refused"]


def test_an_exception_of_the_function_is_raised(pool):
    pool.submit(0, "raise")
    with pytest.raises(LookupError, match="raise"):
        pool.collect(30)


def test_the_queue_is_bounded(pool):
    for ticket in range(TASKS_PER_PROCESS):
        assert not pool.full
        pool.submit(ticket, ticket)
    assert pool.full


def test_a_killed_idle_process_fails_no_task(pool):
    assert outcomes(pool, "a") == ["done a"]
    for worker in workers():
        os.kill(worker, signal.SIGKILL)
    assert outcomes(pool, *"bcdef") == [f"done {task}" for task in "bcdef"]


def workers():
    """The children of this process's fork server."""
    listed = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], check=True, capture_output=True, text=True
    )
    rows = [line.split(None, 2) for line in listed.stdout.splitlines()]
    servers = {row[0] for row in rows if row[1] == str(os.getpid()) and "forkserver" in row[2]}
    return sorted(int(row[0]) for row in rows if row[1] in servers)
