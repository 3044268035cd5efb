"""Time and manners, handed in from above: the clock, and the gate that says when a host may be called."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from datetime import time as time_of_day
from typing import Protocol
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
"""UK sources mean this time where they name none."""


class Clock(Protocol):
    """Now, and waiting: a test hands in one that never sleeps."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        """Wait for real."""
        time.sleep(seconds)


class Gate(Protocol):
    """When may I call this host next? One gate serves every process that shares it."""

    def enter(self, host: str) -> None:
        """Return when one call is allowed, and count it; raise ``RateLimited`` where that is too far off."""
        ...

    def closed(self, host: str, seconds: float) -> None:
        """Remember that the host asked for no call in the next seconds."""
        ...


def as_moment(value: date | datetime) -> datetime:
    """The moment a person means, in UTC: a date is its first moment in the UK, a time without a zone is UK time."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time_of_day(), LONDON)
    return (value if value.tzinfo else value.replace(tzinfo=LONDON)).astimezone(UTC)
