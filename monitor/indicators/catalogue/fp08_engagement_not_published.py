"""Engagement with suppliers that a tender notice tells of, and no notice of it is held."""

from __future__ import annotations

import re
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    quoted,
    raised,
)
from monitor.law.citation import act, regulation
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level
from scrapers.notice import NoticeType, Regime

_MARKET = re.compile(
    r"\b(?:(?:preliminary|pre|early|soft)[- ]?market (?:engagement|test\w*|sounding|consultation)"
    r"|market (?:engagement|sounding)|PME|(?:supplier|bidder|industry) (?:engagement|day|briefing))s?\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:has|have|had|was|were) (?:\w+ ){0,2}(?:undertaken|conducted|carried|held|engaged|completed|run)"
    r"|\b(?:undertook|conducted|carried out|held|completed|following|previously|informed by)\b",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(r"\bUK ?2\b|\bengagement notice\b|\b\d{6}-20\d\d\b|\bocds-\w+", re.IGNORECASE)
_NOT_DONE = re.compile(r"\b(?:not|no|without|unnecessary)\b", re.IGNORECASE)
_EARLIER = frozenset({NoticeType.UK1, NoticeType.UK3})


class EngagementNotPublished(Indicator):
    """A tender notice tells of engagement with suppliers, and neither a notice of it nor a reason is published."""

    code = "FP08"
    title = "Engagement not published"
    definition = (
        "A tender notice says that suppliers were engaged beforehand, and the procurement has neither an engagement "
        "notice nor a reason for having none."
    )
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("17"), regulation("17"))
    themes = ("engagement",)
    method = (
        "Read the tender notices for words that say market engagement has taken place. Look for an engagement notice "
        "(UK2) under the same number, for a reason why none was published, and for words that name such a notice. "
        "It is raised only where an earlier notice of the procurement is held: else the engagement notice may stand in "
        "what is not held."
    )
    why = "Engagement that only some suppliers knew of gives them a start; the notice lets every supplier come."
    exclusions = (
        "contracts below threshold, private utilities, and procurements outside the Procurement Act 2023",
        "tender notices that tell of no engagement",
    )
    honest_reasons = (
        "The engagement notice was published under another number, which is common.",
        "The engagement was with residents or users, or took place under earlier rules.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Engagement that no tender notice mentions is not seen.",
        "The notice may stand under another number: this is asked as a question of practice.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from what the tender notices tell of engagement."""
        exempt = self._exemption(procurement, law)
        if exempt is not None:
            return not_applicable(exempt)
        return self._published(procurement) or self._told(procurement)

    @staticmethod
    def _published(procurement: Procurement) -> Conclusion | None:
        for notice in procurement.notices:
            if notice.has_engagement:
                return clear("an engagement notice is published", Evidence("/planning/milestones", None, notice.id))
        for notice in procurement.tender_notices:
            if notice.no_engagement_reason:
                place = Evidence("/planning/noEngagementNoticeRationale", notice.no_engagement_reason, notice.id)
                return clear("a reason for having no engagement notice is published", place)
        return None

    def _told(self, procurement: Procurement) -> Conclusion:
        told = [one for one in procurement.commitments_of(self.themes, procurement.tender_notices) if _tells(one)]
        if not told:
            return self._silence(procurement)
        if _PUBLISHED.search(told[0].quote):
            return clear("the tender notice names where the engagement was published", quoted(told[0]))
        if procurement.notices[0].notice_type not in _EARLIER:
            reason = "engagement is told of, and its notice may have been published before what is held"
            return cannot_tell(reason, quoted(told[0]))
        reason = (
            "the tender notice tells of engagement with suppliers, and neither its notice nor a reason is published"
        )
        place = Evidence("/planning/noEngagementNoticeRationale", None, told[0].notice_id)
        return raised(reason, quoted(told[0]), place)

    @staticmethod
    def _exemption(procurement: Procurement, law: Law) -> str | None:
        if not procurement.tender_notices:
            return "no tender notice is held"
        exempt = (
            (
                procurement.regime is not Regime.ACT_2023,
                f"{law.regime_title(procurement.regime)} asks for no such notice",
            ),
            (procurement.is_private_utility, "private utilities need not publish engagement"),
            (law.above_threshold(procurement) is False, "no engagement notice is needed below threshold"),
        )
        return next((reason for holds, reason in exempt if holds), None)

    @staticmethod
    def _silence(procurement: Procurement) -> Conclusion:
        if not procurement.is_readable(procurement.tender_notices):
            return cannot_tell("the tender notice is in a language or form that is not read")
        return not_applicable("no tender notice tells of engagement with suppliers")


def _tells(commitment: Commitment) -> bool:
    words = commitment.quote
    if commitment.level is Level.RULED_OUT or _NOT_DONE.search(words):
        return False
    return bool(_MARKET.search(words) and _DONE.search(words))
