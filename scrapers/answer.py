"""An answer over HTTP, and what its headers say of asking again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Protocol

NOT_MODIFIED = 304


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What an answer can be asked for again by, if it has changed (RFC 9110, 13.1): its tag, its time."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        given = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in given.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """An answer. ``url`` is where it came from after redirects, ``headers`` have lower-case names."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    fetched_at: datetime

    @property
    def not_modified(self) -> bool:
        """Whether the page is still the one whose validators were sent: there is no body."""
        return self.status == NOT_MODIFIED

    @property
    def validators(self) -> Validators | None:
        """What to ask for this page by the next time; ``None`` where the source gave nothing, or forbids keeping it."""
        if "no-store" in self.headers.get("cache-control", "").lower():
            return None
        found = Validators(etag=self.headers.get("etag"), last_modified=self.headers.get("last-modified"))
        return found if found.headers() else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """An earlier answer: what to ask for it by, and its bytes, should it be unchanged."""

    validators: Validators
    body: bytes


class Memory(Protocol):
    """What earlier answers were, so that an unchanged page is not sent again (RFC 9110, 13)."""

    def recall(self, url: str) -> Remembered | None:
        """The latest answer of an address, if it came with validators and is still at hand."""
        ...

    def keep(self, url: str, validators: Validators, body: bytes) -> None:
        """Remember an answer in place of an earlier one."""
        ...


def retry_after(header: str | None, now: datetime) -> float | None:
    """The seconds that a Retry-After asks for, in either form (RFC 9110, 10.2.3); ``None`` where it says nothing."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return max(float(header), 1.0)
    try:
        moment = parsedate_to_datetime(header)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - now).total_seconds(), 1.0)


def words(error: Exception) -> str:
    """What an error says, or at least what it is."""
    return str(error) or type(error).__name__


def quoted(body: bytes) -> str:
    """The first words of an error's body, after a colon; nothing where it has none."""
    text = " ".join(body.decode("utf-8", errors="replace").split())[:200]
    return f": {text!r}" if text else ""
