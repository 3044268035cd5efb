"""Scottish contract notices of £4 million or more that say nothing of community benefits."""

from __future__ import annotations

from decimal import Decimal
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
from monitor.indicators.social_value import named_criteria, shown, strongest, unread_mention
from monitor.law.community import COMMUNITY_BENEFITS
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level
from scrapers.notice import Money, Notice, NoticeType, Regime

_VAT = Decimal("1.2")


class CommunityBenefitStatementAbsent(Indicator):
    """A Scottish contract notice of £4 million or more has neither community benefits nor a reason for none."""

    code = "SV07"
    title = "Community benefit statement absent"
    definition = (
        "A Scottish contract notice with an estimated value of £4 million or more has neither a summary of the "
        "community benefits intended nor a reason for having none."
    )
    kind = Kind.DUTY
    concerns = about.TENDERS_BEFORE_THE_ACT
    legal_basis = COMMUNITY_BENEFITS.sources
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Take the contract notices under Scottish procurement law with an estimated value of £4 million or more. Look "
        "for commitments on social value, jobs and skills, the local economy, community or wellbeing, or words that "
        "rule them out; then for an award criterion or any text that names them."
    )
    why = (
        "Scottish law asks a buyer of this size to think about what its area gains, and to say so where everybody can "
        "read it: without the statement nobody knows whether it was considered."
    )
    exclusions = (
        "estimated values under £4 million",
        "procurements outside Scottish procurement law, among them cross-border ones under the Procurement Act 2023",
        "notices other than contract notices",
    )
    honest_reasons = (
        "The statement is in the documents, and was not carried over when the notice was forwarded.",
        "The notice is for a utility or a concession, which its form does not show.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Where only an amount with VAT is published, values under £4.8 million are left open.",
        "Other social-value themes without the words, such as carbon or fair work, are left open.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the contract notices of a large Scottish procurement."""
        notices = [notice for notice in procurement.tender_notices if notice.notice_type is NoticeType.TENDER]
        value = next((notice.value for notice in reversed(notices) if notice.value is not None), None)
        reaches = _reaches(value, COMMUNITY_BENEFITS.value)
        special = procurement.is_utilities or procurement.is_concession or procurement.is_defence
        scottish = procurement.regime is Regime.SCOTLAND
        exempt = (
            (not scottish, f"{law.regime_title(procurement.regime)} asks for no such statement"),
            (not notices, "no contract notice of this procurement is held"),
            (special, "the duty is not one of utilities, concession or defence contracts"),
            (reaches is False, f"the estimated value is under £{COMMUNITY_BENEFITS.value:,.0f}"),
        )
        for holds, reason in exempt:
            if holds:
                return not_applicable(reason)
        return self._found(procurement) or self._silence(procurement, notices, reaches=reaches)

    @staticmethod
    def _silence(procurement: Procurement, notices: list[Notice], *, reaches: bool | None) -> Conclusion:
        if reaches is None:
            return cannot_tell("it can't be told whether the value, without VAT, reaches £4,000,000")
        if all(notice.is_update for notice in notices):
            return cannot_tell("only updates of the contract notice are held")
        if not procurement.is_readable(notices):
            return cannot_tell("the contract notice is in a language or form that is not read")
        searched = tuple(Evidence("/tender", None, notice.id) for notice in notices)
        return raised("the contract notice says neither what community benefits are intended nor why none", *searched)

    def _found(self, procurement: Procurement) -> Conclusion | None:
        notices = procurement.tender_notices
        firmest = strongest(procurement.commitments_of(COMMUNITY_BENEFITS.themes, notices))
        if firmest is not None and firmest.level is Level.RULED_OUT:
            return clear("the contract notice says that there will be no community benefits", quoted(firmest))
        if firmest is not None and firmest.level >= Level.REQUIRED:
            return clear("the contract notice asks for benefits to the community", quoted(firmest))
        for notice, criterion in named_criteria(notices):
            return clear("an award criterion names community benefits", shown(notice, criterion))
        named = strongest(procurement.commitments_of(self.themes, notices))
        mention = quoted(named) if named is not None else unread_mention(notices)
        if mention is not None:
            return cannot_tell("the contract notice has words on the subject, and no plain statement", mention)
        return None


def _reaches(value: Money | None, line: Decimal) -> bool | None:
    """Whether an estimate reaches the line without VAT; ``None`` where only the amount with VAT is told and is near."""
    if value is None or value.currency not in {None, "GBP"}:
        return None
    if value.unlimited:
        return True
    if value.net is not None:
        return value.net >= line
    if value.gross is None:
        return None
    return None if line <= value.gross < line * _VAT else value.gross >= line
