"""When a reader is told: at once or at an hour of theirs, and never in their quiet hours unless it is grave.

All arithmetic between moments is in UTC; the reader's zone only says what their clocks show. An hour that summer time
skips is taken at the moment the clocks have gone on by as much; of one that comes twice, the first counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import count
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from monitor.errors import BadInput
from monitor.subscriptions.events import Severity

DAY_MINUTES = 24 * 60
DAY_HOURS = 24
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Rhythm(StrEnum):
    """How soon a subscription's reader is told."""

    IMMEDIATE = "immediate"
    DAILY = "daily"
    WEEKLY = "weekly"


@dataclass(frozen=True, kw_only=True)
class Hours:
    """A reader's hours, as their clocks show them. Quiet hours are minutes of the day, and may reach over midnight.

    What is as grave as ``breaks_through`` is told at once, whatever the rhythm and the hour.
    """

    timezone: str = "Europe/London"
    digest_hour: int = 8
    digest_weekday: int = 0
    quiet_from: int | None = None
    quiet_until: int | None = None
    breaks_through: Severity | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.digest_hour < DAY_HOURS:
            raise BadInput(f"{self.digest_hour} is no hour of a digest: write a whole number from 0 to 23")
        if not 0 <= self.digest_weekday < len(WEEKDAYS):
            raise BadInput(f"{self.digest_weekday} is no weekday: write a number from 0 (Monday) to 6 (Sunday)")
        _check_quiet(self.quiet_from, self.quiet_until)
        _zone(self.timezone)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The zone."""
        return _zone(self.timezone)

    def is_quiet(self, moment: datetime) -> bool:
        """Whether a moment falls into the quiet hours."""
        if self.quiet_from is None or self.quiet_until is None:
            return False
        local = moment.astimezone(self.zone)
        minute = local.hour * 60 + local.minute
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= minute < self.quiet_until
        return minute >= self.quiet_from or minute < self.quiet_until


def due_at(now: datetime, rhythm: Rhythm, severity: Severity, hours: Hours) -> datetime:
    """When to tell of what came to be owed now, in UTC: now or later. What is owed later is never due earlier.

    A digest's hour always lies after now, so what is due at that hour was owed before it: one digest an hour, whole.
    """
    now = now.astimezone(UTC)
    if hours.breaks_through is not None and severity.reaches(hours.breaks_through):
        return now
    return _first_loud(now if rhythm is Rhythm.IMMEDIATE else _next_digest(now, rhythm, hours), hours)


def _next_digest(now: datetime, rhythm: Rhythm, hours: Hours) -> datetime:
    """The first hour of a digest after now."""
    yesterday = now.astimezone(hours.zone).date() - _DAY
    days = (yesterday + number * _DAY for number in count())
    if rhythm is Rhythm.WEEKLY:
        days = (day for day in days if day.weekday() == hours.digest_weekday)
    return next(moment for day in days if (moment := _moment(day, hours)) > now)


def _moment(day: date, hours: Hours) -> datetime:
    return datetime.combine(day, time(hours.digest_hour), tzinfo=hours.zone).astimezone(UTC)


def _first_loud(moment: datetime, hours: Hours) -> datetime:
    """The first moment from one on that is not in quiet hours: clocks run evenly up to a shift, so it leaps to it."""
    while hours.is_quiet(moment):
        moment = _before_shift(moment, _end_of_quiet(moment, hours), hours.zone)
    return moment


def _end_of_quiet(moment: datetime, hours: Hours) -> datetime:
    """When the quiet hours a moment falls into end, if the clocks are not shifted before."""
    local = moment.astimezone(hours.zone)
    passed = timedelta(hours=local.hour, minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
    return moment + (timedelta(minutes=hours.quiet_until or 0) - passed) % _DAY


def _before_shift(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """The end of a stretch of time, or the first moment in it at which the clocks have been shifted, to the second."""
    before = start.astimezone(zone).utcoffset()
    if end.astimezone(zone).utcoffset() == before:
        return end
    low, high = start.replace(microsecond=0), end
    while high - low > _SECOND:
        middle = low + timedelta(seconds=(high - low) // _SECOND // 2)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return min(low + _SECOND, end)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise BadInput(f"{name!r} is no time zone: write its IANA name, such as Europe/London") from error


def _check_quiet(start: int | None, end: int | None) -> None:
    if (start is None) != (end is None):
        raise BadInput("quiet hours need both a beginning and an end: give both or neither")
    if start is None or end is None:
        return
    if not (0 <= start < DAY_MINUTES and 0 <= end < DAY_MINUTES):
        raise BadInput(f"{start} to {end} are no quiet hours: write minutes of the day from 0 to {DAY_MINUTES - 1}")
    if start == end:
        raise BadInput("quiet hours that end where they begin would never end, or never begin: write another end")
