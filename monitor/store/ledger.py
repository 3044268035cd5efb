"""Runs, windows, pages, receipts and what was set aside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, delete, exists, func, insert, update
from sqlmodel import Session, col, select

from monitor.models import ArchivedPage, ReleaseReceipt, Run, SetAsideRelease, StoredNotice, WalkedWindow
from scrapers.notice import SetAside
from scrapers.page import Page, Window

UK = ZoneInfo("Europe/London")
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


def open_run(session: Session, *, source: str, at: datetime) -> Run:
    """Begin a run."""
    run = Run(source=source, started_at=at)
    session.add(run)
    session.flush()
    return run


def abandoned(session: Session, *, source: str, at: datetime) -> int:
    """End the runs of a source that never ended: their process was killed. Give how many."""
    ended = session.exec(
        update(Run)
        .where(col(Run.source) == source, col(Run.ended_at).is_(None))
        .values(
            ended_at=at,
            ending="failed",
            message="the process ended before the run did; the next run goes on from there",
        )
    )
    return ended.rowcount


def interrupted(session: Session, *, source: str) -> Sequence[WalkedWindow]:
    """The windows whose walk has not come to its end, oldest first."""
    return session.exec(
        select(WalkedWindow)
        .where(WalkedWindow.source == source, col(WalkedWindow.ended_at).is_(None))
        .order_by(col(WalkedWindow.since), col(WalkedWindow.id))
    ).all()


def open_window(session: Session, *, run: Run, window: Window, at: datetime) -> WalkedWindow:
    """Begin the walk of a window."""
    row = WalkedWindow(run_id=run.id, source=run.source, since=window.since, until=window.until, started_at=at)
    session.add(row)
    session.flush()
    return row


def add_page(session: Session, *, window: WalkedWindow, page: Page, days: Sequence[str | None]) -> None:
    """Keep a page and its receipts, and where the walk goes on. ``days`` has the UK day of each receipt.

    The last page ends the walk, so that a process killed right after it does not walk the window again.
    """
    read_at = session.exec(
        select(ArchivedPage.read_at).where(ArchivedPage.sha256 == page.sha256, col(ArchivedPage.read_at).is_not(None))
    ).first()
    row = ArchivedPage(
        window_id=window.id,
        source=page.source,
        number=window.pages + 1,
        url=page.url,
        sha256=page.sha256,
        size=len(page.body),
        fetched_at=page.fetched_at,
        read_at=read_at,
    )
    session.add(row)
    session.flush()
    if page.receipts:
        session.execute(
            insert(ReleaseReceipt),
            [
                {
                    "page_id": row.id,
                    "position": receipt.position,
                    "source": page.source,
                    "release_id": receipt.release_id,
                    "ocid": receipt.ocid,
                    "day": day,
                }
                for receipt, day in zip(page.receipts, days, strict=True)
            ],
        )
    window.pages += 1
    window.releases += len(page.receipts)
    window.next_url = page.next_url
    if page.next_url is None:
        window.ended_at, window.reason = page.fetched_at, None
    session.add(window)


def known_ids(session: Session, *, source: str, ids: Iterable[str]) -> set[str]:
    """Which of these release ids a page of the source has carried before."""
    wanted = list(ids)
    if not wanted:
        return set()
    found = session.exec(
        select(ReleaseReceipt.release_id)
        .where(ReleaseReceipt.source == source, col(ReleaseReceipt.release_id).in_(wanted))
        .distinct()
    )
    return {release_id for release_id in found if release_id}


def known_page(session: Session, sha256: str) -> bool:
    """Whether a page with these bytes came before."""
    return session.exec(select(exists().where(col(ArchivedPage.sha256) == sha256))).one()


def forget_walk(session: Session, window: WalkedWindow) -> None:
    """Start a window over: drop the pages of its unfinished walk from the ledger (their bytes stay archived)."""
    pages = select(ArchivedPage.id).where(ArchivedPage.window_id == window.id)
    session.exec(delete(SetAsideRelease).where(col(SetAsideRelease.page_id).in_(pages)))
    session.exec(delete(ReleaseReceipt).where(col(ReleaseReceipt.page_id).in_(pages)))
    session.exec(delete(ArchivedPage).where(col(ArchivedPage.window_id) == window.id))
    window.pages = window.releases = 0
    window.next_url = None
    session.add(window)


def unread(session: Session, *, after: int = 0, limit: int = 50) -> Sequence[ArchivedPage]:
    """The next pages whose releases have not been read, oldest first."""
    return session.exec(
        select(ArchivedPage)
        .where(col(ArchivedPage.read_at).is_(None), col(ArchivedPage.id) > after)
        .order_by(col(ArchivedPage.id))
        .limit(limit)
    ).all()


def count_unread(session: Session) -> int:
    """How many pages wait to be read."""
    return session.exec(select(func.count()).select_from(ArchivedPage).where(col(ArchivedPage.read_at).is_(None))).one()


def was_read(session: Session, *, page: ArchivedPage, problems: Iterable[tuple[SetAside, bool]], at: datetime) -> None:
    """Mark a page, and its repeats, as read; list what was set aside, whole releases and parts."""
    session.exec(
        update(ArchivedPage)
        .where(col(ArchivedPage.sha256) == page.sha256, col(ArchivedPage.read_at).is_(None))
        .values(read_at=at)
    )
    session.exec(delete(SetAsideRelease).where(col(SetAsideRelease.page_id) == page.id))
    for problem, whole in problems:
        session.add(
            SetAsideRelease(
                page_id=page.id,
                source=page.source,
                release_id=problem.release_id,
                pointer=problem.pointer,
                reason=problem.reason,
                whole=whole,
                at=at,
            )
        )


def set_aside(session: Session, *, limit: int = 1000) -> Sequence[SetAsideRelease]:
    """What was set aside, newest first."""
    return session.exec(select(SetAsideRelease).order_by(col(SetAsideRelease.id).desc()).limit(limit)).all()


def runs(session: Session, *, limit: int = 20) -> Sequence[Run]:
    """The latest runs, newest first."""
    return session.exec(select(Run).order_by(col(Run.id).desc()).limit(limit)).all()


def known_sources(session: Session) -> list[str]:
    """Every source that was ever asked, sorted."""
    return sorted(session.exec(select(WalkedWindow.source).distinct()))


def covered(session: Session, *, source: str) -> list[Window]:
    """The stretches of time that were walked to their end, joined where they touch, oldest first."""
    rows = session.exec(
        select(WalkedWindow.since, WalkedWindow.until)
        .where(WalkedWindow.source == source, col(WalkedWindow.ended_at).is_not(None))
        .order_by(col(WalkedWindow.since))
    )
    joined: list[Window] = []
    for since, until in rows:
        if joined and since <= joined[-1].until:
            joined[-1] = Window(since=joined[-1].since, until=max(until, joined[-1].until))
        else:
            joined.append(Window(since=since, until=until))
    return joined


def uncovered(session: Session, *, source: str, window: Window) -> list[Window]:
    """The parts of a window that no finished walk covers, oldest first."""
    left: list[Window] = []
    since = window.since
    for stretch in covered(session, source=source):
        if stretch.until <= since or stretch.since >= window.until:
            continue
        if stretch.since > since:
            left.append(Window(since=since, until=stretch.since))
        since = max(since, stretch.until)
    if since < window.until:
        left.append(Window(since=since, until=window.until))
    return left


def days(
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
    counts = _counts(session, source)
    aside, stored = _set_aside_by_day(session, source), _notices_by_day(session, source)
    stretches = covered(session, source=source)
    lines = []
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        begin, end = day_bounds(day)
        walks = [row for row in rows if row.since < end and row.until > begin]
        count = counts.get(day.isoformat(), _Counts(0, 0, None, None, 0))
        whole = any(stretch.since <= begin and stretch.until >= end for stretch in stretches)
        state, note = _state(whole=whole, walks=walks, distinct=count.distinct, least=least[day.weekday()])
        ended = [row.ended_at for row in walks if row.ended_at]
        lines.append(
            Day(
                source=source,
                day=day,
                state=state,
                note=note,
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


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """When a UK day begins and ends, in UTC; 23 or 25 hours long when the clocks change."""
    begin = datetime.combine(day, time.min, tzinfo=UK).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=UK).astimezone(UTC)
    return begin, end


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


def _counts(session: Session, source: str) -> dict[str, _Counts]:
    rows = session.exec(
        select(
            ReleaseReceipt.day,
            func.count(),
            func.count(func.distinct(ReleaseReceipt.release_id)),
            func.sum(case((col(ReleaseReceipt.release_id).is_(None), 1), else_=0)),
        )
        .where(ReleaseReceipt.source == source, col(ReleaseReceipt.day).is_not(None))
        .group_by(col(ReleaseReceipt.day))
    ).all()
    sequences: dict[str, set[str]] = {}
    for day, release_id in session.exec(
        select(ReleaseReceipt.day, ReleaseReceipt.release_id)
        .where(
            ReleaseReceipt.source == source,
            col(ReleaseReceipt.release_id).is_not(None),
            col(ReleaseReceipt.day).is_not(None),
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
    rows = session.exec(
        select(ReleaseReceipt.day, func.count(func.distinct(SetAsideRelease.id)))
        .join(
            ReleaseReceipt,
            and_(
                col(ReleaseReceipt.page_id) == col(SetAsideRelease.page_id),
                col(ReleaseReceipt.release_id) == col(SetAsideRelease.release_id),
            ),
        )
        .where(SetAsideRelease.source == source, col(SetAsideRelease.whole))
        .group_by(col(ReleaseReceipt.day))
    )
    return {str(day): count for day, count in rows}


def _notices_by_day(session: Session, source: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for at in session.exec(select(StoredNotice.published_at).where(StoredNotice.source == source)):
        day = at.astimezone(UK).date().isoformat()
        found[day] = found.get(day, 0) + 1
    return found
