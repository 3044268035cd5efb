from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.breaker import MOST_FAILURES, MemoryBreaker
from scrapers.errors import SourceResting

HOST = "notices.example"


@pytest.fixture
def breaker(clock: Any) -> MemoryBreaker:
    return MemoryBreaker(clock)


def fail(breaker: MemoryBreaker, times: int) -> None:
    for _ in range(times):
        breaker.enter(HOST)
        breaker.failed(HOST, "answered 500")


def test_lets_calls_through_until_many_have_failed_in_a_row(breaker: MemoryBreaker) -> None:
    fail(breaker, MOST_FAILURES - 1)

    assert breaker.enter(HOST)
    breaker.succeeded(HOST)
    assert not breaker.enter(HOST)


def test_opens_after_many_failures_and_says_why_and_until_when(breaker: MemoryBreaker) -> None:
    fail(breaker, MOST_FAILURES)

    with pytest.raises(SourceResting, match=r"failed 10 times .*answered 500.* until 2026-08-12 09:05:00 UTC"):
        breaker.enter(HOST)


def test_half_opens_for_one_call_after_its_rest(breaker: MemoryBreaker, clock: Any) -> None:
    fail(breaker, MOST_FAILURES)
    clock.sleep(300)

    breaker.enter(HOST)

    with pytest.raises(SourceResting):
        breaker.enter(HOST)


def test_closes_where_that_call_is_answered(breaker: MemoryBreaker, clock: Any) -> None:
    fail(breaker, MOST_FAILURES)
    clock.sleep(300)
    breaker.enter(HOST)

    breaker.succeeded(HOST)

    fail(breaker, MOST_FAILURES - 1)
    breaker.enter(HOST)


def test_rests_twice_as_long_where_that_call_fails_and_never_longer_than_an_hour(
    breaker: MemoryBreaker, clock: Any
) -> None:
    fail(breaker, MOST_FAILURES)
    rests = []

    for _ in range(6):
        clock.sleep(3600)
        fail(breaker, 1)
        before = clock.now()
        while True:
            try:
                breaker.enter(HOST)
            except SourceResting:
                clock.sleep(300)
            else:
                break
        rests.append((clock.now() - before).total_seconds() / 60)
        breaker.failed(HOST, "answered 500")

    assert rests[0] == 10
    assert max(rests) == 60


def test_a_caller_that_died_while_it_asked_keeps_nobody_out_for_ever(breaker: MemoryBreaker, clock: Any) -> None:
    fail(breaker, MOST_FAILURES)
    clock.sleep(300)
    breaker.enter(HOST)

    clock.sleep(600)

    breaker.enter(HOST)


def test_hosts_are_apart(breaker: MemoryBreaker) -> None:
    fail(breaker, MOST_FAILURES)

    assert not breaker.enter("elsewhere.example")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(steps=st.lists(st.sampled_from([0, 10, 400, 4000]), max_size=60))
def test_a_broken_host_is_never_asked_more_than_ten_times_and_then_once_a_rest(clock: Any, steps: list[float]) -> None:
    breaker = MemoryBreaker(clock)
    asked = []

    for step in steps:
        clock.sleep(step)
        try:
            breaker.enter(HOST)
        except SourceResting:
            continue
        asked.append(clock.now())
        breaker.failed(HOST, "answered 500")

    later = asked[MOST_FAILURES - 1 :]
    assert all((b - a).total_seconds() >= 300 for a, b in pairwise(later))
