from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.tracing.words import amounts, bases, content


def test_content_words_lose_their_endings_and_the_usual_words() -> None:
    assert content("The supplier must take on apprentices; apprenticeship reports each year") == content(
        "take on an apprentice, apprenticeships"
    )


@pytest.mark.parametrize(
    ("text", "value", "shown"),
    [
        ("12 apprentices from the borough", 12, "12 apprentices"),
        ("two work placements", 2, "2 work placements"),
        ("At least 25% of spend", 25, "25%"),
        ("25 per cent of spend", 25, "25%"),
        ("£1.5m in the county", 1_500_000, "£1,500,000"),
        ("200 hours of volunteering", 200, "200 hours"),
    ],
)
def test_a_number_has_its_unit(text: str, value: int, shown: str) -> None:
    [found] = amounts(text)

    assert (found.value, found.shown) == (Decimal(value), shown)


@pytest.mark.parametrize(
    "text",
    [
        "within 30 days",
        "over 24 months",
        "on 12 March 2026",
        "the 1st place",
        "PPN 002 themes",
        "clause 9 buildings",
        "4 hours",
        "6 as outlined",
        "no figures",
    ],
)
def test_dates_spans_and_names_are_no_amounts(text: str) -> None:
    assert amounts(text) == ()


def test_an_upper_bound_is_known_as_one() -> None:
    assert [one.is_limit for one in amounts("no more than 5 complaints and 12 apprentices")] == [True, False]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("12 apprentices a year", {"year"}),
        ("reported quarterly, 3 each month", {"quarter", "month"}),
        ("12 over the contract", {"term"}),
        ("one for every £1m", {"pounds"}),
        ("12 apprentices", set()),
    ],
)
def test_what_an_amount_is_counted_over(text: str, found: set[str]) -> None:
    assert bases(text) == found
