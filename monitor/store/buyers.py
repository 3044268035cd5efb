"""Buyers, found by name or key, with how much we have of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session, col

from monitor.models import Flag, StoredNotice, StoredProcurement
from monitor.store.search import Query, Statement, buyer_is, dated

KIND = func.coalesce(func.max(func.nullif(col(StoredNotice.buyer_kind), "unknown")), "unknown")
"""A buyer's kind as any of its notices tells it: many, older ones above all, tell none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerLine:
    """A buyer in a list, with how many notices and procurements we have of it and how many flags stand."""

    buyer_key: str
    buyer: str
    kind: str
    nation: str | None
    notices: int
    procurements: int
    flags: int
    first: datetime
    last: datetime


def find(session: Session, query: Query) -> list[BuyerLine]:
    """Buyers that answer (words, buyer and dates), most notices first."""
    statement: Statement = (
        select(
            col(StoredNotice.buyer_key),
            func.max(col(StoredNotice.buyer_name)),
            KIND,
            func.max(col(StoredNotice.nation)),
            func.count(),
            func.count(func.distinct(col(StoredNotice.ocid))),
            func.min(col(StoredNotice.published_at)),
            func.max(col(StoredNotice.published_at)),
        )
        .where(col(StoredNotice.buyer_key).is_not(None), col(StoredNotice.twin_key).is_(None))
        .group_by(col(StoredNotice.buyer_key))
    )
    for text in (query.words, query.buyer):
        if text:
            statement = statement.where(buyer_is(text))
    statement = dated(statement, query)
    rows = session.execute(
        statement.order_by(func.count().desc(), col(StoredNotice.buyer_key)).limit(query.limit).offset(query.offset)
    ).all()
    flags: dict[str, int] = {
        key: number
        for key, number in session.execute(
            select(col(StoredProcurement.buyer_key), func.count())
            .join(Flag, col(Flag.ocid) == col(StoredProcurement.ocid))
            .where(col(Flag.cleared_at).is_(None))
            .group_by(col(StoredProcurement.buyer_key))
        )
        if key is not None
    }
    return [
        BuyerLine(
            buyer_key=key,
            buyer=name,
            kind=kind,
            nation=nation,
            notices=notices,
            procurements=procurements,
            flags=flags.get(key, 0),
            first=first,
            last=last,
        )
        for key, name, kind, nation, notices, procurements, first, last in rows
    ]
