"""What a batch survives, in small; `python -m tests.bench.batch` measures it in large."""

import sys

import pytest

from tests.bench import batch as batch_bench

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]
COUNT = 80


def test_only_the_photo_that_hangs_kills_or_eats_memory_fails(tmp_path):
    told = batch_bench.survives_poison(tmp_path, COUNT)
    assert told["outcomes"] == {"made": COUNT - 3, "failed": 3}
    assert told["again"] == {"kept": COUNT - 3, "failed": 3}
    assert told["again_share"] < 0.1


def test_a_killed_worker_costs_nobody(tmp_path):
    told = batch_bench.survives_killed_workers(tmp_path, COUNT, 1)
    assert told["killed"] == 1
    assert told["outcomes"] == {"made": COUNT}
    assert told["done_again"] == 1


def test_after_the_batch_was_killed_only_what_was_in_flight_is_done_again(tmp_path):
    told = batch_bench.survives_a_killed_parent(tmp_path, COUNT)
    assert sum(told["outcomes"].values()) == told["files"] == COUNT
    assert set(told["outcomes"]) == {"kept", "made"}
    assert told["lost"] == told["orphans"] == 0
    assert 1 <= told["done_again"] <= told["in_flight"]


def test_a_long_list_takes_no_more_memory_than_a_short_one(tmp_path):
    short, long = (batch_bench.memory(tmp_path / str(n), n) for n in (1000, 30_000))
    assert long < short * 1.1
