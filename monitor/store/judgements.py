"""Procurements, which of them to judge, and the flags: raised once, cleared when they no longer hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from monitor.models import Flag, StoredJudgement, StoredNotice, StoredProcurement, StoredReading
from monitor.store.chunks import chunks
from monitor.store.verdicts import Judged, columns, findings_on, keep, latest_rules

__all__ = [
    "Flagged",
    "Judged",
    "findings_on",
    "flag",
    "flags",
    "keep",
    "latest_rules",
    "put",
    "to_assess",
    "to_trace",
]

NONE: Mapping[str, Collection[str]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Flagged:
    """What became of the flags: numbers of the new ones and of those raised again, and how many were cleared."""

    new: tuple[int, ...] = ()
    cleared: int = 0
    again: tuple[int, ...] = ()


def to_trace(session: Session, *, extractor: str) -> list[str]:
    """Procurements with a notice or reading newer than they were last put together, sorted."""
    stale = (
        select(StoredNotice.ocid)
        .outerjoin(StoredProcurement, col(StoredProcurement.ocid) == col(StoredNotice.ocid))
        .outerjoin(
            StoredReading,
            (col(StoredReading.notice_key) == col(StoredNotice.key)) & (col(StoredReading.extractor) == extractor),
        )
        .where(
            col(StoredNotice.twin_key).is_(None),
            or_(
                col(StoredProcurement.ocid).is_(None),
                col(StoredNotice.changed_at) >= col(StoredProcurement.traced_at),
                col(StoredReading.made_at) >= col(StoredProcurement.traced_at),
            ),
        )
        .distinct()
    )
    return sorted(session.exec(stale))


def put(session: Session, procurements: Iterable[StoredProcurement]) -> int:
    """Keep procurements in place of what was known of them; give how many were new or changed."""
    made = 0
    for procurement in procurements:
        known = session.get(StoredProcurement, procurement.ocid)
        if known is None or known.digest != procurement.digest:
            made += 1
        session.merge(procurement)
    return made


def to_assess(session: Session, *, rules: str, as_of: date, again: bool = False) -> list[str]:
    """Procurements not yet judged as they stand, by these rules, as of this day; sorted."""
    query = select(StoredProcurement.ocid)
    if not again:
        judged = (
            (col(StoredJudgement.ocid) == col(StoredProcurement.ocid))
            & (col(StoredJudgement.rules) == rules)
            & (col(StoredJudgement.facts) == col(StoredProcurement.digest))
            & (col(StoredJudgement.as_of) == as_of)
        )
        query = query.outerjoin(StoredJudgement, judged).where(col(StoredJudgement.ocid).is_(None))
    return sorted(session.exec(query))


def flag(
    session: Session,
    findings: Sequence[Judged],
    *,
    rules: str,
    at: datetime,
    inapplicable: Mapping[str, Collection[str]] = NONE,
) -> Flagged:
    """Raise the flags that are new, keep those that still hold, clear those that don't.

    ``inapplicable`` names, by procurement, indicators that don't concern it, beside those of the findings.
    """
    ocids = sorted({finding.ocid for finding in findings}.union(inapplicable))
    known = {
        (row.ocid, row.indicator): row
        for part in chunks(ocids)
        for row in session.exec(select(Flag).where(col(Flag.ocid).in_(part)))
    }
    new: list[Flag] = []
    again: list[int] = []
    cleared = 0
    for finding in findings:
        row = known.get((finding.ocid, finding.indicator))
        if finding.status == "raised":
            if row is None:
                new.append(Flag(**_columns(finding), rules=rules, raised_at=at))
            else:
                if row.cleared_at is not None:
                    again.append(row.key)
                _renew(row, {**_columns(finding), "rules": rules, "cleared_at": None})
        elif row is not None and row.cleared_at is None:
            cleared += _clear(session, row, at)
    for (ocid, indicator), row in known.items():
        if row.cleared_at is None and indicator in inapplicable.get(ocid, ()):
            cleared += _clear(session, row, at)
    session.add_all(new)
    session.flush()
    return Flagged(tuple(row.key for row in new), cleared, tuple(again))


def flags(session: Session, keys: Sequence[int]) -> list[Flag]:
    """Flags by number, in that order."""
    found = {row.key: row for part in chunks(keys) for row in session.exec(select(Flag).where(col(Flag.key).in_(part)))}
    return [found[key] for key in keys if key in found]


def _renew(row: Flag, told: Mapping[str, Any]) -> None:
    """Set what differs alone: of most flags that still hold, nothing does but the rules."""
    for name, value in told.items():
        now = getattr(row, name)
        if now != (list(value) if isinstance(value, tuple) else value):
            setattr(row, name, value)


def _clear(session: Session, row: Flag, at: datetime) -> int:
    row.cleared_at = at
    session.add(row)
    return 1


def _columns(finding: Judged) -> dict[str, Any]:
    told = columns(finding)
    del told["status"]
    return told
