"""What is sent: a message of items, each one thing that was published or came due, and why the reader is told of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What an item tells of."""

    FLAG = "flag"
    NOTICE = "notice"
    THREAD = "thread"
    DEADLINE = "deadline"


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
class Match:
    """A subscription that asked for an item: what its reader calls it, and the conditions the item meets, in words.

    ``url`` leads to where that subscription alone is changed or stopped.
    """

    subscription: str
    conditions: tuple[str, ...] = ()
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing as its reader needs it: what, who, when, which rule, in whose words, where to look, why they get it.

    ``key`` never changes: the item has the same one in every message and feed. ``ocid`` is the procurement. ``heading``
    says what happened in a few words ("Commitment weakened"); a flag has the title of its indicator there. ``kind`` is
    ``duty``, ``policy`` or ``practice``. ``corrected`` says that the buyer has since corrected the notice, and
    ``cleared`` that what was raised no longer is.
    """

    key: str
    title: str
    buyer: str
    published_at: datetime
    reason: str
    what: What = What.FLAG
    heading: str = ""
    ocid: str = ""
    indicator: str = ""
    indicator_title: str = ""
    kind: str = ""
    quotes: tuple[Quote, ...] = ()
    laws: tuple[Law, ...] = ()
    matches: tuple[Match, ...] = ()
    value: str | None = None
    notice_id: str | None = None
    notice_url: str | None = None
    page_url: str | None = None
    archive_url: str | None = None
    indicator_url: str | None = None
    corrected: bool = False
    cleared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Items for one reader over one channel. ``key`` never changes between attempts, so a receiver can tell repeats.

    ``why`` says why the reader gets it at all, and ``stop_url`` how to stop it; ``one_click`` says that a bare POST to
    that address stops it too (RFC 8058). ``change_url`` is where the reader's subscriptions are. ``omitted`` counts the
    items that were left out, which ``more_url`` shows. Messages of one ``thread`` are shown together by mail programs.
    A message of our own has paragraphs in its ``body`` and no items; ``action`` says in words what ``action_url`` does.
    """

    key: str
    subject: str
    created_at: datetime
    items: tuple[Item, ...]
    why: str
    omitted: int = 0
    more_url: str | None = None
    stop_url: str | None = None
    change_url: str | None = None
    one_click: bool = False
    thread: str | None = None
    body: tuple[str, ...] = ()
    action: str | None = None
    action_url: str | None = None


def thread_of(reader: str, items: Iterable[Item]) -> str | None:
    """The thread of a message to a reader: one procurement has its own, and a digest of several has none."""
    procurements = {item.ocid for item in items}
    if len(procurements) != 1 or "" in procurements:
        return None
    return f"{reader}:{procurements.pop()}"
