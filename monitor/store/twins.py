"""Notices of one source that are the same as one of another: the pairs, and how far has been looked for them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session, col, select

from monitor.models import StoredNotice, Watermark
from monitor.store.chunks import chunks
from monitor.store.neighbours import as_published, published_ocid

NAME = "match"


@dataclass(frozen=True, slots=True)
class Twin:
    """The notice that counts for another: its number, how sure that is, and why."""

    key: int
    score: float
    reasons: tuple[str, ...]


def fresh(session: Session, *, sources: Sequence[str]) -> list[str]:
    """The procurements, as published, with a notice that came or changed since the last look."""
    mark = session.get(Watermark, NAME)
    looked_at = mark.at if mark else datetime(1970, 1, 1, tzinfo=UTC)
    query = select(published_ocid()).where(
        col(StoredNotice.source).in_(sources), col(StoredNotice.changed_at) >= looked_at
    )
    return sorted(session.exec(query.distinct()))


def any_of(session: Session, *, source: str) -> bool:
    """Whether any notice of a source is kept."""
    return session.exec(select(StoredNotice.key).where(StoredNotice.source == source).limit(1)).first() is not None


def of_procurements(session: Session, ocids: Sequence[str], *, sources: Sequence[str]) -> list[StoredNotice]:
    """The notices that two sources published under these, whatever they count under."""
    return [
        row
        for part in chunks(ocids)
        for row in session.exec(
            select(StoredNotice)
            .where(as_published(part), col(StoredNotice.source).in_(sources))
            .order_by(col(StoredNotice.key))
        )
    ]


def settle(session: Session, twins: Mapping[int, Twin], *, among: Collection[int]) -> set[str]:
    """Keep the pairs among some notices, and part those that no longer hold; give the procurements that changed."""
    changed: set[str] = set()
    for part in chunks(sorted(among)):
        for row in session.exec(select(StoredNotice).where(col(StoredNotice.key).in_(part))):
            twin = twins.get(row.key)
            known = None if row.twin_key is None else Twin(row.twin_key, row.twin_score or 0.0, tuple(row.twin_reasons))
            if twin == known:
                continue
            row.twin_key, row.twin_score = (twin.key, twin.score) if twin else (None, None)
            row.twin_reasons = twin.reasons if twin else ()
            session.add(row)
            changed.add(row.ocid)
    session.flush()
    return changed


def looked(session: Session, *, at: datetime) -> None:
    """Remember that everything up to now was looked at."""
    mark = session.get(Watermark, NAME) or Watermark(name=NAME, at=at)
    mark.at = at
    session.add(mark)
