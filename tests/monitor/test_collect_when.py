"""Which stretch of time a run is for, and what of it is left to walk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor import collect
from monitor.services import Services
from scrapers.page import Window
from scrapers.sources.find_a_tender import FindATender

Make = Callable[..., Services]
DAY = datetime(2026, 11, 23, tzinfo=UTC)
SOURCE = "find_a_tender"


def asked(services: Services, **given: Any) -> Window:
    options = {"since": None, "until": None} | given
    return collect._asked(services, services.sources[SOURCE], **options)


def test_the_first_run_begins_yesterday_and_ends_two_minutes_ago(services: Services, clock: Any) -> None:
    assert asked(services) == Window(since=DAY, until=clock.moment - timedelta(minutes=2))


def test_yesterday_is_a_day_of_the_uk(services: Services, clock: Any) -> None:
    clock.moment = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight on 2 July there

    assert asked(services).since == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_a_later_run_begins_where_the_ledger_does(make_services: Make, replayed: Any, make_release: Any) -> None:
    services = make_services(replayed([make_release(1)]))
    begin = DAY - timedelta(days=3)
    collect.run(services, since=begin, until=DAY)

    assert asked(services).since == begin


def test_a_setting_says_where_to_begin(make_services: Make) -> None:
    assert asked(make_services(since="2026-11-02")).since == datetime(2026, 11, 2, tzinfo=UTC)


def test_no_run_begins_before_the_source_did(services: Services) -> None:
    assert asked(services, since=datetime(1999, 1, 1, tzinfo=UTC)).since == FindATender.earliest


def test_no_run_asks_for_what_is_still_to_come(services: Services, clock: Any) -> None:
    window = asked(services, until=clock.moment + timedelta(days=3))

    assert window.until == clock.moment - timedelta(minutes=2)


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        (date(2026, 7, 1), datetime(2026, 6, 30, 23, tzinfo=UTC)),
        (date(2026, 12, 1), datetime(2026, 12, 1, tzinfo=UTC)),
        (datetime(2026, 7, 1, 6), datetime(2026, 7, 1, 5, tzinfo=UTC)),  # noqa: DTZ001 - a time without a zone is the case
        (datetime(2026, 7, 1, 6, tzinfo=UTC), datetime(2026, 7, 1, 6, tzinfo=UTC)),
    ],
    ids=["a summer day", "a winter day", "a local time", "a time with its zone"],
)
def test_a_time_without_a_zone_is_uk_time(written: date, moment: datetime) -> None:
    assert collect.local_time(written) == moment


@given(taken=st.lists(st.tuples(st.integers(0, 50), st.integers(1, 20)), max_size=6))
@settings(max_examples=50, deadline=None)
def test_stretches_less_windows_are_the_hours_left(taken: list[tuple[int, int]]) -> None:
    def window(start: int, length: int) -> Window:
        return Window(since=DAY + timedelta(hours=start), until=DAY + timedelta(hours=start + length))

    left = collect._without([window(5, 40)], [window(*one) for one in taken])

    hours = [
        (piece.since - DAY) // timedelta(hours=1) + offset
        for piece in left
        for offset in range((piece.until - piece.since) // timedelta(hours=1))
    ]
    gone = {hour for start, length in taken for hour in range(start, start + length)}
    assert hours == [hour for hour in range(5, 45) if hour not in gone]
