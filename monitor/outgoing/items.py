"""Events as their readers need them: what, who, when, which rule, in whose words, and where to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from alerts.cleaning import without_contacts
from alerts.message import Item, Law, Quote, What
from monitor.models import Event, StoredNotice
from monitor.outgoing.wording import LEVELS, NOTICE_TYPES
from monitor.store.search import FlagLine
from monitor.subscriptions.wording import theme_title
from scrapers.notice import Segment

AROUND = 160
"""Characters of a text that are shown on each side of the words quoted from it."""
CORRECTED = "The buyer has changed this notice since you were told of it. What you were told may no longer hold."
GONE = "What was raised here is no longer kept."


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known behind an event: its notice with texts and themes (each with its highest level), and its flag.

    ``is_cleared`` says that the flag no longer stands.
    """

    notice: StoredNotice | None = None
    segments: Sequence[Segment] = ()
    themes: Mapping[str, int] = field(default_factory=dict)
    flag: FlagLine | None = None
    is_cleared: bool = False


def item_of(event: Event, seen: Seen, *, titles: Mapping[str, str], public_url: str) -> Item:
    """An event as an item; ``titles`` are those of the indicators by code."""
    root = public_url.rstrip("/")
    if event.kind in ("flag", "deadline") and seen.flag is not None:
        return _of_flag(event, seen, seen.flag, titles.get(event.indicator or "", ""), root)
    told = _of_notice(event, seen.notice, root)
    if event.kind == "corrected":
        return replace(told, heading="A notice you were told of", reason=CORRECTED, corrected=True)
    if event.kind == "thread":
        return replace(told, what=What.THREAD, **_of_thread(event.facts))
    if event.kind == "notice":
        return replace(told, what=What.NOTICE, **_of_new(seen))
    return replace(told, indicator=event.indicator or "", indicator_title=titles.get(event.indicator or "", ""))


def item(flag: FlagLine, indicator_title: str, public_url: str) -> Item:
    """One flag as an item of a message or a feed."""
    root = public_url.rstrip("/")
    return Item(
        key=f"flag-{flag.ocid}-{flag.indicator}",
        ocid=flag.ocid,
        title=flag.title or "(no title published)",
        buyer=flag.buyer or "(no buyer published)",
        published_at=flag.published_at,
        indicator=flag.indicator,
        indicator_title=indicator_title,
        indicator_url=f"{root}/indicators/{flag.indicator}",
        kind=flag.kind,
        reason=flag.reason,
        quotes=tuple(
            Quote(text=str(one["quote"]), pointer=str(one.get("pointer") or ""))
            for one in flag.evidence
            if one.get("quote")
        ),
        laws=tuple(Law(text=str(one["text"]), url=one.get("url")) for one in flag.legal_basis),
        value=money(flag.value, flag.currency),
        notice_id=flag.notice_id,
        notice_url=flag.url,
        page_url=_page(root, flag.notice_id),
        archive_url=f"{root}/archive/{flag.page_sha256}" if flag.page_sha256 else None,
    )


def in_context(quoted: Quote, segments: Iterable[Segment]) -> Quote:
    """A quote between the words around it, where the text at its pointer holds it."""
    for segment in segments:
        start = segment.text.find(quoted.text) if quoted.pointer in (segment.pointer, *segment.also) else -1
        if start >= 0:
            end = start + len(quoted.text)
            # Before they are cut: half an address would not be known for one.
            before, after = without_contacts(segment.text[:start]), without_contacts(segment.text[end:])
            return replace(
                quoted,
                before=f"…{before[-AROUND:]}" if len(before) > AROUND else before,
                after=f"{after[:AROUND]}…" if len(after) > AROUND else after,
            )
    return quoted


def money(value: Decimal | None, currency: str | None) -> str | None:
    """An amount as people read it: £1,234,567, with pence only where there are some."""
    if value is None:
        return None
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency or "", f"{currency} " if currency else "")
    return f"{sign}{value:,.0f}" if value == value.to_integral_value() else f"{sign}{value:,.2f}"


def _of_flag(event: Event, seen: Seen, flag: FlagLine, title: str, root: str) -> Item:
    told = item(flag, title, root)
    return replace(
        told,
        what=What(event.kind),
        quotes=tuple(in_context(one, seen.segments) for one in told.quotes),
        corrected=seen.notice is not None and seen.notice.changed_at > event.at,
        cleared=seen.is_cleared,
    )


def _of_notice(event: Event, notice: StoredNotice | None, root: str) -> Item:
    told = Item(
        key=event.name.replace(":", "-"),
        ocid=event.ocid,
        title="(no title published)",
        buyer="(no buyer published)",
        published_at=event.at,
        reason=GONE,
        notice_id=event.notice_id,
        page_url=_page(root, event.notice_id),
    )
    if notice is None:
        return told
    value = notice.value_gross if notice.value_gross is not None else notice.value_net
    return replace(
        told,
        title=notice.title or told.title,
        buyer=notice.buyer_name or told.buyer,
        published_at=notice.published_at,
        value=money(value, notice.currency),
        notice_url=notice.url,
        archive_url=f"{root}/archive/{notice.page_sha256}" if notice.page_sha256 else None,
    )


def _of_new(seen: Seen) -> dict[str, Any]:
    kind = NOTICE_TYPES.get(seen.notice.notice_type, "Notice") if seen.notice else "Notice"
    read = [f"{theme_title(code)} ({LEVELS[level]})" for code, level in sorted(seen.themes.items())]
    said = f"Commitments read in it: {', '.join(read)}." if read else "No commitment was read in it."
    return {"heading": kind, "reason": said}


def _of_thread(facts: Mapping[str, Any]) -> dict[str, Any]:
    state = str(facts.get("to", "")).replace("_", " ")
    quoted = facts.get("quote")
    return {
        "heading": f"Commitment {state}".strip(),
        "reason": f"{theme_title(str(facts.get('theme', '')))}: {facts.get('reason', '')}",
        "quotes": (Quote(text=str(quoted), pointer=str(facts.get("pointer", ""))),) if quoted else (),
    }


def _page(root: str, notice_id: str | None) -> str | None:
    return f"{root}/notices/{quote(notice_id, safe='')}" if notice_id else None
