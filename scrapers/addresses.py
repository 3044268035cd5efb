"""Which addresses a source may be asked at: its own host, and nowhere a link or a redirect might lead instead."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from scrapers.errors import UnsafeAddress

STANDARD_PORTS = {"http": 80, "https": 443}
# Parsers of addresses disagree over these, so that one could check a host and another ask a different one.
UNCLEAR = re.compile(r"[\\\s\x00-\x1f\x7f]")


def host_of(url: str) -> str:
    """The host that a gate counts by: its name, and its port where that is not the scheme's own."""
    parts = _split(url)
    port = parts.port or STANDARD_PORTS.get(parts.scheme)
    name = parts.hostname or ""
    return name if port == STANDARD_PORTS.get(parts.scheme) else f"{name}:{port}"


def is_private(url: str) -> bool:
    """Whether an address names this machine or a private network."""
    name = _split(url).hostname or ""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(name).is_global
    except ValueError:
        return False


def check_address(url: str, base_url: str) -> None:
    """Return where the address is on the host of ``base_url``; going from http to https there is allowed.

    As only that one host passes, a private or loopback address passes only where ``base_url`` itself is one.
    """
    asked, base = _split(url), _split(base_url)
    if asked.scheme not in STANDARD_PORTS or asked.username is not None or asked.password is not None:
        raise UnsafeAddress(f"{url} is no plain http or https address, and was not asked: {_advice(base_url)}.")
    if host_of(url) != host_of(base_url):
        kind = "a private address" if is_private(url) else "another host"
        raise UnsafeAddress(f"{url} leads to {kind}, and was not asked: {_advice(base_url)}.")
    if base.scheme == "https" and asked.scheme == "http":
        raise UnsafeAddress(f"{url} leads from https to http, and was not asked: {_advice(base_url)}.")


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - reading it is what checks it
    except ValueError as error:
        raise UnsafeAddress(f"{url!r} is not an address ({error}), and was not asked.") from error
    if UNCLEAR.search(url):
        raise UnsafeAddress(f"{url!r} holds spaces, backslashes or control characters, and was not asked.")
    return parts


def _advice(base_url: str) -> str:
    return f"links and redirects of this source must stay on {host_of(base_url)}; if it has moved, change its base_url"
