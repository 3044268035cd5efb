"""Notices of one source that are the same as one of another: the pairs, and how far has been looked for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, update
from sqlmodel import Session, col, select

from monitor.models import Flag, StoredFinding, StoredNotice, StoredProcurement, Watermark

NAME = "match"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when the notices were published that have not been looked at."""

    since: datetime
    until: datetime


def fresh(session: Session, *, sources: Sequence[str]) -> Stretch | None:
    """When the notices were published that came since the last look; nothing where none did."""
    mark = session.get(Watermark, NAME)
    looked_at = mark.at if mark else datetime(1970, 1, 1, tzinfo=UTC)
    found = session.exec(
        select(StoredNotice.published_at).where(
            col(StoredNotice.source).in_(sources), col(StoredNotice.changed_at) > looked_at
        )
    ).all()
    return Stretch(min(found), max(found)) if found else None


def of_source(session: Session, *, source: str, since: datetime, until: datetime) -> Sequence[StoredNotice]:
    """The notices of a source published in a stretch of time."""
    return session.exec(
        select(StoredNotice)
        .where(StoredNotice.source == source, StoredNotice.published_at >= since, StoredNotice.published_at <= until)
        .order_by(col(StoredNotice.key))
    ).all()


def without_twin(session: Session, *, source: str, since: datetime, until: datetime) -> Sequence[StoredNotice]:
    """Those of them that have no twin yet."""
    return [row for row in of_source(session, source=source, since=since, until=until) if row.twin_key is None]


def pair(session: Session, *, key: int, twin: int, score: float, reasons: Sequence[str], at: datetime) -> None:
    """Remember that a notice is the same as another, and take back what was judged of it alone."""
    row = session.get_one(StoredNotice, key)
    row.twin_key, row.twin_score, row.twin_reasons = twin, score, tuple(reasons)
    session.add(row)
    others = session.exec(
        select(func.count())
        .select_from(StoredNotice)
        .where(StoredNotice.ocid == row.ocid, col(StoredNotice.twin_key).is_(None), StoredNotice.key != key)
    ).one()
    if others:
        return
    for table in (StoredFinding, StoredProcurement):
        for stale in session.exec(select(table).where(table.ocid == row.ocid)):
            session.delete(stale)
    session.exec(update(Flag).where(col(Flag.ocid) == row.ocid, col(Flag.cleared_at).is_(None)).values(cleared_at=at))


def looked(session: Session, *, at: datetime) -> None:
    """Remember that everything up to now was looked at."""
    mark = session.get(Watermark, NAME) or Watermark(name=NAME, at=at)
    mark.at = at
    session.add(mark)
