"""Suppliers above threshold that are named and not identified."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_bound
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import NoticeType, Organisation, Regime


class SupplierWithoutIdentifier(Indicator):
    """A supplier is named, without a number from a register by which it could be told from its namesakes."""

    code = "OP14"
    title = "Supplier without identifier"
    definition = "A contract award or contract details notice above threshold names a supplier without an identifier."
    kind = Kind.DUTY
    concerns = about.AWARDS_AND_CONTRACTS
    legal_basis = (regulation("8"), regulation("27(2)(e)"), regulation("32(2)(g)"))
    method = (
        "For each supplier of an award above threshold in a contract award or contract details notice look for an "
        "identifier with its register (company or charity number, or the number of the central platform). Numbers that "
        "a notice service gives to a name as it goes are none."
    )
    why = "Without a number nobody can add up what a supplier is paid, nor see who owns it."
    exclusions = (
        "contracts below threshold, also where they share a notice with others",
        "contract details notices of private utilities, which need not publish them",
        "suppliers of which the notice says that they stand in no register",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "The supplier is a person, or a body abroad whose register the form doesn't offer.",
        "The supplier has an identifier, and was entered by name only.",
    )
    limits: ClassVar[tuple[str, ...]] = ("An identifier is not looked up: whether it is the right one is not checked.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every supplier; one told with an identifier in any notice is identified."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"it is read under {law.regime_title(procurement.regime)}")
        voluntary = procurement.is_private_utility
        suppliers = [
            (supplier, Evidence(f"{award.pointer}/suppliers/{number}", supplier.name, notice.id))
            for notice in procurement.notices
            if notice.notice_type is NoticeType.UK6 or (notice.notice_type is NoticeType.UK7 and not voluntary)
            for award in notice.awards
            if is_bound(award, notice, procurement)
            for number, supplier in enumerate(award.suppliers)
        ]
        if not suppliers:
            return not_applicable("no award or contract details notice above threshold with a supplier is held")
        above = law.above_threshold(procurement)
        if above is False:
            return not_applicable("the contract is declared below threshold")
        known = {supplier.name.casefold() for supplier, _ in suppliers if _is_identified(supplier)}
        nameless = [place for supplier, place in suppliers if supplier.name.casefold() not in known]
        if not nameless:
            return clear("each supplier has an identifier, or is said to stand in no register", suppliers[0][1])
        if above is None:
            return cannot_tell("it can't be told whether the contract is above threshold", *nameless)
        return raised("a supplier is named without an identifier", *nameless)


def _is_identified(supplier: Organisation) -> bool:
    """Whether it has an identifier of a register, or the notice says that it stands in none."""
    registered = bool(supplier.identifier and (supplier.scheme or "") not in {"", "GB-FTS"})
    return registered or supplier.no_identifier_reason is not None
