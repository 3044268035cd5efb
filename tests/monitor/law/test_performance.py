from __future__ import annotations

from datetime import date

import pytest

from monitor.law.performance import PERFORMANCE


@pytest.mark.parametrize(
    ("signed", "assessed", "due"),
    [
        pytest.param(date(2025, 3, 1), None, date(2026, 12, 31), id="signed before the duty began"),
        pytest.param(date(2025, 12, 31), None, date(2026, 12, 31), id="signed on the day before it began"),
        pytest.param(date(2026, 1, 1), None, date(2027, 1, 1), id="signed on its first day"),
        pytest.param(date(2026, 5, 9), None, date(2027, 5, 9), id="signed later"),
        pytest.param(date(2026, 5, 9), date(2027, 4, 2), date(2028, 4, 2), id="assessed once"),
        pytest.param(date(2028, 2, 29), None, date(2029, 2, 28), id="signed on a leap day"),
    ],
)
def test_an_assessment_is_due_within_a_year(signed: date, assessed: date | None, due: date) -> None:
    assert PERFORMANCE.last_day(signed, assessed=assessed) == due
