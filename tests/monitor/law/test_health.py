from __future__ import annotations

from datetime import date

from monitor.law.health import AWARD_NOTICE


def test_an_award_notice_is_due_thirty_days_after_the_award() -> None:
    assert AWARD_NOTICE.last_day(date(2026, 6, 1)) == date(2026, 7, 1)


def test_each_process_of_the_regime_is_cited() -> None:
    assert [source.section for source in AWARD_NOTICE.sources] == ["reg 7", "reg 8", "reg 9", "reg 10", "reg 11"]
