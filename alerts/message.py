"""What is sent: a message of items, each one thing that was published and why the reader is told of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a notice that bear an item out, marked between the words around them.

    ``pointer`` is where they stand in the release.
    """

    text: str
    before: str = ""
    after: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A rule with its address: "Procurement Act 2023, s.53(1)"."""

    text: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One raised flag as its reader needs it: what, who, when, which rule, in whose words, and where to look.

    ``key`` never changes: the flag has the same one in every message and feed. ``kind`` is ``duty``, ``policy`` or
    ``practice``. ``corrected`` says that the buyer has since corrected the notice.
    """

    key: str
    title: str
    buyer: str
    published_at: datetime
    indicator: str
    indicator_title: str
    kind: str
    reason: str
    quotes: tuple[Quote, ...] = ()
    laws: tuple[Law, ...] = ()
    value: str | None = None
    notice_id: str | None = None
    notice_url: str | None = None
    page_url: str | None = None
    archive_url: str | None = None
    indicator_url: str | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Items for one reader over one channel. ``key`` never changes between attempts, so a receiver can tell repeats.

    ``why`` says why the reader gets it and ``stop_url`` how to stop it; ``omitted`` counts the items that were left
    out, which ``more_url`` shows.
    """

    key: str
    subject: str
    created_at: datetime
    items: tuple[Item, ...]
    why: str
    omitted: int = 0
    more_url: str | None = None
    stop_url: str | None = None
