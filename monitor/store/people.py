"""People: readers with their addresses and what they subscribed to, found, changed and taken away at their wish."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, exists, func, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from monitor.models import Address, Alert, Event, OutgoingMessage, Reader, Subscription, Watermark

DAY = timedelta(days=1)
LETTER = "letter:"
"""Begins the names under which letters are counted."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A reader with all that is theirs."""

    reader: Reader
    addresses: tuple[Address, ...]
    subscriptions: tuple[Subscription, ...]


def add(session: Session, reader: Reader) -> Reader:
    """A new reader, numbered."""
    session.add(reader)
    session.flush()
    return reader


def get(session: Session, key: int) -> Kept | None:
    """A reader with addresses, best first, and subscriptions, oldest first; nothing where there is none."""
    reader = session.get(Reader, key)
    if reader is None:
        return None
    addresses = session.exec(
        select(Address).where(Address.reader_key == key).order_by(col(Address.rank), col(Address.key))
    ).all()
    subscriptions = session.exec(
        select(Subscription).where(Subscription.reader_key == key).order_by(col(Subscription.key))
    ).all()
    return Kept(reader, tuple(addresses), tuple(subscriptions))


def at(session: Session, *, channel: str, target: str) -> Kept | None:
    """The reader of the public's or the operator's own making whose best address this is, and confirmed.

    An address that merely stands in when a better one fails may be somebody else's, who has no business with the rest.
    """
    better = aliased(Address)
    stands_in = exists().where(
        col(better.reader_key) == col(Address.reader_key),
        col(better.rank) < col(Address.rank),
        col(better.confirmed_at).is_not(None),
        col(better.failed_at).is_(None),
    )
    key = session.exec(
        select(Address.reader_key)
        .join(Reader, col(Reader.key) == col(Address.reader_key))
        .where(
            Address.channel == channel,
            Address.target == target,
            Reader.kept_by != "settings",
            col(Address.confirmed_at).is_not(None),
            ~stands_in,
        )
        .order_by(col(Address.rank), col(Address.reader_key))
    ).first()
    return None if key is None else get(session, key)


def of_address(session: Session, key: int) -> Kept | None:
    """The reader whose address this is."""
    address = session.get(Address, key)
    return None if address is None else get(session, address.reader_key)


def of_subscription(session: Session, key: int) -> Kept | None:
    """The reader whose subscription this is."""
    subscription = session.get(Subscription, key)
    return None if subscription is None else get(session, subscription.reader_key)


def every(session: Session) -> list[Kept]:
    """All readers, by number."""
    keys = session.exec(select(Reader.key).order_by(col(Reader.key))).all()
    return [kept for key in keys if (kept := get(session, key))]


def add_address(session: Session, address: Address) -> Address:
    """An address after those that its reader has; the one they have already where it is the same."""
    known = session.exec(
        select(Address).where(
            Address.reader_key == address.reader_key,
            Address.channel == address.channel,
            Address.target == address.target,
        )
    ).first()
    if known is not None:
        known.asked_at = address.asked_at or known.asked_at
        known.confirmed_at = known.confirmed_at or address.confirmed_at
        return known
    ranks = select(func.coalesce(func.max(Address.rank), -1)).where(Address.reader_key == address.reader_key)
    address.rank = session.exec(ranks).one() + 1
    session.add(address)
    session.flush()
    return address


def add_subscription(session: Session, subscription: Subscription) -> Subscription:
    """A subscription; one to the same things is given its name and rhythm, so that asking twice makes one."""
    for known in session.exec(select(Subscription).where(Subscription.reader_key == subscription.reader_key)):
        if known.query == subscription.query and sorted(known.events) == sorted(subscription.events):
            known.name, known.rhythm, known.paused_at = subscription.name, subscription.rhythm, None
            return known
    session.add(subscription)
    session.flush()
    return subscription


def remove_subscription(session: Session, key: int) -> None:
    """Take a subscription away: nothing more is told for it alone."""
    session.exec(delete(Subscription).where(col(Subscription.key) == key))


def forget_unsent(session: Session, key: int) -> None:
    """Owe a reader nothing that was not sent yet."""
    addresses = select(Address.key).where(Address.reader_key == key)
    unsent = select(OutgoingMessage.key).where(
        col(OutgoingMessage.address_key).in_(addresses), col(OutgoingMessage.sent_at).is_(None)
    )
    owed = or_(col(Alert.message_key).is_(None), col(Alert.message_key).in_(unsent))
    session.exec(delete(Alert).where(col(Alert.reader_key) == key, owed))
    session.exec(
        delete(OutgoingMessage).where(
            col(OutgoingMessage.address_key).in_(addresses), col(OutgoingMessage.sent_at).is_(None)
        )
    )


