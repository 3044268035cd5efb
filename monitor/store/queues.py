"""How telling stands: what waits, for how long, over which channels, and what was given up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, case, cast, func
from sqlalchemy import select as sql_select
from sqlmodel import Session, col, exists, select

from monitor.models import Address, Alert, Event, OutgoingMessage


@dataclass(frozen=True, slots=True, kw_only=True)
class Queue:
    """How a channel stands: messages waiting, sent and given up, since when the oldest waits, the latest trouble."""

    channel: str
    waiting: int
    oldest: datetime | None
    failing: int
    sent: int
    set_aside: int
    addresses_failed: int
    trouble: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Owed:
    """What is on no message yet: events not matched, alerts that are due, later, or due with no address that works."""

    unmatched: int
    due: int
    later: int
    stranded: int
    oldest: datetime | None

    @property
    def total(self) -> int:
        """Alerts that will go out by themselves."""
        return self.due + self.later


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenUp:
    """A message that was set aside: ``ethos notify --retry KEY`` or ``--drop KEY``."""

    key: str
    channel: str
    created_at: datetime
    items: int
    tries: int
    trouble: str | None


def queues(session: Session) -> list[Queue]:
    """How each channel stands, by name."""
    failed = dict(
        session.exec(
            select(Address.channel, func.count()).where(col(Address.failed_at).is_not(None)).group_by(Address.channel)
        ).all()
    )
    waits = col(OutgoingMessage.sent_at).is_(None) & col(OutgoingMessage.set_aside).is_(False)
    rows = session.execute(
        sql_select(
            col(OutgoingMessage.channel),
            func.sum(cast(waits, Integer)),
            func.min(case((waits, col(OutgoingMessage.created_at)))),
            func.sum(case((waits & (col(OutgoingMessage.tries) > 0), 1), else_=0)),
            func.count(col(OutgoingMessage.sent_at)),
            func.sum(cast(col(OutgoingMessage.set_aside), Integer)),
        ).group_by(col(OutgoingMessage.channel))
    ).all()
    lines = {
        channel: Queue(
            channel=channel,
            waiting=waiting,
            oldest=oldest,
            failing=failing,
            sent=sent,
            set_aside=set_aside,
            addresses_failed=failed.get(channel, 0),
            trouble=_trouble(session, channel),
        )
        for channel, waiting, oldest, failing, sent, set_aside in rows
    }
    return [lines[channel] for channel in sorted(lines)]


def owed(session: Session, *, now: datetime) -> Owed:
    """What is on no message yet. What rides along with a later message is in no count."""
    works = exists().where(
        col(Address.reader_key) == col(Alert.reader_key),
        col(Address.confirmed_at).is_not(None),
        col(Address.failed_at).is_(None),
    )
    is_due = col(Alert.due_at) <= now
    due, later, stranded, oldest = session.exec(
        select(
            func.sum(case((is_due & works, 1), else_=0)),
            func.sum(case((~is_due & works, 1), else_=0)),
            func.sum(case((~works, 1), else_=0)),
            func.min(case((is_due, col(Alert.due_at)))),
        ).where(col(Alert.message_key).is_(None), col(Alert.due_at).is_not(None))
    ).one()
    unmatched = session.exec(select(func.count()).select_from(Event).where(col(Event.matched_at).is_(None))).one()
    return Owed(unmatched=unmatched, due=due or 0, later=later or 0, stranded=stranded or 0, oldest=oldest)


def waiting(session: Session) -> int:
    """How many messages wait to be sent."""
    return session.exec(
        select(func.count())
        .select_from(OutgoingMessage)
        .where(col(OutgoingMessage.sent_at).is_(None), col(OutgoingMessage.set_aside).is_(False))
    ).one()


def given_up(session: Session, *, limit: int) -> Sequence[GivenUp]:
    """Messages that were set aside, the latest first."""
    rows = session.exec(
        select(OutgoingMessage, func.count(col(Alert.id)))
        .outerjoin(Alert, col(Alert.message_key) == col(OutgoingMessage.key))
        .where(col(OutgoingMessage.set_aside).is_(True))
        .group_by(col(OutgoingMessage.key))
        .order_by(col(OutgoingMessage.created_at).desc(), col(OutgoingMessage.key))
        .limit(limit)
    )
    return [
        GivenUp(
            key=row.key,
            channel=row.channel,
            created_at=row.created_at,
            items=items,
            tries=row.tries,
            trouble=row.trouble,
        )
        for row, items in rows
    ]


def _trouble(session: Session, channel: str) -> str | None:
    """What a message that is not delivered failed with, the latest put together."""
    return session.exec(
        select(OutgoingMessage.trouble)
        .where(
            OutgoingMessage.channel == channel,
            col(OutgoingMessage.sent_at).is_(None),
            col(OutgoingMessage.trouble).is_not(None),
        )
        .order_by(col(OutgoingMessage.created_at).desc(), col(OutgoingMessage.key))
        .limit(1)
    ).first()
