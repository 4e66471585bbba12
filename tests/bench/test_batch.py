"""What a batch survives, in small; `python -m tests.bench.batch` measures it in large."""

import sys

import pytest

from tests.bench import batch as batch_bench

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="reads /proc"),
]
COUNT = 80


def test_poisonous_photos_fail_alone(tmp_path):
    told = batch_bench.survives_poison(tmp_path, COUNT)
    assert told["outcomes"] == {"made": COUNT - 3, "failed": 3}
    assert told["again"] == {"kept": COUNT - 3, "failed": 3}
    assert told["again_share"] < 0.1


def test_a_killed_worker_fails_nobody(tmp_path):
    told = batch_bench.survives_killed_workers(tmp_path, COUNT, 1)
    assert told["killed"] == 1
    assert told["outcomes"] == {"made": COUNT}
    assert told["done_again"] == 1


def test_a_killed_batch_repeats_only_what_was_in_progress(tmp_path):
    told = batch_bench.survives_a_killed_parent(tmp_path, COUNT)
    assert sum(told["outcomes"].values()) == told["files"] == COUNT
    assert set(told["outcomes"]) == {"kept", "made"}
    assert told["lost"] == told["orphans"] == 0
    assert 1 <= told["done_again"] <= told["in_flight"]


def test_memory_does_not_grow_with_the_list(tmp_path):
    short, long = (batch_bench.memory(tmp_path / str(n), n) for n in (1000, 30_000))
    assert long < short * 1.1
