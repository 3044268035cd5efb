"""Award and contract notices above threshold that name no supplier."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators.awarding import is_made
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Award, Notice, NoticeType, Regime

_AWARDING = frozenset({NoticeType.UK6, NoticeType.UK7})


class SupplierMissing(Indicator):
    """An award is published, and nobody is named as having won it."""

    code = "OP13"
    title = "Supplier missing"
    definition = "A contract award or contract details notice above threshold publishes an award and names no supplier."
    kind = Kind.DUTY
    legal_basis = (regulation("27(2)(e)"), regulation("32(2)(g)"), act("94"))
    method = (
        "In each contract award and contract details notice above threshold take the awards that give a value, a day "
        "or a term, and look for their suppliers. Entries that only list lots that were not awarded are passed over."
    )
    why = "Who gets public money is the first thing a notice of an award is for."
    exclusions = ("contracts below threshold", "procurements outside the Procurement Act 2023")
    honest_reasons = ("The name is withheld for national security or commercial confidence, as s.94 allows.",)
    limits: ClassVar[tuple[str, ...]] = ("A placeholder that stands for a name counts as one.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every award that was made."""
        above = law.above_threshold(procurement)
        awards = [
            (notice, award)
            for notice in procurement.notices
            if notice.notice_type in _AWARDING
            for award in notice.awards
        ]
        exempt = (
            (procurement.regime is not Regime.ACT_2023, f"it is read under {law.regime_title(procurement.regime)}"),
            (not awards, "no contract award or contract details notice with an award is held"),
            (above is False, "the contract is declared below threshold"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        named = {award.id for _, award in awards if award.suppliers}
        silent = [pair for pair in awards if pair[1].id not in named and is_made(pair[1]) and not pair[1].suppliers]
        if not silent:
            return self._named(awards)
        evidence = tuple(_place(*pair) for pair in silent)
        if above is None:
            return cannot_tell("it can't be told whether the contract is above threshold", *evidence)
        if all(notice.is_update for notice, _ in silent):
            return cannot_tell("only an update is held, and it names no supplier", *evidence)
        return raised("an award is published, and no supplier is named", *evidence)

    @staticmethod
    def _named(awards: list[tuple[Notice, Award]]) -> Conclusion:
        for notice, award in awards:
            for supplier in award.suppliers:
                return clear(
                    "suppliers are named", Evidence(f"{award.pointer}/suppliers/0/name", supplier.name, notice.id)
                )
        return not_applicable("the notice publishes no award that was made")


def _place(notice: Notice, award: Award) -> Evidence:
    return Evidence(f"{award.pointer}/suppliers", None, notice.id)
