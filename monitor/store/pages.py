"""Small questions that only the pages ask."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import Session, col

from monitor.models import Flag, StoredNotice
from monitor.store import buyers
from monitor.store.buyers import BuyerLine
from monitor.store.chunks import chunks
from monitor.store.search import Query, narrowed


def count_flags(session: Session, query: Query, *, extractor: str | None, sqlite: bool) -> int:
    """How many standing flags answer, whatever the limit: those that ``search.find_flags`` gives."""
    statement = (
        select(func.count())
        .select_from(Flag)
        .join(
            StoredNotice,
            (col(StoredNotice.release_id) == col(Flag.notice_id)) & (col(StoredNotice.ocid) == col(Flag.ocid)),
        )
        .where(col(Flag.cleared_at).is_(None))
    )
    statement = narrowed(statement, query, extractor=extractor, sqlite=sqlite)
    if query.indicator:
        statement = statement.where(func.lower(col(Flag.indicator)) == query.indicator.lower())
    if query.kind:
        statement = statement.where(col(Flag.kind) == query.kind)
    return session.scalar(statement) or 0


def buyer(session: Session, key: str) -> BuyerLine | None:
    """The buyer with exactly this key."""
    found = buyers.find(session, Query(buyer=key, limit=1000))
    return next((line for line in found if line.buyer_key == key), None)


def count_buyers(session: Session, query: Query) -> int:
    """How many buyers answer, whatever the limit."""
    statement = select(func.count(func.distinct(col(StoredNotice.buyer_key)))).where(
        col(StoredNotice.buyer_key).is_not(None)
    )
    return session.scalar(narrowed(statement, query, extractor=None, sqlite=True)) or 0


def of_buyer(session: Session, key: str, notice_ids: Sequence[str]) -> set[str]:
    """Which of these notices are of exactly this buyer."""
    return {
        found
        for part in chunks(notice_ids)
        for found in session.scalars(
            select(col(StoredNotice.release_id)).where(
                col(StoredNotice.release_id).in_(part), col(StoredNotice.buyer_key) == key
            )
        )
    }
