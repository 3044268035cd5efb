"""What came of judging: of each procurement its findings, and in short the rules that don't concern it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import delete, insert, update
from sqlmodel import Session, col, select

from monitor.models import StoredFinding, StoredInapplicable, StoredJudgement, StoredProcurement, StoredRule
from monitor.store.chunks import chunks

NOT_APPLICABLE = "not_applicable"
_SETS_REMEMBERED = 20_000
_ENCODER = msgspec.msgpack.Encoder()


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All that came of judging one procurement.

    ``told`` is a digest of the findings, which are only put into words where they are to be kept; ``reasons`` say, by
    code, why rules don't concern it, and ``inapplicable`` is the key they are kept under.
    """

    ocid: str
    facts: str
    settled: bool
    notice_id: str | None
    findings: Callable[[], tuple[Judged, ...]]
    told: str
    inapplicable: str
    reasons: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What one indicator rests on."""

    kind: str
    legal_basis: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """What came of judging a procurement last, in short."""

    as_of: date
    settled: bool
    notice_id: str | None
    told: str
    inapplicable: str

    def is_of(self, verdict: Verdict) -> bool:
        """Whether a verdict says the same."""
        mine = (self.settled, self.notice_id, self.told, self.inapplicable)
        return mine == (verdict.settled, verdict.notice_id, verdict.told, verdict.inapplicable)


def digest(value: Any) -> str:
    """A short hash of any plain structure."""
    return hashlib.blake2b(_ENCODER.encode(value), digest_size=16).hexdigest()


@lru_cache(maxsize=_SETS_REMEMBERED)
def reasons_key(codes: tuple[str, ...], reasons: tuple[str, ...]) -> str:
    """What a set of reasons why rules don't concern a procurement is kept under."""
    return digest((codes, reasons))


def declare(session: Session, grounds: Mapping[str, Ground], *, rules: str) -> None:
    """Keep what the indicators of a version of the rules rest on, unless it is known."""
    known = set(session.exec(select(StoredRule.indicator).where(StoredRule.rules == rules)))
    rows = [
        {"rules": rules, "indicator": code, "kind": ground.kind, "legal_basis": ground.legal_basis}
        for code, ground in grounds.items()
        if code not in known
    ]
    if rows:
        session.execute(insert(StoredRule), rows)


def standing(session: Session, ocids: Sequence[str], *, rules: str) -> dict[str, Standing]:
    """What came of judging those of some procurements that these rules have judged with nothing new since."""
    rows = (
        row
        for part in chunks(ocids)
        for row in session.exec(
            select(  # type: ignore[call-overload]  # sqlmodel types no more than four columns
                StoredJudgement.ocid,
                StoredJudgement.as_of,
                StoredJudgement.settled,
                StoredJudgement.notice_id,
                StoredJudgement.told,
                StoredJudgement.inapplicable,
            )
            .join(StoredProcurement, col(StoredProcurement.ocid) == col(StoredJudgement.ocid))
            .where(
                col(StoredJudgement.ocid).in_(part),
                StoredJudgement.rules == rules,
                col(StoredJudgement.facts) == col(StoredProcurement.digest),
            )
        )
    )
    return {ocid: Standing(*rest) for ocid, *rest in rows}


def move(session: Session, ocids: Sequence[str], *, rules: str, as_of: date) -> None:
    """Remember that the same came of judging some procurements as of another day."""
    for part in chunks(ocids):
        session.exec(
            update(StoredJudgement)
            .where(col(StoredJudgement.ocid).in_(part), col(StoredJudgement.rules) == rules)
            .values(as_of=as_of)
            .execution_options(synchronize_session=False)
        )


def put(session: Session, verdicts: Sequence[Verdict], *, rules: str, as_of: date, at: datetime) -> None:
    """Keep what came of judging some procurements in place of what came of it before, by the same rules."""
    for part in chunks([verdict.ocid for verdict in verdicts]):
        for table in (StoredFinding, StoredJudgement):
            session.exec(delete(table).where(col(table.ocid).in_(part), col(table.rules) == rules))
    _put_reasons(session, {verdict.inapplicable: verdict.reasons for verdict in verdicts})
    judgements = [
        {
            "ocid": verdict.ocid,
            "rules": rules,
            "facts": verdict.facts,
            "as_of": as_of,
            "settled": verdict.settled,
            "notice_id": verdict.notice_id,
            "told": verdict.told,
            "inapplicable": verdict.inapplicable,
            "made_at": at,
        }
        for verdict in verdicts
    ]
    if judgements:
        session.execute(insert(StoredJudgement), judgements)
    when = {"rules": rules, "as_of": as_of, "made_at": at}
    findings = [columns(finding) | when for verdict in verdicts for finding in verdict.findings()]
    if findings:
        session.execute(insert(StoredFinding), findings)


