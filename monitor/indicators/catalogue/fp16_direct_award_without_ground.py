"""Transparency notices that don't say on what ground, or why, an award needs no competition."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.wording import is_searched
from monitor.law.citation import act, regulation, schedule
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import DirectAward, Notice, NoticeType, Regime

_GROUNDS = "/tender/procurementMethodRationaleClassifications"
_REASON = "/tender/procurementMethodRationale"


class DirectAwardWithoutGround(Indicator):
    """A transparency notice above threshold states no ground for a direct award, or a ground and no explanation."""

    code = "FP16"
    title = "Direct award without ground"
    definition = (
        "A transparency notice of an award above threshold states no ground for going without competition, or doesn't "
        "explain why its ground applies."
    )
    kind = Kind.DUTY
    concerns = about.TRANSPARENCY
    legal_basis = (act("41"), act("44"), schedule(5), regulation("26"))
    method = (
        "In the transparency notices (UK5) of awards above threshold look for a ground of Schedule 5, a switch after a "
        "failed competition or regulations under s.42, and for any words of explanation."
    )
    why = "Without the ground nobody can ask whether it holds: it is all that stands between the award and competition."
    exclusions = (
        "awards below threshold, which need no ground",
        "procurements without a transparency notice, and those outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The ground is told in the description, and was not entered as such.",
        "The notice is withheld in part for reasons that s.94 allows.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Whether the explanation is enough is another question: see FP01.",
        "Notices that speak of a ground in their other texts are left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all transparency notices together: a ground that one of them explains is enough."""
        notices = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK5]
        above = law.above_threshold(procurement)
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"{law.regime_title(procurement.regime)} has other grounds"),
            (not notices, "no transparency notice is held"),
            (above is False, "a direct award below threshold needs no ground"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        return _look(procurement, notices, above=above)


def _look(procurement: Procurement, notices: list[Notice], *, above: bool | None) -> Conclusion:
    told = [(notice, notice.direct_award) for notice in notices if notice.direct_award is not None]
    explained = [(notice, case) for notice, case in told if _states(case) and (case.reason or "").strip()]
    if explained:
        notice, case = explained[-1]
        return clear("a ground is stated and explained", Evidence(_REASON, case.reason, notice.id))
    grounded = [notice for notice, case in told if _states(case)]
    searched = Evidence(_REASON if grounded else _GROUNDS, None, notices[-1].id)
    doubts = (
        (above is None, "it can't be told whether the contract is above threshold"),
        (all(notice.is_update for notice in notices), "only an update of the transparency notice is held"),
        (bool(procurement.commitments_of(("justification",), notices)), "a text of the notice may tell the ground"),
        (not is_searched(procurement, notices), "the transparency notice is in a language or form that is not read"),
    )
    doubt = next((reason for holds, reason in doubts if holds), None)
    if doubt is not None:
        return cannot_tell(doubt, searched)
    missing = "doesn't explain why its ground applies" if grounded else "states no ground for going without competition"
    return raised(f"the transparency notice {missing}", searched)


def _states(case: DirectAward) -> bool:
    return bool(case.grounds or case.legal_basis)
