"""A page: one response of a source, byte for byte, with what it says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A stretch of time a source is asked for, half open. Both ends are aware and in UTC."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """One release as it stood on a page, before it is read: enough to count by.

    ``published`` is as the source wrote it.
    """

    position: int
    release_id: str | None
    ocid: str | None
    published: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One response. ``next_url`` is where its walk goes on, and ``None`` on the last page of its window.

    It is the page's own address where the page can't be followed: there the walk takes up another time. ``number``
    counts from 1 in one walk, also in one that takes up another.
    """

    source: str
    url: str
    number: int
    body: bytes
    sha256: str
    fetched_at: datetime
    next_url: str | None = None
    receipts: tuple[Receipt, ...] = ()
