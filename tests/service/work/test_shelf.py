"""Shelf: holds photos and avatars for a time and up to a size."""

import pytest

from framegen import ImageFormat, Size
from service.work.shelf import HeldAvatar, HeldPhoto, Shelf
from service.work.studio import PhotoAnalysis

LOOKED = PhotoAnalysis(Size(9, 9), (), None, {}, (), {})


@pytest.fixture
def shelf(clock):
    return Shelf(60, 100, clock=clock)


def put(shelf, size=10):
    return shelf.put(HeldAvatar(b"x" * size, ImageFormat.PNG, "vong", ("no-face",)))


def put_photo(shelf, size=10):
    return shelf.put(HeldPhoto(b"x" * size, LOOKED))


def get(shelf, token):
    return shelf.get(token, HeldAvatar)


def test_a_thing_is_found_by_its_token(shelf):
    photo, avatar = put_photo(shelf, 20), put(shelf)
    assert shelf.get(photo, HeldPhoto) == HeldPhoto(b"x" * 20, LOOKED)
    assert get(shelf, avatar) == HeldAvatar(b"x" * 10, ImageFormat.PNG, "vong", ("no-face",))
    assert (len(shelf), shelf.bytes) == (2, 30)


def test_a_photo_is_no_avatar(shelf):
    photo, avatar = put_photo(shelf), put(shelf)
    assert shelf.get(photo, HeldAvatar) is shelf.get(avatar, HeldPhoto) is None
    assert shelf.drop(photo, HeldAvatar) is shelf.drop(avatar, HeldPhoto) is False
    assert len(shelf) == 2


def test_a_token_of_nothing_finds_nothing(shelf):
    put(shelf)
    assert get(shelf, "nothing") is None


def test_tokens_are_long_and_no_two_alike(shelf):
    tokens = {put(shelf, 1) for _ in range(50)}
    assert len(tokens) == 50
    assert all(len(token) >= 22 for token in tokens)


@pytest.mark.parametrize(("seconds", "there"), [(0, True), (59.9, True), (60, False), (900, False)])
def test_an_avatar_is_there_until_its_time_is_over(shelf, clock, seconds, there):
    token = put(shelf)
    clock.now = seconds
    assert (get(shelf, token) is not None) is there


def test_looking_at_an_avatar_does_not_keep_it_longer(shelf, clock):
    token = put(shelf)
    clock.now = 50
    assert get(shelf, token)
    clock.now = 61
    assert get(shelf, token) is None


def test_what_expired_is_forgotten_without_being_asked_for(shelf, clock):
    put(shelf)
    clock.now = 30
    put(shelf)
    clock.now = 61
    shelf.sweep()
    assert len(shelf) == 1


def test_what_is_dropped_is_gone(shelf):
    token, other = put(shelf), put(shelf)
    assert shelf.drop(token, HeldAvatar) is True
    assert get(shelf, token) is None
    assert get(shelf, other) is not None


def test_dropping_twice_drops_once(shelf):
    token = put(shelf)
    assert [shelf.drop(token, HeldAvatar), shelf.drop(token, HeldAvatar)] == [True, False]


def test_the_oldest_go_when_there_is_no_room(shelf):
    tokens = [put(shelf, 40) for _ in range(4)]
    assert [get(shelf, token) is not None for token in tokens] == [False, False, True, True]


def test_what_was_dropped_or_expired_makes_room(shelf, clock):
    shelf.drop(put(shelf, 90), HeldAvatar)
    put(shelf, 90)
    clock.now = 61
    tokens = [put(shelf, 50), put(shelf, 50)]
    assert all(get(shelf, token) for token in tokens)


def test_an_avatar_larger_than_the_shelf_is_kept_alone(shelf):
    before, large = put(shelf), put(shelf, 1000)
    assert (get(shelf, before), len(shelf)) == (None, 1)
    assert get(shelf, large)


def test_photos_and_avatars_share_the_room(shelf):
    photo = put_photo(shelf, 60)
    avatars = [put(shelf, 30), put(shelf, 30)]
    assert shelf.get(photo, HeldPhoto) is None
    assert all(get(shelf, token) for token in avatars)


def test_everything_is_forgotten_at_the_end(shelf):
    tokens = [put(shelf), put(shelf)]
    shelf.clear()
    assert [get(shelf, token) for token in tokens] == [None, None]
    assert (len(shelf), shelf.bytes) == (0, 0)


def test_the_bytes_are_counted_whatever_happens(shelf, clock):
    dropped = put(shelf, 7)
    put_photo(shelf, 50)
    assert shelf.bytes == 57
    shelf.drop(dropped, HeldAvatar)
    assert shelf.bytes == 50
    put(shelf, 60)
    assert shelf.bytes == 60
    clock.now = 60
    shelf.sweep()
    assert shelf.bytes == 0
