"""Notices above threshold without the value that the regulations ask for."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Money, Notice, NoticeType, Regime

_VALUED = (NoticeType.UK4, NoticeType.UK5, NoticeType.UK6, NoticeType.UK7)
_STAGES = {
    NoticeType.UK4: ("tender notice", "/tender/value"),
    NoticeType.UK5: ("transparency notice", "/tender/value"),
    NoticeType.UK6: ("contract award notice", "/awards"),
    NoticeType.UK7: ("contract details notice", "/contracts"),
}


class ValueMissing(Indicator):
    """A notice above threshold doesn't say what the contract is worth."""

    code = "OP12"
    title = "Value missing"
    definition = "A tender, transparency, award or contract details notice above threshold publishes no value."
    kind = Kind.DUTY
    concerns = about.FROM_TENDER_TO_CONTRACT
    legal_basis = tuple(regulation(number) for number in ("18", "26", "27", "32"))
    method = (
        "In each tender, transparency, contract award and contract details notice above threshold look for an amount "
        "of the tender or its lots, of the awards or of the contracts. An update need not repeat it where another "
        "notice of its kind told it."
    )
    why = "Most duties, and most questions, depend on what a contract is worth."
    exclusions = ("contracts below threshold", "procurements outside the Procurement Act 2023")
    honest_reasons = (
        "The value is withheld under s.94, as the notice may say.",
        "The value stands in the description.",
    )
    limits: ClassVar[tuple[str, ...]] = ("A value of nought is left open: frameworks promise no spending.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every notice that must tell a value."""
        notices = [notice for notice in procurement.notices if notice.notice_type in _VALUED]
        details_only = all(notice.notice_type is NoticeType.UK7 for notice in notices)
        above = law.above_threshold(procurement)
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"it is read under {law.regime_title(procurement.regime)}")
        exempt = (
            (not notices, "no notice that must tell a value is held"),
            (procurement.is_private_utility and details_only, "private utilities need not publish contract details"),
            (above is False, "the contract is declared below threshold"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        told = [(notice, value) for notice in notices for value in _amounts(notice)]
        silent = self._silent(notices, {notice.notice_type for notice, _ in told})
        if silent:
            return self._open(silent, above=above)
        if not any(value.payable or value.unlimited for _, value in told):
            return cannot_tell("the value is published as £0", _place(told[0][0], "0"))
        notice, value = next(pair for pair in told if pair[0] is told[-1][0])
        return clear("a value is published", _place(notice, "unlimited" if value.unlimited else f"{value.payable:f}"))

    @staticmethod
    def _silent(notices: list[Notice], telling: Collection[NoticeType]) -> list[Notice]:
        """The newest notice of each kind of which no notice tells a value, kind by kind."""
        newest = {notice.notice_type: notice for notice in notices if notice.notice_type not in telling}
        return [newest[kind] for kind in _VALUED if kind in newest]

    @staticmethod
    def _open(silent: list[Notice], *, above: bool | None) -> Conclusion:
        evidence = tuple(_place(notice, None) for notice in silent)
        if above is None:
            return cannot_tell("no value is published, so it can't be told whether the rule applies", *evidence)
        whole = [notice for notice in silent if not notice.is_update]
        if not whole:
            return cannot_tell("only an update is held, and it publishes no value", *evidence)
        stages = " and ".join(f"the {_STAGES[notice.notice_type][0]}" for notice in whole)
        return raised(f"no value is published in {stages}", *(_place(notice, None) for notice in whole))


def _amounts(notice: Notice) -> list[Money]:
    values = [notice.value, *(lot.value for lot in notice.lots)]
    values += [*(award.value for award in notice.awards), *(contract.value for contract in notice.contracts)]
    return [value for value in values if value is not None and (value.payable is not None or value.unlimited)]


def _place(notice: Notice, quote: str | None) -> Evidence:
    return Evidence(_STAGES[notice.notice_type][1], quote, notice.id)
