"""Contracts whose value has grown by half or more through changes."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.changing import CHANGES, Valued, growth, values
from monitor.law.changes import ground_named
from monitor.law.citation import act, schedule
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement


class ValueGrownByChanges(Indicator):
    """Changes have made a contract worth much more than was agreed."""

    code = "CH01"
    title = "Value grown by changes"
    definition = "The changes published for a contract have together raised its value by half or more."
    kind = Kind.PRACTICE
    concerns = about.CHANGES
    legal_basis = (act("74"), act("75"), schedule(8))
    method = (
        "Take the value of a contract from the last award or contract details notice before its first change notice, "
        "and from the latest change notice; compare both with VAT, or both without. All changes count together. "
        "Where a change's words name its paragraph of Schedule 8, the reason says whether that paragraph has a cap."
    )
    why = (
        "A contract that doubles after signature was never competed at its real size. Others might have bid, or bid "
        "less, had they known."
    )
    exclusions = (
        "contracts without a change notice that tells the value",
        "corrections of a notice, which change no contract",
    )
    honest_reasons = (
        "The contract provides for the change, or it rests on a ground without a cap.",
        "It is a light touch, utilities or defence contract, to which the caps don't apply.",
        "Prices follow an index.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "The cap of 50% binds one change at a time, and only where it rests on paragraph 4, 5 or 8 of Schedule 8.",
        "The sum of all changes is a question, not a breach.",
        "Changes that are told without a new value of the contract are left open.",
    )

    minimum_growth: Annotated[Decimal, "Growth in percent from which the question is asked"] = Decimal(50)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the contract that grew most."""
        del law
        changing = [notice for notice in procurement.notices if notice.notice_type in CHANGES]
        if not changing:
            return not_applicable("no change notice is held")
        place = Evidence("/contracts", None, changing[-1].id)
        grown = [
            (percent, told[0], told[-1])
            for told in values(procurement).values()
            if len(told) > 1 and (percent := growth(told[0].value, told[-1].value)) is not None
        ]
        if not grown:
            return cannot_tell("the value before or after the change is not published", place)
        percent, before, after = max(grown, key=lambda one: one[0])
        evidence = (_worth(before), _worth(after))
        if percent < self.minimum_growth:
            return clear(f"changes have raised the value by less than {self.minimum_growth:f}%", *evidence)
        return raised(f"changes have raised the value of the contract by {percent:.0f}%{_cap(after)}", *evidence)


def _worth(told: Valued) -> Evidence:
    field = "amount" if told.value.gross is None else "amountGross"
    return Evidence(f"{told.contract.pointer}/value/{field}", f"{told.value.payable:f}", told.notice.id)


def _cap(after: Valued) -> str:
    for change in after.contract.changes:
        ground = ground_named(change.rationale) or ground_named(change.description)
        if ground is not None and ground.cap is not None:
            return f", and the ground named ({ground.title}) has a cap of {ground.cap:f}% for each change"
        if ground is not None:
            return f", and the ground named ({ground.title}) has no cap"
    return ""
