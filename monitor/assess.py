"""Assess: every indicator concludes on every procurement, and flags are raised or cleared.

What came of it, flags and the events of new flags are kept in one transaction a batch: no flag goes untold. Only what
came out otherwise is written again. Where no rule looked at the day, a later day alone changes nothing, and only the
day is noted.
"""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property, partial

from sqlmodel import Session

from monitor.indicators import base
from monitor.indicators.concluding import Concluded, conclude
from monitor.outgoing import house
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import events, facts, judgements, verdicts
from monitor.store.chunks import chunks
from monitor.store.judgements import Flagged
from monitor.store.verdicts import Ground, Judged, Standing, Verdict
from monitor.tracing.procurement import Procurement

BATCH = 500


def run(services: Services, *, as_of: date | None = None, again: bool = False, progress: Progress = silent) -> Outcome:
    """Judge what has not been judged as it stands, by these rules, as of this day (today unless named).

    With ``again``, every rule is asked on every procurement, whatever was judged before.
    """
    bench = Bench(services, as_of or services.today)
    with services.store.reading() as session:
        ocids = judgements.to_assess(session, rules=bench.rules, as_of=bench.as_of, again=again)
    took = made = left = 0
    house.stand(services)
    with services.store.writing() as session:
        verdicts.declare(session, bench.grounds, rules=bench.rules)
    for batch in chunks(ocids, BATCH):
        now = services.clock.now()
        with _unswept(), services.store.writing() as session:
            flagged = _assess(session, batch, bench, again=again, at=now)
        took += len(batch)
        made += len(flagged.new)
        left += flagged.cleared
        progress(took, len(ocids))
    return Outcome(step="assess", took=took, made=made, left=left)


@dataclass(frozen=True)
class Bench:
    """What one run judges by: the rules, the law and the day."""

    services: Services
    as_of: date

    @cached_property
    def rules(self) -> str:
        """The version of the rules."""
        return base.rules_version(self.services.indicators)

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        """What each indicator rests on, by its code."""
        basis = self.services.citations
        return {one.code: Ground(one.kind.value, basis[one.code]) for one in self.services.indicators}

    @cached_property
    def deadlines(self) -> Collection[str]:
        """The indicators that a day raises which passed without the notice that was due."""
        return {indicator.code for indicator in self.services.indicators if indicator.deadline}

    def judge(self, procurement: Procurement, digest: str) -> Verdict:
        """What all indicators conclude: findings in full, and in short why others don't concern it."""
        concluded = conclude(procurement, self.services.law, self.services.indicators)
        reasons = concluded.inapplicable
        return Verdict(
            ocid=procurement.ocid,
            facts=digest,
            settled=not procurement.saw_day,
            notice_id=procurement.latest.id if procurement.notices else None,
            findings=partial(self._findings, procurement, concluded),
            told=verdicts.digest([(indicator.code, conclusion) for indicator, conclusion in concluded.told]),
            inapplicable=verdicts.reasons_key(tuple(reasons), tuple(reasons.values())),
            reasons=reasons,
        )

    def _findings(self, procurement: Procurement, concluded: Concluded) -> tuple[Judged, ...]:
        return tuple(self._judged(procurement, *one) for one in concluded.told)

    def _judged(self, procurement: Procurement, indicator: base.Indicator, conclusion: base.Conclusion) -> Judged:
        ground = self.grounds[indicator.code]
        return Judged(
            ocid=procurement.ocid,
            indicator=indicator.code,
            notice_id=base.notice_of(conclusion, procurement),
            status=conclusion.status.value,
            kind=ground.kind,
            reason=conclusion.reason,
            evidence=tuple(
                {"pointer": one.pointer, "quote": one.quote, "notice_id": one.notice_id} for one in conclusion.evidence
            ),
            legal_basis=ground.legal_basis,
        )


def _assess(session: Session, ocids: Sequence[str], bench: Bench, *, again: bool, at: datetime) -> Flagged:
    standing = verdicts.standing(session, ocids, rules=bench.rules)
    due = [ocid for ocid in ocids if again or not _holds(standing.get(ocid), bench.as_of)]
    judged = [bench.judge(found, digest) for digest, found in facts.load(session, due, as_of=bench.as_of)]
    changed = [one for one in judged if one.ocid not in standing or not standing[one.ocid].is_of(one)]
    same = set(ocids) - {one.ocid for one in changed}
    verdicts.move(session, sorted(same), rules=bench.rules, as_of=bench.as_of)
    verdicts.put(session, changed, rules=bench.rules, as_of=bench.as_of, at=at)
    flagged = judgements.flag(
        session,
        [finding for one in changed for finding in one.findings()],
        rules=bench.rules,
        at=at,
        inapplicable={one.ocid: one.reasons for one in changed},
    )
    events.of_flags(
        session,
        judgements.flags(session, flagged.new + flagged.again),
        deadlines=bench.deadlines,
        passed=standing.keys(),
        at=at,
    )
    return flagged


def _holds(standing: Standing | None, as_of: date) -> bool:
    """Whether what came of judging a procurement is sure to come of it again on another day."""
    return standing is not None and standing.settled and standing.as_of <= as_of


@contextmanager
def _unswept() -> Iterator[None]:
    """Without the collection of cycles, which took a third of the time and found none among what is judged."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()
