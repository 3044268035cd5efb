"""What is due to be walked again: sources publish late and amend, so a day is looked at again as it ages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from monitor.models import WalkedWindow
from monitor.store.coverage import UK, day_bounds
from scrapers.page import Window

AGES = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
OPEN_FOR = timedelta(days=7)  # a plan missed by more than this is not made up for


def due_again(session: Session, *, source: str, now: datetime) -> list[Window]:
    """Whole UK days that have reached one of ``AGES`` since they ended, and were not walked since; oldest first."""
    rows = session.exec(
        select(WalkedWindow).where(
            WalkedWindow.source == source,
            col(WalkedWindow.ended_at).is_not(None),
            col(WalkedWindow.until) > now - AGES[-1] - OPEN_FOR - timedelta(days=1),
        )
    ).all()
    due = []
    for day in sorted({row.since.astimezone(UK).date() for row in rows}):
        begin, end = day_bounds(day)
        reached = [age for age in AGES if end + age <= now < end + age + OPEN_FOR]
        walks = [row for row in rows if row.since < end and row.until > begin]
        if reached and not _covers([row for row in walks if row.started_at >= end + reached[-1]], begin, end):
            due.append(Window(since=begin, until=end))
    return due


def _covers(walks: Sequence[WalkedWindow], begin: datetime, end: datetime) -> bool:
    """Whether walks together cover a stretch of time."""
    reached = begin
    for walk in sorted(walks, key=lambda row: row.since):
        if walk.since > reached:
            return False
        reached = max(reached, walk.until)
    return reached >= end
