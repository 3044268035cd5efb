"""Direct awards that no transparency notice came before."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_call_off, is_direct, is_under_market
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Regime

_BEFORE_ANY_AWARD = frozenset({NoticeType.UK2, NoticeType.UK3, NoticeType.UK4})


class TransparencyNoticeMissing(Indicator):
    """A contract was awarded directly, and no transparency notice came before."""

    code = "FP04"
    title = "Transparency notice missing"
    definition = (
        "A contract above threshold was awarded without competition, and the procurement, held from its beginning, has "
        "no transparency notice before the award."
    )
    kind = Kind.DUTY
    concerns = about.AWARDS_AND_CONTRACTS
    legal_basis = (act("44"), regulation("26"))
    method = (
        "Find the award and contract details notices that say the award was direct. Look for a transparency notice "
        "(UK5) published before the first of them. Where none is held it is raised only if the procurement is held "
        "from an engagement, planned procurement or tender notice on: else the notice may stand in what is not held."
    )
    why = (
        "The transparency notice is the one moment at which rivals can say that they could have done it too, before "
        "the contract is signed."
    )
    exclusions = (
        "awards below threshold, which need no transparency notice",
        "call-offs from frameworks and dynamic markets",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The transparency notice was published under another number.",
        "It is a user-choice contract, which needs none.",
        "The procedure was entered as a direct award by mistake.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Of most direct awards only the last notices are held, and these are left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the order of the notices."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} has no transparency notices")
        awarding = [notice for notice in procurement.notices if _awards_directly(notice)]
        if not awarding:
            return not_applicable("no notice tells of a contract awarded directly")
        if law.above_threshold(procurement) is False:
            return not_applicable("a direct award below threshold needs no transparency notice")
        return _conclude(procurement, awarding[0], law)


def _awards_directly(notice: Notice) -> bool:
    if notice.notice_type not in {NoticeType.UK6, NoticeType.UK7}:
        return False
    return is_direct(notice) and not is_call_off(notice) and not is_under_market(notice)


def _conclude(procurement: Procurement, award: Notice, law: Law) -> Conclusion:
    told = Evidence("/tender/procurementMethod", award.procedure, award.id)
    published = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK5]
    if published and published[0].published_at <= award.published_at:
        return clear("a transparency notice came before the award", Evidence("/date", None, published[0].id))
    doubts = (
        (bool(published) and published[0].is_update, "of the transparency notice only an update is held"),
        (law.above_threshold(procurement) is None, "it can't be told whether the contract is above threshold"),
        (award.is_update, "of the award only an update is held"),
    )
    doubt = next((reason for holds, reason in doubts if holds), None)
    if doubt is not None:
        return cannot_tell(doubt, told)
    if published:
        later = Evidence("/date", published[0].published_at.date().isoformat(), published[0].id)
        return raised("the transparency notice was published after the award", told, later)
    first = procurement.notices[0]
    if first.notice_type not in _BEFORE_ANY_AWARD or first.is_update:
        return cannot_tell(
            "no transparency notice is held, and the procurement may have begun before what is held", told
        )
    reason = "a contract was awarded directly, and no transparency notice was published before it"
    return raised(reason, told, Evidence("/awards", None, first.id))
