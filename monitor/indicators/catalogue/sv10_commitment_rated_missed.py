"""Social-value indicators that a performance notice rates as missed."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.social_value import names_social_value
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Observation

_MISSED = {"below": "requires improvement", "significantlyBelow": "inadequate"}
_KEPT = frozenset({"met", "slightlyBelow"})


class CommitmentRatedMissed(Indicator):
    """A contract performance notice rates a social-value KPI as requiring improvement or inadequate."""

    code = "SV10"
    title = "Commitment rated missed"
    definition = (
        "A contract performance notice rates a social-value KPI in its latest result as requiring improvement or "
        "inadequate."
    )
    kind = Kind.PRACTICE
    concerns = about.PERFORMANCE
    legal_basis = (act("71"), regulation("39"))
    themes = SOCIAL_VALUE_THEMES
    method = (
        "In each contract performance notice (UK9) find the indicators that name social value or hold words read as "
        "one of its themes. Of each take the newest rating; 'below' and 'significantly below' are missed, 'slightly "
        "below' (approaching target) is not."
    )
    why = (
        "It is the end of the thread: what was asked, promised and agreed, and by the buyer's own account was not "
        "delivered."
    )
    exclusions = (
        "procurements without a contract performance notice that rates a social-value KPI",
        "results of KPIs on other subjects",
    )
    honest_reasons = (
        "The target was missed for causes outside the supplier's hands, as the notice may explain.",
        "The period is the first of several, and delivery is planned for later ones.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The rating is the buyer's own; a rating of 'other' is left open.",
        "A KPI that doesn't say that it is on social value is not recognised.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:  # noqa: ARG002 - the same under any law
        """Conclude from the newest rating of each social-value indicator."""
        notices = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK9]
        if not notices:
            return not_applicable("no contract performance notice is held")
        newest: dict[tuple[str, str], tuple[Notice, Observation]] = {}
        for notice in notices:
            for contract in notice.contracts:
                for result in contract.observations:
                    if self._is_social(result, notice, procurement):
                        newest[contract.id or "", (result.metric or result.pointer).casefold()] = (notice, result)
        if not newest:
            if not procurement.is_readable(notices):
                return cannot_tell("the performance notice is in a language or form that is not read")
            return not_applicable("no KPI that the performance notices rate is on social value")
        missed = [(notice, result) for notice, result in newest.values() if result.rating in _MISSED]
        if missed:
            word = _MISSED[missed[0][1].rating or ""]
            return raised(f"a social-value KPI is rated '{word}'", *(part for one in missed for part in _shown(*one)))
        told = tuple(part for one in newest.values() for part in _shown(*one))
        if any(result.rating not in _KEPT for _, result in newest.values()):
            return cannot_tell("a social-value KPI has no rating that says whether it was met", *told)
        return clear("the social-value KPIs are rated as met or approaching target", *told)

    def _is_social(self, result: Observation, notice: Notice, procurement: Procurement) -> bool:
        metric = result.pointer.partition("/observations/")[0] + "/"
        read = procurement.commitments_of(self.themes, [notice])
        words = result.metric or ""
        return names_social_value(words) or any(mark.pointer.startswith(metric) or mark.quote in words for mark in read)


def _shown(notice: Notice, result: Observation) -> tuple[Evidence, Evidence]:
    metric = result.pointer.partition("/observations/")[0]
    return (
        Evidence(f"{metric}/title", result.metric, notice.id),
        Evidence(f"{result.pointer}/measureClassification/id", result.rating, notice.id),
    )
