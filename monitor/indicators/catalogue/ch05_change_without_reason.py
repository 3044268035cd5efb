"""Change notices that say neither on what ground a contract changes nor why."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.changing import CHANGES
from monitor.law.citation import act, regulation, schedule
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Change, Contract, Nation, Notice, Regime


class ChangeWithoutReason(Indicator):
    """A change notice gives no ground and no reason."""

    code = "CH05"
    title = "Change without reason"
    definition = "A contract change notice publishes neither the ground that a change rests on nor any reason for it."
    kind = Kind.PRACTICE
    concerns = about.CHANGES
    legal_basis = (act("75"), regulation("40"), schedule(8))
    method = "Look at each change in a change notice for a ground, a rationale, a description, or words on its status."
    why = "Without a word of why, nobody can tell a foreseen step from a new contract without competition."
    exclusions = (
        "procurements without a change notice, and those outside the Procurement Act 2023",
        "light touch and defence contracts, private utilities, bodies of Northern Ireland, contracts below threshold",
    )
    honest_reasons = (
        "The contract provides for the change, or it is insubstantial: then no ground need be stated.",
        "The notice is a first step, and the reason follows.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "A ground must be stated only where the change rests on one, which can't be known from outside.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all changes: one without a word is enough to raise."""
        notices = [notice for notice in procurement.notices if notice.notice_type in CHANGES]
        exempt = self._exemption(procurement, law) if notices else "no change notice is held"
        if exempt is not None:
            return not_applicable(exempt)
        return self._look(notices, above=law.above_threshold(procurement))

    @staticmethod
    def _look(notices: list[Notice], *, above: bool | None) -> Conclusion:
        told: list[Evidence] = []
        for notice in notices:
            for contract in notice.contracts:
                for change in contract.changes:
                    place = _reason(change, contract)
                    if place is None:
                        searched = Evidence(f"{change.pointer}/rationale", None, notice.id)
                        if above is None:
                            return cannot_tell("it can't be told whether the contract is above threshold", searched)
                        return raised("a change is published without a ground or a reason", searched)
                    told.append(Evidence(*place, notice.id))
        if told:
            return clear("every change is published with a ground or a reason", *told)
        return cannot_tell("the change notice lists no change", Evidence("/contracts", None, notices[-1].id))

    @staticmethod
    def _exemption(procurement: Procurement, law: Law) -> str | None:
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"{law.regime_title(procurement.regime)} has other grounds"),
            (procurement.is_light_touch, "light touch contracts may change without a notice"),
            (procurement.is_defence, "defence contracts may change without a notice"),
            (procurement.is_private_utility, "private utilities need not publish changes"),
            (procurement.nation is Nation.NORTHERN_IRELAND, "bodies of Northern Ireland need not publish changes"),
            (law.above_threshold(procurement) is False, "changes below threshold need no notice"),
        )
        return next((reason for holds, reason in exempt if holds), None)


def _reason(change: Change, contract: Contract) -> tuple[str, str] | None:
    """Where a change says why, and what it says there."""
    if change.grounds:
        return f"{change.pointer}/rationaleClassifications/0/id", change.grounds[0]
    for name, words in (("rationale", change.rationale), ("description", change.description)):
        if words and words.strip():
            return f"{change.pointer}/{name}", words
    if contract.status_details and contract.status_details.strip():
        return f"{contract.pointer}/statusDetails", contract.status_details
    return None
