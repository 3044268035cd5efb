"""Suppliers above threshold that are named and not identified."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.procurement import Procurement
from monitor.law.citation import regulation
from monitor.law.law import Law
from scrapers.notice import NoticeType, Organisation, Regime

_AWARDING = frozenset({NoticeType.UK6, NoticeType.UK7})


class SupplierWithoutIdentifier(Indicator):
    """A supplier is named, without a number from a register by which it could be told from its namesakes."""

    code = "OP14"
    title = "Supplier without identifier"
    definition = "A contract award or contract details notice above threshold names a supplier without an identifier."
    kind = Kind.PRACTICE
    legal_basis = (regulation("8"), regulation("27(2)(e)"), regulation("32(2)(g)"))
    method = (
        "For each supplier of an award in a contract award or contract details notice above threshold look for an "
        "identifier with its register (company or charity number, or the number of the central platform). Numbers that "
        "a notice service gives to a name as it goes are none."
    )
    why = "Without a number nobody can add up what a supplier is paid, nor see who owns it."
    exclusions = ("contracts below threshold", "procurements outside the Procurement Act 2023")
    honest_reasons = (
        "The supplier is a person, or a body abroad whose register the form doesn't offer.",
        "The supplier has an identifier, and was entered by name only.",
    )
    limits: ClassVar[tuple[str, ...]] = ("An identifier is not looked up: whether it is the right one is not checked.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every supplier; one told with an identifier in any notice is identified."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"it is read under {law.regime_title(procurement.regime)}")
        suppliers = [
            (supplier, Evidence(f"{award.pointer}/suppliers/{number}", supplier.name, notice.id))
            for notice in procurement.notices
            if notice.notice_type in _AWARDING
            for award in notice.awards
            for number, supplier in enumerate(award.suppliers)
        ]
        if not suppliers:
            return not_applicable("no contract award or contract details notice with a supplier is held")
        above = law.above_threshold(procurement)
        if above is False:
            return not_applicable("the contract is declared below threshold")
        known = {supplier.name.casefold() for supplier, _ in suppliers if _is_identified(supplier)}
        nameless = [place for supplier, place in suppliers if supplier.name.casefold() not in known]
        if not nameless:
            return clear("each supplier has an identifier", suppliers[0][1])
        if above is None:
            return cannot_tell("it can't be told whether the contract is above threshold", *nameless)
        return raised("a supplier is named without an identifier", *nameless)


def _is_identified(supplier: Organisation) -> bool:
    return bool(supplier.identifier and (supplier.scheme or "") not in {"", "GB-FTS"})
