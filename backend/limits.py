"""How often anybody may ask: by address, by account, by link.

What can be guessed, and what is costly, is counted in `backend.storage.tries` for all processes together. Whatever else
an account asks for each process counts for itself: a row for each request would cost more than most requests do.
"""

import ipaddress
import time
from collections import Counter
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from litestar import Request
from litestar.exceptions import TooManyRequestsException
from litestar.middleware.base import DefineMiddleware
from litestar.middleware.rate_limit import CacheObject, RateLimitConfig, RateLimitMiddleware
from litestar.stores.base import Store

from backend.settings import REQUESTS_PER_MINUTE
from backend.storage import tries
from backend.storage.database import Storage

_WINDOW = timedelta(minutes=1)
# Whoever has one address of IPv6 has all 2^64 of its network.
_IPV6_NETWORK_BITS = 64
_WAIT = "asked too often; wait a moment"


def address_of(request: Request[Any, Any, Any]) -> str:
    """Where a request comes from, as far as it can be told apart: an address of IPv4, a network of IPv6.

    Behind a proxy that the settings trust it is what the proxy says; a header of anybody else is not looked at.
    """
    host = request.client.host if request.client else ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((address, _IPV6_NETWORK_BITS), strict=False))


def by_address(what: str, times_a_minute: int) -> DefineMiddleware:
    """Middleware for a route: each address may ask so often. `what` is shared by routes that count together."""
    return RateLimitConfig(
        rate_limit=("minute", times_a_minute), store=what, identifier_for_request=address_of, middleware_class=_Shared
    ).middleware


class Turns:
    """What each account has asked this process for since the present minute began.

    A route says by `counted="..."` which of `REQUESTS_PER_MINUTE` it counts to; all others count together.
    """

    def __init__(self) -> None:
        self._began_at: datetime | None = None
        self._taken: Counter[tuple[str, str]] = Counter()

    def take(self, what: str, account: str, now: datetime) -> None:
        """Count one more request. Raises TooManyRequestsException."""
        began_at = self._minute_of(now)
        self._taken[what, account] += 1
        if self._taken[what, account] > REQUESTS_PER_MINUTE[what]:
            raise TooManyRequestsException(_WAIT, headers=wait_until(began_at + _WINDOW, now))

    def _minute_of(self, now: datetime) -> datetime:
        # A clock that is set back begins a new minute, too, or everybody would wait until the old one comes again.
        if self._began_at is None or not self._began_at <= now < self._began_at + _WINDOW:
            self._began_at = now
            self._taken.clear()
        return self._began_at


async def require_turn(
    storage: Storage, what: str, whom: str, times_in_window: int, now: datetime, window: timedelta = _WINDOW
) -> None:
    """Count one more time that `whom`, an account or a link, asks for `what`. Raises TooManyRequestsException.

    The window is a minute unless it is said.
    """
    times, ends_at = await tries.count(storage.keyring, f"{what}:{whom}", window, now)
    if times > times_in_window:
        raise TooManyRequestsException(_WAIT, headers=wait_until(ends_at, now))


def wait_until(moment: datetime, now: datetime) -> dict[str, str]:
    """The header that says how long to wait."""
    return {"Retry-After": str(max(1, ceil((moment - now).total_seconds())))}


class _Shared(RateLimitMiddleware):
    """Litestar's limit, which reads a count and writes it back later, with a count that is one statement."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self._storage: Storage = scope["litestar_app"].state.storage
        await super().__call__(scope, receive, send)

    async def retrieve_cached_history(self, key: str, store: Store) -> CacheObject:  # noqa: ARG002
        """Nothing is known before it is counted."""
        return CacheObject(history=[], reset=int(time.time()))

    async def set_cached_history(self, key: str, cache_object: CacheObject, store: Store) -> None:  # noqa: ARG002
        """Count this request. Raises TooManyRequestsException when it is one too many."""
        what = f"{self.config.store}:{key}"
        times, ends_at = await tries.count(self._storage.keyring, what, _WINDOW, datetime.now(UTC))
        cache_object.history = [0] * times
        cache_object.reset = max(int(ends_at.timestamp()), int(time.time()) + 1)
        if times > self.max_requests:
            raise TooManyRequestsException(headers=self.create_response_headers(cache_object))
