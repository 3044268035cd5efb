"""Contract details published after the days that the Act gives."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    Status,
    cannot_tell,
    not_applicable,
    raised_if,
    together,
)
from monitor.indicators.unflagged import light_touch_doubt
from monitor.law.citation import act
from monitor.law.dates import day_number
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement, PublishedContract, pounds
from scrapers.notice import Regime


class ContractDetailsLate(Indicator):
    """A contract details notice came more days after signature than the Act gives."""

    code = "OP02"
    title = "Contract details late"
    definition = (
        "The first contract details notice of a contract was published later than 30 days after it was signed, or 120 "
        "days for light touch contracts."
    )
    kind = Kind.DUTY
    concerns = about.CONTRACTS
    legal_basis = (act("53(1)"),)
    method = (
        "For each contract above threshold, count the days from signature to the first contract details notice (UK7) "
        "that carries it, both as UK days; the day of signature is day 1. Updates of a notice are not counted again."
    )
    why = "Late details leave the public, and suppliers who lost, without what they need while it still matters."
    exclusions = (
        "contracts below threshold, for which no number of days is set",
        "private utilities, and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The contract is light touch, and the notice doesn't flag it as such.",
        "The signature date was entered as the start date, or the notice was published again after a correction.",
        "An earlier notice was published under another number.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Only notices that are held can be compared: an update whose first version is not held is left open.",
        "Contracts declared below threshold at a value over their threshold are left open.",
        "Where a text speaks of light touch that no field flags, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one late is enough to raise."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} sets no such limit")
        if procurement.is_private_utility:
            return not_applicable("private utilities need not publish contract details")
        if not procurement.published_contracts:
            return not_applicable("no contract details notice is held")
        limit = law.contract_details_days(light_touch=procurement.is_light_touch)
        judged = (
            _judge(part, procurement, law, limit) for part in procurement.published_contracts if not part.is_repeat
        )
        return together(judged, cannot_tell("the notice is an update, and its first version is not held"))


def _judge(part: PublishedContract, procurement: Procurement, law: Law, limit: int) -> Conclusion:
    contract = part.contract
    declared = contract.above_threshold if contract.above_threshold is not None else procurement.declared_above
    above = law.judge_threshold(procurement, declared=declared, gross=pounds(contract.value))
    if above is False:
        return not_applicable("no number of days is set for contracts below threshold")
    if above is None:
        return cannot_tell("it can't be told whether the contract is above threshold")
    if part.notice.is_update:
        return cannot_tell("the notice is an update, and its first version is not held")
    if contract.signed_at is None:
        return cannot_tell(
            "no signature date is published", Evidence(f"{contract.pointer}/dateSigned", None, part.notice.id)
        )
    counted = _count(part, law.uk_date(contract.signed_at), law.uk_date(part.notice.published_at), limit)
    if counted.status is not Status.RAISED or procurement.is_light_touch:
        return counted
    doubt = light_touch_doubt(procurement)
    return cannot_tell(doubt, *counted.evidence) if doubt else counted


def _count(part: PublishedContract, signed: date, published: date, limit: int) -> Conclusion:
    evidence = (
        Evidence(f"{part.contract.pointer}/dateSigned", signed.isoformat(), part.notice.id),
        Evidence("/date", published.isoformat(), part.notice.id),
    )
    day = day_number(signed, published)
    if day < 1:
        return cannot_tell("the signature date published is later than the notice", *evidence)
    reason = f"contract details were published on day {day} from signature, and the limit is day {limit}"
    return raised_if(day > limit, reason, *evidence)
