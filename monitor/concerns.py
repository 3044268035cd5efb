"""Concerns: what an operator should look at, noticed once and told once.

A source that has gone quiet, a day with far fewer releases than its source declares, a source whose runs keep failing,
an indicator that fires on an implausible share of procurements.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from alerts.base import deliver
from alerts.errors import DeliveryError
from alerts.message import Item, Message
from monitor import collect, suspects
from monitor.models import Concern, Run
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import days, judgements
from scrapers.source import Source

LOOK_BACK = timedelta(days=8)
FAILING_RUNS = 3


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Look at every enabled source and every indicator, and tell the operator of what is new where that reaches one."""
    now = services.clock.now()
    enabled = [source for source in services.sources.values() if source.enabled]
    made = 0
    doubted = suspects.reviews(services)
    with services.store.writing() as session:
        for number, source in enumerate(enabled, start=1):
            for key, reason in _of(services, session, source):
                made += _note(session, key, source.name, reason, now)
            progress(number, len(enabled))
        rules = judgements.latest_rules(session)
        for code, review in doubted.items():
            made += _note(session, f"suspect:{code}:{rules}", f"indicator {code}", _doubt(code, review), now)
    troubles = _tell(services)
    return Outcome(step="concerns", took=len(enabled), made=made, failed=len(troubles), failures=tuple(troubles))


def _note(session: Session, key: str, source: str, reason: str, at: datetime) -> int:
    """Keep a concern that is new; give how many that is."""
    if session.get(Concern, key) is not None:
        return 0
    session.add(Concern(key=key, source=source, reason=reason, raised_at=at))
    return 1


def _doubt(code: str, review: str) -> str:
    return f"{code}: {review}; 'ethos flags --indicator {code}' lists what it raised"


def _tell(services: Services) -> list[str]:
    """Send what was not told yet; what no channel takes is told again next time. Give what went wrong."""
    with services.store.reading() as session:
        untold = session.exec(select(Concern).where(col(Concern.told_at).is_(None)).order_by(col(Concern.key))).all()
    channels = [channel for channel in services.channels if channel.for_operators]
    if not untold or not channels:
        return []
    message = _message(services, untold)
    troubles = []
    for channel in channels:
        try:
            deliver(channel, message, services.clock, retry=services.settings.alerts.retry)
        except DeliveryError as error:
            troubles.append(f"{channel.name}: {error}")
    if len(troubles) < len(channels):
        with services.store.writing() as session:
            for concern in untold:
                kept = session.get_one(Concern, concern.key)
                kept.told_at = services.clock.now()
                session.add(kept)
    return troubles


def _message(services: Services, concerns: Sequence[Concern]) -> Message:
    titles = {name: source.title for name, source in services.sources.items()}
    keys = ",".join(concern.key for concern in concerns)
    return Message(
        key=hashlib.sha256(keys.encode()).hexdigest()[:32],
        subject=f"Ethos needs a look: {concerns[0].reason}",
        created_at=concerns[0].raised_at,
        items=tuple(
            Item(
                key=concern.key,
                title=titles.get(concern.source, concern.source),
                buyer="this Ethos",
                published_at=concern.raised_at,
                indicator="Ethos",
                indicator_title="needs a look",
                kind="completeness",
                reason=concern.reason,
                page_url=f"{services.settings.web.public_url}/status",
            )
            for concern in concerns
        ),
        why="You operate this Ethos. 'ethos status' and 'ethos ledger' say more.",
    )


def _of(services: Services, session: Session, source: Source) -> Iterator[tuple[str, str]]:
    today = services.today
    lines = days.lines(session, source=source.name, least=collect.least(source), since=today - LOOK_BACK, until=today)
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
