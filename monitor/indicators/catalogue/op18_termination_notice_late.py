"""Contracts whose end was told after the days that the Act gives."""

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
from monitor.law.citation import act, regulation
from monitor.law.dates import day_number
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Contract, Notice, NoticeType, Regime


class TerminationNoticeLate(Indicator):
    """A contract termination notice came more days after the contract ended than the Act gives."""

    code = "OP18"
    title = "Termination notice late"
    definition = "A contract termination notice was published later than 30 days after the contract ended."
    kind = Kind.DUTY
    concerns = about.ENDS
    legal_basis = (act("80"), regulation("41"))
    method = (
        "For each contract of a contract termination notice (UK11) count the UK days from the end that it tells to the "
        "notice; the day of the end is day 1. Updates of a notice are not counted again."
    )
    why = "The end of a contract, above all an early one, is when its results can be asked about."
    exclusions = (
        "contracts below threshold, whose end needs no notice",
        "private utilities, and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The end entered is that of the last delivery, and the contract ran on.",
        "The contract is below threshold, and its notice was published of the buyer's own will.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Termination notices don't tell the threshold: a late one is left open unless another notice does.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all termination notices together: one late is enough to raise."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} has no termination notices")
        if procurement.is_private_utility:
            return not_applicable("private utilities need not publish the end of a contract")
        ended = [
            (notice, contract)
            for notice in procurement.notices
            if notice.notice_type is NoticeType.UK11
            for contract in notice.contracts
        ]
        above = law.above_threshold(procurement)
        if above is False:
            return not_applicable("the end of a contract below threshold needs no notice")
        judged = [_judge(notice, contract, law, above=above) for notice, contract in ended]
        return together(judged, not_applicable("no contract termination notice is held"))


def _judge(notice: Notice, contract: Contract, law: Law, *, above: bool | None) -> Conclusion:
    place = f"{contract.pointer}/implementation/endDate"
    if contract.ended_at is None:
        return cannot_tell("no day of the contract's end is published", Evidence(place, None, notice.id))
    end, published = law.uk_date(contract.ended_at), law.uk_date(notice.published_at)
    evidence = (Evidence(place, end.isoformat(), notice.id), Evidence("/date", published.isoformat(), notice.id))
    day, limit = day_number(end, published), law.deadline("termination", light_touch=False) or 0
    if day <= limit:
        return clear(f"the termination notice was published by day {limit} from the contract's end", *evidence)
    if notice.is_update:
        return cannot_tell("the notice is an update, and may not be the first to tell the end", *evidence)
    if above is None:
        return cannot_tell("it can't be told whether the contract is above threshold", *evidence)
    reason = f"the termination notice was published on day {day} from the contract's end, and the limit is day {limit}"
    return raised(reason, *evidence)
