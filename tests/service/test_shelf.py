"""Shelf: avatars are kept for a time, up to a number of bytes, and then gone."""

import pytest

from service.shelf import Shelf


@pytest.fixture
def shelf(clock):
    return Shelf(60, 100, clock=clock)


def put(shelf, size=10):
    return shelf.put(b"x" * size, "vong", ("no-face",))


def test_an_avatar_is_found_by_its_token(shelf):
    kept = shelf.get(put(shelf))
    assert (kept.data, kept.frame, kept.notes) == (b"x" * 10, "vong", ("no-face",))


def test_a_token_of_nothing_finds_nothing(shelf):
    put(shelf)
    assert shelf.get("nothing") is None


def test_tokens_are_long_and_no_two_alike(shelf):
    tokens = {put(shelf, 1) for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) >= 22 for token in tokens)


@pytest.mark.parametrize(("seconds", "there"), [(0, True), (59.9, True), (60, False), (900, False)])
def test_an_avatar_is_there_until_its_time_is_over(shelf, clock, seconds, there):
    token = put(shelf)
    clock.now = seconds
    assert (shelf.get(token) is not None) is there


def test_looking_at_an_avatar_does_not_keep_it_longer(shelf, clock):
    token = put(shelf)
    clock.now = 50
    assert shelf.get(token)
    clock.now = 61
    assert shelf.get(token) is None


def test_what_expired_is_forgotten_without_being_asked_for(shelf, clock):
    put(shelf)
    clock.now = 30
    put(shelf)
    clock.now = 61
    shelf.sweep()
    assert len(shelf) == 1


def test_what_is_dropped_is_gone(shelf):
    token, other = put(shelf), put(shelf)
    assert shelf.drop(token) is True
    assert shelf.get(token) is None
    assert shelf.get(other) is not None


def test_dropping_twice_drops_once(shelf):
    token = put(shelf)
    assert [shelf.drop(token), shelf.drop(token)] == [True, False]


def test_the_oldest_go_when_there_is_no_room(shelf):
    tokens = [put(shelf, 40) for _ in range(4)]
    assert [shelf.get(token) is not None for token in tokens] == [False, False, True, True]


def test_what_was_dropped_or_expired_makes_room(shelf, clock):
    shelf.drop(put(shelf, 90))
    put(shelf, 90)
    clock.now = 61
    tokens = [put(shelf, 50), put(shelf, 50)]
    assert all(shelf.get(token) for token in tokens)


def test_an_avatar_larger_than_the_shelf_is_kept_alone(shelf):
    before, large = put(shelf), put(shelf, 1000)
    assert (shelf.get(before), len(shelf)) == (None, 1)
    assert shelf.get(large)
