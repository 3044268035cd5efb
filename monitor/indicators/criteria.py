"""What the tender notices tell of their award criteria: in fields of their own, in words, or elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.indicators.base import Evidence, quoted
from monitor.indicators.social_value import shown
from monitor.indicators.wording import points_elsewhere, says_nothing
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level
from scrapers.notice import Criterion, Notice, NoticeType

_SPEAKS = re.compile(
    r"\b(?:award(?:ing)? criteri|criteri(?:a|on)\b|most (?:economically )?advantageous|weight(?:ing|ed|s)?\b|evaluat"
    r"|scor(?:e|ed|ing)\b)",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d\s?%|\d\s?[:/]\s?\d|\b\d{1,3}\s+(?:marks|points)\b|\bweight\w*\D{0,12}\d", re.IGNORECASE)


def tenders(procurement: Procurement) -> tuple[Notice, ...]:
    """The tender notices under the Act, oldest first."""
    return tuple(notice for notice in procurement.tender_notices if notice.notice_type is NoticeType.UK4)


def named(notices: tuple[Notice, ...]) -> list[tuple[Notice, Criterion]]:
    """The criteria that stand in fields of their own and say something."""
    return [
        (notice, criterion)
        for notice in notices
        for criterion in notice.criteria
        if not (says_nothing(criterion.name) and says_nothing(criterion.description))
    ]


def texts(notices: tuple[Notice, ...]) -> Iterator[Evidence]:
    """What is written on the award criteria as a whole, of the tender or of each lot."""
    for notice in notices:
        written = {lot.criteria_text: f"{lot.pointer}/awardCriteria/description" for lot in reversed(notice.lots)}
        written |= {notice.criteria_text: "/tender/awardCriteriaDetails"} if notice.criteria_text else {}
        for text, pointer in written.items():
            if text and text.strip():
                yield Evidence(_place(text, pointer, notice), text, notice.id)


def _place(text: str, pointer: str, notice: Notice) -> str:
    """Where a text on the criteria stands: forms differ in the field of a lot's award criteria that they fill."""
    same = (segment for segment in notice.segments if segment.text == text)
    places = (place for segment in same for place in (segment.pointer, *segment.also))
    return next((place for place in places if place.startswith(pointer.rpartition("/")[0])), pointer)


def told(procurement: Procurement, notices: tuple[Notice, ...]) -> Evidence | None:
    """The first evidence that the criteria themselves, or a summary, stand in the notice."""
    for notice, criterion in named(notices):
        return shown(notice, criterion)
    for mark in read(procurement, notices):
        if mark.level > Level.RULED_OUT:
            return quoted(mark)
    for part in texts(notices):
        if not says_nothing(part.quote) and not points_elsewhere(part.quote):
            return part
    return None


def elsewhere(procurement: Procurement, notices: tuple[Notice, ...]) -> Evidence | None:
    """The words that send a reader to another document for the criteria."""
    for mark in read(procurement, notices):
        if mark.level is Level.RULED_OUT:
            return quoted(mark)
    return next((part for part in texts(notices) if points_elsewhere(part.quote)), None)


def weighed(procurement: Procurement, notices: tuple[Notice, ...]) -> Evidence | None:
    """The first evidence that a weight or an order of the criteria is told."""
    for notice in notices:
        for criterion in notice.criteria:
            if criterion.weight is not None:
                return Evidence(f"{criterion.pointer}/name", criterion.name, notice.id)
    for mark in read(procurement, notices):
        if mark.level >= Level.SPECIFIED:
            return quoted(mark)
    return next((part for part in texts(notices) if _FIGURES.search(part.quote or "")), None)


def read(procurement: Procurement, notices: tuple[Notice, ...]) -> tuple[Commitment, ...]:
    """What was read on award criteria in the notices' texts."""
    return procurement.commitments_of(("award_criteria",), notices)


def speaks_of_criteria(notices: tuple[Notice, ...]) -> Evidence | None:
    """The first words on scoring in any text, whether or not they were read as criteria."""
    for notice in notices:
        for segment in notice.segments:
            match = _SPEAKS.search(segment.text)
            if match:
                return Evidence(segment.pointer, match.group(), notice.id)
    return None
