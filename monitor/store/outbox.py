"""The outbox: alerts owed, the messages that carry them, and what became of those."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, update
from sqlmodel import Session, col, select

from monitor.models import Alert, OutgoingMessage
from monitor.store.chunks import chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How a channel stands: alerts waiting, messages waiting, sent and given up, and the latest trouble."""

    channel: str
    owed: int
    waiting: int
    sent: int
    set_aside: int
    trouble: str | None


def owe(session: Session, *, flags: Iterable[int], channels: Sequence[str], at: datetime) -> int:
    """Owe each of these new flags over each channel; called in the transaction that raises them."""
    rows = [
        {"flag_key": flag, "channel": channel, "created_at": at, "message_key": None}
        for flag in flags
        for channel in channels
    ]
    if rows:
        session.execute(insert(Alert), rows)
    return len(rows)


def owed(session: Session, *, channel: str) -> Sequence[Alert]:
    """Alerts over a channel that no message carries yet, oldest first."""
    return session.exec(
        select(Alert).where(Alert.channel == channel, col(Alert.message_key).is_(None)).order_by(col(Alert.id))
    ).all()


def carry(session: Session, *, message: OutgoingMessage, alerts: Sequence[Alert]) -> None:
    """Put alerts into a message: from here on they stay together, whatever happens to the process."""
    session.add(message)
    session.flush()
    for part in chunks([alert.id for alert in alerts]):
        session.exec(update(Alert).where(col(Alert.id).in_(part)).values(message_key=message.key))


def due(session: Session, *, channel: str, now: datetime) -> Sequence[OutgoingMessage]:
    """Messages to try now, oldest first."""
    return session.exec(
        select(OutgoingMessage)
        .where(
            OutgoingMessage.channel == channel,
            col(OutgoingMessage.sent_at).is_(None),
            col(OutgoingMessage.set_aside).is_(False),
            OutgoingMessage.not_before <= now,
        )
        .order_by(col(OutgoingMessage.created_at), col(OutgoingMessage.key))
    ).all()


def flags_of(session: Session, message_key: str) -> list[int]:
    """The flags a message tells of, in the order they were raised."""
    return list(session.exec(select(Alert.flag_key).where(Alert.message_key == message_key).order_by(col(Alert.id))))


def queues(session: Session) -> list[Queue]:
    """How each channel stands."""
    channels = sorted({*session.exec(select(Alert.channel).distinct())})
    lines = []
    for channel in channels:
        owed_count = session.exec(
            select(func.count()).select_from(Alert).where(Alert.channel == channel, col(Alert.message_key).is_(None))
        ).one()
        messages = session.exec(select(OutgoingMessage).where(OutgoingMessage.channel == channel)).all()
        troubles = [message.trouble for message in messages if message.trouble and message.sent_at is None]
        lines.append(
            Queue(
                channel=channel,
                owed=owed_count,
                waiting=sum(1 for message in messages if message.sent_at is None and not message.set_aside),
                sent=sum(1 for message in messages if message.sent_at),
                set_aside=sum(1 for message in messages if message.set_aside),
                trouble=troubles[-1] if troubles else None,
            )
        )
    return lines
