"""Direct awards that rest on extreme and unavoidable urgency."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import URGENCY, grounds, is_direct
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, schedule
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, Regime


class UrgencyGroundUsed(Indicator):
    """A direct award rests on urgency."""

    code = "FP05"
    title = "Urgency ground used"
    definition = "A contract is awarded without competition on the ground of extreme and unavoidable urgency."
    kind = Kind.PRACTICE
    concerns = about.FROM_TRANSPARENCY_TO_CONTRACT
    legal_basis = (act("41"), schedule(5, "paras 13-14"))
    method = "Read the grounds that transparency, award and contract details notices state for a direct award."
    why = (
        "Urgency skips both competition and standstill. The Act allows it only for what the buyer neither caused nor "
        "could foresee, so each use is worth reading, and a buyer that uses it often is worth asking."
    )
    exclusions = (
        "competitive procurements, and awards below threshold",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "An emergency, a failure of a supplier or a court's order left no time.",
        "The contract is a short bridge while a competition is run.",
    )
    limits: ClassVar[tuple[str, ...]] = ("Whether the urgency was real is not judged: the reason published is shown.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the grounds stated."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} has other grounds")
        direct = [notice for notice in procurement.award_notices if is_direct(notice)]
        if not direct:
            return not_applicable("no notice tells of a direct award")
        if law.above_threshold(procurement) is False:
            return not_applicable("a direct award below threshold needs no ground")
        stated = grounds(direct)
        urgent = [notice for notice in direct if URGENCY in grounds([notice])]
        if urgent:
            return raised(
                "a direct award rests on extreme and unavoidable urgency", *map(_ground, urgent), *_why(urgent)
            )
        if stated:
            return clear("the direct award rests on another ground than urgency", _ground(direct[-1]))
        return cannot_tell("no notice that is held states the ground of the direct award", _ground(direct[-1]))


def _ground(notice: Notice) -> Evidence:
    stated = ", ".join(sorted(grounds([notice])))
    return Evidence("/tender/procurementMethodRationaleClassifications", stated or None, notice.id)


def _why(notices: list[Notice]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence("/tender/procurementMethodRationale", notice.direct_award.reason, notice.id)
        for notice in notices
        if notice.direct_award and notice.direct_award.reason
    )
