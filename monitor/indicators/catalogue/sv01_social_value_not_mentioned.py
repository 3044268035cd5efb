"""Social value that a policy asks for, and no tender notice mentions."""

from __future__ import annotations

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
from monitor.law.law import Law
from monitor.law.policies import POLICIES, SOCIAL_VALUE_THEMES, Policy
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level
from scrapers.notice import NoticeType


class SocialValueNotMentioned(Indicator):
    """A tender notice names no social value although a policy asks the buyer to score it."""

    code = "SV01"
    title = "Social value not mentioned"
    definition = "A policy asks the buyer to score social value, and no tender notice of the procurement mentions any."
    kind = Kind.POLICY
    concerns = about.FROM_TENDER_TO_CONTRACT
    legal_basis = tuple(policy.source for policy in POLICIES)
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Find the policy that binds the buyer on the day the procurement began. Look in every tender notice for a "
        "commitment of the policy's themes, then for an award criterion that names social value, then for the words."
    )
    why = (
        "Policy asks central government to spend so that communities gain too; a bidder, and the public, can only see "
        "that it does where the notice says so."
    )
    exclusions = (
        "bodies outside central government, private utilities, Scottish and Welsh bodies",
        "contracts below threshold, and defence and security contracts under PPN 002",
        "the NHS Provider Selection Regime, and direct awards",
        "procurements begun before a policy was mandatory",
    )
    honest_reasons = (
        "Social value is asked for in the tender pack, and the notice only summarises the criteria.",
        "The buyer is not one of the bodies that the policy names, or had an exception agreed.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "NHS trusts, universities and others that declare themselves central government are left open, not raised.",
        "The tender pack is not read.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the tender notices, where a policy binds."""
        scope = law.social_value_policy(procurement)
        if scope.binds is False or scope.policy is None:
            return not_applicable(scope.reason)
        if not procurement.tender_notices:
            return _without_tender(procurement)
        found = self._mention(procurement, scope.policy)
        if found is not None:
            return found
        if scope.binds is None:
            return cannot_tell(scope.reason)
        return self._silence(procurement, scope.policy)

    def _mention(self, procurement: Procurement, policy: Policy) -> Conclusion | None:
        firmest = strongest(procurement.commitments_of(policy.themes, procurement.tender_notices))
        if firmest is not None and firmest.level > Level.RULED_OUT:
            return clear("the tender notice mentions social value", quoted(firmest))
        for notice, criterion in named_criteria(procurement.tender_notices):
            return clear("an award criterion names social value", shown(notice, criterion))
        return None

    def _silence(self, procurement: Procurement, policy: Policy) -> Conclusion:
        notices = procurement.tender_notices
        ruled_out = strongest(procurement.commitments_of(policy.themes, notices))
        if ruled_out is not None:
            return raised(f"{policy.code} asks for social value, and the tender notice rules it out", quoted(ruled_out))
        mention = unread_mention(notices)
        if mention is not None:
            return cannot_tell("the tender notice has the words, but not as something it asks for", mention)
        if not procurement.is_readable(notices):
            return cannot_tell("the tender notice is in a language or form that is not read")
        elsewhere = strongest(procurement.commitments_of(("award_criteria",), notices))
        if elsewhere is not None and elsewhere.level is Level.RULED_OUT and not notices[-1].criteria:
            return cannot_tell("the award criteria are said to stand elsewhere", quoted(elsewhere))
        searched = tuple(Evidence("/tender", None, notice.id) for notice in notices)
        return raised(f"{policy.code} asks for social value, and no tender notice mentions any", *searched)


def _without_tender(procurement: Procurement) -> Conclusion:
    if any(notice.notice_type is NoticeType.UK5 for notice in procurement.notices):
        return not_applicable("a direct award has no award criteria to score social value in")
    if procurement.award_notices:
        return cannot_tell("no tender notice of this procurement is held")
    return not_applicable("no tender has been invited yet")
