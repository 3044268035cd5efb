"""Notices that name no lot as suitable for small firms or voluntary organisations."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Regime

_STATING = frozenset({NoticeType.UK4, NoticeType.UK5})


class SmeSuitabilityNotStated(Indicator):
    """No lot is named as suitable for small firms or voluntary organisations."""

    code = "FP12"
    title = "SME suitability not stated"
    definition = (
        "No tender or transparency notice names any lot as particularly suitable for small and medium-sized firms or "
        "for voluntary, community and social enterprises."
    )
    kind = Kind.PRACTICE
    concerns = about.TENDERS_AND_TRANSPARENCY
    legal_basis = (act("12(4)"), regulation("18(2)(t)"), regulation("26(2)(r)"))
    method = "Look in every lot of every tender and transparency notice for either mark of suitability."
    why = (
        "Buyers must have regard to what keeps small firms away, and must say whether a contract suits them; suppliers "
        "search by these marks."
    )
    exclusions = ("contracts below threshold, and procurements outside the Procurement Act 2023",)
    honest_reasons = (
        "The buyer considered it and found that the contract suits neither: the data shows that in the same way.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        'What is published doesn\'t tell "not suitable" from "not stated", so it is asked as a question of practice.',
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the lots of all notices together."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} is not judged by this")
        stating = [notice for notice in procurement.notices if notice.notice_type in _STATING]
        if not stating:
            return not_applicable("no tender or transparency notice is held")
        if law.above_threshold(procurement) is False:
            return not_applicable("below threshold the notice need not state it")
        return self._look(stating, above=law.above_threshold(procurement))

    @staticmethod
    def _look(stating: list[Notice], *, above: bool | None) -> Conclusion:
        for notice in stating:
            place = _mark(notice)
            if place is not None:
                return clear("a lot is named as suitable for small firms or voluntary organisations", place)
        searched = Evidence("/tender/lots", None, stating[-1].id)
        if above is None:
            return cannot_tell("it can't be told whether the contract is above threshold", searched)
        if all(notice.is_update for notice in stating):
            return cannot_tell("only an update is held, which repeats no more than what changed", searched)
        return raised("no lot is named as suitable for small firms or voluntary organisations", searched)


def _mark(notice: Notice) -> Evidence | None:
    if notice.sme or notice.vcse:
        return Evidence(f"/tender/suitability/{'sme' if notice.sme else 'vcse'}", "true", notice.id)
    for lot in notice.lots:
        if lot.sme or lot.vcse:
            return Evidence(f"{lot.pointer}/suitability/{'sme' if lot.sme else 'vcse'}", "true", notice.id)
    return None
