"""Compare: what two versions of the extractor read differently in the notices that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, select

from monitor.errors import NothingFound
from monitor.models import StoredCommitment, StoredNotice, StoredReading
from monitor.services import Services

BATCH = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A commitment that only one version found (``gained``, ``lost``), or found at another level (``level``)."""

    notice_id: str
    change: str
    theme: str
    quote: str
    old_level: int | None
    new_level: int | None
    found_by: str


def versions(services: Services) -> list[str]:
    """The versions that read anything, oldest first."""
    with services.store.reading() as session:
        rows = session.exec(select(StoredReading.extractor, StoredReading.made_at).order_by(col(StoredReading.made_at)))
        return list(dict.fromkeys(extractor for extractor, _ in rows))


def run(services: Services, old: str, new: str) -> list[Difference]:
    """Every difference on the notices that both versions read, by notice."""
    known = versions(services)
    for version in (old, new):
        if version not in known:
            raise NothingFound(f"no notices were read by {version!r}: there are {', '.join(known) or 'none'}")
    with services.store.reading() as session:
        return [
            one
            for key, notice_id in _both(session, old, new)
            for one in _differences(session, key, notice_id, old, new)
        ]


def _both(session: Session, old: str, new: str) -> list[tuple[int, str]]:
    read_by_new = select(StoredReading.notice_key).where(StoredReading.extractor == new)
    return list(
        session.exec(
            select(StoredNotice.key, StoredNotice.release_id)
            .join(StoredReading, col(StoredReading.notice_key) == col(StoredNotice.key))
            .where(StoredReading.extractor == old, col(StoredNotice.key).in_(read_by_new))
            .order_by(col(StoredNotice.release_id))
        )
    )


def _differences(session: Session, key: int, notice_id: str, old: str, new: str) -> Iterator[Difference]:
    rows = session.exec(
        select(StoredCommitment)
        .where(StoredCommitment.notice_key == key, col(StoredCommitment.extractor).in_((old, new)))
        .order_by(col(StoredCommitment.pointer), col(StoredCommitment.start), col(StoredCommitment.theme))
    ).all()
    before = [row for row in rows if row.extractor == old]
    after = [row for row in rows if row.extractor == new]
    for row in after:
        match = next((other for other in before if _same(row, other)), None)
        if match is None:
            yield _difference(notice_id, "gained", row, None, row.level)
        elif match.level != row.level:
            yield _difference(notice_id, "level", row, match.level, row.level)
    for row in before:
        if not any(_same(row, other) for other in after):
            yield _difference(notice_id, "lost", row, row.level, None)


def _same(one: StoredCommitment, other: StoredCommitment) -> bool:
    overlap = one.start < other.end and other.start < one.end
    return one.pointer == other.pointer and one.theme == other.theme and overlap


def _difference(notice_id: str, change: str, row: StoredCommitment, old: int | None, new: int | None) -> Difference:
    return Difference(
        notice_id=notice_id,
        change=change,
        theme=row.theme,
        quote=row.quote,
        old_level=old,
        new_level=new,
        found_by=row.found_by,
    )
