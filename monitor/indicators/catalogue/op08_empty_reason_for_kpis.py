"""Reasons for having no key performance indicators that are none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import Agreed, contracts_of, kpi_exemption
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.wording import says_nothing
from monitor.law.citation import act, regulation
from monitor.law.kpis import STATUTORY
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement

_BY_VALUE = re.compile(
    r"\b(?:below|under|less than|not above|does not exceed|not over|sub)\W{1,3}(?:the\W)?(?:contract\W)?"
    r"(?:£?\s?5\W?(?:m\b|mil|000[, ]?000)|(?:\w+\W){0,3}threshold)|<\s?£?\s?5\s?m",
    re.IGNORECASE,
)


class EmptyReasonForKpis(Indicator):
    """A contract over £5 million has no KPIs, and the reason given is no reason."""

    code = "OP08"
    title = "Empty reason for KPIs"
    definition = (
        "A contract over £5 million is published without KPIs, and the reason given says nothing or does not fit its "
        "value."
    )
    kind = Kind.PRACTICE
    concerns = about.CONTRACTS
    legal_basis = (act("52(2)"), regulation("32(2)(s)"))
    method = (
        "For each contract over £5 million, VAT included, that has no KPIs and a reason for it: take the filling words "
        '("n/a", "not applicable", "not required") out of the reason. It is raised where nothing remains, or where the '
        "reason is that the value is under £5 million."
    )
    why = (
        'The Act lets a buyer go without KPIs where they would be inappropriate: "n/a" doesn\'t say why they would be.'
    )
    exclusions = (
        "contracts of £5 million or less, VAT included, and contracts below threshold",
        "frameworks, light touch contracts, concessions and private utilities",
        "contracts with KPIs, and those with neither KPIs nor a reason: see OP01",
    )
    honest_reasons = (
        "The value without VAT is under £5 million, and the line was taken for one without VAT.",
        "The reason is obvious from the contract, such as a single delivery.",
    )
    limits: ClassVar[tuple[str, ...]] = ("Whether a reason that says something is a good one is for readers to judge.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one such reason is enough to raise."""
        exempt = kpi_exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        without = [
            one for one in contracts_of(procurement) if not one.measured.contract.metrics and one.reasoned is not None
        ]
        large = [one for one in without if (one.amount or Decimal(0)) > STATUTORY.value]
        if not large:
            if any(one.amount is None for one in without):
                return cannot_tell("a contract without KPIs is published without a value in pounds", without[0].worth())
            return not_applicable(
                f"no contract over £{STATUTORY.value:,.0f} with VAT gives a reason for having no KPIs"
            )
        empty = [one for one in large if says_nothing(_reason(one))]
        unfit = [one for one in large if _BY_VALUE.search(_reason(one))]
        doubtful = empty or unfit
        if not doubtful:
            return clear("the reason for having no KPIs says something of this contract", _quoted(large[0]))
        bound = [one for one in doubtful if one.is_above(procurement, law)]
        if not bound:
            return cannot_tell(
                "the contract is declared below threshold at a value over £5 million", doubtful[0].worth()
            )
        said = "says nothing" if empty else f"is its value, which is published as £{bound[0].amount:,.0f} with VAT"
        evidence = tuple(part for one in bound for part in (_quoted(one), one.worth()))
        return raised(f"the reason published for having no KPIs {said}", *evidence)


def _reason(contract: Agreed) -> str:
    return (contract.reasoned.contract.no_metrics_reason or "") if contract.reasoned else ""


def _quoted(contract: Agreed) -> Evidence:
    return contract.place("noAgreedMetricsRationale", _reason(contract), contract.reasoned)
