"""Procurements of two sources that are one: joined, parted when that no longer holds, and what was judged taken back.

The notices of a joined procurement are kept under the ``ocid`` that counts, so that it is traced, judged, searched and
told as one; ``joined_from`` has the ``ocid`` they were published under.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import Session, col, select

from monitor.models import (
    Flag,
    StoredFacts,
    StoredFinding,
    StoredJoin,
    StoredJudgement,
    StoredNotice,
    StoredProcurement,
    StoredThread,
)
from monitor.store.chunks import chunks
from monitor.store.neighbours import as_published
from scrapers.joining import Join

NEVER = datetime(1970, 1, 1, tzinfo=UTC)


def of(session: Session, ocid: str) -> list[StoredJoin]:
    """The joins that a procurement has a part in, by ``ocid``: those it counts for, or that by which it counts."""
    return list(
        session.exec(
            select(StoredJoin)
            .where((col(StoredJoin.ocid) == ocid) | (col(StoredJoin.into) == ocid))
            .order_by(col(StoredJoin.ocid))
        )
    )


def leads_to(session: Session, ocid: str) -> str:
    """The ``ocid`` that a procurement counts under: its own, unless it was joined to another."""
    join = session.get(StoredJoin, ocid)
    return join.into if join else ocid


def counted_under(ocid: str) -> ColumnElement[str]:
    """What ``leads_to`` gives, as an expression to narrow a query by."""
    into = select(col(StoredJoin.into)).where(col(StoredJoin.ocid) == ocid).scalar_subquery()
    return func.coalesce(into, ocid)


def settle(session: Session, joins: Iterable[Join], *, among: Collection[str], at: datetime) -> set[str]:
    """Keep the joins among some procurements, and part those that no longer hold; give the ``ocid``s that changed."""
    wanted = {join.ocid: join for join in joins}
    known = {
        row.ocid: row
        for part in chunks(sorted(among))
        for row in session.exec(select(StoredJoin).where(col(StoredJoin.ocid).in_(part)))
    }
    changed: set[str] = set()
    for ocid in sorted(known.keys() - wanted.keys()):
        changed |= {ocid, known[ocid].into}
        session.delete(known[ocid])
        _count_under(session, ocid, ocid)
    for ocid, join in sorted(wanted.items()):
        before = known.get(ocid)
        moved = _count_under(session, ocid, join.into)
        if moved or before is None or before.into != join.into:
            changed |= {ocid, join.into} | ({before.into} if before else set())
        _keep(session, join, before, at=at)
    session.flush()
    return changed


def take_back(session: Session, ocids: Collection[str], *, at: datetime) -> None:
    """Have procurements put together again; of those without a notice that counts, take back what was judged."""
    for part in chunks(sorted(ocids)):
        counting = set(
            session.exec(
                select(StoredNotice.ocid).where(col(StoredNotice.ocid).in_(part), col(StoredNotice.twin_key).is_(None))
            )
        )
        session.exec(update(StoredProcurement).where(col(StoredProcurement.ocid).in_(part)).values(traced_at=NEVER))
        gone = sorted(set(part) - counting)
        for table in (StoredFinding, StoredJudgement, StoredFacts, StoredThread, StoredProcurement):
            session.exec(delete(table).where(col(table.ocid).in_(gone)))
        standing = col(Flag.ocid).in_(gone), col(Flag.cleared_at).is_(None)
        session.exec(update(Flag).where(*standing).values(cleared_at=at))


def _keep(session: Session, join: Join, before: StoredJoin | None, *, at: datetime) -> None:
    if before is None:
        before = StoredJoin(ocid=join.ocid, into=join.into, score=join.score, reasons=join.reasons, joined_at=at)
    elif before.into != join.into:
        before.joined_at = at
    before.sqlmodel_update({"into": join.into, "score": join.score, "reasons": join.reasons})
    session.add(before)


def _count_under(session: Session, ocid: str, into: str) -> int:
    """Keep the notices published under one ``ocid`` under another, or under their own again; give how many moved."""
    moved = session.exec(
        update(StoredNotice)
        .where(as_published([ocid]), col(StoredNotice.ocid) != into)
        .values(ocid=into, joined_from=None if into == ocid else ocid)
        .execution_options(synchronize_session=False)
    )
    return moved.rowcount
