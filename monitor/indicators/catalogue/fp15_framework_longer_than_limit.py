"""Frameworks that may run longer than the law's ordinary limit, and no reason why."""

from __future__ import annotations

import re
from datetime import date
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.frameworks import FRAMEWORK_TERMS, framework_term
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import Lot, Notice

_OPEN = re.compile(r"\bopen framework", re.IGNORECASE)
_REASON = re.compile(
    r"\b(?:longer|exceed\w*|extended) (?:\w+ ){0,3}(?:term|period|duration|than (?:four|4))"
    r"|\bmore than (?:four|4) years\b|\b(?:section|s\.?) ?47\b|\bduration is justified\b|\bpay ?back\b|\bamortis\w+",
    re.IGNORECASE,
)
_LEAP_DAYS = 2


class FrameworkLongerThanLimit(Indicator):
    """A framework may run longer than the ordinary limit, and its tender notice gives no reason."""

    code = "FP15"
    title = "Framework longer than limit"
    definition = (
        "A framework may run longer than four years, extensions included, and its tender notice gives no reason."
    )
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = tuple(row.source for row in FRAMEWORK_TERMS)
    method = (
        "For each lot of a tender notice that sets up a framework, take the time from its start to its latest end, "
        "extensions included. Compare with four years, or eight for defence and utilities. Where it is longer, look "
        "for words that call it an open framework, or that explain the term."
    )
    why = "A long framework closes its market to all who weren't there at the start."
    exclusions = (
        "light touch frameworks, private utilities and open frameworks, which have no such limit",
        "Scottish procurements and the NHS Provider Selection Regime",
    )
    honest_reasons = (
        "The reason for a longer term stands in the tender pack.",
        "It is an open framework, and the notice's text doesn't call it one.",
        "The dates given are those of call-off contracts, which may outlast the framework.",
    )
    limits: ClassVar[tuple[str, ...]] = ("Only the texts tell whether a framework is an open one.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the longest lot."""
        frameworks = [notice for notice in procurement.tender_notices if notice.is_framework]
        row = framework_term(procurement.regime, procurement.began_on)
        if row is None:
            return not_applicable(f"{law.regime_title(procurement.regime)} is not judged by this limit")
        if not frameworks:
            return not_applicable("no tender notice sets up a framework")
        if procurement.is_light_touch or procurement.is_private_utility:
            return not_applicable("light touch frameworks and private utilities have no such limit")
        years = row.special_years if procurement.is_defence or procurement.is_utilities else row.years
        terms = [term for lot in frameworks[-1].lots if (term := _term(lot, law)) is not None]
        if not terms:
            searched = Evidence("/tender/lots", None, frameworks[-1].id)
            return cannot_tell("no start and end of the framework are published", searched)
        lot, start, end = max(terms, key=lambda term: term[2] - term[1])
        place = _place(lot, end, frameworks[-1])
        if (end - start).days <= _most_days(start, years):
            return clear(f"the framework ends within {years} years, extensions included", place)
        return _explained(procurement, frameworks, f"until {end:%-d %B %Y}, more than {years} years", place)


def _explained(procurement: Procurement, frameworks: list[Notice], told: str, place: Evidence) -> Conclusion:
    for notice in frameworks:
        for segment in notice.segments:
            words = _OPEN.search(segment.text) or _REASON.search(segment.text)
            if words:
                found = Evidence(segment.pointer, words.group(), notice.id)
                return cannot_tell("the framework is long, and the notice has words that may explain it", place, found)
    if not procurement.is_readable(frameworks):
        return cannot_tell("the tender notice is in a language or form that is not read", place)
    if all(notice.is_update for notice in frameworks):
        return cannot_tell("only an update is held, which may leave out the reason", place)
    return raised(f"the framework may run {told}, and no reason is published", place)


def _term(lot: Lot, law: Law) -> tuple[Lot, date, date] | None:
    if lot.period is None:
        return None
    start, end = lot.period.start, lot.period.max_extent or lot.period.end
    return None if start is None or end is None else (lot, law.uk_date(start), law.uk_date(end))


def _most_days(start: date, years: int) -> int:
    limit = date(start.year + years, start.month, min(start.day, 28))
    return (limit - start).days + _LEAP_DAYS + max(0, start.day - 28)


def _place(lot: Lot, end: date, notice: Notice) -> Evidence:
    field = "maxExtentDate" if lot.period and lot.period.max_extent else "endDate"
    return Evidence(f"{lot.pointer}/contractPeriod/{field}", end.isoformat(), notice.id)
