"""Direct awards whose published reason says no more than the statute does."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Evidence, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.law.citation import act, regulation, schedule
from monitor.law.grounds import STATUTE_WORDS
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level
from scrapers.notice import Notice, Regime

_WORD = re.compile(r"[^\W\d_]{4,}")
_FRAMEWORK = re.compile(r"\b(?:call[- ]?off|framework|dynamic (?:market|purchasing))\b", re.IGNORECASE)
_STATUTE_REFERENCE = re.compile(
    r"\b(?:procurement act|act|regulations?)(?: of)? \d{4}\b|\bPA ?(?:20)?23\b"
    r"|\b(?:sch(?:edule|\.)?|para(?:graph|\.)?|sections?|regulations?|s\.|r\.|ppn)\s*\d+\S*",
    re.IGNORECASE,
)
_FACT = re.compile(
    r"£\s?\d|\b\d+(?:\.\d+)?\s?%|\b(?:19|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)\b|\b\d+[ -](?:day|week|month|year)s?\b"
    r"|\b\d{6}-\d{4}\b|\bocds-\w+|\bUK[1-7]\b"
    r"|\bmarket (?:engagement|analysis|research|test\w*|sounding|review|assessment|check\w*)\b"
    r"|\bengaged with\b|\brequests? for (?:information|quotation)\b|\bRF[IQ]\b|\bexpress\w* (?:an )?interest\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How much of a reason is its own: words that are neither the statute's nor a party's name, and facts."""

    notice: Notice
    reason: str
    own_words: int
    facts: int


class DirectAwardThinlyJustified(Indicator):
    """The reason published for a direct award is missing, or repeats the ground and little else."""

    code = "FP01"
    title = "Direct award thinly justified"
    definition = "The reason published for a direct award is missing, or says little beyond the statute's words."
    kind = Kind.PRACTICE
    concerns = about.FROM_TRANSPARENCY_TO_CONTRACT
    legal_basis = (act("41"), act("44"), schedule(5), regulation("26"))
    themes = ("justification",)
    method = (
        "Read the reason in each transparency, award and contract details notice that states a ground, and take the "
        "fullest. Leave out references to the Act, the words of Schedule 5 and the names of buyer and supplier; count "
        "the different words that remain, and facts: dates, sums, shares, periods, notice numbers, checks of the "
        "market. It is clear with enough of either, or where a commitment read there has facts of this case."
    )
    why = (
        "A direct award sets competition aside. The Act asks the buyer to explain why its ground applies: the ground's "
        "name is not an explanation, and rivals can't question what is not told."
    )
    exclusions = (
        "awards below threshold, which need no ground",
        "procurements outside the Procurement Act 2023",
        "call-offs from frameworks, where the reason says that it is one",
    )
    honest_reasons = (
        "The full explanation stands in another notice or document that is not held.",
        "Security or commercial confidence keeps the facts out of the notice.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Words are counted, not weighed: a long reason may be a poor one, and a short one may be enough.",
        "The Act asks for an explanation and sets no length: this is a judgement of practice.",
    )

    minimum_own_words: Annotated[int, "Different words of its own that a reason needs, where it has no facts"] = 15
    minimum_words_beside_facts: Annotated[int, "Different words of its own that a reason with facts needs"] = 6

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the fullest reason that any notice gives."""
        if procurement.regime is not Regime.ACT_2023:
            return not_applicable(f"{law.regime_title(procurement.regime)} has other grounds")
        stating = [
            notice for notice in procurement.award_notices if notice.direct_award and notice.direct_award.grounds
        ]
        if not stating:
            return not_applicable("no notice states a ground for a direct award")
        if law.above_threshold(procurement) is False:
            return not_applicable("a direct award below threshold needs no ground")
        readings = [self._read(notice) for notice in stating]
        fullest = max(readings, key=lambda reading: (reading.facts > 0, reading.own_words))
        return self._conclude(procurement, fullest)

    def _conclude(self, procurement: Procurement, fullest: _Reading) -> Conclusion:
        place = _place(fullest)
        if not fullest.reason:
            return raised("a ground for a direct award is stated, and no reason why it applies", place)
        if not procurement.is_readable([fullest.notice]):
            return cannot_tell("the notice is in a language or form that is not read", place)
        if self._is_own(fullest) or _has_facts_read(procurement):
            return clear("the reason goes beyond the statute's words", place)
        if _FRAMEWORK.search(fullest.reason):
            return cannot_tell("the reason speaks of a framework, whose call-offs need no such ground", place)
        told = f"{fullest.own_words} words of its own and {fullest.facts or 'no'} dates, sums or checks of the market"
        return raised(f"beyond the statute's words and names, the reason for the direct award has {told}", place)

    def _is_own(self, reading: _Reading) -> bool:
        needed = self.minimum_words_beside_facts if reading.facts else self.minimum_own_words
        return reading.own_words >= needed

    @staticmethod
    def _read(notice: Notice) -> _Reading:
        reason = ((notice.direct_award.reason if notice.direct_award else None) or "").strip()
        rest = _STATUTE_REFERENCE.sub(" ", reason)
        own = {word.lower() for word in _WORD.findall(rest)} - STATUTE_WORDS - _names(notice)
        return _Reading(notice=notice, reason=reason, own_words=len(own), facts=len(_FACT.findall(rest)))


def _names(notice: Notice) -> set[str]:
    parties = (notice.buyer, *notice.parties, *(supplier for award in notice.awards for supplier in award.suppliers))
    return {word.lower() for party in parties if party is not None for word in _WORD.findall(party.name)}


def _has_facts_read(procurement: Procurement) -> bool:
    read = procurement.commitments_of(("justification",), procurement.award_notices)
    return any(
        commitment.level >= Level.SPECIFIED and commitment.pointer.endswith("/procurementMethodRationale")
        for commitment in read
    )


def _place(reading: _Reading) -> Evidence:
    pointer = "/tender/procurementMethodRationale"
    return Evidence(pointer, reading.reason or None, reading.notice.id)
