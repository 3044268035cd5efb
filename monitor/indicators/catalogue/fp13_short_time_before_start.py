"""Contracts that start hardly after their award is announced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_call_off, is_direct
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, not_applicable, raised_if
from monitor.law.citation import act
from monitor.law.dates import day_number
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Award, Notice, NoticeType, Regime


class ShortTimeBeforeStart(Indicator):
    """A contract starts few days after its award is announced."""

    code = "FP13"
    title = "Short time before start"
    definition = "A contract won in competition starts fewer days after its award notice than the parameter names."
    kind = Kind.PRACTICE
    concerns = about.AWARDS
    legal_basis = (act("12"), act("51"))
    method = (
        "For each award of a contract award notice (UK6) that followed a competition, count the days from the notice "
        "to the start of the contract; the day of the notice is day 0."
    )
    why = (
        "A supplier who needs staff or premises can't start at once: a start that only the incumbent can meet "
        "decides a competition before it begins, and leaves the standstill no room."
    )
    exclusions = (
        "direct awards and call-offs from frameworks",
        "contracts below threshold, and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The start was planned earlier, the award came late, and the start will move.",
        "Goods from stock need no time to prepare.",
    )
    limits: ClassVar[tuple[str, ...]] = ("The days that a contract needs differ: this is a question, not a rule.",)

    minimum_days: Annotated[int, "Days between the award notice and the start that are enough"] = 14

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the earliest start."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} is not judged by this")
        notices = [
            notice
            for notice in procurement.notices
            if notice.notice_type is NoticeType.UK6 and not is_direct(notice) and not is_call_off(notice)
        ]
        if not notices:
            return not_applicable("no contract award notice of a competition is held")
        above = law.above_threshold(procurement)
        if above is False:
            return not_applicable("contracts below threshold have no standstill to leave room for")
        if above is None:
            return cannot_tell("it can't be told whether the contract is above threshold")
        return self._judge(notices, law)

    def _judge(self, notices: list[Notice], law: Law) -> Conclusion:
        first = [notice for notice in notices if not notice.is_update]
        if not first:
            return cannot_tell("of the award notice only an update is held")
        starts = list(_starts(first, law))
        if not starts:
            return cannot_tell("no start of the contract is published", Evidence("/awards", None, first[-1].id))
        days, notice, award = min(starts, key=lambda start: start[0])
        start = law.uk_date(award.period.start).isoformat() if award.period and award.period.start else None
        evidence = (
            Evidence("/date", law.uk_date(notice.published_at).isoformat(), notice.id),
            Evidence(f"{award.pointer}/contractPeriod/startDate", start, notice.id),
        )
        return raised_if(days < self.minimum_days, f"the contract starts {_told(days)} its award notice", *evidence)


def _told(days: int) -> str:
    if days <= 0:
        return "before" if days < 0 else "on the day of"
    return "1 day after" if days == 1 else f"{days} days after"


def _starts(notices: list[Notice], law: Law) -> Iterator[tuple[int, Notice, Award]]:
    for notice in notices:
        for award in notice.awards:
            if award.period and award.period.start:
                published = law.uk_date(notice.published_at)
                yield day_number(published, law.uk_date(award.period.start)) - 1, notice, award
