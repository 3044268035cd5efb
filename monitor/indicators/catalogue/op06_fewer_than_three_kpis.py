"""Large contracts with one or two key performance indicators."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import Agreed, contracts_of, kpi_exemption, metric_evidence
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.unflagged import kpi_doubt
from monitor.law.citation import act, regulation
from monitor.law.kpis import STATUTORY
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement

_LIST = re.compile(r"[\n;•]|\bKPIs\b|(?:^|\s)\(?[2b]\)?[.)]\s|\bKPI\s?2\b", re.IGNORECASE)


class FewerThanThreeKpis(Indicator):
    """A contract over £5 million publishes one or two KPIs, and no reason."""

    code = "OP06"
    title = "Fewer than three KPIs"
    definition = "A contract over £5 million is published with one or two KPIs, where the Act asks for at least three."
    kind = Kind.DUTY
    concerns = about.CONTRACTS
    legal_basis = (act("52(1)"), regulation("32(2)(r)"))
    method = (
        "For each contract over £5 million, VAT included, count the KPIs of the contract details notice that has most. "
        "One or two raise it, unless a reason is given beside them or one KPI lists several measures. None at all is "
        "the matter of OP01."
    )
    why = "Three indicators are the least by which the Act lets a large contract be judged in public."
    exclusions = (
        "contracts of £5 million or less, VAT included, and contracts below threshold",
        "frameworks, light touch contracts, concessions and private utilities",
        "contracts without any KPI (see OP01), and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The contract has more indicators, and not all were entered in the notice.",
        "The contract is a framework or light touch contract, and the notice doesn't flag it as one.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Several measures written into one KPI are left open, not counted.",
        "Contracts declared below threshold at a value over £5 million are left open.",
        "Where a text speaks of a framework, concession or light touch that no field flags, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one with too few is enough to raise."""
        exempt = kpi_exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        contracts = contracts_of(procurement)
        large = [one for one in contracts if (one.amount or Decimal(0)) > STATUTORY.value]
        with_kpis = [one for one in large if one.measured.contract.metrics]
        if not with_kpis:
            if any(one.amount is None and one.measured.contract.metrics for one in contracts):
                return cannot_tell("a contract with KPIs is published without a value in pounds", contracts[0].worth())
            return not_applicable(f"no contract over £{STATUTORY.value:,.0f} with VAT publishes KPIs")
        few = [one for one in with_kpis if len(one.measured.contract.metrics) < STATUTORY.minimum]
        if not few:
            count = min(len(one.measured.contract.metrics) for one in with_kpis)
            return clear(
                f"each contract over £5 million that has KPIs publishes {count} or more", *_listed(with_kpis[0])
            )
        return self._doubtful(few, procurement, law)

    @staticmethod
    def _doubtful(few: list[Agreed], procurement: Procurement, law: Law) -> Conclusion:
        plain = [one for one in few if one.reasoned is None]
        if not plain:
            return clear("a reason is published beside the KPIs", *_listed(few[0]))
        bound = [one for one in plain if one.is_above(procurement, law)]
        if not bound:
            return cannot_tell("the contract is declared below threshold at a value over £5 million", plain[0].worth())
        sure = [one for one in bound if one.is_whole and not any(map(_is_list, _texts(one)))]
        if not sure:
            return cannot_tell("a KPI lists several measures, or only an update is held", *_listed(bound[0]))
        doubt = kpi_doubt(procurement)
        if doubt is not None:
            return cannot_tell(doubt, *_listed(sure[0]))
        count = len(sure[0].measured.contract.metrics)
        reason = f"a contract of £{sure[0].amount:,.0f} is published with {count} of at least {STATUTORY.minimum} KPIs"
        return raised(reason, *(part for one in sure for part in (one.worth(), *_listed(one))))


def _listed(contract: Agreed) -> tuple[Evidence, ...]:
    part = contract.measured
    return tuple(metric_evidence(metric, part.notice) for metric in part.contract.metrics)


def _texts(contract: Agreed) -> list[str]:
    return [
        text for metric in contract.measured.contract.metrics for text in (metric.title, metric.description) if text
    ]


def _is_list(text: str) -> bool:
    return _LIST.search(text.strip()) is not None
