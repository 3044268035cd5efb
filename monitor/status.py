"""Status: how everything stands, for the operator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import col, func, select

from monitor import suspects
from monitor.indicators.suspicion import Suspicion
from monitor.models import Concern, Flag, Run, SetAsideRelease
from monitor.services import Services
from monitor.store import commitments, judgements, ledger, notices, queues

MOST_CONCERNS = 20
MOST_GIVEN_UP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What is kept, what ran, what waits, and what needs a person."""

    notices: int
    commitments: int
    flags: int
    unread_pages: int
    extractor: str | None
    rules: str | None
    runs: Sequence[Run]
    set_aside: Sequence[SetAsideRelease]
    alerts: Sequence[queues.Queue]
    owed: queues.Owed
    given_up: Sequence[queues.GivenUp]
    concerns: Sequence[Concern]
    suspects: Sequence[Suspicion]

    @property
    def failing(self) -> list[Run]:
        """The latest run of each source whose latest run failed."""
        latest: dict[str, Run] = {}
        for run in self.runs:
            latest.setdefault(run.source, run)
        return [run for run in latest.values() if run.ending == "failed"]

    @property
    def needs_a_person(self) -> bool:
        """Whether something was set aside, given up or has nowhere to go, or a source's latest run failed."""
        set_aside = any(one.whole for one in self.set_aside) or any(queue.set_aside for queue in self.alerts)
        return set_aside or bool(self.failing) or bool(self.owed.stranded)


def run(services: Services) -> Status:
    """Look it all up in one moment."""
    doubted = [one for one in suspects.every(services) if one.is_suspect]
    with services.store.reading() as session:
        extractor = commitments.latest_extractor(session)
        return Status(
            notices=notices.count(session),
            commitments=commitments.count(session, extractor=extractor) if extractor else 0,
            flags=session.exec(select(func.count()).select_from(Flag).where(col(Flag.cleared_at).is_(None))).one(),
            unread_pages=ledger.count_unread(session),
            extractor=extractor,
            rules=judgements.latest_rules(session),
            runs=[Run.model_validate(row.model_dump()) for row in ledger.runs(session)],
            set_aside=[SetAsideRelease.model_validate(row.model_dump()) for row in ledger.set_aside(session)],
            alerts=queues.queues(session),
            owed=queues.owed(session, now=services.clock.now()),
            given_up=queues.given_up(session, limit=MOST_GIVEN_UP),
            concerns=[
                Concern.model_validate(row.model_dump())
                for row in session.exec(select(Concern).order_by(col(Concern.raised_at).desc()).limit(MOST_CONCERNS))
            ],
            suspects=doubted,
        )
