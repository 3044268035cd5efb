from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.store.engine import Store
from monitor.store.gate import SharedGate
from scrapers.clock import Clock
from scrapers.errors import RateLimited
from scrapers.gates import Pace

HOST = "notices.example"
Gated = Callable[..., SharedGate]
STRICT = Pace(minimum_gap_seconds=10, calls_per_window=12, window_seconds=120)


@dataclass
class Ticking:
    moment: datetime = datetime(2026, 11, 24, 9, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.moment += timedelta(seconds=seconds)


def gate(url: str, clock: Clock, pace: Pace = STRICT, patience: float = 900) -> SharedGate:
    return SharedGate(store=Store(url), clock=clock, paces={HOST: pace}, patience_seconds=patience)


@pytest.fixture
def gated(database_at: Callable[[str], str]) -> Iterator[Gated]:
    """Makes gates over one database."""
    with ExitStack() as stack:

        def make(clock: Clock, pace: Pace = STRICT, patience: float = 900) -> SharedGate:
            made = gate(database_at("data"), clock, pace, patience)
            stack.callback(made.store.close)
            return made

        yield make


@given(
    steps=st.lists(st.tuples(st.booleans(), st.integers(0, 60_000)), min_size=5, max_size=20),
    gap=st.integers(0, 15),
    most=st.integers(1, 6),
    window=st.integers(20, 120),
)
@settings(max_examples=12, deadline=None)
def test_two_processes_together_never_call_too_often(
    steps: list[tuple[bool, int]], gap: int, most: int, window: int
) -> None:
    clock = Ticking()
    pace = Pace(minimum_gap_seconds=gap, calls_per_window=most, window_seconds=window)
    with tempfile.TemporaryDirectory() as folder:
        gates = [gate(f"sqlite:///{folder}/ethos.db", clock, pace) for _ in range(2)]
        calls = []
        for second, pause in steps:
            clock.moment += timedelta(milliseconds=pause)
            gates[second].enter(HOST)
            calls.append(clock.moment)
        for one in gates:
            one.store.close()

    # A moment passes through seconds as a float, which keeps it to the microsecond or so.
    grain = timedelta(microseconds=2)
    for earlier, later in pairwise(calls):
        assert later - earlier >= timedelta(seconds=gap) - grain
    for first, last in zip(calls, calls[most:], strict=False):
        assert last - first >= timedelta(seconds=window) - grain


def test_a_call_is_not_held_up_without_need(gated: Gated) -> None:
    clock = Ticking()
    own = gated(clock)

    own.enter(HOST)
    clock.moment += timedelta(seconds=10)
    own.enter(HOST)

    assert clock.slept == []


def test_a_window_of_more_calls_than_are_usually_kept_still_counts_them_all(gated: Gated) -> None:
    clock = Ticking()
    own = gated(clock, Pace(calls_per_window=150, window_seconds=60))

    for _ in range(151):
        own.enter(HOST)

    assert sum(clock.slept) == pytest.approx(60)


def test_a_host_that_asked_for_quiet_is_left_alone_by_the_other_process_too(gated: Gated) -> None:
    clock = Ticking()

    gated(clock).closed(HOST, 120)
    gated(clock).enter(HOST)

    assert sum(clock.slept) == pytest.approx(120)


def test_a_shorter_wish_never_shortens_a_longer_one(gated: Gated) -> None:
    clock = Ticking()
    own = gated(clock)

    own.closed(HOST, 120)
    own.closed(HOST, 5)
    own.enter(HOST)

    assert sum(clock.slept) == pytest.approx(120)


def test_other_hosts_go_on(gated: Gated) -> None:
    clock = Ticking()
    own = gated(clock)

    own.closed(HOST, 120)
    own.enter("elsewhere.example")

    assert clock.slept == []


def test_patience_ends_before_a_wait_that_is_too_long(gated: Gated) -> None:
    clock = Ticking()
    own = gated(clock, patience=60)

    own.closed(HOST, 61)

    with pytest.raises(RateLimited, match=r"notices\.example .* another 61 seconds.*patience_seconds"):
        own.enter(HOST)
    assert clock.slept == []


def test_a_call_that_was_refused_is_not_counted(gated: Gated) -> None:
    clock = Ticking()
    own = gated(clock, Pace(calls_per_window=1, window_seconds=100), patience=60)
    own.enter(HOST)
    with pytest.raises(RateLimited):
        own.enter(HOST)

    clock.moment += timedelta(seconds=100)
    own.enter(HOST)

    assert clock.slept == []
