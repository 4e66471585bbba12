"""Quota: how many photos a client may send in a minute."""

import math
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from ..errors import KeyUnknown, TooManyRequests
from .keys import Keys

# Not is_private, which includes the networks for documentation and benchmarks.
PRIVATE = tuple(
    ip_network(net)
    for net in (
        "127.0.0.0/8",
        "10.0.0.0/8",
        "172.16.0.0/12",
        "192.168.0.0/16",
        "169.254.0.0/16",
        "::1/128",
        "fe80::/10",
        "fc00::/7",
    )
)
LONGEST_ADDRESS = 64
# Added to the wait, in seconds: at the very end of a window it is still full.
MARGIN = 0.01


def client_of(address: str) -> str:
    """The client of an address; in IPv6, a household or a phone has a /64 to itself."""
    known = _parsed(address)
    if known is None:
        return address[:LONGEST_ADDRESS] or "unknown"
    if isinstance(known, IPv4Address):
        return str(known)
    return str(IPv6Network((int(known), 64), strict=False))


def is_private(address: str) -> bool:
    """Whether an address is of this machine or of a private network, or missing.

    It is then an undeclared proxy, whose clients cannot be told apart: a limit for one of them
    would be a limit for all.
    """
    known = _parsed(address)
    if known is None:
        return not address
    return any(known in net for net in PRIVATE)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        known = ip_address(address)
    except ValueError:
        return None
    return (known.ipv4_mapped or known) if isinstance(known, IPv6Address) else known


class Quota:
    """Counts the photos of each client and each app; forgets them after two minutes."""

    def __init__(self, per_minute: int, key_per_minute: int, keys: Keys) -> None:
        self._per_minute, self._key_per_minute, self._keys = per_minute, key_per_minute, keys
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def check(self, address: str, authorization: str | None) -> str | None:
        """Count a request; the name of the app whose key it carries, if any.

        Raises:
            KeyUnknown: it carries no known key.
            TooManyRequests: the client, or the app, has to wait.
        """
        if authorization is not None:
            app = self._app_of(authorization)
            self._count("app", app, self._key_per_minute)
            return app
        if not is_private(address):
            self._count("client", client_of(address), self._per_minute)
        return None

    def _app_of(self, authorization: str) -> str:
        scheme, _, key = authorization.partition(" ")
        if scheme.lower() != "bearer":
            raise KeyUnknown("authorization: expected the scheme Bearer.")
        app = self._keys.find(key.strip())
        if app is None:
            raise KeyUnknown("authorization: this key is not known here.")
        return app

    def _count(self, kind: str, who: str, per_minute: int) -> None:
        if not per_minute:
            return
        limit = RateLimitItemPerMinute(per_minute, namespace=kind)
        if self._limiter.hit(limit, who):
            return
        wait = self._limiter.get_window_stats(limit, who).reset_time - time.time()
        seconds = max(1, math.ceil(wait + MARGIN))
        raise TooManyRequests(
            "avatars: expected {limit} a minute or less; wait for {seconds} s.",
            retry_after=seconds,
            limit=per_minute,
            seconds=seconds,
        )
