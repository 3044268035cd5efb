"""A walk through time: windows of a few hours, each walked by another walk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from scrapers.client import Client
from scrapers.clock import LONDON
from scrapers.page import Page, Window
from scrapers.walks.linked_pages import LinkedPages

HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class DateWindows:
    """Windows of at most ``hours``, cut where the local clock strikes a multiple of them, so that days stay whole."""

    inner: LinkedPages
    hours: int = 6
    timezone: ZoneInfo = LONDON

    def __post_init__(self) -> None:
        if self.hours < 1 or HOURS_A_DAY % self.hours:
            raise ValueError(f"hours must divide a day, and {self.hours} does not")

    def windows(self, since: datetime, until: datetime) -> Iterator[Window]:
        """Windows that cover [since, until) without gap or overlap; the last ends at ``until``.

        Cuts are made in UTC, where an hour that the local clock repeats or skips is an hour like any other.
        """
        start, end = since.astimezone(UTC), until.astimezone(UTC)
        while start < end:
            cut = min(self._next_strike(start), start + timedelta(hours=self.hours), end)
            yield Window(since=start, until=cut)
            start = cut

    def pages(self, client: Client, window: Window, resume: str | None = None) -> Iterator[Page]:
        """The pages of one window, as the inner walk gives them."""
        return self.inner.pages(client, window, resume)

    def _next_strike(self, moment: datetime) -> datetime:
        local = moment.astimezone(self.timezone)
        midnight = datetime(local.year, local.month, local.day)  # noqa: DTZ001 - a local time of day, given its zone below
        strike = midnight + timedelta(hours=(local.hour // self.hours + 1) * self.hours)
        found = strike.replace(tzinfo=self.timezone).astimezone(UTC)
        # Where the strike is the first of two in a repeated hour, it can lie behind; the length cuts instead.
        return found if found > moment else moment + timedelta(hours=self.hours)
