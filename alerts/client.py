"""Posting to addresses that readers gave: guarded, with an end to every call, and few redirects.

It connects only to addresses that its guard has just looked at, so that a name can't lead elsewhere in between.
"""

from __future__ import annotations

import logging
import ssl
import time
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from urllib.parse import urljoin

import httpcore

from alerts.errors import BadAddress, DeliveryError
from alerts.guarding import Guard

MOST_REDIRECTS = 3
# Only these say that the same request belongs elsewhere (RFC 9110, section 15.4); after others a POST becomes a GET.
_REDIRECTS = frozenset({307, 308})
_FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, httpcore.UnsupportedProtocol)

logging.getLogger("httpcore").setLevel(logging.INFO)  # below that it logs the hosts of readers

SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver answered, without its words."""

    status: int
    retry_after: str | None = None
    location: str | None = None


def post(
    url: str,
    *,
    body: bytes,
    headers: Mapping[str, str],
    guard: Guard,
    seconds: float,
    context: ssl.SSLContext | None = None,
) -> Answer:
    """Post to an address and to where its receiver sends us on, each checked first, within so many seconds in all.

    Raises ``BadAddress`` where an address leads nowhere or to where it may not, and ``DeliveryError`` where the
    receiver can't be reached or sends us on too often.
    """
    deadline = time.monotonic() + seconds
    network = _Network(guard, deadline)
    with closing(httpcore.ConnectionPool(ssl_context=context, network_backend=network)) as pool:
        for _ in range(MOST_REDIRECTS + 1):
            url = guard.check(url)
            answer = _ask(pool, url, body, headers, seconds)
            if answer.status not in _REDIRECTS or answer.location is None:
                return answer
            url = _onward(url, answer.location)
    raise DeliveryError(f"the receiver sent us on more than {MOST_REDIRECTS} times: give its own address", lasting=True)


def _onward(url: str, location: str) -> str:
    try:
        return urljoin(url, location)
    except ValueError:
        raise BadAddress("the receiver sent us on to what is no web address: give its own address") from None


def _ask(pool: httpcore.ConnectionPool, url: str, body: bytes, headers: Mapping[str, str], seconds: float) -> Answer:
    timeouts = dict.fromkeys(("connect", "read", "write", "pool"), seconds)
    try:
        with pool.stream(
            "POST", url, headers=list(headers.items()), content=body, extensions={"timeout": timeouts}
        ) as response:
            found = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            return Answer(
                status=response.status, retry_after=found.get(b"retry-after"), location=found.get(b"location")
            )
    except _FAILURES as error:
        # Its words may hold the address, so neither they nor the error that carries them go on.
        raise DeliveryError(f"the receiver can't be reached ({_kind(error)}): try again later") from None


def _kind(error: Exception) -> str:
    if isinstance(error.__context__, ssl.SSLCertVerificationError):
        return "its certificate is not to be trusted"
    return "it took too long" if isinstance(error, httpcore.TimeoutException) else type(error).__name__


class _Network(httpcore.NetworkBackend):
    """Connects to checked addresses alone, and lets no read outlast the deadline."""

    def __init__(self, guard: Guard, deadline: float) -> None:
        self._guard = guard
        self._deadline = deadline
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline says how long
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore.NetworkStream:
        refused: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for peer in self._guard.peers(host, port):
            left = _left(self._deadline, httpcore.ConnectTimeout)
            try:
                stream = self._inner.connect_tcp(peer, port, left, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                refused = error
            else:
                return _Stream(stream, self._deadline)
        raise refused or httpcore.ConnectError("the name leads nowhere")


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: float) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline says how long
        return self._inner.read(max_bytes, _left(self._deadline, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002 - the same
        self._inner.write(buffer, _left(self._deadline, httpcore.WriteTimeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.NetworkStream:
        left = _left(self._deadline, httpcore.ConnectTimeout)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, left), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _left(deadline: float, late: type[httpcore.TimeoutException]) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise late
    return left
