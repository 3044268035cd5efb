from __future__ import annotations

from datetime import date

import pytest

from monitor.law.payment import PAYMENT_TERMS, SCHOOLS, payment_term
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
