"""How often anybody may ask: by address, by account, by link. Counted in `backend.storage.tries` for all processes."""

import ipaddress
import time
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any

from litestar import Request
from litestar.exceptions import TooManyRequestsException
from litestar.middleware.base import DefineMiddleware
from litestar.middleware.rate_limit import CacheObject, RateLimitConfig, RateLimitMiddleware
from litestar.stores.base import Store

from backend.storage import tries
from backend.storage.database import Storage

_WINDOW = timedelta(minutes=1)
# Whoever has one address of IPv6 has all 2^64 of its network.
_IPV6_NETWORK_BITS = 64


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


async def require_turn(
    storage: Storage, what: str, whom: str, times_in_window: int, now: datetime, window: timedelta = _WINDOW
) -> None:
    """Count one more time that `whom`, an account or a link, asks for `what`. Raises TooManyRequestsException.

    The window is a minute unless it is said.
    """
    times, ends_at = await tries.count(storage.keyring, f"{what}:{whom}", window, now)
    if times > times_in_window:
        raise TooManyRequestsException("asked too often; wait a moment", headers=wait_until(ends_at, now))


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
