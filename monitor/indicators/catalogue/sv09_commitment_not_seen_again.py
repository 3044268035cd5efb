"""Firm commitments of a tender of which the contract's notices say nothing."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar

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
from monitor.indicators.procurement import Procurement
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from nlp.commitment import Commitment
from scrapers.notice import Notice, NoticeType

_AGREED = frozenset({NoticeType.UK6, NoticeType.UK7, NoticeType.UK9, NoticeType.UK10, NoticeType.AWARD})
_GENERAL = "social_value"


class CommitmentNotSeenAgain(Indicator):
    """The tender asked firmly for something, and no award or contract notice speaks of it."""

    code = "SV09"
    title = "Commitment not seen again"
    definition = (
        "A tender notice has a firm social-value commitment, and no award or contract notice of the procurement says "
        "anything on its theme."
    )
    kind = Kind.PRACTICE
    legal_basis = (act("12(1)(b)"), act("53"))
    themes = SOCIAL_VALUE_THEMES
    method = (
        "For each theme take the firmest commitment of the tender notices, where it reaches the minimum level. Look "
        "for the theme in the award, contract details, performance and change notices. A commitment to social value "
        "as such is seen again in any of its themes, and any theme in words on social value as such."
    )
    why = (
        "What was asked of bidders is worth something only if it reaches the contract. The notices that follow are "
        "where the public could see that it did."
    )
    exclusions = (
        "procurements without a firm commitment in a tender notice that is held",
        "procurements of which no contract details or award notice is held",
    )
    honest_reasons = (
        "The commitment stands in the contract, and the notice doesn't repeat it.",
        "The winning tender offered something else of equal worth.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "No law asks an award or contract notice to repeat it: silence is not a sign that it was dropped.",
        "Themes are compared, not words: another promise on the same theme counts as seen again.",
        "Where a copy of the contract is attached the question is left open: attachments are not read.",
    )

    minimum_level: Annotated[int, "The least level, from 1 to 4, of a tender's commitment that is looked for"] = 3

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:  # noqa: ARG002 - practice, the same under any law
        """Conclude from the themes of the tender and those of what followed."""
        later = [notice for notice in procurement.notices if notice.notice_type in _AGREED]
        asked = self._asked(procurement) if later and procurement.tender_notices else {}
        if not asked or not later:
            return not_applicable("no tender notice with a firm social-value commitment, and a later award, are held")
        seen = {mark.theme: mark for mark in procurement.commitments_of(self.themes, later)}
        lost = {theme: mark for theme, mark in asked.items() if not _is_seen(theme, seen.keys())}
        if not lost:
            return clear("every theme that was firmly asked for is seen again", *map(quoted, seen.values()))
        return self._lost(procurement, lost, later)

    def _asked(self, procurement: Procurement) -> dict[str, Commitment]:
        """The firmest commitment of each theme in the tender notices, where it is firm enough."""
        asked: dict[str, Commitment] = {}
        for mark in procurement.commitments_of(self.themes, procurement.tender_notices):
            if mark.level >= self.minimum_level and (mark.theme not in asked or mark.level > asked[mark.theme].level):
                asked[mark.theme] = mark
        return asked

    @staticmethod
    def _lost(procurement: Procurement, lost: dict[str, Commitment], later: list[Notice]) -> Conclusion:
        evidence = tuple(map(quoted, lost.values()))
        if not procurement.is_readable(later):
            return cannot_tell("an award or contract notice is in a language or form that is not read", *evidence)
        if any(document.type == "contractSigned" for notice in later for document in notice.documents):
            return cannot_tell("a copy of the contract is attached, and attachments are not read", *evidence)
        if not any(notice.notice_type in {NoticeType.UK7, NoticeType.AWARD} for notice in later):
            return cannot_tell("the contract is awarded, and its details are not published yet", *evidence)
        themes = ", ".join(theme.replace("_", " ") for theme in lost)
        reason = f"the tender asks firmly for {themes}, and no award or contract notice speaks of it"
        return raised(reason, *evidence, *map(_searched, later))


def _is_seen(theme: str, seen: Collection[str]) -> bool:
    return theme in seen or _GENERAL in seen or (theme == _GENERAL and bool(seen))


def _searched(notice: Notice) -> Evidence:
    return Evidence("/contracts" if notice.contracts else "/awards", None, notice.id)
