"""Fewer days to ask to take part than the law's minimum for the case."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.tendering import INTEREST_DEADLINE, Window, interest_deadline, no_minimum, period_cases, window
from monitor.indicators.unflagged import light_touch_doubt
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.periods import PeriodCase, Stage, shortest_minimum
from monitor.tracing.procurement import Procurement
from scrapers.notice import Regime


class ShortParticipationPeriod(Indicator):
    """Suppliers had fewer days to ask to take part than the law's minimum."""

    code = "FP03"
    title = "Short participation period"
    definition = "Suppliers had fewer days to ask to take part than the minimum that applies to the case."
    kind = Kind.DUTY
    concerns = about.TENDERS
    legal_basis = (act("54(3)"),)
    method = (
        "Count the days from the day after the first tender notice to the latest deadline for requests to take part "
        "that any update tells, as UK days. Compare with 25 days, or 10 where the notice claims urgency."
    )
    why = "Whoever misses the first stage is out: too few days leave the race to those who knew beforehand."
    exclusions = (
        "light touch contracts and contracts below threshold, for which no minimum is fixed",
        "procedures of one stage: see FP02",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The date is one for registering interest only, and requests to take part were due later.",
        "The procurement is urgent or light touch, and the notice doesn't say so.",
        "An update with a later deadline is not held.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Where only an update is held, the day of the first notice is unknown.",
        "Where a text speaks of light touch that no field flags, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the first notice and the latest deadline."""
        exempt = no_minimum(procurement, law)
        if procurement.regime is Regime.PCR_2015:
            exempt = f"{law.regime_title(procurement.regime)} is not judged by this period"
        if exempt is not None:
            return not_applicable(exempt)
        found = window(procurement, interest_deadline, INTEREST_DEADLINE)
        if found is None:
            return self._without_deadline(procurement)
        if law.above_threshold(procurement) is None:
            return cannot_tell("it can't be told whether the contract is above threshold", *found.evidence)
        return self._compare(procurement, found)

    @staticmethod
    def _compare(procurement: Procurement, found: Window) -> Conclusion:
        cases = period_cases(procurement, found.opened) & {PeriodCase.PLAIN, PeriodCase.URGENT}
        minimum = shortest_minimum(Regime.ACT_2023, Stage.PARTICIPATION, cases, on=procurement.began_on)
        if minimum is None:
            return not_applicable("no least period was fixed on the day the procurement began")
        days = "1 day" if found.days == 1 else f"{found.days} days"
        reason = f"suppliers had {days} to ask to take part, and the minimum is {minimum.days}"
        if found.days >= minimum.days:
            return clear(reason, *found.evidence)
        if not found.is_whole:
            return cannot_tell("only an update is held, so the day of the first notice is unknown", *found.evidence)
        doubt = (
            "the deadline published is earlier than the notice" if found.days < 0 else light_touch_doubt(procurement)
        )
        return cannot_tell(doubt, *found.evidence) if doubt else raised(reason, *found.evidence)

    @staticmethod
    def _without_deadline(procurement: Procurement) -> Conclusion:
        if any(notice.procedure == "selective" for notice in procurement.tender_notices):
            return cannot_tell("no tender notice that is held tells the deadline for requests to take part")
        return not_applicable("suppliers tender at once, without a request to take part")
