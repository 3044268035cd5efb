"""What is shown of a criterion are the words that name social value, wherever they stand in it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.indicators.social_value import shown
from scrapers.notice import Criterion, Notice, NoticeType, Regime

NOTICE = Notice(
    source="find_a_tender",
    id="000101-2026",
    ocid="ocds-h6vhtk-000101",
    notice_type=NoticeType.UK4,
    regime=Regime.ACT_2023,
    published_at=datetime(2026, 9, 1, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("name", "description", "pointer", "quote"),
    [
        pytest.param("Social value", "Jobs", "/c/name", "Social value", id="in the name"),
        pytest.param(
            "Question 5", "Approach to social value", "/c/description", "Approach to social value", id="below it"
        ),
        pytest.param(None, "Social value", "/c/description", "Social value", id="no name"),
        pytest.param("Quality", "Plans and staff", "/c/name", "Quality", id="nowhere"),
    ],
)
def test_shows_the_words_that_name_social_value(name: str | None, description: str, pointer: str, quote: str) -> None:
    evidence = shown(NOTICE, Criterion(name=name, description=description, pointer="/c"))

    assert (evidence.pointer, evidence.quote, evidence.notice_id) == (pointer, quote, "000101-2026")
