"""The versions of rules and of the extractor that findings and readings are kept under: listed, read, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlmodel import Session, col

from monitor.models import (
    StoredCommitment,
    StoredFinding,
    StoredInapplicable,
    StoredJudgement,
    StoredProcurement,
    StoredReading,
    StoredRule,
)
from monitor.store.chunks import chunks
from monitor.store.verdicts import NOT_APPLICABLE

LATEST = 10_000
"""So many procurements tell how a rule behaves; more would only make the pages slow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A version, what is kept of it, and when it was at work; ``judged_as_of`` is the latest day of a set of rules."""

    version: str
    kept: int
    first_at: datetime
    latest_at: datetime
    judged_as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A finding without its evidence."""

    ocid: str
    indicator: str
    status: str
    reason: str


def of_rules(session: Session) -> list[Version]:
    """The versions of the rules, the latest first, each with the procurements it judged."""
    made = col(StoredJudgement.made_at)
    rows = session.execute(
        select(
            col(StoredJudgement.rules),
            func.count(),
            func.min(made),
            func.max(made),
            func.max(col(StoredJudgement.as_of)),
        )
        .group_by(col(StoredJudgement.rules))
        .order_by(func.max(made).desc(), col(StoredJudgement.rules))
    )
    return [
        Version(version=rules, kept=kept, first_at=first, latest_at=latest, judged_as_of=as_of)
        for rules, kept, first, latest, as_of in rows
    ]


def of_extractor(session: Session) -> list[Version]:
    """The versions of the extractor, the latest first, each with the notices it read."""
    made = col(StoredReading.made_at)
    rows = session.execute(
        select(col(StoredReading.extractor), func.count(), func.min(made), func.max(made))
        .group_by(col(StoredReading.extractor))
        .order_by(func.max(made).desc(), col(StoredReading.extractor))
    )
    return [
        Version(version=extractor, kept=kept, first_at=first, latest_at=latest)
        for extractor, kept, first, latest in rows
    ]


def judged_by(session: Session, *, rules: str) -> dict[str, tuple[str, str]]:
    """The procurements that these rules judged, each with the digests of what came of it: empty where none was made."""
    rows = session.execute(
        select(col(StoredJudgement.ocid), col(StoredJudgement.told), col(StoredJudgement.inapplicable)).where(
            col(StoredJudgement.rules) == rules
        )
    )
    return {ocid: (told, inapplicable) for ocid, told, inapplicable in rows}


def findings(session: Session, ocids: Sequence[str], *, rules: str) -> list[Kept]:
    """What these rules concluded on some procurements, without the evidence."""
    written = select(
        col(StoredFinding.ocid), col(StoredFinding.indicator), col(StoredFinding.status), col(StoredFinding.reason)
    ).where(col(StoredFinding.rules) == rules)
    rest = (
        select(col(StoredJudgement.ocid), col(StoredInapplicable.reasons))
        .join(StoredInapplicable, col(StoredInapplicable.key) == col(StoredJudgement.inapplicable))
        .where(col(StoredJudgement.rules) == rules)
    )
    found: list[Kept] = []
    for part in chunks(ocids):
        for ocid, indicator, status, reason in session.execute(written.where(col(StoredFinding.ocid).in_(part))):
            found.append(Kept(ocid=ocid, indicator=indicator, status=status, reason=reason))
        for ocid, reasons in session.execute(rest.where(col(StoredJudgement.ocid).in_(part))):
            found += [
                Kept(ocid=ocid, indicator=indicator, status=NOT_APPLICABLE, reason=reason)
                for indicator, reason in reasons.items()
            ]
    return found


def conclusions(session: Session, *, rules: str) -> dict[str, dict[str, int]]:
    """How often each indicator was raised, clear or could not tell, over the latest procurements."""
    latest = select(col(StoredProcurement.ocid)).order_by(col(StoredProcurement.latest_at).desc()).limit(LATEST)
    rows = session.execute(
        select(col(StoredFinding.indicator), col(StoredFinding.status), func.count())
        .where(col(StoredFinding.rules) == rules, col(StoredFinding.ocid).in_(latest))
        .group_by(col(StoredFinding.indicator), col(StoredFinding.status))
    )
    found: dict[str, dict[str, int]] = {}
    for indicator, status, number in rows:
        found.setdefault(indicator, {})[status] = number
    return found


def forget_rules(session: Session, rules: str) -> None:
    """Leave no finding of a version of the rules; flags, which tell what stands now, are kept."""
    for table in (StoredFinding, StoredJudgement, StoredRule):
        session.execute(delete(table).where(col(table.rules) == rules))
    used = select(col(StoredJudgement.inapplicable))
    session.execute(delete(StoredInapplicable).where(col(StoredInapplicable.key).not_in(used)))


def forget_extractor(session: Session, extractor: str) -> None:
    """Leave no reading or commitment of a version of the extractor."""
    for table in (StoredCommitment, StoredReading):
        session.execute(delete(table).where(col(table.extractor) == extractor))
