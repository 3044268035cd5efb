"""Tender notices that were corrected when tenders were already due."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.tendering import INTEREST_DEADLINE, TENDER_DEADLINE, interest_deadline, tender_deadline
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice


class NoticeCorrectedAfterDeadline(Indicator):
    """A tender notice was updated after tenders were due."""

    code = "CH04"
    title = "Notice corrected after deadline"
    definition = "An update of a tender notice was published after the deadline that stood until then."
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("31"), act("12"))
    method = (
        "For each update of a tender notice, take the deadline that the notices before it told (for tenders, else for "
        "requests to take part), or the update's own where none is held, and compare it with the time of publication."
    )
    why = "Who has already tendered, or decided not to, can't act on what is told too late."
    exclusions = ("tender notices without an update",)
    honest_reasons = (
        "The update only tidies the record, and says so.",
        "The deadline had been moved on the tendering portal before.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "How much the update changed is not weighed.",
        "Deadlines that were moved in a notice that isn't held are not known.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from all updates: one after the deadline is enough to raise."""
        updates = [notice for notice in procurement.tender_notices if notice.is_update]
        if not updates:
            return not_applicable("no update of a tender notice is held")
        judged: list[Evidence] = []
        for update in updates:
            standing = _standing(procurement, update)
            if standing is None:
                continue
            due, place = standing
            if update.published_at > due:
                published = law.uk_date(update.published_at)
                late = f"after the deadline of {law.uk_date(due):%-d %B %Y}"
                reason = f"the notice was updated on {published:%-d %B %Y}, {late}"
                return raised(reason, Evidence("/date", published.isoformat(), update.id), place)
            judged.append(place)
        if judged:
            return clear("every update was published before the deadline that stood until then", *judged)
        return cannot_tell(
            "no deadline that stood before the update is published", Evidence("/date", None, updates[-1].id)
        )


def _standing(procurement: Procurement, update: Notice) -> tuple[datetime, Evidence] | None:
    """The deadline that the notices before an update told; the update's own where it is the first that is held."""
    before = [notice for notice in procurement.tender_notices if notice.published_at < update.published_at]
    for notice in reversed(before or [update]):
        for deadline, pointer in ((tender_deadline, TENDER_DEADLINE), (interest_deadline, INTEREST_DEADLINE)):
            due = deadline(notice)
            if due is not None:
                return due, Evidence(pointer, due.date().isoformat(), notice.id)
    return None
