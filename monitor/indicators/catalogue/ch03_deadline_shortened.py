"""Deadlines that an update brought forward."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.tendering import (
    INTEREST_DEADLINE,
    TENDER_DEADLINE,
    Deadline,
    interest_deadline,
    tender_deadline,
)
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement

_KINDS: tuple[tuple[Deadline, str, str], ...] = (
    (tender_deadline, TENDER_DEADLINE, "tenders"),
    (interest_deadline, INTEREST_DEADLINE, "requests to take part"),
)
Told = tuple[date, Evidence]


class DeadlineShortened(Indicator):
    """An update brings a deadline forward."""

    code = "CH03"
    title = "Deadline shortened"
    definition = "An update of a tender notice sets an earlier deadline than the notice before it."
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("31"), act("54"))
    method = (
        "Compare the deadlines for tenders, and for requests to take part, of successive tender notices, as UK days."
    )
    why = "Suppliers plan by the first date: whoever doesn't read the update is late."
    exclusions = ("procurements with one tender notice",)
    honest_reasons = (
        "The first date was a slip, and was mended within hours.",
        "The update is of another lot or stage than the first notice.",
    )
    limits: ClassVar[tuple[str, ...]] = ("Only notices that are held can be compared.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from each kind of deadline by itself."""
        if len(procurement.tender_notices) < len(("first", "update")):
            return not_applicable("no update of a tender notice is held beside the notice before it")
        compared: list[Evidence] = []
        for deadline, pointer, what in _KINDS:
            told = list(_told(procurement, deadline, pointer, law))
            for (was, before), (now, after) in pairwise(told):
                if now < was:
                    reason = f"the deadline for {what} was brought forward from {was:%-d %B %Y} to {now:%-d %B %Y}"
                    return raised(reason, after, before)
            compared += [place for _, place in told] if len(told) > 1 else []
        if compared:
            return clear("no update brought a deadline forward", *compared)
        return cannot_tell("fewer than two of the tender notices tell a deadline")


def _told(procurement: Procurement, deadline: Deadline, pointer: str, law: Law) -> Iterator[Told]:
    for notice in procurement.tender_notices:
        closes = deadline(notice)
        if closes is not None:
            day = law.uk_date(closes)
            yield day, Evidence(pointer, day.isoformat(), notice.id)
