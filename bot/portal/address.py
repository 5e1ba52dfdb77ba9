"""From which address a request comes, where proxies stand before the portal."""

from __future__ import annotations

from ipaddress import IPv4Network, IPv6Network, ip_address

from aiohttp import web

Networks = tuple[IPv4Network | IPv6Network, ...]


def address_of(request: web.Request, proxies: Networks) -> str:
    """The client's address: the last one that our own proxies were told of and that is none of them.

    What stands before it in X-Forwarded-For is the client's own word, and counts for nothing.
    """
    hops = [hop.strip() for hop in ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")]
    address = request.remote or ""
    while hops and _is_among(address, proxies):
        address = hops.pop() or address
    return address


def _is_among(address: str, networks: Networks) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)
