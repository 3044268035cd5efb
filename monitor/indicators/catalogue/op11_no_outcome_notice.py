"""Tenders that closed long ago, with neither an award nor an end published."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.criteria import tenders
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Regime

_OUTCOMES = frozenset(
    {NoticeType.UK6, NoticeType.UK7, NoticeType.UK9, NoticeType.UK10, NoticeType.UK11, NoticeType.UK12}
)


class NoOutcomeNotice(Indicator):
    """The deadline for tenders passed long ago, and no notice says how the procurement ended."""

    code = "OP11"
    title = "No outcome notice"
    definition = "The deadline for tenders passed long ago, and neither an award nor a termination has been published."
    kind = Kind.PRACTICE
    concerns = about.TENDERS_OF_THE_ACT
    deadline = True
    legal_basis = (act("50"), act("55"))
    method = (
        "Take the later of the last published deadline for tenders and the published date of award, and count the days "
        "since. It is raised over the maximum where no award, contract or termination notice is held."
    )
    why = "A competition that falls silent leaves bidders and the public without an answer, and no one to ask about it."
    exclusions = (
        "dynamic markets, and procurements outside the Procurement Act 2023",
        "procurements of which no tender notice is held",
    )
    honest_reasons = (
        "The competition is still running: large ones may take more than a year.",
        "The outcome was published under another number.",
        "The contract turned out too small for its award to need a notice.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The Act sets no day for it: the number of days is a choice of practice.",
        "It is judged from the notices held: the day of judging must not be later than the collecting reaches.",
    )

    maximum_days: Annotated[int, "The most days after the deadline or the published award date without an outcome"] = (
        365
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the last deadline and the notices that followed."""
        notices = tenders(procurement)
        if procurement.regime is not Regime.ACT_2023 or not notices:
            return not_applicable("no tender notice under the Procurement Act 2023 is held")
        if any(notice.is_dynamic_market for notice in notices):
            return not_applicable("a dynamic market has no single outcome")
        outcome = next((notice for notice in procurement.notices if notice.notice_type in _OUTCOMES), None)
        if outcome is not None:
            return clear(
                "an award, contract or termination notice is published", Evidence("/id", outcome.id, outcome.id)
            )
        due = [part for notice in notices for part in _dates(notice, law)]
        if not due:
            return cannot_tell(
                "no tender notice gives a deadline", Evidence("/tender/tenderPeriod", None, notices[-1].id)
            )
        last, evidence = max(due, key=lambda part: part[0])
        days = (procurement.as_of - last).days
        if days <= self.maximum_days:
            return clear("the deadline has not passed, or not long enough ago", evidence)
        return raised(f"{days} days after the published deadline no outcome has been published", evidence)


def _dates(notice: Notice, law: Law) -> list[tuple[date, Evidence]]:
    end = notice.tender_period.end if notice.tender_period else None
    told = ((end, "/tender/tenderPeriod/endDate"), (notice.award_due, "/tender/awardPeriod/endDate"))
    days = [(law.uk_date(moment), pointer) for moment, pointer in told if moment is not None]
    return [(day, Evidence(pointer, day.isoformat(), notice.id)) for day, pointer in days]
