"""Procurements, the findings on them, and the flags: raised once, cleared when they no longer hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, insert, or_
from sqlmodel import Session, col, select

from monitor.models import Flag, StoredFinding, StoredNotice, StoredProcurement, StoredReading
from monitor.store.chunks import chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One finding as it is kept."""

    ocid: str
    indicator: str
    notice_id: str | None
    status: str
    kind: str
    reason: str
    evidence: tuple[Any, ...]
    legal_basis: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """What became of the flags: numbers of the new ones, and how many were cleared."""

    new: tuple[int, ...] = ()
    cleared: int = 0


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
        if known is not None:
            procurement.assessed_as = known.assessed_as
        session.merge(procurement)
    return made


def to_assess(session: Session, *, rules: str, as_of: date, again: bool = False) -> list[str]:
    """Procurements not yet judged as they stand, by these rules, as of this day; sorted."""
    mark = col(StoredProcurement.digest) + f":{rules}:{as_of.isoformat()}"
    query = select(StoredProcurement.ocid)
    if not again:
        query = query.where(
            or_(col(StoredProcurement.assessed_as).is_(None), col(StoredProcurement.assessed_as) != mark)
        )
    return sorted(session.exec(query))


def mark_assessed(session: Session, ocids: Sequence[str], *, rules: str, as_of: date) -> None:
    """Remember that these were judged."""
    for part in chunks(ocids):
        for row in session.exec(select(StoredProcurement).where(col(StoredProcurement.ocid).in_(part))):
            row.assessed_as = f"{row.digest}:{rules}:{as_of.isoformat()}"
            session.add(row)


def keep(session: Session, findings: Sequence[Judged], *, rules: str, as_of: date, at: datetime) -> None:
    """Keep the findings of some procurements in place of earlier ones under the same rules."""
    ocids = sorted({finding.ocid for finding in findings})
    for part in chunks(ocids):
        session.exec(delete(StoredFinding).where(col(StoredFinding.ocid).in_(part), col(StoredFinding.rules) == rules))
    if findings:
        session.execute(
            insert(StoredFinding),
            [
                {**_columns(finding), "status": finding.status, "rules": rules, "as_of": as_of, "made_at": at}
                for finding in findings
            ],
        )


def flag(session: Session, findings: Sequence[Judged], *, rules: str, at: datetime) -> Flagged:
    """Raise the flags that are new, keep those that still hold, clear those that don't."""
    known = {
        (row.ocid, row.indicator): row
        for part in chunks(sorted({finding.ocid for finding in findings}))
        for row in session.exec(select(Flag).where(col(Flag.ocid).in_(part)))
    }
    new: list[Flag] = []
    cleared = 0
    for finding in findings:
        row = known.get((finding.ocid, finding.indicator))
        if finding.status == "raised":
            if row is None:
                new.append(Flag(**_columns(finding), rules=rules, raised_at=at))
            else:
                row.sqlmodel_update({**_columns(finding), "rules": rules, "cleared_at": None})
                session.add(row)
        elif row is not None and row.cleared_at is None:
            row.cleared_at = at
            session.add(row)
            cleared += 1
    session.add_all(new)
    session.flush()
    return Flagged(tuple(row.key for row in new), cleared)


def flags(session: Session, keys: Sequence[int]) -> list[Flag]:
    """Flags by number, in that order."""
    found = {row.key: row for part in chunks(keys) for row in session.exec(select(Flag).where(col(Flag.key).in_(part)))}
    return [found[key] for key in keys if key in found]


def findings_on(session: Session, ocid: str, *, rules: str | None = None) -> list[StoredFinding]:
    """The findings on one procurement under the rules named, else the latest, by indicator."""
    if rules is None:
        rules = latest_rules(session)
    return list(
        session.exec(
            select(StoredFinding)
            .where(StoredFinding.ocid == ocid, StoredFinding.rules == rules)
            .order_by(col(StoredFinding.indicator))
        )
    )


def latest_rules(session: Session) -> str | None:
    """The version of the rules that judged last."""
    return session.exec(
        select(StoredFinding.rules).order_by(col(StoredFinding.made_at).desc(), col(StoredFinding.rules)).limit(1)
    ).first()


def _columns(finding: Judged) -> dict[str, Any]:
    return {
        "ocid": finding.ocid,
        "indicator": finding.indicator,
        "notice_id": finding.notice_id,
        "kind": finding.kind,
        "reason": finding.reason,
        "evidence": finding.evidence,
        "legal_basis": finding.legal_basis,
    }
