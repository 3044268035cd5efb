from __future__ import annotations

from datetime import date

import pytest

from monitor.law.periods import (
    MINIMUM_PERIODS,
    PeriodCase,
    Stage,
    longest_minimum,
    qualifies,
    shortest_minimum,
)
from scrapers.notice import Regime

DAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    ("cases", "days"),
    [
        ({PeriodCase.PLAIN}, 35),
        ({PeriodCase.PLAIN, PeriodCase.ELECTRONIC}, 30),
        ({PeriodCase.PLAIN, PeriodCase.DOCUMENTS}, 30),
        ({PeriodCase.PLAIN, PeriodCase.ELECTRONIC_WITH_DOCUMENTS}, 25),
        ({PeriodCase.PLAIN, PeriodCase.PLANNED_NOTICE}, 10),
        ({PeriodCase.PLAIN, PeriodCase.URGENT}, 10),
        ({PeriodCase.PLAIN, PeriodCase.DYNAMIC_MARKET}, 10),
        ({PeriodCase.PLAIN, PeriodCase.PRE_SELECTED}, 10),
    ],
)
def test_of_all_cases_that_hold_the_shortest_minimum_counts(cases: set[PeriodCase], days: int) -> None:
    row = shortest_minimum(Regime.ACT_2023, Stage.TENDERING, cases, on=DAY)
    assert row is not None
    assert row.days == days


@pytest.mark.parametrize(("case", "days"), [(PeriodCase.PLAIN, 25), (PeriodCase.URGENT, 10)])
def test_requests_to_take_part_have_minima_of_their_own(case: PeriodCase, days: int) -> None:
    row = shortest_minimum(Regime.ACT_2023, Stage.PARTICIPATION, {case}, on=DAY)
    assert row is not None
    assert row.days == days


def test_no_row_of_the_act_holds_the_day_before_it_began() -> None:
    assert shortest_minimum(Regime.ACT_2023, Stage.TENDERING, set(PeriodCase), on=date(2025, 2, 23)) is None


def test_the_longest_minimum_is_enough_in_any_case() -> None:
    assert longest_minimum(Regime.PCR_2015, Stage.TENDERING, on=date(2025, 1, 2)) == 35


@pytest.mark.parametrize(
    ("planned", "expected"),
    [
        (date(2026, 7, 23), True),
        (date(2026, 7, 24), False),
        (date(2025, 9, 1), True),
        (date(2025, 8, 31), False),
        (date(2026, 9, 2), False),
    ],
)
def test_a_planned_procurement_notice_qualifies_from_forty_days_to_a_year(*, planned: date, expected: bool) -> None:
    assert qualifies(planned, DAY) is expected


def test_no_two_rows_answer_one_case() -> None:
    keys = [(row.regime, row.stage, row.case) for row in MINIMUM_PERIODS]
    assert len(keys) == len(set(keys))
    assert all(row.source.url.startswith("https://") for row in MINIMUM_PERIODS)
