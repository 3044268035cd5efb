"""Runs, windows, pages, receipts and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, exists, func, insert, update
from sqlmodel import Session, col, select

from monitor.models import ArchivedPage, ReleaseReceipt, Run, SetAsideRelease, WalkedWindow
from scrapers.notice import SetAside
from scrapers.page import Page, Window


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
    row = ArchivedPage(
        window_id=window.id,
        source=page.source,
        number=window.pages + 1,
        url=page.url,
        sha256=page.sha256,
        size=len(page.body),
        fetched_at=page.fetched_at,
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
