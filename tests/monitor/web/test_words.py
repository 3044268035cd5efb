from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from monitor.web import words


@pytest.mark.parametrize(
    ("pointer", "said"),
    [
        ("/tender/lots/0/awardCriteria/criteria/1/name", "Tender, lots 1, award criteria, criteria 2, name"),
        ("/a~1b", "A/b"),
        ("", "The whole notice"),
    ],
)
def test_a_pointer_is_said_in_words(pointer: str, said: str) -> None:
    assert words.place(pointer) == said


def test_a_moment_is_told_by_its_uk_day() -> None:
    assert words.day(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


@pytest.mark.parametrize(
    ("value", "shown"), [(Decimal("50.0000"), "50"), (Decimal("12.50"), "12.5"), (Decimal(100), "100")]
)
def test_a_number_loses_the_zeros_of_its_column(value: Decimal, shown: str) -> None:
    assert words.number(value) == shown


def test_a_theme_that_is_no_longer_known_keeps_its_code() -> None:
    assert words.theme_title("gone_theme") == "gone_theme"
