"""Which stretches of time were walked to their end, and what a UK day is."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from monitor.models import WalkedWindow
from scrapers.page import Window

UK = ZoneInfo("Europe/London")


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


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """When a UK day begins and ends, in UTC; 23 or 25 hours long when the clocks change."""
    begin = datetime.combine(day, time.min, tzinfo=UK).astimezone(UTC)
    end = datetime.combine(day + timedelta(days=1), time.min, tzinfo=UK).astimezone(UTC)
    return begin, end
