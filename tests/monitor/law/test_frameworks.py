from __future__ import annotations

from datetime import date

import pytest

from monitor.law.frameworks import framework_term
from scrapers.notice import Regime


@pytest.mark.parametrize(("regime", "on"), [(Regime.ACT_2023, date(2026, 9, 1)), (Regime.PCR_2015, date(2025, 1, 2))])
def test_a_framework_has_four_years_and_a_special_one_eight(regime: Regime, on: date) -> None:
    row = framework_term(regime, on)
    assert row is not None
    assert (row.years, row.special_years) == (4, 8)


def test_no_limit_is_known_of_scottish_frameworks() -> None:
    assert framework_term(Regime.SCOTLAND, date(2026, 9, 1)) is None
