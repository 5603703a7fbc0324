"""Where a push may be sent. A subscription is an address typed in by whoever is signed in, so it could as well be that
of a router or a database beside the server: only public addresses over https are taken."""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from backend.settings import PUSH_RESOLVE_SECONDS

_NAT64 = IPv6Network("64:ff9b::/96")
# All that is given out for the public internet. Beyond are ranges that nobody routes, or only a house of its own does.
_PUBLIC_IPV6 = IPv6Network("2000::/3")


class EndpointError(ValueError):
    """An endpoint no push is sent to; the text says why and does not repeat the endpoint."""


def is_allowed_address(text: str, allows_loopback: bool) -> bool:
    """True for an address of the public internet; loopback only with `allows_loopback`. A name is no address: False."""
    try:
        address = _meant(ip_address(text.partition("%")[0]))
    except ValueError:
        return False
    if address.is_loopback:
        return allows_loopback
    is_given_out = isinstance(address, IPv4Address) or address in _PUBLIC_IPV6
    return address.is_global and not address.is_multicast and is_given_out


async def check_endpoint(endpoint: str, allows_loopback: bool) -> None:
    """Raise `EndpointError` unless `endpoint` is https, names no user, and every address of its host is allowed.

    Plain http goes with `allows_loopback` only. A host that does not resolve now is let through: whoever connects
    checks the address it connects to once more, and a name may answer differently by then anyway.
    """
    host = _host_of(endpoint, ("https", "http") if allows_loopback else ("https",))
    addresses = await _addresses_of(host)
    if not all(is_allowed_address(address, allows_loopback) for address in addresses):
        raise EndpointError("The endpoint is not an address of the public internet.")


def _host_of(endpoint: str, schemes: tuple[str, ...]) -> str:
    try:
        parts = urlsplit(endpoint)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise EndpointError("The endpoint is not a URL.") from None
    if parts.scheme not in schemes:
        raise EndpointError("The endpoint must be an https URL.")
    if not host or "@" in parts.netloc or not endpoint.isascii() or not endpoint.isprintable() or " " in endpoint:
        raise EndpointError("The endpoint is not a URL.")
    return host


async def _addresses_of(host: str) -> list[str]:
    try:
        async with asyncio.timeout(PUSH_RESOLVE_SECONDS):
            found = await asyncio.get_running_loop().getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return []
    return [str(entry[4][0]) for entry in found]


def _meant(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """The IPv4 address inside an IPv6 one that only carries it, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in _NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or address
