"""Notify: alerts become messages, messages are delivered, and what came of each is remembered.

Three transactions a message, so that a killed run neither loses nor doubles: alerts are bound to a message with a key
that never changes; the message is sent; its delivery is noted. Killed between the last two, it is sent once more under
the same key, by which its receiver can tell.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote

from sqlmodel import Session

from alerts.base import Channel, deliver
from alerts.errors import DeliveryError
from alerts.message import Item, Law, Message, Quote
from alerts.render import subject
from monitor.models import Flag, OutgoingMessage
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import judgements, outbox, search
from monitor.store.search import FlagLine

WHY = "New flags are sent over this channel: it is enabled in the settings of this Ethos (alerts.{channel}.enabled)."
FIRST_WAIT = timedelta(minutes=5)
MOST_TRIES = 12


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Send what is owed over each enabled channel; a failing channel never stops the next."""
    took = made = failed = left = 0
    failures: list[str] = []
    channels = services.channels
    for number, channel in enumerate(channels):
        took += _bind(services, channel.name)
        for message in _due(services, channel.name):
            trouble = _send(services, channel, message)
            if trouble:
                failed += 1
                failures.append(f"{channel.name}: {trouble}")
            else:
                made += 1
        progress(number + 1, len(channels))
    with services.store.reading() as session:
        left = sum(queue.owed + queue.waiting for queue in outbox.queues(session))
    return Outcome(step="notify", took=took, made=made, left=left, failed=failed, failures=tuple(failures))


def _bind(services: Services, channel: str) -> int:
    """Put all alerts that wait for a channel into one message; give how many."""
    now = services.clock.now()
    with services.store.writing() as session:
        alerts = outbox.owed(session, channel=channel)
        if not alerts:
            return 0
        key = hashlib.sha256(f"{channel}:{','.join(str(alert.id) for alert in alerts)}".encode()).hexdigest()[:32]
        message = OutgoingMessage(key=key, channel=channel, created_at=now, not_before=now)
        outbox.carry(session, message=message, alerts=alerts)
        return len(alerts)


def _due(services: Services, channel: str) -> Sequence[OutgoingMessage]:
    with services.store.reading() as session:
        return outbox.due(session, channel=channel, now=services.clock.now())


def _send(services: Services, channel: Channel, row: OutgoingMessage) -> str | None:
    """Deliver one message and note what came of it; give the trouble, if any."""
    trouble = None
    lasting = False
    with services.store.reading() as session:
        message = compose(services, session, row)
    try:
        deliver(channel, message, services.clock, retry=services.settings.alerts.retry)
    except DeliveryError as error:
        trouble, lasting = str(error), error.lasting
    now = services.clock.now()
    with services.store.writing() as session:
        kept = session.get_one(OutgoingMessage, row.key)
        kept.tries += 1
        kept.trouble = trouble
        if trouble is None:
            kept.sent_at = now
        else:
            kept.set_aside = lasting or kept.tries >= MOST_TRIES
            kept.not_before = now + FIRST_WAIT * 2 ** min(kept.tries - 1, 8)
        session.add(kept)
    return trouble


def compose(services: Services, session: Session, row: OutgoingMessage) -> Message:
    """The message that a row of the outbox stands for: the same words at every attempt."""
    flags = judgements.flags(session, outbox.flags_of(session, row.key))
    items = items_of(services, session, flags)
    return Message(
        key=row.key,
        subject=subject(items),
        created_at=row.created_at,
        items=items,
        why=WHY.format(channel=row.channel),
    )


def items_of(services: Services, session: Session, flags: Sequence[Flag]) -> tuple[Item, ...]:
    """Flags as their reader needs them, newest notice first."""
    lines = search.lines(session, flags)
    titles = {indicator.code: indicator.title for indicator in services.indicators}
    items = [
        item(flag_line, titles.get(flag_line.indicator, ""), services.settings.web.public_url) for flag_line in lines
    ]
    return tuple(sorted(items, key=lambda one: (one.published_at, one.key), reverse=True))


def item(flag: FlagLine, indicator_title: str, public_url: str) -> Item:
    """One flag as an item of a message or a feed."""
    return Item(
        key=f"flag-{flag.ocid}-{flag.indicator}",
        title=flag.title or "(no title published)",
        buyer=flag.buyer or "(no buyer published)",
        published_at=flag.published_at,
        indicator=flag.indicator,
        indicator_title=indicator_title,
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
        page_url=f"{public_url}/notices/{quote(flag.notice_id or '', safe='')}",
        archive_url=f"{public_url}/archive/{flag.page_sha256}" if flag.page_sha256 else None,
    )


def money(value: Decimal | None, currency: str | None) -> str | None:
    """An amount as people read it: £1,234,567, with pence only where there are some."""
    if value is None:
        return None
    sign = {"GBP": "£", "EUR": "€", "USD": "$"}.get(currency or "", f"{currency} " if currency else "")
    return f"{sign}{value:,.0f}" if value == value.to_integral_value() else f"{sign}{value:,.2f}"
