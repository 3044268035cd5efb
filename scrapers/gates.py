"""How often a host may be called, and a gate that keeps to it within one process."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from scrapers.clock import Clock
from scrapers.errors import RateLimited


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """The least gap between two calls, and the most in any ``window_seconds`` (``None``: no such limit)."""

    minimum_gap_seconds: float = 0
    calls_per_window: int | None = None
    window_seconds: float = 120

    def next_allowed(self, calls: Iterable[datetime], closed_until: datetime | None, now: datetime) -> datetime:
        """The first moment, now or later, at which one more call keeps the pace. ``calls`` are past ones, in order."""
        past = list(calls)
        moments = [now]
        if closed_until is not None:
            moments.append(closed_until)
        if past:
            moments.append(past[-1] + timedelta(seconds=self.minimum_gap_seconds))
        if self.calls_per_window is not None and len(past) >= self.calls_per_window:
            moments.append(past[-self.calls_per_window] + timedelta(seconds=self.window_seconds))
        return max(moments)


@dataclass(slots=True)
class _Host:
    calls: deque[datetime] = field(default_factory=lambda: deque(maxlen=1))
    closed_until: datetime | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class MemoryGate:
    """A gate of one process. Hosts without a pace of their own get ``default``."""

    def __init__(
        self,
        clock: Clock,
        paces: Mapping[str, Pace] | None = None,
        *,
        default: Pace | None = None,
        patience_seconds: float = 900,
    ) -> None:
        self._clock = clock
        self._paces = dict(paces or {})
        self._default = default or Pace()
        self._patience = timedelta(seconds=patience_seconds)
        self._hosts: defaultdict[str, _Host] = defaultdict(_Host)

    def enter(self, host: str) -> None:
        """Return when one call is allowed, and count it; raise ``RateLimited`` where patience ends before."""
        state, pace = self._hosts[host], self._paces.get(host, self._default)
        with state.lock:
            now = self._clock.now()
            allowed = pace.next_allowed(state.calls, state.closed_until, now)
            if allowed - now > self._patience:
                raise RateLimited(
                    f"{host} asked for no call before {allowed:%Y-%m-%d %H:%M:%S} UTC, which is longer than a run "
                    "waits: run again after that, or raise scrapers.patience_seconds."
                )
            if allowed > now:
                self._clock.sleep((allowed - now).total_seconds())
            state.calls = deque([*state.calls, max(allowed, self._clock.now())], maxlen=pace.calls_per_window or 1)

    def closed(self, host: str, seconds: float) -> None:
        """Remember that the host asked for no call in the next seconds; never shortens what it asked before."""
        state = self._hosts[host]
        until = self._clock.now() + timedelta(seconds=seconds)
        with state.lock:
            state.closed_until = max(until, state.closed_until or until)