def keep(session: Session, findings: Sequence[Judged], *, rules: str, as_of: date, at: datetime) -> None:
    """Keep whole findings of some procurements in place of earlier ones under the same rules."""
    declare(session, {one.indicator: Ground(one.kind, one.legal_basis) for one in findings}, rules=rules)
    by_ocid: dict[str, list[Judged]] = {}
    for finding in findings:
        by_ocid.setdefault(finding.ocid, []).append(finding)
    verdicts = [_verdict(ocid, judged) for ocid, judged in by_ocid.items()]
    put(session, verdicts, rules=rules, as_of=as_of, at=at)


def findings_on(session: Session, ocid: str, *, rules: str | None = None) -> list[StoredFinding]:
    """Every finding on one procurement under the rules named, else the latest, by indicator."""
    rules = rules or latest_rules(session)
    return [] if rules is None else list(_every(session, [ocid], rules))


def every_finding(session: Session, *, rules: str | None = None) -> Iterator[StoredFinding]:
    """Every finding on every procurement under the rules named, else the latest, by procurement and indicator."""
    rules = rules or latest_rules(session)
    if rules is None:
        return
    ocids = session.exec(
        select(StoredJudgement.ocid).where(StoredJudgement.rules == rules).order_by(col(StoredJudgement.ocid))
    ).all()
    for part in chunks(ocids):
        yield from _every(session, part, rules)


def latest_rules(session: Session) -> str | None:
    """The version of the rules that judged last."""
    return session.exec(
        select(StoredJudgement.rules).order_by(col(StoredJudgement.made_at).desc(), col(StoredJudgement.rules)).limit(1)
    ).first()


def columns(finding: Judged) -> dict[str, Any]:
    """The fields of a finding by the columns they are kept in."""
    return {
        "ocid": finding.ocid,
        "indicator": finding.indicator,
        "notice_id": finding.notice_id,
        "status": finding.status,
        "kind": finding.kind,
        "reason": finding.reason,
        "evidence": finding.evidence,
        "legal_basis": finding.legal_basis,
    }


def _verdict(ocid: str, judged: Iterable[Judged]) -> Verdict:
    findings = tuple(judged)
    short = [one for one in findings if one.status == NOT_APPLICABLE and not one.evidence]
    told = tuple(one for one in findings if one not in short)
    codes, reasons = tuple(one.indicator for one in short), tuple(one.reason for one in short)
    return Verdict(
        ocid=ocid,
        facts="",
        settled=False,
        notice_id=next((one.notice_id for one in short), None),
        findings=lambda: told,
        told=digest(told),
        inapplicable=reasons_key(codes, reasons),
        reasons=dict(zip(codes, reasons, strict=True)),
    )


def _put_reasons(session: Session, reasons: Mapping[str, Mapping[str, str]]) -> None:
    known = {
        key
        for part in chunks(list(reasons))
        for key in session.exec(select(StoredInapplicable.key).where(col(StoredInapplicable.key).in_(part)))
    }
    rows = [{"key": key, "reasons": one} for key, one in reasons.items() if key not in known]
    if rows:
        session.execute(insert(StoredInapplicable), rows)


def _every(session: Session, ocids: Sequence[str], rules: str) -> Iterator[StoredFinding]:
    """The findings on some procurements, those kept in short included, apart from the session."""
    judged = session.exec(
        select(StoredJudgement)
        .where(col(StoredJudgement.ocid).in_(ocids), StoredJudgement.rules == rules)
        .order_by(col(StoredJudgement.ocid))
    ).all()
    keys = {judgement.inapplicable for judgement in judged}
    sets = session.exec(select(StoredInapplicable).where(col(StoredInapplicable.key).in_(keys)))
    reasons = {row.key: row.reasons for row in sets}
    told: dict[str, list[StoredFinding]] = {}
    for row in session.exec(
        select(StoredFinding).where(col(StoredFinding.ocid).in_(ocids), StoredFinding.rules == rules)
    ):
        told.setdefault(row.ocid, []).append(row)
    grounds = {row.indicator: row for row in session.exec(select(StoredRule).where(StoredRule.rules == rules))}
    for judgement in judged:
        found = [StoredFinding(**row.model_dump() | {"as_of": judgement.as_of}) for row in told.get(judgement.ocid, ())]
        short = reasons.get(judgement.inapplicable, {})
        found += [_short(judgement, grounds[code], reason) for code, reason in short.items()]
        yield from sorted(found, key=lambda one: one.indicator)


def _short(judgement: StoredJudgement, ground: StoredRule, reason: str) -> StoredFinding:
    return StoredFinding(
        ocid=judgement.ocid,
        indicator=ground.indicator,
        rules=judgement.rules,
        notice_id=judgement.notice_id,
        status=NOT_APPLICABLE,
        kind=ground.kind,
        reason=reason,
        evidence=[],
        legal_basis=ground.legal_basis,
        as_of=judgement.as_of,
        made_at=judgement.made_at,
    )
