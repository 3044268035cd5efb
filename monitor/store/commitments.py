"""What each version of the extractor read in the notices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import and_, delete, func, insert
from sqlmodel import Session, col, select

from monitor.models import StoredCommitment, StoredNotice, StoredReading
from monitor.store.chunks import chunks
from nlp.commitment import Commitment, Level, Modality, Readability, Reading, Slots


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A notice's reading, to be kept."""

    notice_key: int
    digest: str
    reading: Reading


def unread(session: Session, *, extractor: str, after: int = 0, limit: int = 200) -> Sequence[StoredNotice]:
    """Notices that this version has not read as they now stand, by number."""
    made = and_(col(StoredReading.notice_key) == col(StoredNotice.key), col(StoredReading.extractor) == extractor)
    return session.exec(
        select(StoredNotice)
        .outerjoin(StoredReading, made)
        .where(
            col(StoredNotice.key) > after,
            col(StoredReading.digest).is_(None) | (col(StoredReading.digest) != col(StoredNotice.digest)),
        )
        .order_by(col(StoredNotice.key))
        .limit(limit)
    ).all()


def count_unread(session: Session, *, extractor: str) -> int:
    """How many notices this version has not read as they now stand."""
    made = and_(
        col(StoredReading.notice_key) == col(StoredNotice.key),
        col(StoredReading.extractor) == extractor,
        col(StoredReading.digest) == col(StoredNotice.digest),
    )
    return session.exec(
        select(func.count())
        .select_from(StoredNotice)
        .outerjoin(StoredReading, made)
        .where(col(StoredReading.digest).is_(None))
    ).one()


def keep(session: Session, readings: Iterable[Read], *, extractor: str, at: datetime) -> int:
    """Keep readings in place of earlier ones of the same version; give how many commitments they hold."""
    items = list(readings)
    keys = [item.notice_key for item in items]
    for table in (StoredReading, StoredCommitment):
        for part in chunks(keys):
            session.exec(delete(table).where(col(table.notice_key).in_(part), col(table.extractor) == extractor))
    if items:
        session.execute(insert(StoredReading), [_reading(item, extractor, at) for item in items])
    rows = [
        _commitment(item.notice_key, commitment, extractor) for item in items for commitment in item.reading.commitments
    ]
    if rows:
        session.execute(insert(StoredCommitment), rows)
    return len(rows)


def of_notices(session: Session, keys: Sequence[int], *, extractor: str) -> dict[int, list[StoredCommitment]]:
    """The commitments of some notices as one version read them, in the order they were found."""
    found: dict[int, list[StoredCommitment]] = {key: [] for key in keys}
    for part in chunks(keys):
        rows = session.exec(
            select(StoredCommitment)
            .where(col(StoredCommitment.notice_key).in_(part), StoredCommitment.extractor == extractor)
            .order_by(col(StoredCommitment.key))
        )
        for row in rows:
            found[row.notice_key].append(row)
    return found


def readings(session: Session, keys: Sequence[int], *, extractor: str) -> dict[int, StoredReading]:
    """Whether some notices could be read, by the notice's number."""
    return {
        row.notice_key: row
        for part in chunks(keys)
        for row in session.exec(
            select(StoredReading).where(col(StoredReading.notice_key).in_(part), StoredReading.extractor == extractor)
        )
    }


def latest_extractor(session: Session) -> str | None:
    """The version that read last."""
    return session.exec(
        select(StoredReading.extractor)
        .order_by(col(StoredReading.made_at).desc(), col(StoredReading.extractor))
        .limit(1)
    ).first()


def count(session: Session, *, extractor: str) -> int:
    """How many commitments one version found."""
    return session.exec(
        select(func.count()).select_from(StoredCommitment).where(StoredCommitment.extractor == extractor)
    ).one()


def value(row: StoredCommitment, notice_id: str) -> Commitment:
    """The commitment of a row."""
    return Commitment(
        notice_id=notice_id,
        pointer=row.pointer,
        start=row.start,
        end=row.end,
        quote=row.quote,
        theme=row.theme,
        level=Level(row.level),
        modality=Modality(row.modality),
        slots=msgspec.convert(row.slots, Slots, strict=False),
        confidence=row.confidence,
        found_by=row.found_by,
        extractor=row.extractor,
    )


def readability(row: StoredReading | None) -> Readability:
    """Whether a notice's texts could be judged; one that was never read can't be."""
    return Readability(row.readability) if row else Readability.CANNOT_TELL


def _reading(item: Read, extractor: str, at: datetime) -> dict[str, object]:
    return {
        "notice_key": item.notice_key,
        "extractor": extractor,
        "digest": item.digest,
        "readability": item.reading.readability.value,
        "reason": item.reading.reason,
        "commitments": len(item.reading.commitments),
        "made_at": at,
    }


def _commitment(notice_key: int, commitment: Commitment, extractor: str) -> dict[str, object]:
    return {
        "notice_key": notice_key,
        "pointer": commitment.pointer,
        "start": commitment.start,
        "end": commitment.end,
        "quote": commitment.quote,
        "theme": commitment.theme,
        "level": int(commitment.level),
        "modality": commitment.modality.value,
        "slots": commitment.slots,
        "confidence": commitment.confidence,
        "found_by": commitment.found_by,
        "extractor": extractor,
    }
