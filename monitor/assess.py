"""Assess: every indicator concludes on every procurement, and flags are raised or cleared.

Findings, flags and the alerts owed for new flags are kept in one transaction a batch: no flag is without its alerts.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from monitor import trace
from monitor.indicators import base
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import judgements, outbox
from monitor.store.chunks import chunks
from monitor.store.judgements import Judged

BATCH = 200


def run(services: Services, *, as_of: date | None = None, again: bool = False, progress: Progress = silent) -> Outcome:
    """Judge what has not been judged as it stands, by these rules, as of this day (today unless named)."""
    as_of = as_of or services.today
    indicators = services.indicators
    rules = base.rules_version(indicators)
    extractor = services.extractor.version
    with services.store.reading() as session:
        ocids = judgements.to_assess(session, rules=rules, as_of=as_of, again=again)
    took = made = left = 0
    channels = [channel.name for channel in services.channels]
    for batch in chunks(ocids, BATCH):
        now = services.clock.now()
        with services.store.writing() as session:
            loaded = trace.load(session, batch, extractor=extractor, as_of=as_of, texts=True)
            findings = [
                judged(finding, services.citations)
                for procurement, _ in loaded
                for finding in base.assess(procurement, services.law, indicators)
            ]
            judgements.keep(session, findings, rules=rules, as_of=as_of, at=now)
            flagged = judgements.flag(session, findings, rules=rules, at=now)
            outbox.owe(session, flags=flagged.new, channels=channels, at=now)
            judgements.mark_assessed(session, batch, rules=rules, as_of=as_of)
        took += len(batch)
        made += len(flagged.new)
        left += flagged.cleared
        progress(took, len(ocids))
    return Outcome(step="assess", took=took, made=made, left=left)


def judged(finding: base.Finding, citations: dict[str, tuple[dict[str, str | None], ...]]) -> Judged:
    """A finding as it is kept: evidence and legal basis as plain structures."""
    return Judged(
        ocid=finding.ocid,
        indicator=finding.indicator,
        notice_id=finding.notice_id,
        status=finding.status.value,
        kind=finding.kind.value,
        reason=finding.reason,
        evidence=tuple(asdict(one) for one in finding.evidence),
        legal_basis=citations[finding.indicator],
    )
