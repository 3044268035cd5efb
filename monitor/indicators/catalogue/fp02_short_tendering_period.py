"""Fewer days to tender than the law's minimum for the case."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import MARKET
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.tendering import TENDER_DEADLINE, Window, no_minimum, period_cases, tender_deadline, window
from monitor.indicators.unflagged import light_touch_doubt
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.periods import PeriodCase, Stage, longest_minimum, shortest_minimum
from monitor.tracing.procurement import Procurement
from scrapers.notice import Regime


class ShortTenderingPeriod(Indicator):
    """Suppliers had fewer days to tender than the law's minimum for this case."""

    code = "FP02"
    title = "Short tendering period"
    definition = "Suppliers had fewer days to tender than the shortest minimum that applies to the case."
    kind = Kind.DUTY
    concerns = about.TENDERS
    legal_basis = (act("54(4)"), act("15"))
    method = (
        "Count the days from the day after the first tender notice to the latest deadline for tenders that any update "
        "tells, as UK days. Compare with the shortest minimum of all that apply: 10 days where the notice claims "
        "urgency or another ground for a shorter period, where a planned procurement notice of 40 days to 12 months "
        "before is held, or under a dynamic market; 30 days where it asks for tenders by post or hand, and in no "
        "electronic way; else 25 days."
    )
    why = "Too few days favour those who knew beforehand, above all the incumbent, and shut out small firms first."
    exclusions = (
        "light touch contracts and contracts below threshold, for which no minimum is fixed",
        "tenders of suppliers selected in an earlier stage, whose period starts with an unpublished invitation",
        "Scottish procurements and the NHS Provider Selection Regime",
    )
    honest_reasons = (
        "A planned procurement notice that allows a shorter period was published under another number.",
        "The suppliers were selected beforehand, and the notice doesn't say so.",
        "An update with a later deadline is not held.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Documents not published at once need 30 or 35 days: 25 to 34 are called clear where tenders are electronic.",
        "Where only an update is held, the day of the first notice is unknown.",
        "A procedure of several stages is judged only where its first notice asks for tenders at once.",
        "Procurements begun before the Act are not raised: a prior information notice may have shortened the period.",
        "Where a text speaks of light touch that no field flags, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the first notice and the latest deadline."""
        exempt = no_minimum(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        found = window(procurement, tender_deadline, TENDER_DEADLINE)
        if found is None:
            return _without_deadline(procurement)
        if law.above_threshold(procurement) is None and procurement.regime is Regime.ACT_2023:
            return cannot_tell("it can't be told whether the contract is above threshold", *found.evidence)
        if procurement.regime is Regime.PCR_2015:
            return _before_the_act(procurement, found)
        return _compare(procurement, found)


def _without_deadline(procurement: Procurement) -> Conclusion:
    if any(notice.interest_due for notice in procurement.tender_notices):
        return not_applicable("suppliers ask to take part first, and the invitation to tender is not published")
    return cannot_tell("no tender notice that is held tells the deadline for tenders")


def _compare(procurement: Procurement, found: Window) -> Conclusion:
    cases = period_cases(procurement, found.opened)
    minimum = shortest_minimum(Regime.ACT_2023, Stage.TENDERING, cases, on=procurement.began_on)
    if minimum is None:
        return not_applicable("no least period was fixed on the day the procurement began")
    reason = f"suppliers had {_days(found.days)} to tender, and the minimum for {minimum.case} is {minimum.days}"
    if found.days >= minimum.days:
        return clear(reason, *found.evidence)
    doubt = _doubt(procurement, found)
    return cannot_tell(doubt, *found.evidence) if doubt else raised(reason, *found.evidence)


def _doubt(procurement: Procurement, found: Window) -> str | None:
    """Why a short window doesn't decide."""
    if not found.is_whole:
        return "only an update is held, so the day of the first notice is unknown"
    if found.first.procedure == "selective" and _may_be_selected(procurement):
        return "suppliers selected beforehand may have a shorter period"
    if found.days < 0:
        return "the deadline published is earlier than the notice"
    return light_touch_doubt(procurement)


def _may_be_selected(procurement: Procurement) -> bool:
    """Whether tenders may be asked of some only: those who took part before, or the members of a dynamic market."""
    return any(
        notice.interest_due is not None or any(MARKET.search(segment.text) for segment in notice.segments)
        for notice in procurement.tender_notices
    )


def _before_the_act(procurement: Procurement, found: Window) -> Conclusion:
    enough = longest_minimum(Regime.PCR_2015, Stage.TENDERING, on=procurement.began_on)
    if enough is None or found.first.procedure != "open":
        return not_applicable("only open procedures begun before the Act are judged by the older periods")
    if found.days >= enough:
        reason = (
            f"suppliers had {_days(found.days)} to tender, and no case of the older rules asks for more than {enough}"
        )
        return clear(reason, *found.evidence)
    shortest = shortest_minimum(Regime.PCR_2015, Stage.TENDERING, set(PeriodCase), on=procurement.began_on)
    least = shortest.days if shortest else enough
    return cannot_tell(f"the older rules ask for {least} to {enough} days, by facts not published", *found.evidence)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
