"""A breaker per host: after many failures in a row a host is left in peace for a while, then asked once to see."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from scrapers.clock import Clock
from scrapers.errors import SourceResting

MOST_FAILURES = 10  # two calls, each tried as often as the settings' default says
FIRST_REST = timedelta(minutes=5)
LONGEST_REST = timedelta(hours=1)
PROBE = timedelta(minutes=10)  # a process that dies while it asks must not keep the others from asking for ever


class Breaker(Protocol):
    """May this host be bothered? One breaker serves every process that shares it."""

    def enter(self, host: str) -> bool:
        """Return where the host may be called: whether an answer must be told; raise ``SourceResting`` where not."""
        ...

    def failed(self, host: str, why: str) -> None:
        """Remember that a call found the host broken or out of reach."""
        ...

    def succeeded(self, host: str) -> None:
        """Forget the failures of a host: it answered."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Circuit:
    """What a breaker remembers of a host, as a value that a database can hold.

    Closed: ``rests_until`` is ``None``. Open: it lies ahead. Half open: it is past, and one caller may try.
    """

    failures: int = 0
    rests: int = 0
    rests_until: datetime | None = None
    why: str = ""

    def entered(self, host: str, now: datetime) -> Circuit:
        """The circuit once a call is allowed; in half-open state nobody else is allowed one until it has ended."""
        if self.rests_until is None:
            return self
        if now < self.rests_until:
            raise SourceResting(
                f"{host} failed {self.failures} times in a row (at last it {self.why}) and is left in peace until "
                f"{self.rests_until:%Y-%m-%d %H:%M:%S} UTC: run again after that, nothing is lost."
            )
        return Circuit(failures=self.failures, rests=self.rests, rests_until=now + PROBE, why=self.why)

    def failed(self, now: datetime, why: str) -> Circuit:
        """The circuit after a failure: it opens after many, or at once where the one try of a half-open one failed."""
        failures = self.failures + 1
        if failures < MOST_FAILURES and self.rests == 0:
            return Circuit(failures=failures, why=why)
        rest = min(FIRST_REST * 2 ** min(self.rests, 10), LONGEST_REST)
        return Circuit(failures=failures, rests=self.rests + 1, rests_until=now + rest, why=why)


class MemoryBreaker:
    """A breaker of one process."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._circuits: defaultdict[str, Circuit] = defaultdict(Circuit)
        self._lock = threading.Lock()

    def enter(self, host: str) -> bool:
        """Return where the host may be called: whether an answer must be told; raise ``SourceResting`` where not."""
        with self._lock:
            self._circuits[host] = circuit = self._circuits[host].entered(host, self._clock.now())
            return circuit.failures > 0

    def failed(self, host: str, why: str) -> None:
        """Remember that a call found the host broken or out of reach."""
        with self._lock:
            self._circuits[host] = self._circuits[host].failed(self._clock.now(), why)

    def succeeded(self, host: str) -> None:
        """Forget the failures of a host: it answered."""
        with self._lock:
            self._circuits.pop(host, None)
