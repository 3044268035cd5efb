"""How the Act counts days: local dates, day 1, and working days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

import holidays

_LONDON = ZoneInfo("Europe/London")
_SATURDAY = 5
_PARTS = ("ENG", "WLS", "SCT", "NIR")


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """From and until which day a row holds, both included; no end while nothing is known to replace it."""

    since: date
    until: date | None = None

    def holds(self, on: date) -> bool:
        """Whether the row is in force on that day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Dated(Protocol):
    """A row of law that knows its dates in force."""

    @property
    def in_force(self) -> InForce:
        """The days on which the row holds."""
        ...


Row = TypeVar("Row", bound=Dated)


def on_day(rows: Iterable[Row], on: date) -> Row | None:
    """The row in force on that day, or ``None``."""
    return next((row for row in rows if row.in_force.holds(on)), None)


def uk_date(moment: datetime) -> date:
    """The day it is in London at that moment: a notice of 23:30 UTC in July is of the next day."""
    return _in_london(moment)


@lru_cache(maxsize=4096)
def _in_london(moment: datetime) -> date:
    # Rule after rule asks it of the same moments.
    return moment.astimezone(_LONDON).date()


def day_number(first: date, on: date) -> int:
    """The number of a day in a period "beginning with" its first day, which is day 1."""
    return (on - first).days + 1


def last_day(first: date, days: int) -> date:
    """The last day of a period of so many days "beginning with" the first."""
    return first + timedelta(days=days - 1)


@cache
def bank_holidays(year: int) -> frozenset[date]:
    """The bank holidays of any part of the United Kingdom in that year."""
    return frozenset(day for part in _PARTS for day in holidays.country_holidays("GB", subdiv=part, years=[year]))


def is_working_day(on: date) -> bool:
    """Whether s.123 counts the day: no weekend, nor a holiday in any part of the United Kingdom."""
    return on.weekday() < _SATURDAY and on not in bank_holidays(on.year)


def last_working_day(first: date, days: int) -> date:
    """The last of so many working days, counted from the first day where that is one."""
    on = first - timedelta(days=1)
    while days > 0:
        on += timedelta(days=1)
        days -= is_working_day(on)
    return on
