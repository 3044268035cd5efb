"""Tender notices that name several award criteria, and not how much each counts."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.criteria import elsewhere, named, tenders, weighed
from monitor.indicators.social_value import shown
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Regime

_SEVERAL = 2


class CriteriaWeightsNotTold(Indicator):
    """Several award criteria are named, and neither weights nor an order of importance."""

    code = "OP05"
    title = "Criteria weights not told"
    definition = "A tender notice names several award criteria, and tells neither their weights nor their order."
    kind = Kind.PRACTICE
    concerns = about.TENDERS_OF_THE_ACT
    legal_basis = (act("23(3)"), regulation("18(2)(k)"))
    themes = ("award_criteria",)
    method = (
        "Where a lot of a tender notice (UK4) names two criteria or more, look for a weight in any field, for words "
        "read as weights or an order of importance, and for figures in the text on the criteria."
    )
    why = "A list of criteria without weights doesn't say whether price or quality decides."
    exclusions = (
        "tenders judged by one criterion, or that name none",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The weights are in the tender documents, which the law allows.",
        "The criteria are refined during a competitive flexible procedure, and weights follow.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The law lets the documents alone tell the relative importance (s.23(3)): this is good practice.",
        "A weight for one criterion is enough to be clear.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all tender notices together."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"it is read under {law.regime_title(procurement.regime)}")
        notices = tenders(procurement)
        criteria = named(notices)
        lots = Counter((notice.id, criterion.lot) for notice, criterion in criteria)
        if max(lots.values(), default=0) < _SEVERAL:
            return not_applicable("no tender notice that is held names several award criteria")
        found = weighed(procurement, notices)
        if found is not None:
            return clear("the tender notice tells weights or an order", found)
        evidence = tuple(shown(notice, criterion) for notice, criterion in criteria)
        if not procurement.is_readable(notices):
            return cannot_tell("the tender notice is in a language or form that is not read", *evidence)
        pointed = elsewhere(procurement, notices)
        where = ", and sends bidders elsewhere" if pointed is not None else ""
        told = evidence if pointed is None else (*evidence, pointed)
        reason = f"the tender notice names {len(criteria)} award criteria without weights or an order{where}"
        return raised(reason, *told)
