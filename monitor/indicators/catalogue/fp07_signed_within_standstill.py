"""Contracts signed before the standstill was over."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import award_notices_of, is_direct, standstill_exemption
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
from monitor.indicators.unflagged import standstill_doubt
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement, PublishedContract, pounds
from scrapers.notice import Notice, Regime


class SignedWithinStandstill(Indicator):
    """A contract was signed before eight working days from its award notice were over."""

    code = "FP07"
    title = "Signed within standstill"
    definition = (
        "A contract was signed before the eighth working day was over, the day of its contract award notice being the "
        "first."
    )
    kind = Kind.DUTY
    concerns = about.CONTRACTS
    legal_basis = (act("50"), act("51"), act("123"))
    method = (
        "For each contract of a contract details notice (UK7), find the award notice (UK6) of the same award and "
        "supplier that came before. Count eight working days from the UK day of that notice, that day included, and "
        "compare the day of signature."
    )
    why = "A contract signed within the standstill takes from suppliers who lost the only time to stop it."
    exclusions = (
        "awards that need no standstill: light touch, call-offs, dynamic markets, urgency",
        "direct awards by private utilities",
        "contracts below threshold, and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The date published is that of the decision or the start, and the contract was signed later.",
        "The award notice was published again, and the standstill ran from the first one.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Where the award notice, or its first version, is not held, nothing is concluded.",
        "A direct award whose ground no notice states is left open: urgency needs no standstill.",
        "Awards whose texts speak of a market, a call-off or light touch that no field flags are left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one signed too soon is enough to raise."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} counts another standstill")
        if not procurement.published_contracts:
            return not_applicable("no contract details notice is held")
        judged = (_judge(part, procurement, law) for part in procurement.published_contracts if not part.is_repeat)
        return together(judged, cannot_tell("the notice is an update, and its first version is not held"))


def _judge(part: PublishedContract, procurement: Procurement, law: Law) -> Conclusion:
    contract = part.contract
    declared = contract.above_threshold if contract.above_threshold is not None else procurement.declared_above
    above = law.judge_threshold(procurement, declared=declared, gross=pounds(contract.value))
    if above is False:
        return not_applicable("no standstill is needed below threshold")
    awards = award_notices_of(procurement, contract, part.notice)
    exemption = next(
        filter(None, (standstill_exemption(procurement, notice) for notice in (part.notice, *awards))), None
    )
    if exemption is not None:
        return not_applicable(f"no standstill is needed for {exemption.title}")
    signed = Evidence(f"{contract.pointer}/dateSigned", None, part.notice.id)
    if not awards:
        return cannot_tell("no contract award notice of this contract is held", signed)
    if above is None:
        return cannot_tell("it can't be told whether the contract is above threshold", signed)
    if contract.signed_at is None:
        return cannot_tell("no signature date is published", signed)
    return _compare(part, awards[0], procurement, law)


def _compare(part: PublishedContract, award: Notice, procurement: Procurement, law: Law) -> Conclusion:
    if part.contract.signed_at is None:
        return cannot_tell("no signature date is published")
    signed, due = law.uk_date(part.contract.signed_at), law.standstill_end(award.published_at)
    published = law.uk_date(award.published_at)
    evidence = (
        Evidence(f"{part.contract.pointer}/dateSigned", signed.isoformat(), part.notice.id),
        Evidence("/date", published.isoformat(), award.id),
    )
    if signed > due:
        return clear("the contract was signed after eight working days from its award notice", *evidence)
    if award.is_update:
        return cannot_tell("of the award notice only an update is held", *evidence)
    if is_direct(award) and not any(one.direct_award and one.direct_award.grounds for one in procurement.notices):
        return cannot_tell(
            "no notice states the ground of the direct award, and urgency needs no standstill", *evidence
        )
    doubt = standstill_doubt(procurement)
    if doubt is not None:
        return cannot_tell(doubt, *evidence)
    if signed < published:
        reason = f"the contract was signed on {signed:%-d %B %Y}, before its award notice of {published:%-d %B %Y}"
    else:
        reason = f"the contract was signed on {signed:%-d %B %Y}, and eight working days end on {due:%-d %B %Y}"
    return raised(reason, *evidence)
