"""Contracts with key performance indicators whose yearly assessment is not published."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import Agreed, contracts_of, kpi_exemption
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
from monitor.indicators.unflagged import kpi_doubt
from monitor.law.citation import regulation
from monitor.law.kpis import STATUTORY
from monitor.law.law import Law
from monitor.law.performance import COMMENCEMENT, PERFORMANCE
from monitor.tracing.procurement import Procurement
from scrapers.notice import NoticeType


class PerformanceNoticeOverdue(Indicator):
    """A year has passed since signature or the last assessment of the KPIs, and no performance notice is held."""

    code = "OP10"
    title = "Performance notice overdue"
    definition = (
        "A contract over £5 million has KPIs, and no contract performance notice is published within twelve months of "
        "its signature, or of the last one."
    )
    kind = Kind.DUTY
    concerns = about.CONTRACTS
    deadline = True
    legal_basis = (PERFORMANCE.source, regulation("39"), COMMENCEMENT)
    method = (
        "For each contract over £5 million, VAT included, with KPIs, take the day of signature or of the last contract "
        "performance notice (UK9), and add a year. The duty began on 1 January 2026: for contracts signed before it "
        "the first year ends on 31 December 2026."
    )
    why = (
        "Indicators count only if their results are told: this notice is where a promise is seen to be kept or missed."
    )
    exclusions = (
        "contracts without KPIs, of £5 million or less with VAT, and contracts below threshold",
        "frameworks, light touch contracts, concessions and private utilities",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The assessment was made in time, and its notice is published under another number.",
        "The contract began long after it was signed, or ended early.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "That the first year of contracts signed before 2026 ends with 2026 is our reading of the law.",
        "A contract that has ended, by a notice or by its own dates, is left open.",
        "It is judged from the notices held: the day of judging must not be later than the collecting reaches.",
        "Where a text speaks of a framework, concession or light touch that no field flags, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one that is overdue is enough to raise."""
        exempt = kpi_exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        judged = (self._judge(one, procurement, law) for one in contracts_of(procurement))
        return together(judged, not_applicable("no contract is published"))

    def _judge(self, contract: Agreed, procurement: Procurement, law: Law) -> Conclusion:
        if not contract.measured.contract.metrics:
            return not_applicable("no contract is published with KPIs")
        if contract.amount is None:
            return cannot_tell("a contract with KPIs is published without a value in pounds", contract.worth())
        if contract.amount <= STATUTORY.value:
            return not_applicable(f"no contract with KPIs is over £{STATUTORY.value:,.0f} with VAT")
        if not contract.is_above(procurement, law):
            return cannot_tell("the contract is declared below threshold at a value over £5 million", contract.worth())
        part = next((part for part in contract.parts if part.contract.signed_at), None)
        if part is None or part.contract.signed_at is None:
            return cannot_tell("no signature date is published", contract.place("dateSigned"))
        signed = law.uk_date(part.contract.signed_at)
        return self._due(contract, procurement, law, signed)

    def _due(self, contract: Agreed, procurement: Procurement, law: Law, signed: date) -> Conclusion:
        results = [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK9]
        assessed = law.uk_date(results[-1].published_at) if results else None
        last = PERFORMANCE.last_day(signed, assessed=assessed)
        place = contract.place("dateSigned", signed.isoformat())
        evidence = (place, Evidence("/date", assessed.isoformat(), results[-1].id)) if assessed else (place,)
        if procurement.as_of <= last:
            return clear(f"the next assessment is due by {last:%-d %B %Y}", *evidence)
        if _has_ended(contract, procurement, law, last):
            return cannot_tell("the contract has ended, or may have", *evidence)
        doubt = kpi_doubt(procurement)
        if doubt is not None:
            return cannot_tell(doubt, *evidence)
        reason = f"no contract performance notice is published, due by {last:%-d %B %Y}"
        return raised(reason, *evidence, contract.place("implementation"))


def _has_ended(contract: Agreed, procurement: Procurement, law: Law, last: date) -> bool:
    """Whether a notice ends the contract, or its own dates do, before the next assessment was due."""
    if any(notice.notice_type is NoticeType.UK11 for notice in procurement.notices):
        return True
    ends = [part.contract.period.end for part in contract.parts if part.contract.period and part.contract.period.end]
    return bool(ends) and law.uk_date(max(ends)) <= last
