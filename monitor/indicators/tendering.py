"""What the indicators on tendering share: when a tender was opened and closes, and which case of the law it is."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from monitor.indicators.base import Evidence
from monitor.law.dates import uk_date
from monitor.law.law import Law
from monitor.law.periods import PeriodCase, qualifies
from monitor.tracing.procurement import Procurement
from scrapers.notice import Notice, NoticeType, Regime

TENDER_DEADLINE = "/tender/tenderPeriod/endDate"
INTEREST_DEADLINE = "/tender/expressionOfInterestDeadline"
_SUBMISSION = "/tender/submissionMethodDetails"
_ON_PAPER = re.compile(r"\b(?:by|in|via) (?:the )?(?:post|mail|hand|courier)\b|\bhard[ -]?cop", re.IGNORECASE)
_ELECTRONIC = re.compile(r"@|https?:|www\.|\be-?mail|\bportal\b|\belectronic|\bonline\b|\be-?tender", re.IGNORECASE)
_PLANNED = "planned procurement"
"""In the reason that Find a Tender publishes for a shorter period: the other one it offers is a state of urgency."""


def tender_deadline(notice: Notice) -> datetime | None:
    """When tenders are due."""
    return notice.tender_period.end if notice.tender_period else None


def interest_deadline(notice: Notice) -> datetime | None:
    """When requests to take part are due."""
    return notice.interest_due


Deadline = Callable[[Notice], datetime | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """From the first tender notice that is held to the latest deadline that was told."""

    first: Notice
    stating: Notice
    closes: datetime
    pointer: str

    @property
    def opened(self) -> date:
        """The UK day of the first notice."""
        return uk_date(self.first.published_at)

    @property
    def days(self) -> int:
        """The days suppliers had: day 1 is the day after publication, the last is the day of the deadline."""
        return (uk_date(self.closes) - self.opened).days

    @property
    def is_whole(self) -> bool:
        """Whether the first notice is held, and not only an update of it."""
        return not self.first.is_update

    @property
    def evidence(self) -> tuple[Evidence, Evidence]:
        """Both ends of the window."""
        return (
            Evidence("/date", self.opened.isoformat(), self.first.id),
            Evidence(self.pointer, uk_date(self.closes).isoformat(), self.stating.id),
        )


def window(procurement: Procurement, deadline: Deadline, pointer: str) -> Window | None:
    """The window up to a kind of deadline; ``None`` where no tender notice tells one."""
    for notice in reversed(procurement.tender_notices):
        closes = deadline(notice)
        if closes is not None:
            return Window(first=procurement.tender_notices[0], stating=notice, closes=closes, pointer=pointer)
    return None


def period_cases(procurement: Procurement, opened: date) -> set[PeriodCase]:
    """The cases of s.54 that hold, as far as notices tell.

    Where the documents stand is told by no field that is read, and how tenders are sent by words only: where these
    don't name paper alone, the case with the shortest ordinary minimum is taken.
    """
    on_paper = any(map(_is_on_paper, procurement.tender_notices))
    holding = {PeriodCase.DOCUMENTS if on_paper else PeriodCase.ELECTRONIC_WITH_DOCUMENTS, PeriodCase.PLAIN}
    for notice in procurement.tender_notices:
        if notice.accelerated_reason:
            planned = _PLANNED in notice.accelerated_reason.lower()
            holding.add(PeriodCase.PLANNED_NOTICE if planned else PeriodCase.URGENT)
    if any(qualifies(uk_date(planned.published_at), opened) for planned in planned_notices(procurement)):
        holding.add(PeriodCase.PLANNED_NOTICE)
    if any(notice.is_dynamic_market for notice in procurement.notices):
        holding.add(PeriodCase.DYNAMIC_MARKET)
    return holding


def _is_on_paper(notice: Notice) -> bool:
    """Whether a notice says that tenders are sent by post or hand, and names no electronic way."""
    words = next((segment.text for segment in notice.segments if segment.pointer == _SUBMISSION), "")
    return _ON_PAPER.search(words) is not None and _ELECTRONIC.search(words) is None


def planned_notices(procurement: Procurement) -> list[Notice]:
    """The planned procurement notices that are held."""
    return [notice for notice in procurement.notices if notice.notice_type is NoticeType.UK3]


def no_minimum(procurement: Procurement, law: Law) -> str | None:
    """Why no least period is fixed for a procurement, or ``None``."""
    if not procurement.tender_notices:
        return "no tender notice is held"
    if procurement.regime not in {Regime.ACT_2023, Regime.PCR_2015}:
        return f"{law.regime_title(procurement.regime)} is not judged by these periods"
    if procurement.is_light_touch:
        return "no least period is fixed for light touch contracts"
    return "no least period is fixed below threshold" if law.above_threshold(procurement) is False else None
