"""Concerns: what an operator should look at, noticed once and told once.

A source that has gone quiet, a day with far fewer releases than its source declares, a source whose runs keep failing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select

from monitor import collect
from monitor.models import Concern, Run
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import ledger
from scrapers.source import Source

LOOK_BACK = timedelta(days=8)
FAILING_RUNS = 3


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Look at every enabled source; give the new concerns as failures, so that they are told where runs are told."""
    now = services.clock.now()
    told: list[str] = []
    enabled = [source for source in services.sources.values() if source.enabled]
    with services.store.writing() as session:
        for number, source in enumerate(enabled, start=1):
            for key, reason in _of(services, session, source):
                if session.get(Concern, key) is None:
                    session.add(Concern(key=key, source=source.name, reason=reason, raised_at=now, told_at=now))
                    told.append(reason)
            progress(number, len(enabled))
    return Outcome(step="concerns", took=len(enabled), made=len(told), failures=tuple(told))


def open_ones(session: Session, *, limit: int = 50) -> list[Concern]:
    """The latest concerns, newest first."""
    return list(session.exec(select(Concern).order_by(col(Concern.raised_at).desc()).limit(limit)))


def _of(services: Services, session: Session, source: Source) -> Iterator[tuple[str, str]]:
    today = services.today
    lines = ledger.days(session, source=source.name, least=collect.least(source), since=today - LOOK_BACK, until=today)
    for line in lines:
        least = collect.least(source)[line.day.weekday()]
        walked = line.state != "partial" and line.windows > 0
        if line.day < today and walked and line.distinct < least:
            reason = (
                f"{source.title} gave {line.distinct} releases for {line.day}, where at least {least} are expected: "
                f"look at its site, then run 'ethos ledger --prove {line.day} {source.name}'"
            )
            yield f"few:{source.name}:{line.day}", reason
    latest = session.exec(
        select(Run).where(Run.source == source.name, col(Run.ended_at).is_not(None)).order_by(col(Run.id).desc())
    ).all()[:FAILING_RUNS]
    if len(latest) == FAILING_RUNS and all(one.ending == "failed" for one in latest):
        yield (
            f"failing:{source.name}:{today}",
            f"the last {FAILING_RUNS} runs of {source.title} failed, the latest because: {latest[0].message}",
        )
