"""Tender notices that send bidders to another document for the award criteria."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.criteria import elsewhere, tenders, told
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Regime


class AwardCriteriaElsewhere(Indicator):
    """The notice tells no criterion and says that they stand in another document."""

    code = "OP04"
    title = "Award criteria elsewhere"
    definition = "A tender notice tells no award criterion, and says that they stand in another document."
    kind = Kind.PRACTICE
    concerns = about.TENDERS_OF_THE_ACT
    legal_basis = (act("23"), regulation("18(2)(k)"))
    themes = ("award_criteria",)
    method = (
        "Look in all tender notices (UK4) for award criteria in fields or words. Where there are none, look for a text "
        "that sends the reader to another document for them."
    )
    why = (
        "Documents behind a registration are read by those who mean to bid, not by the public; and they are often gone "
        "once the competition is over."
    )
    exclusions = (
        "notices that tell their criteria, even if the details stand elsewhere",
        "procurements outside the Procurement Act 2023: older law lets the documents alone give them",
    )
    honest_reasons = (
        "The contract is below threshold, where the notice need not give criteria.",
        "The documents are open to everyone without registration, and linked from the notice.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Above threshold the regulations ask for the criteria or a summary.",
        "Whether a reference to a document is enough is not for a program to say: this is kept as good practice.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all tender notices together."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"it is read under {law.regime_title(procurement.regime)}")
        notices = tenders(procurement)
        if not notices:
            return not_applicable("no tender notice of this procurement is held")
        found = told(procurement, notices)
        if found is not None:
            return clear("the tender notice tells award criteria", found)
        pointed = elsewhere(procurement, notices)
        if pointed is not None:
            return raised("the tender notice tells no award criterion, and sends bidders elsewhere for them", pointed)
        if not procurement.is_readable(notices):
            return cannot_tell("the tender notice is in a language or form that is not read")
        return not_applicable("the tender notice says nothing of where the award criteria stand")
