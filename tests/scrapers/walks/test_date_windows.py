from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.clock import LONDON
from scrapers.page import Window
from scrapers.walks.date_windows import DateWindows
from scrapers.walks.linked_pages import LinkedPages

INNER = LinkedPages(path="/api", since="updatedFrom", until="updatedTo")
WALK = DateWindows(INNER, hours=6)
MOMENTS = st.datetimes(datetime(2021, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st.datetimes wants it
AROUND_CHANGES = st.builds(
    lambda change, seconds: change + timedelta(seconds=seconds),
    st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    st.integers(-90_000, 90_000),
)


def local_hours(windows: list[Window]) -> list[str]:
    return [f"{window.since.astimezone(LONDON):%d %H:%M}" for window in windows]


@given(
    since=MOMENTS | AROUND_CHANGES,
    length=st.timedeltas(timedelta(0), timedelta(days=4)),
    hours=st.sampled_from([1, 4, 6, 24]),
)
def test_windows_cover_the_time_exactly_with_no_gap(since: datetime, length: timedelta, hours: int) -> None:
    windows = list(DateWindows(INNER, hours=hours).windows(since, since + length))

    assert all(timedelta(0) < window.until - window.since <= timedelta(hours=hours) for window in windows)
    assert all(earlier.until == later.since for earlier, later in pairwise(windows))
    assert (windows[0].since, windows[-1].until) == (since, since + length) if length else windows == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param(
            datetime(2026, 8, 10, tzinfo=LONDON), ["10 00:00", "10 06:00", "10 12:00", "10 18:00"], id="summer"
        ),
        pytest.param(
            datetime(2026, 1, 10, tzinfo=LONDON), ["10 00:00", "10 06:00", "10 12:00", "10 18:00"], id="winter"
        ),
        pytest.param(
            datetime(2026, 3, 29, tzinfo=LONDON), ["29 00:00", "29 06:00", "29 12:00", "29 18:00"], id="23 hours"
        ),
        pytest.param(
            datetime(2026, 10, 25, tzinfo=LONDON),
            ["25 00:00", "25 05:00", "25 06:00", "25 12:00", "25 18:00"],
            id="25 hours",
        ),
    ],
)
def test_a_local_day_is_cut_at_six_twelve_and_eighteen(day: datetime, expected: list[str]) -> None:
    windows = list(WALK.windows(day, datetime(day.year, day.month, day.day + 1, tzinfo=LONDON)))

    assert local_hours(windows) == expected


def test_the_last_window_ends_where_the_time_does() -> None:
    since, until = datetime(2026, 8, 10, 7, 30, tzinfo=UTC), datetime(2026, 8, 10, 11, 45, 10, tzinfo=UTC)

    windows = list(WALK.windows(since, until))

    assert local_hours(windows) == ["10 08:30", "10 12:00"]
    assert windows[-1].until == until


@pytest.mark.parametrize("hours", [0, 5, 48])
def test_hours_must_divide_a_day(hours: int) -> None:
    with pytest.raises(ValueError, match="must divide a day"):
        DateWindows(INNER, hours=hours)
