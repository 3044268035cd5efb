"""Changes of a contract that were told after they were made."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    raised,
    together,
)
from monitor.indicators.devolved import UNNAMED, may_be_northern_irish
from monitor.law.citation import act, schedule
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Change, Contract, Nation, Notice, NoticeType, Regime

_ALWAYS_TOLD = "transferCorporateRestructuring"


class ChangeNoticeLate(Indicator):
    """A contract was changed before the notice of the change was published."""

    code = "CH06"
    title = "Change notice late"
    definition = (
        "A contract change notice was published after the day of a change that must be told of whatever its size."
    )
    kind = Kind.DUTY
    concerns = about.CHANGES_OF_THE_ACT
    legal_basis = (act("75"), schedule(8, "para 9"))
    method = (
        "In contract change notices (UK10) compare the day of each change with that of the notice. A change made "
        "before the notice is raised where its ground is a transfer on corporate restructuring, which no size exempts."
    )
    why = "The notice comes first so that others can object before a contract passes to somebody else."
    exclusions = (
        "light touch and defence contracts, private utilities, bodies of Northern Ireland, contracts below threshold",
        "procurements without a change notice, and those outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The day entered is that of the restructuring, and the contract passed over later.",
        "An earlier notice of the change was published under another number.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Changes on another ground are left open: one that adds little to the value or the term needs no notice.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all changes together: one told late is enough to raise."""
        told = [
            (notice, contract, change)
            for notice in procurement.notices
            if notice.notice_type is NoticeType.UK10
            for contract in notice.contracts
            for change in contract.changes
        ]
        exempt = _exemption(procurement, law) if told else "no change notice with a change is held"
        if exempt is not None:
            return not_applicable(exempt)
        judged = (_judge(*one, procurement, law) for one in told)
        return together(judged, not_applicable("no change is published"))


def _exemption(procurement: Procurement, law: Law) -> str | None:
    exempt = (
        (procurement.regime is not Regime.ACT_2023, f"{law.regime_title(procurement.regime)} has other notices"),
        (procurement.is_light_touch, "light touch contracts may change without a notice"),
        (procurement.is_defence, "defence contracts may change without a notice"),
        (procurement.is_private_utility, "private utilities need not publish changes"),
        (procurement.nation is Nation.NORTHERN_IRELAND, "bodies of Northern Ireland need not publish changes"),
        (law.above_threshold(procurement) is False, "changes below threshold need no notice"),
    )
    return next((reason for holds, reason in exempt if holds), None)


def _judge(notice: Notice, contract: Contract, change: Change, procurement: Procurement, law: Law) -> Conclusion:
    place = f"{change.pointer}/date"
    if change.at is None:
        return cannot_tell("no day of the change is published", Evidence(place, None, notice.id))
    made, published = law.uk_date(change.at), law.uk_date(notice.published_at)
    evidence = (Evidence(place, made.isoformat(), notice.id), Evidence("/date", published.isoformat(), notice.id))
    if published <= made:
        return clear("the notice was published by the day of the change", *evidence)
    declared = contract.above_threshold if contract.above_threshold is not None else procurement.declared_above
    doubts = (
        (_ALWAYS_TOLD not in change.grounds, "a change that adds little to the value or the term needs no notice"),
        (notice.is_update, "the notice is an update, and its first version may have come before the change"),
        (not declared, "it can't be told whether the contract is above threshold"),
        (may_be_northern_irish(procurement), UNNAMED),
    )
    doubt = next((reason for holds, reason in doubts if holds), None)
    if doubt is not None:
        return cannot_tell(doubt, *evidence)
    days = (published - made).days
    ground = Evidence(f"{change.pointer}/rationaleClassifications", _ALWAYS_TOLD, notice.id)
    return raised(f"the notice was published {days} days after the change it tells of", *evidence, ground)
