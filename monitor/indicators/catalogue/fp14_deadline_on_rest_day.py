"""Deadlines on a weekend or a bank holiday."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.tendering import (
    INTEREST_DEADLINE,
    TENDER_DEADLINE,
    interest_deadline,
    tender_deadline,
    window,
)
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement


class DeadlineOnRestDay(Indicator):
    """Tenders, or requests to take part, are due on a weekend or a bank holiday."""

    code = "FP14"
    title = "Deadline on rest day"
    definition = "Tenders or requests to take part are due on a Saturday, a Sunday or a bank holiday."
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("54(1)"), act("123"))
    method = (
        "Take the latest deadline that the tender notices tell, as a UK day. It is a rest day if it is none of the "
        "Act's working days: a weekend, or a bank holiday in any part of the United Kingdom."
    )
    why = (
        "On a rest day nobody at the buyer answers questions or mends a broken portal, and small firms lose a holiday."
    )
    exclusions = ("procurements without a tender notice",)
    honest_reasons = (
        "The portal is staffed that day.",
        "The holiday is one of another part of the United Kingdom than the buyer's.",
    )
    limits: ClassVar[tuple[str, ...]] = ("No rule forbids it: it is a matter of good practice.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the latest deadlines."""
        if not procurement.tender_notices:
            return not_applicable("no tender notice is held")
        found = [
            one
            for one in (
                window(procurement, tender_deadline, TENDER_DEADLINE),
                window(procurement, interest_deadline, INTEREST_DEADLINE),
            )
            if one is not None
        ]
        if not found:
            return cannot_tell("no tender notice tells a deadline")
        for one in found:
            day = law.uk_date(one.closes)
            if not law.is_working_day(day):
                return raised(f"the deadline is {day:%A %-d %B %Y}, which is no working day", one.evidence[1])
        return clear("the deadline is a working day", *(one.evidence[1] for one in found))
