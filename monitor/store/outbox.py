"""The outbox: alerts owed, the messages that carry them, who is sending which, and what became of those."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, or_, update
from sqlmodel import Session, col, exists, select

from monitor.models import Address, Alert, Event, OutgoingMessage
from monitor.store import leases
from monitor.store.chunks import chunks

LEASE = timedelta(minutes=10)  # longer than one try over any channel may take


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """One event that a reader is owed: by which subscriptions, and when; ``due_at`` empty: along with the next."""

    event_key: int
    reader_key: int
    subscriptions: tuple[Mapping[str, Any], ...]
    due_at: datetime | None


def owe(session: Session, owed: Iterable[Owed], *, at: datetime) -> int:
    """Owe these; called in the transaction that marks their events as matched. Give how many."""
    rows = [{**asdict(one), "created_at": at, "message_key": None} for one in owed]
    if rows:
        session.execute(insert(Alert), rows)
    return len(rows)


def readers_to_tell(session: Session, *, now: datetime) -> list[int]:
    """Readers with an alert that is due and an address that works."""
    return list(
        session.exec(
            select(Alert.reader_key)
            .where(
                col(Alert.message_key).is_(None),
                col(Alert.due_at) <= now,
                exists().where(
                    col(Address.reader_key) == col(Alert.reader_key),
                    col(Address.confirmed_at).is_not(None),
                    col(Address.failed_at).is_(None),
                ),
            )
            .distinct()
            .order_by(col(Alert.reader_key))
        )
    )


def owed_to(session: Session, readers: Sequence[int], *, now: datetime) -> dict[int, list[Alert]]:
    """The alerts of some readers that are due, with what rides along, oldest first; held until the transaction ends.

    A reader to whom nothing is due has no entry: what rides along never rings.
    """
    found: dict[int, list[Alert]] = {}
    for part in chunks(readers):
        rows = session.exec(
            select(Alert)
            .where(
                col(Alert.reader_key).in_(part),
                col(Alert.message_key).is_(None),
                or_(col(Alert.due_at).is_(None), col(Alert.due_at) <= now),
            )
            .order_by(col(Alert.id))
            .with_for_update()
        )
        for alert in rows:
            found.setdefault(alert.reader_key, []).append(alert)
    return {reader: alerts for reader, alerts in found.items() if any(alert.due_at is not None for alert in alerts)}


def hand_over(session: Session, subscription: int, *, giver: int, taker: int) -> None:
    """Owe to one reader what another was owed by a subscription that changes hands, and is on no message yet."""
    theirs = {row.event_key: row for row in session.exec(select(Alert).where(Alert.reader_key == taker))}
    owed = select(Alert).where(Alert.reader_key == giver, col(Alert.message_key).is_(None)).with_for_update()
    for alert in session.exec(owed).all():
        moved = [one for one in alert.subscriptions if one["key"] == subscription]
        kept = [one for one in alert.subscriptions if one["key"] != subscription]
        if moved and alert.event_key not in theirs:
            fields = alert.model_dump(include={"event_key", "created_at", "due_at"})
            session.add(Alert(**fields, reader_key=taker, subscriptions=moved))
        if kept:
            alert.subscriptions = kept
        else:
            session.delete(alert)


def forget(session: Session, alerts: Sequence[int]) -> None:
    """Owe these no longer."""
    for part in chunks(alerts):
        session.exec(delete(Alert).where(col(Alert.id).in_(part)))


def carry(session: Session, messages: Sequence[tuple[OutgoingMessage, Sequence[int]]]) -> None:
    """Put alerts into messages: from here on they stay together, whatever happens to the process."""
    session.add_all([message for message, _ in messages])
    session.flush()
    for message, alerts in messages:
        for part in chunks(alerts):
            session.exec(
                update(Alert)
                .where(col(Alert.id).in_(part))
                .values(message_key=message.key)
                .execution_options(synchronize_session=False)
            )


def free_dead(session: Session, *, now: datetime) -> int:
    """Take the leases of processes that are no more; give how many messages that frees."""
    holders = session.exec(
        select(OutgoingMessage.leased_by).where(_waiting(), col(OutgoingMessage.leased_until) > now).distinct()
    ).all()
    dead = [one for one in holders if one and not leases.is_alive(one.partition("/")[0])]
    freed = session.exec(
        update(OutgoingMessage).where(_waiting(), col(OutgoingMessage.leased_by).in_(dead)).values(leased_until=None)
    )
    return freed.rowcount


def lease(
    session: Session, *, worker: str, channels: Collection[str], now: datetime, most: int
) -> Sequence[OutgoingMessage]:
    """Messages to send now over these channels, oldest first: this worker's alone until ``LEASE`` is over."""
    rows = session.exec(
        select(OutgoingMessage)
        .where(
            _waiting(),
            col(OutgoingMessage.channel).in_(channels),
            OutgoingMessage.not_before <= now,
            or_(col(OutgoingMessage.leased_until).is_(None), col(OutgoingMessage.leased_until) <= now),
        )
        .order_by(col(OutgoingMessage.created_at), col(OutgoingMessage.key))
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.leased_by, row.leased_until = worker, now + LEASE
        session.add(row)
    return rows


def renew(session: Session, *, worker: str, now: datetime) -> None:
    """Keep what this worker still holds for as long again."""
    session.exec(
        update(OutgoingMessage)
        .where(_waiting(), col(OutgoingMessage.leased_by) == worker, col(OutgoingMessage.leased_until) > now)
        .values(leased_until=now + LEASE)
    )


def is_held(session: Session, key: str, *, worker: str, now: datetime) -> bool:
    """Whether a message is there and this worker's alone."""
    held = select(OutgoingMessage.key).where(
        OutgoingMessage.key == key,
        _waiting(),
        OutgoingMessage.leased_by == worker,
        col(OutgoingMessage.leased_until) > now,
    )
    return session.exec(held).first() is not None


def give_back(session: Session, *, worker: str) -> None:
    """Let go of what this worker leased and did not come to."""
    session.exec(
        update(OutgoingMessage)
        .where(_waiting(), col(OutgoingMessage.leased_by) == worker)
        .values(leased_by=None, leased_until=None)
    )


def was_sent(session: Session, key: str, *, at: datetime) -> None:
    """Note that a message was delivered, whoever holds it by now."""
    session.exec(
        update(OutgoingMessage)
        .where(col(OutgoingMessage.key) == key)
        .values(sent_at=at, tries=OutgoingMessage.tries + 1, trouble=None, leased_by=None, leased_until=None)
    )


def failed(session: Session, key: str, *, trouble: str, not_before: datetime, set_aside: bool) -> None:
    """Note that an attempt failed, and when the next is due, if any."""
    session.exec(
        update(OutgoingMessage)
        .where(col(OutgoingMessage.key) == key)
        .values(
            tries=OutgoingMessage.tries + 1,
            trouble=trouble,
            not_before=not_before,
            set_aside=set_aside,
            leased_by=None,
            leased_until=None,
        )
    )


def replace(session: Session, key: str, message: OutgoingMessage) -> None:
    """Move the alerts of a message that can't be delivered to another, which goes to another address."""
    session.add(message)
    session.flush()
    session.exec(update(Alert).where(col(Alert.message_key) == key).values(message_key=message.key))
    session.exec(delete(OutgoingMessage).where(col(OutgoingMessage.key) == key))


def alerts_of(session: Session, keys: Sequence[str]) -> dict[str, list[tuple[Alert, Event]]]:
    """What some messages carry, in the order it came to be owed."""
    found: dict[str, list[tuple[Alert, Event]]] = {key: [] for key in keys}
    for part in chunks(keys):
        rows = session.exec(
            select(Alert, Event)
            .join(Event, col(Event.key) == col(Alert.event_key))
            .where(col(Alert.message_key).in_(part))
            .order_by(col(Alert.id))
        )
        for alert, event in rows:
            found[str(alert.message_key)].append((alert, event))
    return found


def retry(session: Session, keys: Sequence[str], *, now: datetime) -> int:
    """Queue messages again that were set aside, and take their addresses for working again; give how many."""
    rows = _set_aside(session, keys)
    for row in rows:
        row.set_aside, row.tries, row.not_before = False, 0, now
        session.add(row)
    for part in chunks([row.address_key for row in rows]):
        session.exec(update(Address).where(col(Address.key).in_(part)).values(failed_at=None, trouble=None))
    return len(rows)


def drop(session: Session, keys: Sequence[str]) -> int:
    """Forget messages that were set aside, and what they carry: nobody is told of it. Give how many."""
    rows = _set_aside(session, keys)
    for part in chunks([row.key for row in rows]):
        session.exec(delete(Alert).where(col(Alert.message_key).in_(part)))
        session.exec(delete(OutgoingMessage).where(col(OutgoingMessage.key).in_(part)))
    return len(rows)


def _set_aside(session: Session, keys: Sequence[str]) -> list[OutgoingMessage]:
    """Those of some messages that were set aside; of all messages where none is named."""
    statement = select(OutgoingMessage).where(col(OutgoingMessage.set_aside).is_(True))
    if not keys:
        return list(session.exec(statement))
    return [row for part in chunks(keys) for row in session.exec(statement.where(col(OutgoingMessage.key).in_(part)))]


def _waiting() -> Any:
    return col(OutgoingMessage.sent_at).is_(None) & col(OutgoingMessage.set_aside).is_(False)
