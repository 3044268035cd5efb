from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.law.dates import InForce, day_number, is_working_day, last_day, last_working_day, uk_date


def test_a_summer_evening_in_utc_is_already_the_next_day_in_london() -> None:
    assert uk_date(datetime(2026, 7, 31, 23, 30, tzinfo=UTC)) == date(2026, 8, 1)


def test_a_winter_evening_in_utc_is_the_same_day_in_london() -> None:
    assert uk_date(datetime(2026, 1, 31, 23, 30, tzinfo=UTC)) == date(2026, 1, 31)


def test_thirty_days_beginning_with_a_signature_on_1_june_end_on_30_june() -> None:
    assert last_day(date(2026, 6, 1), 30) == date(2026, 6, 30)
    assert day_number(date(2026, 6, 1), date(2026, 6, 30)) == 30


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 7, 13), "Northern Ireland"),
        (date(2026, 8, 3), "Scotland"),
        (date(2026, 8, 31), "England and Wales"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 8, 8), "a Saturday"),
        (date(2026, 8, 9), "a Sunday"),
    ],
)
def test_a_holiday_in_any_part_of_the_united_kingdom_is_no_working_day(day: date, why: str) -> None:
    assert not is_working_day(day), why


def test_an_ordinary_monday_is_a_working_day() -> None:
    assert is_working_day(date(2026, 8, 10))


def test_eight_working_days_count_the_first_and_skip_weekends() -> None:
    assert last_working_day(date(2026, 8, 10), 8) == date(2026, 8, 19)


def test_eight_working_days_from_a_saturday_begin_on_the_monday() -> None:
    assert last_working_day(date(2026, 8, 8), 8) == date(2026, 8, 19)


def test_eight_working_days_skip_a_holiday_of_another_nation() -> None:
    assert last_working_day(date(2026, 7, 31), 8) == date(2026, 8, 12)


def test_a_row_holds_from_its_first_to_its_last_day() -> None:
    row = InForce(since=date(2024, 1, 1), until=date(2025, 12, 31))
    assert [row.holds(day) for day in (date(2023, 12, 31), date(2024, 1, 1), date(2025, 12, 31), date(2026, 1, 1))] == [
        False,
        True,
        True,
        False,
    ]
