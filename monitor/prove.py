"""Prove: a day of a source counted a second time, and set beside what the ledger has.

The day is walked again, page by page; and where the source can be asked for single procurements, some of the day are
fetched on their own and looked for in the ledger.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from random import Random

from sqlmodel import col, select

from monitor import collect, read
from monitor.errors import BadInput
from monitor.models import Proof, ReleaseReceipt
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import coverage
from monitor.store.gate import SharedGate
from scrapers.source import Source

SAMPLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Proved:
    """What a second count came to. ``missing`` the ledger did not have before; ``gone`` did not come again."""

    source: str
    day: date
    how: str
    before: int
    counted: int
    missing: tuple[str, ...]
    gone: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        """Whether both counts found the same."""
        return not self.missing and not self.gone


def run(services: Services, source: Source, day: date, *, progress: Progress = silent) -> tuple[list[Proved], Outcome]:
    """Walk a day again and compare; then fetch single procurements of it, where the source allows."""
    begin, end = coverage.day_bounds(day)
    if end > services.clock.now():
        raise BadInput(f"{day} is not over yet: prove a day that is")
    before = _ids(services, source, day, after_page=0)
    last_page = _last_page(services, source)
    outcome = collect.run(services, names=(source.name,), since=begin, until=end, again=True, progress=progress)
    if outcome.failed:
        return [], outcome
    read.run(services)
    walked = _ids(services, source, day, after_page=last_page)
    proofs = [_proved(source, day, "walked again", before, walked)]
    if source.lookup is not None:
        proofs.append(_sampled(services, source, day, before | walked))
    with services.store.writing() as session:
        for proof in proofs:
            session.add(
                Proof(
                    source=source.name,
                    day=day.isoformat(),
                    proved_at=services.clock.now(),
                    how=proof.how,
                    counted=proof.counted,
                    missing=len(proof.missing),
                    gone=len(proof.gone),
                )
            )
    return proofs, outcome


def _sampled(services: Services, source: Source, day: date, known: set[str]) -> Proved:
    """Fetch some procurements of the day on their own: every release of theirs that day must be in the ledger."""
    with services.store.reading() as session:
        ocids = sorted(
            {
                ocid
                for ocid in session.exec(
                    select(ReleaseReceipt.ocid)
                    .where(ReleaseReceipt.source == source.name, ReleaseReceipt.day == day.isoformat())
                    .distinct()
                )
                if ocid
            }
        )
    sample = Random(day.toordinal()).sample(ocids, min(SAMPLE, len(ocids)))  # noqa: S311 - the same sample each time
    gate = SharedGate(
        store=services.store,
        clock=services.clock,
        paces={source.host: source.pace},
        patience_seconds=services.settings.scrapers.patience_seconds,
    )
    found: set[str] = set()
    with source.client(services.settings.scrapers, gate, services.clock) as client:
        for ocid in sample:
            found |= {
                receipt.release_id
                for receipt in source.single(client, ocid)
                if receipt.release_id and collect.uk_day(receipt.published) == day.isoformat()
            }
    missing = tuple(sorted(found - known))
    return Proved(
        source=source.name,
        day=day,
        how=f"{len(sample)} procurements fetched on their own",
        before=len(found & known),
        counted=len(found),
        missing=missing,
        gone=(),
    )


def _proved(source: Source, day: date, how: str, before: set[str], counted: set[str]) -> Proved:
    return Proved(
        source=source.name,
        day=day,
        how=how,
        before=len(before),
        counted=len(counted),
        missing=tuple(sorted(counted - before)),
        gone=tuple(sorted(before - counted)),
    )


def _ids(services: Services, source: Source, day: date, *, after_page: int) -> set[str]:
    with services.store.reading() as session:
        found = session.exec(
            select(ReleaseReceipt.release_id)
            .where(
                ReleaseReceipt.source == source.name,
                ReleaseReceipt.day == day.isoformat(),
                col(ReleaseReceipt.page_id) > after_page,
            )
            .distinct()
        )
        return {release_id for release_id in found if release_id}


def _last_page(services: Services, source: Source) -> int:
    with services.store.reading() as session:
        latest = session.exec(
            select(ReleaseReceipt.page_id)
            .where(ReleaseReceipt.source == source.name)
            .order_by(col(ReleaseReceipt.page_id).desc())
        ).first()
    return latest or 0
