from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.errors import RateLimited
from scrapers.gates import MemoryGate, Pace

PACE = Pace(minimum_gap_seconds=10, calls_per_window=12, window_seconds=120)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(
    idle=st.lists(st.floats(0, 60), min_size=1, max_size=60),
    gap=st.sampled_from([0, 3, 10]),
    calls=st.integers(1, 12),
    window=st.sampled_from([5, 120]),
)
def test_never_lets_more_calls_through_than_the_pace_allows(
    clock: Any, idle: list[float], gap: float, calls: int, window: float
) -> None:
    gate = MemoryGate(clock, default=Pace(minimum_gap_seconds=gap, calls_per_window=calls, window_seconds=window))
    moments = []

    for seconds in idle:
        clock.sleep(seconds)
        gate.enter("notices.example")
        moments.append(clock.now())

    # Sleeping counts in whole microseconds.
    slack = timedelta(microseconds=2)
    assert all(later - earlier >= timedelta(seconds=gap) - slack for earlier, later in pairwise(moments))
    assert all(
        later - earlier >= timedelta(seconds=window) - slack
        for earlier, later in zip(moments, moments[calls:], strict=False)
    )


def test_the_first_call_does_not_wait(clock: Any) -> None:
    MemoryGate(clock, {"notices.example": PACE}).enter("notices.example")

    assert clock.slept == []


def test_hosts_do_not_wait_for_each_other(clock: Any) -> None:
    gate = MemoryGate(clock, default=PACE)

    gate.enter("a.example")
    gate.enter("b.example")

    assert clock.slept == []


def test_waits_until_a_host_that_asked_for_quiet_may_be_called(clock: Any) -> None:
    gate = MemoryGate(clock)

    gate.closed("notices.example", 120)
    gate.closed("notices.example", 5)
    gate.enter("notices.example")

    assert clock.slept == [120]


def test_does_not_wait_longer_than_patience(clock: Any) -> None:
    gate = MemoryGate(clock, patience_seconds=900)
    gate.closed("notices.example", 3600)

    with pytest.raises(RateLimited, match=r"notices\.example asked for no call before 2026-08-12 10:00:00 UTC"):
        gate.enter("notices.example")
