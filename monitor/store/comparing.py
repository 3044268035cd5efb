"""Counts for comparing buyers: how often each indicator was raised, and each theme found, out of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlmodel import Session, col

from monitor.models import StoredCommitment, StoredFinding, StoredNotice, StoredProcurement, StoredReading
from monitor.store.buyers import KIND

TENDERS = ("UK4", "tender")


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A buyer as it is compared: its kind, and the nation whose rules it is under."""

    buyer_key: str
    name: str
    kind: str
    nation: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """So many out of so many."""

    hits: int
    total: int


def buyers_like(session: Session, text: str) -> list[Peer]:
    """Buyers by key or by part of their name, the most notices first; an exact match stands alone."""
    rows = session.execute(
        select(
            col(StoredNotice.buyer_key),
            func.max(col(StoredNotice.buyer_name)),
            KIND,
            func.max(col(StoredNotice.nation)),
        )
        .where(
            col(StoredNotice.buyer_key).is_not(None),
            (func.lower(col(StoredNotice.buyer_key)) == text.lower())
            | func.lower(col(StoredNotice.buyer_name)).contains(text.lower(), autoescape=True),
        )
        .group_by(col(StoredNotice.buyer_key))
        .order_by(func.count().desc(), col(StoredNotice.buyer_key))
    ).all()
    found = [
        Peer(buyer_key=str(key), name=name or str(key), kind=kind, nation=nation) for key, name, kind, nation in rows
    ]
    exact = [peer for peer in found if text.lower() in {peer.name.lower(), peer.buyer_key.lower()}]
    return exact or found


def peers_of(session: Session, buyer: Peer) -> list[Peer]:
    """The other buyers of the same kind under the same nation's rules, by key."""
    rows = session.execute(
        select(
            col(StoredNotice.buyer_key),
            func.max(col(StoredNotice.buyer_name)),
            KIND,
            func.max(col(StoredNotice.nation)),
        )
        .where(col(StoredNotice.buyer_key).is_not(None), col(StoredNotice.buyer_key) != buyer.buyer_key)
        .group_by(col(StoredNotice.buyer_key))
        .order_by(col(StoredNotice.buyer_key))
    )
    found = (
        Peer(buyer_key=str(key), name=name or str(key), kind=kind, nation=nation) for key, name, kind, nation in rows
    )
    return [peer for peer in found if (peer.kind, peer.nation) == (buyer.kind, buyer.nation)]


def raised_by_indicator(session: Session, *, rules: str) -> dict[str, dict[str, Share]]:
    """For each buyer and indicator, procurements raised out of those it could conclude on (raised or clear)."""
    raised = func.sum(case((col(StoredFinding.status) == "raised", 1), else_=0))
    rows = session.execute(
        select(col(StoredProcurement.buyer_key), col(StoredFinding.indicator), raised, func.count())
        .join(StoredFinding, col(StoredFinding.ocid) == col(StoredProcurement.ocid))
        .where(
            col(StoredFinding.rules) == rules,
            col(StoredFinding.status).in_(("raised", "clear")),
            col(StoredProcurement.buyer_key).is_not(None),
        )
        .group_by(col(StoredProcurement.buyer_key), col(StoredFinding.indicator))
    )
    found: dict[str, dict[str, Share]] = {}
    for key, indicator, hits, total in rows:
        found.setdefault(str(key), {})[indicator] = Share(int(hits), total)
    return found


def themes_in_tenders(
    session: Session, *, extractor: str, codes: Sequence[str], least: int = 2
) -> dict[str, dict[str, Share]]:
    """For each buyer and theme, tender notices that ask for it at this level or more, out of those we could read."""
    totals = {
        str(key): total
        for key, total in session.execute(
            select(col(StoredNotice.buyer_key), func.count())
            .join(StoredReading, col(StoredReading.notice_key) == col(StoredNotice.key))
            .where(
                col(StoredNotice.notice_type).in_(TENDERS),
                col(StoredNotice.twin_key).is_(None),
                col(StoredReading.extractor) == extractor,
                col(StoredReading.readability) == "read",
                col(StoredNotice.buyer_key).is_not(None),
            )
            .group_by(col(StoredNotice.buyer_key))
        )
    }
    found = {key: dict.fromkeys(codes, Share(0, total)) for key, total in totals.items()}
    for key, theme, hits in session.execute(
        select(
            col(StoredNotice.buyer_key), col(StoredCommitment.theme), func.count(func.distinct(col(StoredNotice.key)))
        )
        .join(StoredCommitment, col(StoredCommitment.notice_key) == col(StoredNotice.key))
        .where(
            col(StoredNotice.notice_type).in_(TENDERS),
            col(StoredNotice.twin_key).is_(None),
            col(StoredCommitment.extractor) == extractor,
            col(StoredCommitment.level) >= least,
            col(StoredNotice.buyer_key).is_not(None),
        )
        .group_by(col(StoredNotice.buyer_key), col(StoredCommitment.theme))
    ):
        if str(key) in totals:
            found[str(key)][theme] = Share(hits, totals[str(key)])
    return found
