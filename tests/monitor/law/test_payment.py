from __future__ import annotations

from datetime import date

import pytest

from monitor.law.payment import PAYMENT_TERMS, SCHOOLS, compliance_period_end, payment_term
from scrapers.notice import Regime


@pytest.mark.parametrize(("regime", "on"), [(Regime.ACT_2023, date(2025, 2, 24)), (Regime.PCR_2015, date(2025, 2, 23))])
def test_invoices_are_due_in_thirty_days_under_either_law(regime: Regime, on: date) -> None:
    term = payment_term(regime, on)
    assert term is not None
    assert term.days == 30


@pytest.mark.parametrize("regime", [Regime.SCOTLAND, Regime.PROVIDER_SELECTION, Regime.OTHER])
def test_no_term_is_known_of_other_rules(regime: Regime) -> None:
    assert payment_term(regime, date(2026, 9, 1)) is None


@pytest.mark.parametrize("name", ["Northmere Academy Trust", "Northmere Sixth Form", "Saltby Primary School"])
def test_a_school_is_known_by_its_name(name: str) -> None:
    assert SCHOOLS.search(name)


def test_a_borough_is_no_school() -> None:
    assert not SCHOOLS.search("Borough of Northmere")


def test_every_term_names_its_source() -> None:
    assert all(row.source.url.startswith("https://") for row in PAYMENT_TERMS)


@pytest.mark.parametrize(
    ("published", "wales", "end"),
    [
        pytest.param(date(2026, 3, 30), False, None, id="before the first period ends"),
        pytest.param(date(2026, 3, 31), False, date(2026, 3, 31), id="on its last day"),
        pytest.param(date(2026, 9, 29), False, date(2026, 3, 31), id="before the second ends"),
        pytest.param(date(2027, 1, 5), False, date(2026, 9, 30), id="in the next year"),
        pytest.param(date(2026, 9, 29), True, None, id="before the first Welsh period ends"),
        pytest.param(date(2026, 10, 2), True, date(2026, 9, 30), id="after the first Welsh period"),
    ],
)
def test_a_payments_notice_is_of_the_last_period_that_was_over(published: date, wales: bool, end: date | None) -> None:  # noqa: FBT001 - a parameter of the test
    assert compliance_period_end(published, wales=wales) == end