def remove_address(session: Session, key: int) -> None:
    """Take an address away, with what was sent to it; what it carries and was not sent is owed anew."""
    unsent = select(OutgoingMessage.key).where(
        OutgoingMessage.address_key == key, col(OutgoingMessage.sent_at).is_(None)
    )
    session.exec(update(Alert).where(col(Alert.message_key).in_(unsent)).values(message_key=None))
    messages = select(OutgoingMessage.key).where(OutgoingMessage.address_key == key)
    session.exec(delete(Alert).where(col(Alert.message_key).in_(messages)))
    session.exec(delete(OutgoingMessage).where(col(OutgoingMessage.address_key) == key))
    session.exec(delete(Address).where(col(Address.key) == key))


def erase(session: Session, key: int) -> None:
    """Take a reader away with all that is kept of them: addresses, subscriptions, what they were told."""
    addresses = select(Address.key).where(Address.reader_key == key)
    session.exec(delete(Alert).where(col(Alert.reader_key) == key))
    session.exec(delete(OutgoingMessage).where(col(OutgoingMessage.address_key).in_(addresses)))
    session.exec(delete(Address).where(col(Address.reader_key) == key))
    session.exec(delete(Subscription).where(col(Subscription.reader_key) == key))
    session.exec(delete(Reader).where(col(Reader.key) == key))


def told(session: Session, key: int) -> list[dict[str, Any]]:
    """What a reader was or will be told, oldest first: what, on which procurement, when, over which channel."""
    rows = session.execute(
        select(Event, Alert, OutgoingMessage)
        .join(Alert, col(Alert.event_key) == col(Event.key))
        .outerjoin(OutgoingMessage, col(OutgoingMessage.key) == col(Alert.message_key))
        .where(Alert.reader_key == key)
        .order_by(col(Alert.id))
    )
    return [
        {
            "event": event.name,
            "notice_id": event.notice_id,
            "owed_at": alert.created_at,
            "why": alert.subscriptions,
            "channel": message.channel if message else None,
            "sent_at": message.sent_at if message else None,
        }
        for event, alert, message in rows
    ]


def withdraw_links(session: Session, key: int) -> None:
    """Make every signed link that a reader was given worthless."""
    session.exec(update(Reader).where(col(Reader.key) == key).values(links=Reader.links + 1))


def count(session: Session, *, mark: str, most: int, at: datetime) -> str | None:
    """Count one more letter of ours within a day to whoever a mark stands for: its name, or nothing beyond the most."""
    taken = session.exec(
        select(func.count())
        .select_from(Watermark)
        .where(col(Watermark.name).startswith(f"{LETTER}{mark}:"), col(Watermark.at) > at - DAY)
    ).one()
    if taken >= most:
        return None
    name = f"{LETTER}{mark}:{uuid.uuid4().hex}"
    session.add(Watermark(name=name, at=at))
    return name


def letters_since(session: Session, moment: datetime) -> int:
    """How many letters of ours were counted from a moment on, whoever they went to."""
    counted = select(func.count()).select_from(Watermark)
    return session.exec(counted.where(col(Watermark.name).startswith(LETTER), col(Watermark.at) > moment)).one()


def uncount(session: Session, name: str) -> None:
    """Take back what was counted for a letter that did not go out."""
    session.exec(delete(Watermark).where(col(Watermark.name) == name))


def works(session: Session, address: Address, *, at: datetime) -> None:
    """Note that an address was confirmed by its owner just now, and so that it works."""
    address.confirmed_at = address.confirmed_at or at
    address.failed_at = address.trouble = None
    session.add(address)
    session.flush()


def forget_unconfirmed(session: Session, *, before: datetime) -> int:
    """Take away addresses that were given before a moment and never confirmed; give how many.

    Whoever has no other address goes with them, and so does the count of letters older than that.
    """
    session.exec(delete(Watermark).where(col(Watermark.name).startswith(LETTER), col(Watermark.at) < before))
    rows = session.exec(
        select(Address)
        .join(Reader, col(Reader.key) == col(Address.reader_key))
        .where(Reader.kept_by != "settings", col(Address.confirmed_at).is_(None), Address.created_at < before)
    ).all()
    for row in rows:
        others = select(Address.key).where(Address.reader_key == row.reader_key, Address.key != row.key)
        if session.exec(others.limit(1)).first() is None:
            erase(session, row.reader_key)
        else:
            remove_address(session, row.key)
    return len(rows)


def move(session: Session, pending: Kept, to: int) -> None:
    """Give all that one reader asked for to another who is the same person, and take the first away."""
    for one in pending.subscriptions:
        fields = one.model_dump(exclude={"key", "reader_key"})
        add_subscription(session, Subscription(reader_key=to, **fields))
    erase(session, pending.reader.key)
