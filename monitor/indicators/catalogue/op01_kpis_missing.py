"""Large contracts whose notices publish neither key performance indicators nor a reason for having none."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.unflagged import kpi_doubt
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement, PublishedContract, pounds
from scrapers.notice import Regime


class KpisMissing(Indicator):
    """A contract over £5 million is published without KPIs and without a reason for having none."""

    code = "OP01"
    title = "KPIs missing"
    definition = (
        "A contract details notice of a contract over £5 million publishes no key performance indicators and no reason "
        "for having none."
    )
    kind = Kind.DUTY
    concerns = about.CONTRACTS
    legal_basis = (act("52"), regulation("32(2)(r)"), regulation("32(2)(s)"))
    method = (
        "For each contract in a contract details notice (UK7), compare its value with VAT to £5 million. Over it, look "
        "in every such notice of the contract for agreed metrics, and for a reason why none are set."
    )
    why = (
        "Key performance indicators are what a large contract is judged by in public: without them no performance "
        "notice can follow, and nobody outside can see whether it is delivered."
    )
    exclusions = (
        "contracts of £5 million or less, VAT included, and contracts below threshold",
        "frameworks, light touch contracts, concessions and private utilities",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The contract is a framework or light touch contract, and the notice doesn't flag it as one.",
        "The indicators stand in the published contract and were not entered in the notice.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Contracts declared below threshold at a value over £5 million are left open.",
        "Contracts of which only an update of the notice is held are left open.",
        "Whether the indicators are good ones is another question.",
        "Where a text speaks of a framework, concession or light touch that no field flags, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one without either is enough to raise."""
        exempt = self._exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        line = law.money_line("kpis")
        large = [part for part in procurement.published_contracts if (_amount(part) or Decimal(0)) > line]
        if not large:
            return _none_large(procurement, law, line)
        told = {part.contract.id for part in procurement.published_contracts if _tells(part)}
        silent = [part for part in large if part.contract.id not in told]
        if not silent:
            return clear("KPIs, or a reason for having none, are published", *(_told(part) for part in large))
        bound = [part for part in silent if _is_above(part, procurement, law)]
        if not bound:
            return cannot_tell("the contract is declared below threshold at a value over £5 million", _worth(silent[0]))
        whole = {part.contract.id for part in procurement.published_contracts if not part.notice.is_update}
        sure = [part for part in bound if part.contract.id in whole]
        doubt = kpi_doubt(procurement) if sure else "only an update is held, and its first version may tell KPIs"
        if doubt is not None:
            return cannot_tell(doubt, _worth(bound[0]))
        reason = f"a contract of £{_amount(sure[0]):,.0f} is published with neither KPIs nor a reason for having none"
        return raised(reason, *(part for one in sure for part in (_worth(one), _searched(one))))

    @staticmethod
    def _exemption(procurement: Procurement, law: Law) -> str | None:
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"{law.regime_title(procurement.regime)} asks for no KPIs"),
            (not procurement.contract_notices, "no contract details notice is held"),
            (procurement.is_framework, "frameworks need no KPIs"),
            (procurement.is_light_touch, "light touch contracts need no KPIs"),
            (procurement.is_concession, "concession contracts need no KPIs"),
            (procurement.is_private_utility, "private utilities need not set KPIs"),
        )
        return next((reason for holds, reason in exempt if holds), None)


def _none_large(procurement: Procurement, law: Law, line: Decimal) -> Conclusion:
    unknown = [
        part
        for part in procurement.published_contracts
        if _amount(part) is None and _is_above(part, procurement, law) is not False
    ]
    if unknown:
        place = Evidence(f"{unknown[0].contract.pointer}/value", None, unknown[0].notice.id)
        return cannot_tell("a contract is published without a value in pounds", place)
    return not_applicable(f"no contract is over £{line:,.0f} with VAT")


def _amount(part: PublishedContract) -> Decimal | None:
    return pounds(part.contract.value)


def _is_above(part: PublishedContract, procurement: Procurement, law: Law) -> bool | None:
    declared = part.contract.above_threshold
    if declared is None:
        declared = procurement.declared_above
    return law.judge_threshold(procurement, declared=declared, gross=_amount(part))


def _tells(part: PublishedContract) -> bool:
    return bool(part.contract.metrics or (part.contract.no_metrics_reason or "").strip())


def _told(part: PublishedContract) -> Evidence:
    contract = part.contract
    if contract.metrics:
        metric = contract.metrics[0]
        field = "title" if metric.title else "description"
        return Evidence(f"{metric.pointer}/{field}", metric.title or metric.description, part.notice.id)
    return Evidence(f"{contract.pointer}/noAgreedMetricsRationale", contract.no_metrics_reason, part.notice.id)


def _worth(part: PublishedContract) -> Evidence:
    value = part.contract.value
    field = "amountGross" if value is not None and value.gross is not None else "amount"
    return Evidence(f"{part.contract.pointer}/value/{field}", f"{_amount(part):f}", part.notice.id)


def _searched(part: PublishedContract) -> Evidence:
    return Evidence(f"{part.contract.pointer}/agreedMetrics", None, part.notice.id)
