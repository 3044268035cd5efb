"""The gate of each host, kept in the database so that every process passes the same one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import msgspec

from monitor.models import HostGate
from monitor.store.engine import Store
from scrapers.clock import Clock
from scrapers.errors import RateLimited
from scrapers.gates import Pace

KEPT = 100  # calls remembered of a host, or as many as its window counts


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedGate:
    """A ``scrapers.clock.Gate`` over the database. ``paces`` has the pace of each host."""

    store: Store
    clock: Clock
    paces: Mapping[str, Pace]
    patience_seconds: float

    def enter(self, host: str) -> None:
        """Wait until the host may be called, and count the call."""
        waited = 0.0
        while (wait := self._ask(host)) > 0:
            if waited + wait > self.patience_seconds:
                raise RateLimited(
                    f"{host} may not be called for another {wait:.0f} seconds, longer than the "
                    f"{self.patience_seconds:.0f} a run waits (scrapers.patience_seconds): run again then"
                )
            self.clock.sleep(wait)
            waited += wait

    def closed(self, host: str, seconds: float) -> None:
        """Let nobody call the host for so long; never shortens what it asked before."""
        until = self.clock.now() + timedelta(seconds=seconds)
        with self.store.writing() as session:
            gate = session.get(HostGate, host) or HostGate(host=host, closed_until=until)
            gate.closed_until = max(gate.closed_until, until)
            session.add(gate)

    def _ask(self, host: str) -> float:
        """Seconds to wait, or 0 where the call was granted and counted."""
        with self.store.writing() as session:
            now = self.clock.now()
            gate = session.get(HostGate, host) or HostGate(host=host, closed_until=now)
            seconds = msgspec.json.decode(gate.calls, type=list[float])
            calls = [datetime.fromtimestamp(second, UTC) for second in seconds]
            pace = self.paces.get(host, Pace())
            allowed = pace.next_allowed(calls, gate.closed_until, now)
            if allowed > now:
                return (allowed - now).total_seconds()
            gate.calls = msgspec.json.encode(
                [*seconds, now.timestamp()][-max(KEPT, pace.calls_per_window or 0) :]
            ).decode()
            session.add(gate)
            return 0.0
