"""Large contracts tendered as one lot, and no reason why."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, Regime

_WORDS = re.compile(
    r"\b(?:not (?:be |been )?(?:divided|split|separated|broken)(?: up| down)? into (?:\w+ )?lots"
    r"|(?:no|without|not us\w+|single|one) lots?\b|lots? (?:are|is|were|was) not|lotting|sub-?divi\w+ into lots)",
    re.IGNORECASE,
)


class NoReasonForOneLot(Indicator):
    """A large contract is tendered as one lot, and the notice gives no reason."""

    code = "FP09"
    title = "No reason for one lot"
    definition = "A large contract is tendered as one lot, and no tender notice says why it is not divided."
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("18(2)"), regulation("18(2)(q)"))
    method = (
        "Count the lots of the tender notices. Where there is one, and the value with VAT reaches the parameter's "
        "amount, look for the reason for not using lots, then for words on lots in any text."
    )
    why = "Lots let small firms bid. The Act asks buyers to consider them, and to say why where they could and didn't."
    exclusions = (
        "contracts below threshold or under the parameter's amount",
        "light touch and utilities contracts, and procurements outside the Procurement Act 2023",
    )
    honest_reasons = (
        "What is bought can't be divided: then no reason is needed.",
        "The reason stands in the tender pack.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Few buyers fill in the field, so it is asked of large contracts only, as a question of practice.",
    )

    minimum_value: Annotated[Decimal, "Value in pounds, VAT included, from which the question is asked"] = Decimal(
        10_000_000
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the lots and the words of the tender notices."""
        exempt = self._exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        for notice in procurement.tender_notices:
            if (notice.no_lots_reason or "").strip():
                place = Evidence("/tender/lotDetails/noLotsDivisionRationale", notice.no_lots_reason, notice.id)
                return clear("the reason for not using lots is published", place)
        lots = max(len(notice.lots) for notice in procurement.tender_notices)
        latest = procurement.tender_notices[-1]
        if lots > 1:
            return clear(f"the contract is divided into {lots} lots", Evidence("/tender/lots", None, latest.id))
        if procurement.gross is None:
            return cannot_tell("no value is published", Evidence("/tender/value", None, latest.id))
        return self._one_lot(procurement, latest)

    def _one_lot(self, procurement: Procurement, latest: Notice) -> Conclusion:
        for notice in procurement.tender_notices:
            for segment in notice.segments:
                words = _WORDS.search(segment.text)
                if words:
                    place = Evidence(segment.pointer, words.group(), notice.id)
                    return cannot_tell("the notice has words on lots that may be its reason", place)
        if not procurement.is_readable(procurement.tender_notices):
            return cannot_tell("the tender notice is in a language or form that is not read")
        worth = "without limit" if procurement.gross == Decimal("Infinity") else f"of £{procurement.gross:,.0f}"
        reason = f"a contract {worth} is tendered as one lot, and no reason for that is published"
        return raised(reason, Evidence("/tender/lotDetails/noLotsDivisionRationale", None, latest.id))

    def _exemption(self, procurement: Procurement, law: Law) -> str | None:
        if not procurement.tender_notices:
            return "no tender notice is held"
        gross = procurement.gross
        exempt = (
            (
                procurement.regime is not Regime.ACT_2023,
                f"{law.regime_title(procurement.regime)} asks for no such reason",
            ),
            (procurement.is_light_touch, "light touch contracts need no reason for not using lots"),
            (procurement.is_utilities, "utilities contracts need no reason for not using lots"),
            (law.above_threshold(procurement) is False, "no reason for not using lots is needed below threshold"),
            (
                gross is not None and gross < self.minimum_value,
                f"the question is asked from £{self.minimum_value:,.0f}",
            ),
        )
        return next((reason for holds, reason in exempt if holds), None)
