"""Tender notices above threshold with neither award criteria nor a summary of them."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.criteria import elsewhere, speaks_of_criteria, tenders, told
from monitor.indicators.wording import is_searched
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, Regime


class AwardCriteriaAbsent(Indicator):
    """A tender notice above threshold doesn't say what tenders are judged by."""

    code = "OP03"
    title = "Award criteria absent"
    definition = "A tender notice above threshold has neither award criteria nor a summary of them."
    kind = Kind.DUTY
    concerns = about.TENDERS_OF_THE_ACT
    legal_basis = (act("23"), regulation("18(2)(k)"))
    themes = ("award_criteria",)
    method = (
        "In all tender notices (UK4) of the procurement look for structured award criteria, for the text on them of "
        "the tender or a lot, and for words read as award criteria anywhere in the notice."
    )
    why = "A supplier decides from the notice whether to bid: it must be able to see what tenders are judged by."
    exclusions = (
        "contracts below threshold",
        "procurements outside the Procurement Act 2023, and direct awards",
    )
    honest_reasons = ("The criteria are in the tender documents, and the notice was meant to carry a summary.",)
    limits: ClassVar[tuple[str, ...]] = (
        "Criteria that are said to stand elsewhere are the matter of OP04, and left open here.",
        "A notice with any words on scoring or weights is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all tender notices together."""
        notices = tenders(procurement)
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"it is read under {law.regime_title(procurement.regime)}"),
            (not notices, "no tender notice of this procurement is held"),
            (law.above_threshold(procurement) is False, "a notice below threshold need not give award criteria"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        found = told(procurement, notices)
        if found is not None:
            return clear("the tender notice gives award criteria or a summary of them", found)
        pointed = elsewhere(procurement, notices)
        if pointed is not None:
            return cannot_tell("the award criteria are said to stand elsewhere", pointed)
        return self._silence(procurement, law, notices)

    @staticmethod
    def _silence(procurement: Procurement, law: Law, notices: tuple[Notice, ...]) -> Conclusion:
        if law.above_threshold(procurement) is None:
            return cannot_tell("it can't be told whether the contract is above threshold")
        spoken = speaks_of_criteria(notices)
        if spoken is not None:
            return cannot_tell("the tender notice has words on how tenders are judged, and they are not read", spoken)
        if not is_searched(procurement, notices) or all(notice.is_update for notice in notices):
            return cannot_tell("the tender notice is not read, or only an update of it is held")
        searched = tuple(Evidence("/tender/lots", None, notice.id) for notice in notices)
        return raised("no tender notice gives award criteria or a summary of them", *searched)
