from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice

PUBLISHED = date(2026, 8, 10)


@pytest.fixture
def procurement(make_notice: Callable[..., Notice]) -> Callable[[date], Procurement]:
    notice = make_notice(1, published_at=datetime(2026, 8, 10, 9, tzinfo=UTC))
    return lambda day: Procurement(ocid=notice.ocid, notices=(notice,), as_of=day)


@pytest.mark.parametrize(
    ("day", "saw"),
    [
        pytest.param(PUBLISHED, False, id="all notices known"),
        pytest.param(PUBLISHED - timedelta(days=1), True, id="a notice left out"),
    ],
)
def test_the_day_decides_something_when_it_leaves_out_a_notice(
    procurement: Callable[[date], Procurement], day: date, *, saw: bool
) -> None:
    assert procurement(day).saw_day is saw


def test_the_day_decides_something_once_it_is_looked_at(procurement: Callable[[date], Procurement]) -> None:
    judged = procurement(PUBLISHED)

    assert judged.as_of == PUBLISHED
    assert judged.saw_day


def test_a_procurement_can_be_put_back_to_an_earlier_day(procurement: Callable[[date], Procurement]) -> None:
    earlier = procurement(date.max).on(PUBLISHED - timedelta(days=1))

    assert (earlier.notices, earlier.as_of) == ((), PUBLISHED - timedelta(days=1))
