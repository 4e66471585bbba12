"""The pool: what a task that hangs, crashes or raises costs, and that no other pays for it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from framegen.batch.pool import AHEAD, WorkerPool
from framegen.errors import PhotoCrashed, PhotoTooSlow

_wish = []


def set_up(wish):
    _wish[:] = [wish]


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
        # Only the first try is unlucky.
        task.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return f"{_wish[0]} {task}"


@pytest.fixture
def pool():
    made = WorkerPool(work, jobs=1, timeout=1.5, set_up=set_up, wish="done")
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


def test_tasks_come_back_under_their_tickets(pool):
    assert outcomes(pool, *range(10)) == [f"done {task}" for task in range(10)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("bad", "error", "said"),
    [
        ("hang", PhotoTooSlow, "not done in 1.5 seconds"),
        ("kill", PhotoCrashed, "SIGKILL"),
        ("exit", PhotoCrashed, "status 3"),
    ],
)
def test_a_bad_task_costs_only_itself(pool, bad, error, said):
    before, failed, after = outcomes(pool, "a", bad, "b")
    assert (before, after) == ("done a", "done b")
    assert type(failed) is error
    assert said in str(failed)


def test_a_task_whose_process_was_killed_once_is_done_alone(pool, tmp_path):
    assert outcomes(pool, tmp_path / "once", "b") == [f"done {tmp_path / 'once'}", "done b"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits a process's data")
def test_a_process_gets_no_more_memory_than_its_share(pool):
    assert outcomes(pool, "memory") == ["refused"]


def test_what_the_function_raises_is_not_hidden(pool):
    pool.submit(0, "raise")
    with pytest.raises(LookupError, match="raise"):
        pool.collect(30)


def test_only_a_few_tasks_are_taken_ahead(pool):
    for ticket in range(AHEAD):
        assert not pool.full
        pool.submit(ticket, ticket)
    assert pool.full


def test_an_idle_process_that_is_killed_loses_nothing(pool):
    assert outcomes(pool, "a") == ["done a"]
    for worker in workers():
        os.kill(worker, signal.SIGKILL)
    assert outcomes(pool, *"bcdef") == [f"done {task}" for task in "bcdef"]


def workers():
    """The processes that this one's fork server has forked."""
    told = subprocess.run(
        ["ps", "-eo", "pid=,ppid=,args="], check=True, capture_output=True, text=True
    )
    rows = [line.split(None, 2) for line in told.stdout.splitlines()]
    servers = {row[0] for row in rows if row[1] == str(os.getpid()) and "forkserver" in row[2]}
    return sorted(int(row[0]) for row in rows if row[1] in servers)
