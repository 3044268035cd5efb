"""Payments compliance notices that came after their day."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    raised,
    together,
)
from monitor.law.citation import act, regulation
from monitor.law.dates import last_day
from monitor.law.law import Law
from monitor.law.payment import SCHOOLS, compliance_period_end
from monitor.tracing.procurement import Procurement
from scrapers.notice import Nation, Notice, NoticeType, Regime


class PaymentsNoticeOverdue(Indicator):
    """A notice of how a body pays its suppliers came later than thirty days after the half-year it tells of."""

    code = "OP19"
    title = "Payments notice overdue"
    definition = (
        "A payments compliance notice was published later than 30 days from the end of the half-year that it tells of."
    )
    kind = Kind.PRACTICE
    concerns = about.PAYMENTS
    legal_basis = (act("69"), regulation("38"))
    method = (
        "For each payments compliance notice (UK17) take the last half-year that was over on its day: they end on "
        "31 March and 30 September, that day being day 1 of 30. It is raised later than that and the days of grace."
    )
    why = "Whether a body pays in time is told twice a year: late figures can't be set beside those of others."
    exclusions = (
        "private utilities and bodies of Northern Ireland",
        "notices before the first half-year that must be told: to 31 March 2026, in Wales to 30 September 2026",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The notice repeats or corrects one that came in time.",
        "No payment fell due in the half-year before, and the notice was published of the body's own will.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The notice is of a body and not of a contract: a body that publishes none is not seen here.",
        "No such notice has been seen in published data yet, so this is asked as a question of practice.",
        "Schools need not publish it, and are known by their names only: these are left open.",
        "Payments over £30,000 (s.70) are uploaded as lists and are not notices.",
    )

    grace_days: Annotated[int, "Days after the last one on which a notice still counts as in time"] = 1

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all such notices together: one late is enough to raise."""
        notices = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK17]
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"{law.regime_title(procurement.regime)} has no such notice"),
            (not notices, "no payments compliance notice is held"),
            (procurement.is_private_utility, "private utilities need not publish how they pay"),
            (procurement.nation is Nation.NORTHERN_IRELAND, "bodies of Northern Ireland need not publish how they pay"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        judged = (self._judge(notice, procurement, law) for notice in notices)
        return together(judged, not_applicable("no payments compliance notice is held"))

    def _judge(self, notice: Notice, procurement: Procurement, law: Law) -> Conclusion:
        published = law.uk_date(notice.published_at)
        place = Evidence("/date", published.isoformat(), notice.id)
        end = compliance_period_end(published, wales=procurement.nation is Nation.WALES)
        if end is None:
            return not_applicable("the first half-year that must be told was not over")
        due = last_day(end, law.deadline("payments_compliance", light_touch=False) or 0)
        if published <= due + timedelta(days=self.grace_days):
            return clear(f"the notice was published by {due:%-d %B %Y}", place)
        if notice.is_update:
            return cannot_tell("the notice is an update, and its first version may have come in time", place)
        if SCHOOLS.search(procurement.buyer_name):
            return cannot_tell("the body may be a school, which need not publish how it pays", place)
        return raised(f"the notice was published on {published:%-d %B %Y}, and was due by {due:%-d %B %Y}", place)
