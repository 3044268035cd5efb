"""Large contracts of which no copy is published in the days that the Act gives."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.agreed import Agreed, contracts_of
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    quoted,
    raised,
    together,
)
from monitor.indicators.devolved import UNNAMED, may_be_northern_irish
from monitor.law.citation import act
from monitor.law.dates import last_day
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import AuthorityKind, Document, Nation, Regime


class ContractCopyMissing(Indicator):
    """No notice of a contract over £5 million has a copy of it, and the days for publishing one are over."""

    code = "OP09"
    title = "Contract copy missing"
    definition = (
        "No copy of a contract over £5 million is published by day 90 from its signature, or day 180 for light touch "
        "contracts."
    )
    kind = Kind.DUTY
    concerns = about.CONTRACTS
    legal_basis = (act("53(3)"), act("53(4)"), act("94"))
    themes = ("open_contract",)
    method = (
        "For each contract over £5 million, VAT included, count the days from signature, which is day 1. After the "
        "last day look in every notice of the procurement for an attached contract."
    )
    why = "The contract itself is where promises can be checked word for word."
    exclusions = (
        "contracts of £5 million or less, VAT included, and contracts below threshold",
        "devolved Welsh and Northern Irish authorities, and private utilities",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The copy is published on another site, or withheld for reasons that s.94 allows.",
        "The copy was published in a notice that isn't held.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Whether an attached file is the whole contract is not checked.",
        "It is judged from the notices held: the day of judging must not be later than the collecting reaches.",
        "Buyers in Northern Ireland that don't say under whose rules they are, are left open.",
        "Contracts with another attachment, or whose notices say where the contract is, are left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all contracts together: one without a copy is enough to raise."""
        exempt = self._exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        judged = (self._judge(one, procurement, law) for one in contracts_of(procurement))
        return together(judged, not_applicable("no contract is published"))

    @staticmethod
    def _exemption(procurement: Procurement, law: Law) -> str | None:
        devolved = procurement.nation in {Nation.WALES, Nation.NORTHERN_IRELAND}
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"{law.regime_title(procurement.regime)} asks for no copy"),
            (not procurement.published_contracts, "no contract details notice is held"),
            (devolved, "devolved Welsh and Northern Irish authorities need not publish a copy"),
            (procurement.authority is AuthorityKind.PRIVATE_UTILITY, "private utilities need not publish a copy"),
        )
        return next((reason for holds, reason in exempt if holds), None)

    def _judge(self, contract: Agreed, procurement: Procurement, law: Law) -> Conclusion:
        copy = _attached(procurement, lambda document: (document.type or "") == "contractSigned")
        line = law.money_line("contract_copy")
        if contract.amount is None:
            return _without_value(contract, procurement, law)
        if contract.amount <= line:
            return not_applicable(f"no contract is over £{line:,.0f} with VAT")
        if copy is not None:
            return clear("a copy of the contract is attached", copy)
        if not contract.is_above(procurement, law):
            return cannot_tell("the contract is declared below threshold at a value over £5 million", contract.worth())
        signed = next((part for part in reversed(contract.parts) if part.contract.signed_at), None)
        if signed is None or signed.contract.signed_at is None:
            return cannot_tell("no signature date is published", contract.place("dateSigned"))
        days = law.deadline("contract_copy", light_touch=procurement.is_light_touch) or 0
        day = law.uk_date(signed.contract.signed_at)
        place = contract.place("dateSigned", day.isoformat(), signed)
        return self._overdue(contract, procurement, last_day(day, days), place)

    def _overdue(self, contract: Agreed, procurement: Procurement, last: date, signed: Evidence) -> Conclusion:
        if procurement.as_of <= last:
            return clear(f"a copy is due by {last:%-d %B %Y}", signed)
        doubts = (
            (not contract.is_whole, "only an update of the contract details notice is held"),
            (may_be_northern_irish(procurement), UNNAMED),
        )
        doubt = next((reason for holds, reason in doubts if holds), None)
        if doubt is not None:
            return cannot_tell(doubt, signed)
        other = _attached(procurement, lambda document: "/Attachment/" in (document.url or ""))
        if other is not None:
            return cannot_tell("another document is attached, which may be the contract", other)
        told = procurement.commitments_of(self.themes, procurement.contract_notices)
        if told:
            return cannot_tell("a notice says something of where the contract is published", quoted(told[0]))
        reason = f"no copy of a contract of £{contract.amount or Decimal(0):,.0f} is published, due by {last:%-d %B %Y}"
        return raised(reason, contract.worth(), signed, contract.place("documents"))


def _without_value(contract: Agreed, procurement: Procurement, law: Law) -> Conclusion:
    if contract.is_above(procurement, law) is False:
        return not_applicable("the contract is declared below threshold")
    return cannot_tell("a contract is published without a value in pounds", contract.worth())


def _attached(procurement: Procurement, wanted: Callable[[Document], bool]) -> Evidence | None:
    """A document of a contract details, performance or change notice that is wanted."""
    for notice in procurement.notices:
        if notice in procurement.tender_notices:
            continue
        for document in notice.documents:
            if wanted(document):
                return Evidence(f"{document.pointer}/url", document.url, notice.id)
    return None
