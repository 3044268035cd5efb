"""The ledger by day: what was walked and what came, a line for each source and UK day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import case, func
from sqlmodel import Session, col, select

from monitor.models import ArchivedPage, Proof, ReleaseReceipt, SetAsideRelease, StoredNotice, WalkedWindow
from monitor.store.coverage import UK, covered, day_bounds

SEQUENCE = re.compile(r"^(\d+)-(\d{4})$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """What the ledger knows of one source and one UK day."""

    source: str
    day: date
    state: str
    note: str
    windows: int
    walked_at: datetime | None
    pages: int
    releases: int
    distinct: int
    duplicates: int
    first: str | None
    last: str | None
    gaps: int
    set_aside: int
    notices: int


@dataclass(frozen=True, slots=True)
class _Counts:
    releases: int
    distinct: int
    first: str | None
    last: str | None
    gaps: int


def lines(
    session: Session, *, source: str, least: Sequence[int], since: date | None = None, until: date | None = None
) -> list[Day]:
    """One line a UK day over everything that was asked of a source. ``least`` has the fewest releases by weekday."""
    rows = session.exec(
        select(WalkedWindow).where(WalkedWindow.source == source).order_by(col(WalkedWindow.since))
    ).all()
    if not rows:
        return []
    first = min(row.since for row in rows).astimezone(UK).date()
    last = (max(row.until for row in rows) - timedelta(microseconds=1)).astimezone(UK).date()
    first, last = max(first, since or first), min(last, until or last)
    past = _walked_since(rows)
    counts = _counts(session, source, past)
    proofs = _proofs_by_day(session, source)
    aside, stored = _set_aside_by_day(session, source), _notices_by_day(session, source)
    stretches = covered(session, source=source)
    lines = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        begin, end = day_bounds(day)
        walks = [row for row in rows if row.since < end and row.until > begin and row.id not in past]
        count = counts.get(day.isoformat(), _Counts(0, 0, None, None, 0))
        whole = any(stretch.since <= begin and stretch.until >= end for stretch in stretches)
        state, note = _state(whole=whole, walks=walks, distinct=count.distinct, least=least[day.weekday()])
        ended = [row.ended_at for row in walks if row.ended_at]
        lines.append(
            Day(
                source=source,
                day=day,
                state=state,
                note="; ".join(part for part in (note, proofs.get(day.isoformat())) if part),
                windows=len(ended),
                walked_at=max(ended, default=None),
                pages=sum(row.pages for row in walks),
                releases=count.releases,
                distinct=count.distinct,
                duplicates=count.releases - count.distinct,
                first=count.first,
                last=count.last,
                gaps=count.gaps,
                set_aside=aside.get(day.isoformat(), 0),
                notices=stored.get(day.isoformat(), 0),
            )
        )
    return lines


def _state(*, whole: bool, walks: Sequence[WalkedWindow], distinct: int, least: int) -> tuple[str, str]:
    if not whole:
        reasons = [row.reason for row in walks if row.ended_at is None and row.reason]
        if reasons:
            return "partial", reasons[-1]
        return ("partial", "not all of the day has been walked") if walks else ("unknown", "never asked for")
    if distinct == 0 and least > 0:
        return "unknown", f"walked to the end and empty, where at least {least} are expected"
    if distinct < least:
        return "complete", f"walked to the end; fewer than the {least} expected"
    return "complete", "walked to the end"


def _walked_since(rows: Sequence[WalkedWindow]) -> set[int]:
    """The walks that a later one covers, to its end: what came then is counted, and not once more."""
    ended = [row for row in rows if row.ended_at is not None]
    return {
        row.id
        for row in ended
        if any(other.id > row.id and other.since <= row.since and row.until <= other.until for other in ended)
    }


def _counts(session: Session, source: str, past: set[int]) -> dict[str, _Counts]:
    now = col(ReleaseReceipt.page_id).not_in(select(ArchivedPage.id).where(col(ArchivedPage.window_id).in_(past)))
    rows = session.exec(
        select(
            ReleaseReceipt.day,
            func.count(),
            func.count(func.distinct(ReleaseReceipt.release_id)),
            func.sum(case((col(ReleaseReceipt.release_id).is_(None), 1), else_=0)),
        )
        .where(ReleaseReceipt.source == source, col(ReleaseReceipt.day).is_not(None), now)
        .group_by(col(ReleaseReceipt.day))
    ).all()
    sequences: dict[str, set[str]] = {}
    for day, release_id in session.exec(
        select(ReleaseReceipt.day, ReleaseReceipt.release_id)
        .where(
            ReleaseReceipt.source == source,
            col(ReleaseReceipt.release_id).is_not(None),
            col(ReleaseReceipt.day).is_not(None),
            now,
        )
        .distinct()
    ):
        sequences.setdefault(str(day), set()).add(str(release_id))
    return {
        str(day): _Counts(releases, distinct + nameless, *_sequence(sequences.get(str(day), set())))
        for day, releases, distinct, nameless in rows
    }


def _sequence(ids: set[str]) -> tuple[str | None, str | None, int]:
    """First and last of ids like 075962-2026, and how many numbers between them are missing."""
    numbers = sorted((int(m[2]), int(m[1]), m[0]) for m in map(SEQUENCE.match, ids) if m)
    if not numbers:
        return (min(ids), max(ids), 0) if ids else (None, None, 0)
    gaps = sum(later[1] - earlier[1] - 1 for earlier, later in pairwise(numbers) if earlier[0] == later[0])
    return numbers[0][2], numbers[-1][2], gaps


def _set_aside_by_day(session: Session, source: str) -> dict[str, int]:
    """Whole releases set aside, on the day of their receipt; one without an id on that of a receipt without one."""
    counts: dict[str, int] = {}
    for one in session.exec(
        select(SetAsideRelease).where(SetAsideRelease.source == source, col(SetAsideRelease.whole))
    ).all():
        day = session.exec(
            select(ReleaseReceipt.day)
            .where(
                ReleaseReceipt.page_id == one.page_id,
                col(ReleaseReceipt.release_id).is_not_distinct_from(one.release_id),
            )
            .order_by(col(ReleaseReceipt.position))
        ).first()
        if day is not None:
            counts[day] = counts.get(day, 0) + 1
    return counts


def _proofs_by_day(session: Session, source: str) -> dict[str, str]:
    """The latest second count of each day, in words."""
    found: dict[str, str] = {}
    for proof in session.exec(select(Proof).where(Proof.source == source).order_by(col(Proof.id))).all():
        agreed = "and agreed" if not proof.missing and not proof.gone else f"{proof.missing} missing, {proof.gone} gone"
        found[proof.day] = f"counted again on {proof.proved_at.astimezone(UK):%-d %B %Y} ({proof.how}), {agreed}"
    return found


def _notices_by_day(session: Session, source: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in session.exec(select(StoredNotice.published_at).where(StoredNotice.source == source)):
        day = at.astimezone(UK).date().isoformat()
        found[day] = found.get(day, 0) + 1
    return found
