"""What the settings subscribe to: every enabled channel to all new flags, and the operator's own standing queries.

Both are kept as readers and subscriptions like anybody's, and brought up to date by name.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlmodel import Session, col, select

from monitor.models import Address, Reader, Subscription
from monitor.store import outbox
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.rhythm import Rhythm
from monitor.subscriptions.settings import SubscriptionSettings

KEPT_BY = "settings"
MARK = ":"
"""Stands in the names of readers of standing queries, and in no channel's."""
ALL_ITEMS = 1_000_000
"""A channel that stands for its own settings has its own limit of items."""
NEW_FLAGS = (EventKind.FLAG, EventKind.DEADLINE)


def stands(session: Session, channels: Collection[str], wanted: Sequence[SubscriptionSettings]) -> bool:
    """Whether the settings are kept as they are now."""
    told = {channel for channel, one in _channels(session).items() if one.paused_at is None}
    kept = {name: (reader, _asked(row)) for name, (reader, row) in _queries(session).items()}
    return told == set(channels) and kept == {one.name: (_reader_name(one), _plain(one)) for one in wanted}


def keep(session: Session, channels: Collection[str], wanted: Sequence[SubscriptionSettings], *, at: datetime) -> None:
    """Let exactly these channels and subscriptions stand from now on; those that do, do so since they first did."""
    _keep_channels(session, channels, at)
    _keep_queries(session, wanted, at)


def _channels(session: Session) -> dict[str, Subscription]:
    """The subscription of each channel that ever stood, by its name."""
    rows = session.exec(
        select(Reader.name, Subscription)
        .join(Subscription, col(Subscription.reader_key) == col(Reader.key))
        .where(Reader.kept_by == KEPT_BY, ~col(Reader.name).contains(MARK))
    )
    return dict(rows.all())


def _keep_channels(session: Session, channels: Collection[str], at: datetime) -> None:
    known = _channels(session)
    for channel in channels:
        if channel not in known:
            reader = Reader(kept_by=KEPT_BY, name=channel, most_items=ALL_ITEMS, created_at=at)
            _add(session, reader, [(channel, "")], at)
            row = Subscription(reader_key=reader.key, name="All new flags", rhythm=Rhythm.IMMEDIATE, created_at=at)
            row.events = NEW_FLAGS
            session.add(row)
        elif known[channel].paused_at is not None:
            known[channel].sqlmodel_update({"paused_at": None, "created_at": at})
    for channel, row in known.items():
        if channel not in channels and row.paused_at is None:
            row.paused_at = at


def _queries(session: Session) -> dict[str, tuple[str, Subscription]]:
    """The operator's standing queries by name, each with its reader's name."""
    rows = session.exec(
        select(Reader.name, Subscription)
        .join(Subscription, col(Subscription.reader_key) == col(Reader.key))
        .where(Reader.kept_by == KEPT_BY, col(Reader.name).contains(MARK))
    )
    return {row.name: (reader, row) for reader, row in rows}


def _keep_queries(session: Session, wanted: Sequence[SubscriptionSettings], at: datetime) -> None:
    known = _queries(session)
    for one in wanted:
        reader = _reader(session, one, at)
        row = known[one.name][1] if one.name in known else Subscription(name=one.name, reader_key=0, created_at=at)
        if one.name in known and row.reader_key != reader.key:
            outbox.hand_over(session, row.key, giver=row.reader_key, taker=reader.key)
        row.sqlmodel_update({**_plain(one), "reader_key": reader.key})
        session.add(row)
    for name in known.keys() - {one.name for one in wanted}:
        session.delete(known[name][1])


def _reader(session: Session, wanted: SubscriptionSettings, at: datetime) -> Reader:
    """Subscriptions that go to the same places at the same hours are one reader's: one message for all of them."""
    name = _reader_name(wanted)
    known = session.exec(select(Reader).where(Reader.kept_by == KEPT_BY, Reader.name == name)).first()
    if known is not None:
        return known
    hours = wanted.hours.model_dump(mode="json")
    reader = Reader(kept_by=KEPT_BY, name=name, most_items=wanted.most_items, created_at=at, **hours)
    _add(session, reader, [(one.channel, one.target) for one in wanted.to], at)
    return reader


def _add(session: Session, reader: Reader, places: Sequence[tuple[str, str]], at: datetime) -> None:
    session.add(reader)
    session.flush()
    session.add_all(
        Address(reader_key=reader.key, channel=channel, target=target, rank=rank, created_at=at, confirmed_at=at)
        for rank, (channel, target) in enumerate(places)
    )


def _reader_name(wanted: SubscriptionSettings) -> str:
    """Tells readers apart without showing an address."""
    told = [[one.channel, one.target] for one in wanted.to], wanted.hours.model_dump(mode="json"), wanted.most_items
    return f"to{MARK}{hashlib.sha256(msgspec.json.encode(told)).hexdigest()[:16]}"


def _plain(wanted: SubscriptionSettings) -> Mapping[str, Any]:
    return {
        "query": wanted.conditions.plain(),
        "events": sorted(wanted.events),
        "rhythm": wanted.rhythm.value,
    }


def _asked(row: Subscription) -> Mapping[str, Any]:
    return {"query": row.query, "events": sorted(row.events), "rhythm": row.rhythm}
