"""Competitions that one supplier alone entered to the end."""

from __future__ import annotations

from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.awarding import is_call_off, is_direct
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import Citation, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Bids, Notice, NoticeType

_MEASURES = ("finalStageBids", "bids")
_AWARDING = frozenset({NoticeType.UK6, NoticeType.AWARD})


class SingleBid(Indicator):
    """A competition ended with one bid."""

    code = "FP10"
    title = "Single bid"
    definition = "A contract or lot was awarded by competition, and one tender alone was assessed or received."
    kind = Kind.PRACTICE
    concerns = about.AWARDS_OF_ANY_LAW
    legal_basis = (
        regulation("27(2)"),
        Citation(
            "Open Contracting Partnership, Cardinal R018",
            "",
            "https://github.com/open-contracting/cardinal-rs/blob/main/docs/cli/indicators/R/018.md",
        ),
    )
    method = (
        "Read the counts of tenders in award notices, lot by lot: of the final stage where it is published, else of "
        "all tenders. One tender for any lot raises it; lots with none were not awarded and are left out."
    )
    why = (
        "With one bid nothing is compared: the price is what one firm asks. Often the specification, the time or the "
        "size of the contract kept others away, which a buyer can mend next time."
    )
    exclusions = (
        "direct awards, and call-offs from frameworks",
        "award notices that publish no counts of tenders",
    )
    honest_reasons = (
        "The market is small, and the buyer engaged it first.",
        "Others bid and withdrew, or failed the conditions of participation.",
    )
    limits: ClassVar[tuple[str, ...]] = ("Contract details notices publish no counts.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the counts of the latest award notice that has them."""
        del law
        notices = [notice for notice in procurement.notices if notice.notice_type in _AWARDING]
        if not notices:
            return not_applicable("no award notice is held")
        competed = [notice for notice in notices if not _is_without_competition(notice)]
        if not competed:
            return not_applicable("the contract was awarded without a competition of its own")
        for notice in reversed(competed):
            counts = _counts(notice)
            if counts:
                return _conclude(notice, counts)
        return cannot_tell("the award notice publishes no count of tenders", Evidence("/bids", None, competed[-1].id))


def _is_without_competition(notice: Notice) -> bool:
    # On the older forms "limited" is a procedure without prior publication.
    return is_direct(notice) or is_call_off(notice) or (notice.notice_type.is_legacy and notice.procedure == "limited")


def _counts(notice: Notice) -> list[Bids]:
    for measure in _MEASURES:
        found = [count for count in notice.bids if count.measure == measure and count.value]
        if found:
            return found
    return []


def _conclude(notice: Notice, counts: list[Bids]) -> Conclusion:
    single = [count for count in counts if count.value == 1]
    shown = [Evidence(f"{count.pointer}/value", f"{count.value:f}", notice.id) for count in single or counts]
    if not single:
        return clear("more than one tender was counted for each lot", *shown)
    what = (
        "one tender was counted"
        if len(counts) == 1
        else f"one tender was counted for {len(single)} of {len(counts)} lots"
    )
    return raised(what, *shown)
