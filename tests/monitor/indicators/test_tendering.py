from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.indicators.tendering import TENDER_DEADLINE, period_cases, tender_deadline, window
from monitor.law.periods import PeriodCase
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Period, Regime


def tender(number: str, published: datetime, closes: datetime | None = None, reason: str | None = None) -> Notice:
    return Notice(
        source="example",
        id=number,
        ocid="x",
        notice_type=NoticeType.UK4,
        regime=Regime.ACT_2023,
        published_at=published,
        is_update=number != "1",
        tender_period=None if closes is None else Period(end=closes),
        accelerated_reason=reason,
    )


def procurement(*notices: Notice) -> Procurement:
    return Procurement(ocid="x", notices=notices, as_of=date(2026, 11, 23))


def test_a_window_runs_from_the_first_notice_to_the_latest_deadline() -> None:
    first = tender("1", datetime(2026, 9, 1, 12, tzinfo=UTC), datetime(2026, 9, 20, 12, tzinfo=UTC))
    later = tender("2", datetime(2026, 9, 5, 12, tzinfo=UTC), datetime(2026, 9, 28, 12, tzinfo=UTC))

    found = window(procurement(later, first), tender_deadline, TENDER_DEADLINE)

    assert found is not None
    assert (found.days, found.is_whole) == (27, True)
    assert [part.notice_id for part in found.evidence] == ["1", "2"]


def test_a_window_counts_uk_days() -> None:
    evening = tender("1", datetime(2026, 8, 31, 23, 30, tzinfo=UTC), datetime(2026, 9, 26, 11, tzinfo=UTC))
    found = window(procurement(evening), tender_deadline, TENDER_DEADLINE)
    assert found is not None
    assert found.days == 25


def test_there_is_no_window_without_a_deadline() -> None:
    silent = tender("1", datetime(2026, 9, 1, 12, tzinfo=UTC))
    assert window(procurement(silent), tender_deadline, TENDER_DEADLINE) is None


def test_a_claimed_planned_notice_is_not_urgency() -> None:
    claimed = tender("1", datetime(2026, 9, 1, 12, tzinfo=UTC), reason="Qualifying planned procurement notice")
    cases = period_cases(procurement(claimed), date(2026, 9, 1))
    assert PeriodCase.PLANNED_NOTICE in cases
    assert PeriodCase.URGENT not in cases
