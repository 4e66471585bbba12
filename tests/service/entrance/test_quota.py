"""Quota: each client and each app has a limit per minute, and learns when to come back."""

import hashlib
import pickle
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from framegen.errors import FramegenError, RequestError
from service.entrance.keys import Keys
from service.entrance.quota import KeyUnknown, Quota, TooManyRequests, client_of, is_private

KEY, OTHER_KEY = "fg_" + "k" * 43, "fg_" + "o" * 43
HASH, OTHER_HASH = (hashlib.sha256(key.encode()).hexdigest() for key in (KEY, OTHER_KEY))
KEYS = Keys.parse(f"portal={HASH},staff={OTHER_HASH}")
BEARER, OTHER_BEARER = f"Bearer {KEY}", f"Bearer {OTHER_KEY}"
HERE, THERE = "203.0.113.5", "198.51.100.7"
# Half a second into a minute, as limits counts them.
NOON = 1_800_000_000.5


@pytest.fixture(autouse=True)
def _noon(clock, monkeypatch):
    """The minute of the clock begins now, and lasts until a test turns it."""
    clock.now = NOON
    monkeypatch.setattr(time, "time", clock)


def granted(quota, times, address=HERE, authorization=None):
    """How many of some requests are let through."""
    count = 0
    for _ in range(times):
        try:
            quota.check(address, authorization)
        except TooManyRequests:
            continue
        count += 1
    return count


def wait_of(quota, address=HERE, authorization=None):
    with pytest.raises(TooManyRequests) as raised:
        quota.check(address, authorization)
    return raised.value.retry_after


