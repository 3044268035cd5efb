"""Keeping addresses that the public gives away from our own networks (server-side request forgery).

An address is looked at twice: when it is given, and when we connect, by the address that the name then leads to. The
second look is the one that counts, as a name can change between the two, and a receiver can answer with a redirect.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from urllib.parse import SplitResult, urlsplit

from pydantic import Field

from alerts.base import ChannelSettings
from alerts.cleaning import escaped_address
from alerts.connections import watched
from alerts.errors import BadAddress, UnsafeAddress

Ip = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Resolve = Callable[[str, int], list[str]]

STANDARD_PORTS = {"http": 80, "https": 443}
LONGEST_ADDRESS = 2000
# Parsers of addresses disagree over these, so that one could check a host and another ask a different one.
_UNCLEAR = re.compile(r"[\\\s\x00-\x20\x7f-\x9f]")
# Never a receiver of the public's, whatever a version of Python thinks: what IANA keeps for protocols and clouds for
# metadata; the relays of 6to4 (RFC 7526); two blocks of IPv6 that are new (RFC 9602, RFC 9637); and the address at
# which machines in Azure find their host (https://learn.microsoft.com/azure/virtual-network/what-is-ip-address-168-63-129-16).
_SPECIAL = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.0.0/24", "192.88.99.0/24", "5f00::/16", "3fff::/20", "168.63.129.16/32")
)
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last four bytes are an IPv4 address
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")  # RFC 8215: leads wherever its network wants
_COMPATIBLE = ipaddress.ip_network("::/96")  # RFC 4291, section 2.5.5.1: the same, long out of use


class GuardedSettings(ChannelSettings):
    """What channels share that send to addresses of the public."""

    ports: tuple[int, ...] = Field(
        default=(443,), min_length=1, description="The ports that addresses of readers may lead to"
    )
    allowed_networks: tuple[Network, ...] = Field(
        default=(),
        description="Networks of yours that addresses of readers may lead to all the same: every reader can then "
        "reach what listens there",
    )


def resolve(name: str, port: int) -> list[str]:
    """The addresses a name leads to."""
    found = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


def is_public(ip: Ip) -> bool:
    """Whether an address is on the open internet, and so is every address that it stands for."""
    return all(one.is_global and not _is_special(one) for one in _meant(ip))


def _is_special(ip: Ip) -> bool:
    if isinstance(ip, IPv6Address) and ip.is_site_local:  # RFC 3879: given up, and in use all the same
        return True
    return ip.is_multicast or ip.is_reserved or ip.is_unspecified or any(ip in network for network in _SPECIAL)


def _meant(ip: Ip) -> list[Ip]:
    """The address and those that are written within it: what answers may be any of them."""
    if isinstance(ip, IPv4Address):
        return [ip]
    if ip.ipv4_mapped:
        return [ip.ipv4_mapped]
    if ip in _NAT64:
        return [IPv4Address(int(ip) & 0xFFFFFFFF)]
    if ip in _COMPATIBLE or ip in _LOCAL_NAT64 or ip.teredo:
        return [IPv4Address(0)]  # nobody has a receiver there
    return [ip, ip.sixtofour] if ip.sixtofour else [ip]


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """What addresses of the public may be: these schemes and ports, on the open internet or in ``networks``."""

    schemes: tuple[str, ...]
    ports: tuple[int, ...]
    networks: tuple[Network, ...] = ()
    resolve: Resolve = resolve

    def check(self, url: str) -> str:
        """The address, spelt one way, or ``BadAddress`` with a sentence for the person who gave it."""
        parts = self._parts(url)
        name = _ascii(parts.hostname or "")
        port = parts.port or STANDARD_PORTS.get(parts.scheme, 0)
        self.peers(name, port)
        host = f"[{name}]" if ":" in name else name
        if port != STANDARD_PORTS.get(parts.scheme):
            host = f"{host}:{port}"
        return escaped_address(parts._replace(netloc=host, path=parts.path or "/", fragment="").geturl())

    def peers(self, name: str, port: int) -> list[str]:
        """The addresses a name leads to just now, all of them checked: connect to one of these and no other."""
        try:
            found = self.resolve(name, port)
        except (OSError, UnicodeError):
            raise BadAddress("the host of this address can't be found: check its spelling") from None
        for peer in found:
            self.check_peer(peer, port)
        return found

    def check_peer(self, peer: str, port: int) -> None:
        """Return where an IP address and port may be connected to."""
        try:
            ip = ipaddress.ip_address(peer.partition("%")[0])
        except ValueError:
            raise UnsafeAddress("this leads to no address of the internet, and was not connected to") from None
        self._check_port(port)
        if not is_public(ip) and not any(one in network for network in self.networks for one in (ip, *_meant(ip))):
            raise UnsafeAddress("this address leads into a private or reserved network: give one on the open internet")

    def watching(self, seconds: float) -> AbstractContextManager[None]:
        """While it lasts, this thread connects nowhere else, whatever library connects, and for no longer than this."""
        return watched(self.check_peer, seconds=seconds)

    def _parts(self, url: str) -> SplitResult:
        try:
            parts = urlsplit(url)
            parts.port  # noqa: B018 - reading it is what checks it
        except ValueError:
            raise BadAddress("this is not a web address: it must look like https://example.org/path") from None
        if _UNCLEAR.search(url) or len(url) > LONGEST_ADDRESS:
            raise BadAddress("this address is too long, or holds spaces, backslashes or control characters")
        if parts.scheme not in self.schemes or not parts.hostname:
            raise BadAddress(f"this address must start with {' or '.join(f'{scheme}://' for scheme in self.schemes)}")
        if parts.username is not None or parts.password is not None:
            raise BadAddress("this address holds a name or a password: leave them out")
        self._check_port(parts.port or STANDARD_PORTS.get(parts.scheme, 0))
        return parts

    def _check_port(self, port: int) -> None:
        if port not in self.ports:
            allowed = ", ".join(map(str, self.ports))
            raise UnsafeAddress(f"this address leads to port {port}: it may be {allowed} here")


def _ascii(name: str) -> str:
    try:
        return name if name.isascii() else name.encode("idna").decode("ascii")
    except UnicodeError:
        raise BadAddress("the host of this address can't be read: check its spelling") from None
