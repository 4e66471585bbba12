"""Quota: how many avatars a client may ask for in a minute."""

import math
import time
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

from .keys import Keys
from ..errors import KeyUnknown, TooManyRequests

# Not is_private: that one counts the nets of documentations and benchmarks too.
NEAR = tuple(
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
# At the very moment when a window ends, it is still full.
HAIR = 0.01


def client_of(address: str) -> str:
    """Whom an address stands for: of IPv6, a household or a phone has a /64 to itself."""
    known = _parsed(address)
    if known is None:
        return address[:LONGEST_ADDRESS] or "unknown"
    if isinstance(known, IPv4Address):
        return str(known)
    return str(IPv6Network((int(known), 64), strict=False))


def is_near(address: str) -> bool:
    """Whether an address is of this machine or its private networks.

    Behind it is then a proxy that nobody declared, as behind a socket that has no address. Its
    clients cannot be told apart, so a limit for one of them would be a limit for all.
    """
    known = _parsed(address)
    if known is None:
        return not address
    return any(known in net for net in NEAR)


def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    try:
        known = ip_address(address)
    except ValueError:
        return None
    return (known.ipv4_mapped or known) if isinstance(known, IPv6Address) else known


class Quota:
    """Counts what each client and each app asked for; it forgets them after two minutes."""

    def __init__(self, per_minute: int, key_per_minute: int, keys: Keys) -> None:
        self._per_minute, self._key_per_minute, self._keys = per_minute, key_per_minute, keys
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())

    def check(self, address: str, authorization: str | None) -> str | None:
        """Count a request; the name of the app whose key it carries, if any.

        Raises:
            KeyUnknown: it carries something else than a known key.
            TooManyRequests: the client, or the app, has to wait.
        """
        if authorization is not None:
            app = self._app_of(authorization)
            self._count("app", app, self._key_per_minute)
            return app
        if not is_near(address):
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
        seconds = max(1, math.ceil(wait + HAIR))
        raise TooManyRequests(
            f"avatars: expected {per_minute} a minute or less; wait for {seconds} s.",
            retry_after=seconds,
        )