class TestClients:
    @pytest.mark.parametrize(
        ("address", "client"),
        [
            ("203.0.113.5", "203.0.113.5"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:DB8:1:2::", "2001:db8:1:2::/64"),
            ("::ffff:203.0.113.5", "203.0.113.5"),
            ("::ffff:cb00:7105", "203.0.113.5"),
            ("fe80::1%eth0", "fe80::/64"),
            ("testclient", "testclient"),
            ("203.0.113.5:80", "203.0.113.5:80"),
            ("", "unknown"),
        ],
    )
    def test_an_address_stands_for_a_client(self, address, client):
        assert client_of(address) == client

    def test_what_is_no_address_is_not_kept_at_any_length(self):
        assert len(client_of("x" * 100_000)) <= 64

    @pytest.mark.parametrize(
        "address",
        [
            *["127.0.0.1", "127.8.8.8", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
            *["169.254.1.1", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1"],
            *["::ffff:10.1.2.3", ""],
        ],
    )
    def test_is_near(self, address):
        assert is_private(address)

    @pytest.mark.parametrize(
        "address",
        [
            *["8.8.8.8", "11.0.0.1", "172.15.0.1", "172.32.0.1", "192.169.0.1", "100.64.0.1"],
            *["203.0.113.5", "198.51.100.7", "192.0.2.1", "2001:db8::1", "2a00::1", "fe00::1"],
            *["::ffff:8.8.8.8", "testclient", "unknown", "10.0.0.1, 8.8.8.8"],
        ],
    )
    def test_is_not_near(self, address):
        assert not is_private(address)


class TestLimits:
    def test_a_client_gets_what_a_minute_allows_and_no_more(self):
        assert granted(Quota(3, 0, KEYS), 5) == 3

    def test_one_client_does_not_use_up_anothers_minute(self):
        quota = Quota(3, 0, KEYS)
        assert [granted(quota, 5, HERE), granted(quota, 5, THERE)] == [3, 3]

    def test_the_addresses_of_one_household_are_one_client(self):
        quota = Quota(3, 0, KEYS)
        addresses = [f"2001:db8:1:2::{number}" for number in range(9)]
        assert sum(granted(quota, 1, address) for address in addresses) == 3
        assert granted(quota, 1, "2001:db8:1:3::1") == 1

    def test_the_two_ways_of_writing_an_address_are_one_client(self):
        quota = Quota(3, 0, KEYS)
        assert granted(quota, 2, HERE) + granted(quota, 5, f"::ffff:{HERE}") == 3

    @pytest.mark.parametrize("address", ["127.0.0.1", "192.168.1.1", "::1", ""])
    def test_who_stands_behind_an_undeclared_proxy_is_not_limited(self, address):
        assert granted(Quota(1, 1, KEYS), 50, address) == 50

    def test_zero_is_no_limit(self):
        quota = Quota(0, 0, KEYS)
        assert granted(quota, 50) + granted(quota, 50, HERE, BEARER) == 100

    def test_each_of_the_limits_can_be_off_alone(self):
        assert granted(Quota(0, 2, KEYS), 5, HERE, BEARER) == 2
        assert granted(Quota(2, 0, KEYS), 5) == 2
        assert granted(Quota(2, 0, KEYS), 5, HERE, BEARER) == 5

    def test_an_app_has_its_own_limit_at_any_address(self):
        quota = Quota(2, 4, KEYS)
        assert granted(quota, 3, HERE, BEARER) + granted(quota, 9, THERE, BEARER) == 4
        assert granted(quota, 5, HERE, OTHER_BEARER) == 4
        assert granted(quota, 5, HERE) == 2

    def test_an_app_is_limited_behind_a_proxy_too(self):
        assert granted(Quota(2, 4, KEYS), 9, "127.0.0.1", BEARER) == 4

    def test_an_app_named_like_an_address_shares_nothing_with_it(self):
        quota = Quota(2, 2, Keys.parse(f"{HERE}={HASH}"))
        assert granted(quota, 5, HERE) + granted(quota, 5, HERE, BEARER) == 4

    def test_two_services_share_nothing(self):
        assert granted(Quota(2, 0, KEYS), 5) + granted(Quota(2, 0, KEYS), 5) == 4


class TestWaiting:
    def test_after_two_minutes_all_is_forgotten(self, clock):
        quota = Quota(3, 0, KEYS)
        granted(quota, 3)
        clock.now += 120
        assert granted(quota, 5) == 3

    def test_the_end_of_a_minute_gives_no_second_burst(self, clock):
        quota = Quota(60, 0, KEYS)
        clock.now += 59
        granted(quota, 60)
        clock.now += 2
        assert granted(quota, 60) < 5

    def test_who_is_refused_does_not_wait_longer_for_asking_again(self):
        quota = Quota(3, 0, KEYS)
        granted(quota, 3)
        first = wait_of(quota)
        granted(quota, 100)
        assert wait_of(quota) == first

    def test_the_wait_shrinks_as_time_goes_by(self, clock):
        quota = Quota(3, 0, KEYS)
        granted(quota, 3)
        first = wait_of(quota)
        clock.now += 20
        assert wait_of(quota) == first - 20

    @settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        per_minute=st.integers(1, 90),
        fraction=st.floats(0.01, 0.4),
        pauses=st.lists(st.integers(0, 70), max_size=6),
        burst=st.integers(1, 40),
    )
    def test_who_waits_as_told_is_let_through(self, clock, per_minute, fraction, pauses, burst):
        quota = Quota(per_minute, 0, KEYS)
        clock.now = NOON + fraction
        for pause in pauses:
            clock.now += pause
            granted(quota, burst)
        granted(quota, per_minute)
        seconds = wait_of(quota)
        assert 1 <= seconds <= 61
        clock.now += seconds
        assert granted(quota, 1) == 1

    def test_waiting_as_long_as_told_is_enough(self, clock):
        quota = Quota(3, 0, KEYS)
        clock.now += 29.5
        granted(quota, 3)
        clock.now += wait_of(quota)
        assert granted(quota, 1) == 1

    @pytest.mark.parametrize("fraction", [0, 0.001, 0.25, 0.499])
    def test_the_wait_is_a_whole_number_of_seconds_and_never_none(self, clock, fraction):
        quota = Quota(1, 0, KEYS)
        clock.now += 59 + fraction
        granted(quota, 1)
        seconds = wait_of(quota)
        assert isinstance(seconds, int)
        assert seconds in {1, 2}


class TestKeys:
    @pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER", "Bearer "])
    def test_an_app_is_named_by_its_key(self, scheme):
        assert Quota(1, 0, KEYS).check(HERE, f"{scheme} {KEY}") == "portal"

    def test_without_a_key_nobody_is_named(self):
        assert Quota(1, 0, KEYS).check(HERE, None) is None

    @pytest.mark.parametrize(
        "authorization",
        [
            *["", "Bearer", "Bearer ", f"Bearer {KEY}x", f"Bearer {HASH}", "Bearer portal"],
            *[KEY, f"Basic {KEY}", f"Token {KEY}", f"Bearer{KEY}", f"Bearer {KEY} {KEY}"],
        ],
    )
    @pytest.mark.parametrize("address", [HERE, "127.0.0.1"])
    @pytest.mark.parametrize("per_minute", [0, 1])
    def test_what_is_no_known_key_is_refused(self, authorization, address, per_minute):
        with pytest.raises(KeyUnknown) as raised:
            Quota(per_minute, per_minute, KEYS).check(address, authorization)
        assert KEY not in str(raised.value)

    def test_no_key_is_known_where_none_is_set(self):
        with pytest.raises(KeyUnknown):
            Quota(1, 1, Keys()).check(HERE, BEARER)


ERRORS = [KeyUnknown, TooManyRequests]


class TestErrors:
    def test_their_codes_are_those_that_programs_know(self):
        assert {error.code for error in ERRORS} == {"key-unknown", "too-many-requests"}

    @pytest.mark.parametrize("error", ERRORS)
    def test_they_say_what_has_happened_and_what_to_do(self, error):
        assert issubclass(error, FramegenError)
        title = error.__doc__.splitlines()[0]
        assert title.endswith(".")
        assert error.hint.endswith(".")
        assert (title + error.hint).isascii()
        assert error.hint not in {FramegenError.hint, RequestError.hint}

    def test_the_message_says_the_limit_and_the_wait_but_not_who(self):
        quota = Quota(3, 0, KEYS)
        granted(quota, 3)
        with pytest.raises(TooManyRequests) as raised:
            quota.check(HERE, None)
        assert str(raised.value) == (
            f"avatars: expected 3 a minute or less; wait for {raised.value.retry_after} s."
        )

    def test_the_wait_goes_with_the_error_to_another_process(self):
        error = TooManyRequests("avatars: wait.", retry_after=7)
        again = pickle.loads(pickle.dumps(error))
        assert (str(again), again.retry_after) == ("avatars: wait.", 7)


def test_clients_who_came_once_are_forgotten(clock):
    quota = Quota(3, 0, KEYS)
    for number in range(200):
        granted(quota, 1, f"2001:db8:{number:x}::1")
    storage = quota._limiter.storage
    assert len(storage.storage) >= 200
    clock.now += 180
    granted(quota, 1)
    deadline = time.monotonic() + 5
    while len(storage.storage) > 1 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (len(storage.storage), len(storage.expirations), len(storage.events)) == (1, 1, 0)
