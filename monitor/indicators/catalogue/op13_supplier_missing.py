"""Award and contract notices above threshold that name no supplier."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_bound, is_made
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
    concerns = about.AWARDS_AND_CONTRACTS
    legal_basis = (regulation("27(2)(e)"), regulation("32(2)(g)"), act("94"))
    method = (
        "In each contract award and contract details notice above threshold take the awards that give a value, a day "
        "or a term, or that a contract follows, and look for their suppliers. Entries that only list lots that were "
        "not awarded are passed over."
    )
    why = "Who gets public money is the first thing a notice of an award is for."
    exclusions = (
        "contracts below threshold, also where they share a notice with others",
        "contract details notices of private utilities, which need not publish them",
        "procurements outside the Procurement Act 2023",
    )
    honest_reasons = ("The name is withheld for national security or commercial confidence, as s.94 allows.",)
    limits: ClassVar[tuple[str, ...]] = (
        "A placeholder that stands for a name counts as one.",
        "Where a notice lists a supplier that belongs to none of its awards, it is left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every award that was made."""
        above = law.above_threshold(procurement)
        awarding = {NoticeType.UK6} if procurement.is_private_utility else _AWARDING
        awards = [
            (notice, award)
            for notice in procurement.notices
            if notice.notice_type in awarding
            for award in notice.awards
            if is_bound(award, notice, procurement)
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
        silent = [pair for pair in awards if pair[1].id not in named and _is_made(*pair) and not pair[1].suppliers]
        if not silent:
            return self._named(awards)
        return self._nameless(silent, above=above)

    @staticmethod
    def _nameless(silent: list[tuple[Notice, Award]], *, above: bool | None) -> Conclusion:
        evidence = tuple(_place(*pair) for pair in silent)
        loose = all(_has_loose_supplier(notice) for notice, _ in silent)
        doubts = (
            (above is None, "it can't be told whether the contract is above threshold"),
            (all(notice.is_update for notice, _ in silent), "only an update is held, and it names no supplier"),
            (loose, "a supplier is listed that belongs to none of the awards"),
        )
        doubt = next((reason for holds, reason in doubts if holds), None)
        if doubt is not None:
            return cannot_tell(doubt, *evidence)
        return raised("an award is published, and no supplier is named", *evidence)

    @staticmethod
    def _named(awards: list[tuple[Notice, Award]]) -> Conclusion:
        for notice, award in awards:
            for supplier in award.suppliers:
                return clear(
                    "suppliers are named", Evidence(f"{award.pointer}/suppliers/0/name", supplier.name, notice.id)
                )
        return not_applicable("the notice publishes no award that was made")


def _is_made(notice: Notice, award: Award) -> bool:
    """Whether an award is a decision: contract details tell value, day and term of the contract that follows it."""
    return is_made(award) or any(contract.award_id == award.id for contract in notice.contracts)


def _has_loose_supplier(notice: Notice) -> bool:
    tied = {supplier.name for award in notice.awards for supplier in award.suppliers}
    return any("supplier" in party.roles and party.name not in tied for party in notice.parties)


def _place(notice: Notice, award: Award) -> Evidence:
    return Evidence(f"{award.pointer}/suppliers", None, notice.id)
