"""Leases: one process at a time does a piece of work, and a dead one's lease is taken over at once.

On the same machine the holder's process is looked for; elsewhere its lease lapses when it is no longer renewed.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import Session

from monitor.models import Lease
from monitor.store.engine import Store
from scrapers.clock import Clock

LASTS = timedelta(minutes=10)  # longer than one answer of a source may take (scrapers.total_timeout_seconds)
RENEWED_EVERY = 30.0


def me() -> str:
    """Name this process: host, number, and when it began, so that a number used again is told apart."""
    return f"{socket.gethostname()}:{os.getpid()}:{_began(os.getpid())}"


def take(session: Session, *, name: str, owner: str, now: datetime) -> str | None:
    """Take or renew a lease; give who holds it where it can't be had, else nothing."""
    lease = session.get(Lease, name)
    if lease is not None and lease.owner != owner and lease.until > now and is_alive(lease.owner):
        return lease.owner
    lease = lease or Lease(name=name, owner=owner, until=now)
    lease.owner, lease.until = owner, now + LASTS
    session.add(lease)
    return None


def give_back(session: Session, *, name: str, owner: str) -> None:
    """Let go of a lease that is ours."""
    lease = session.get(Lease, name)
    if lease is not None and lease.owner == owner:
        session.delete(lease)


@dataclass(frozen=True, slots=True)
class LeasedClock:
    """A clock that keeps a lease alive through long waits."""

    clock: Clock
    renew: Callable[[], None]

    def now(self) -> datetime:
        """The time."""
        return self.clock.now()

    def sleep(self, seconds: float) -> None:
        """Wait, renewing on the way."""
        while seconds > RENEWED_EVERY:
            self.clock.sleep(RENEWED_EVERY)
            self.renew()
            seconds -= RENEWED_EVERY
        self.clock.sleep(seconds)
        self.renew()


@contextmanager
def held(store: Store, clock: Clock, *, name: str, owner: str | None = None) -> Iterator[LeasedClock | str]:
    """Hold a lease for the length of a block: gives a clock that renews it, or who else holds it."""
    owner = owner or me()

    def renew() -> None:
        with store.writing() as session:
            take(session, name=name, owner=owner, now=clock.now())

    with store.writing() as session:
        other = take(session, name=name, owner=owner, now=clock.now())
    if other is not None:
        yield other
        return
    try:
        yield LeasedClock(clock, renew)
    finally:
        with store.writing() as session:
            give_back(session, name=name, owner=owner)


def is_alive(owner: str) -> bool:
    """Whether the holder may still be at work; one on another machine may."""
    host, _, rest = owner.partition(":")
    number, _, began = rest.partition(":")
    if host != socket.gethostname() or not number.isdecimal():
        return True
    return began == _began(int(number)) != ""


def _began(process: int) -> str:
    """When a process began, in ticks since the machine did; empty where there is no such process."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except OSError:
        return "" if Path("/proc/self/stat").exists() else "unknown"
    return stat.rpartition(")")[2].split()[19]
