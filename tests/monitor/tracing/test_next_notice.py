from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from monitor.tracing.next_notice import next_notice
from monitor.tracing.procurement import Procurement
from scrapers.notice import AuthorityKind, Award, Money, NoticeType, Organisation, Period, Regime

Make = Callable[..., Any]
AWARD_DUE = datetime(2026, 4, 20, 12, tzinfo=UTC)
SIGNED = datetime(2026, 5, 1, 12, tzinfo=UTC)
UTILITY = Organisation(name="Greymere Water Services Limited", kind=AuthorityKind.PRIVATE_UTILITY)


def due(procurement: Procurement, *, is_kpi: bool = False) -> tuple[str, date | None] | None:
    found = next_notice(procurement, contracts=frozenset(), is_kpi=is_kpi)
    return (found.notice_type.value, found.by) if found else None


@pytest.mark.parametrize(
    ("kind", "fields", "wanted"),
    [
        pytest.param("UK2", {}, ("UK4", None), id="no day promised"),
        pytest.param("UK3", {"next_notice_due": AWARD_DUE}, ("UK4", date(2026, 4, 20)), id="a day promised"),
        pytest.param("UK4", {"award_due": AWARD_DUE}, ("UK6", date(2026, 4, 20)), id="the tender's own day"),
        pytest.param("UK4", {}, ("UK6", None), id="the tender names none"),
        pytest.param("UK4", {"above_threshold": False}, ("UK7", None), id="below threshold"),
        pytest.param("tender", {"award_due": AWARD_DUE}, ("award", date(2026, 4, 20)), id="older rules"),
        pytest.param("award", {}, None, id="an award under older rules ends it"),
        pytest.param("UK5", {}, ("UK6", None), id="a direct award"),
        pytest.param("UK6", {}, ("UK7", None), id="no day of signature"),
        pytest.param("UK13", {}, None, id="a dynamic market"),
    ],
)
def test_each_notice_leads_to_the_next(
    procurement: Make, notice: Make, kind: str, fields: dict[str, Any], wanted: tuple[str, date | None] | None
) -> None:
    assert due(procurement(notice(kind, 3, **fields))) == wanted


@pytest.mark.parametrize(
    ("fields", "by"),
    [
        ({}, date(2026, 5, 30)),
        ({"special_regimes": ("lightTouch",)}, date(2026, 8, 28)),
        ({"above_threshold": False}, None),
        ({"regime": Regime.OTHER}, None),
    ],
    ids=["30 days from the signature", "120 where light touch", "none below threshold", "none under other rules"],
)
def test_contract_details_are_due_after_the_signature(
    procurement: Make, notice: Make, fields: dict[str, Any], by: date | None
) -> None:
    award = notice("UK6", 4, awards=(Award(signature_due=SIGNED),), **fields)

    assert due(procurement(award)) == ("UK7", by)


def test_a_private_utility_owes_nothing_after_its_award(procurement: Make, notice: Make, contract: Make) -> None:
    assert due(procurement(notice("UK6", 4, buyer=UTILITY))) is None
    assert due(procurement(notice("UK7", 5, buyer=UTILITY, contracts=(contract(),))), is_kpi=True) is None


def test_an_indicator_is_rated_within_a_year_of_the_signature(
    procurement: Make, notice: Make, contract: Make, metric: Make
) -> None:
    details = notice("UK7", 5, contracts=(contract(metrics=(metric(),)),))

    assert due(procurement(details), is_kpi=True) == ("UK9", date(2027, 5, 1))
    assert due(procurement(details, notice("UK9", 11)), is_kpi=True) == ("UK9", date(2027, 11, 5))


def test_a_contract_signed_before_2026_is_rated_by_its_end(procurement: Make, notice: Make, contract: Make) -> None:
    signed = datetime(2025, 3, 3, 12, tzinfo=UTC)

    found = due(procurement(notice("UK7", 1, contracts=(contract(signed_at=signed),))), is_kpi=True)

    assert found == ("UK9", date(2026, 12, 31))


@pytest.mark.parametrize(
    ("on_contract", "on_notice"),
    [
        ({"value": Money(gross=Decimal(5_000_000), currency="GBP")}, {}),
        ({"value": None}, {}),
        ({}, {"special_regimes": ("lightTouch",)}),
        ({}, {"is_framework": True}),
        ({}, {"is_concession": True}),
    ],
    ids=["five million", "no value", "light touch", "framework", "concession"],
)
def test_no_day_is_named_for_results_that_no_law_asks_for(
    procurement: Make, notice: Make, contract: Make, on_contract: dict[str, Any], on_notice: dict[str, Any]
) -> None:
    details = notice("UK7", 5, contracts=(contract(**on_contract),), **on_notice)

    assert due(procurement(details), is_kpi=True) == ("UK9", None)


def test_the_end_is_told_within_thirty_days(procurement: Make, notice: Make, contract: Make) -> None:
    period = Period(end=datetime(2027, 6, 1, 12, tzinfo=UTC))
    found = next_notice(
        procurement(notice("UK7", 5, contracts=(contract(period=period),))), contracts=frozenset(), is_kpi=False
    )

    assert found is not None
    assert (found.notice_type, found.by) == (NoticeType.UK11, date(2027, 6, 30))
    assert "1 June 2027" in found.why


def test_a_contract_that_ends_before_its_rating_leads_to_its_end(
    procurement: Make, notice: Make, contract: Make
) -> None:
    period = Period(end=datetime(2026, 12, 1, 12, tzinfo=UTC))

    found = due(procurement(notice("UK7", 5, contracts=(contract(period=period),))), is_kpi=True)

    assert found == ("UK11", date(2026, 12, 30))
