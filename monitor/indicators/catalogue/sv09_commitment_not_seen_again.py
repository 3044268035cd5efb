"""Firm commitments of a tender of which the contract's notices say nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import (
    Conclusion,
    Evidence,
    Indicator,
    Kind,
    cannot_tell,
    clear,
    not_applicable,
    raised,
)
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from monitor.tracing.thread import Step, Thread, ThreadState
from scrapers.notice import Notice, NoticeType

_AGREED = frozenset({NoticeType.UK6, NoticeType.UK7, NoticeType.UK9, NoticeType.UK10, NoticeType.AWARD})
_TENDERS = frozenset({NoticeType.UK4, NoticeType.TENDER})


class CommitmentNotSeenAgain(Indicator):
    """The tender asked firmly for something, and no award or contract notice speaks of it."""

    code = "SV09"
    title = "Commitment not seen again"
    definition = (
        "A tender notice has a firm social-value commitment, and no award or contract notice of the procurement "
        "repeats it or speaks of its theme in words of its own."
    )
    kind = Kind.PRACTICE
    concerns = about.TENDERS
    legal_basis = (act("12(1)(b)"), act("53"))
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Follow each commitment of the tender notices that reaches the minimum level through the award, contract "
        "details, performance and change notices: by theme, words, numbers and the other slots, with a score. One that "
        "is matched nowhere counts as seen again where the contract's notices speak of its theme, or of social value "
        "as such, in words that were not asked for elsewhere."
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
        "Words are matched by a score that can be wrong: the procurement's page shows each match with its reasons.",
        "Where a copy of the contract is attached the question is left open: attachments are not read.",
    )

    minimum_level: Annotated[int, "The least level, from 1 to 4, of a tender's commitment that is looked for"] = 3

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:  # noqa: ARG002 - practice, the same under any law
        """Conclude from what became of each firm commitment of the tender."""
        later = [notice for notice in procurement.notices if notice.notice_type in _AGREED]
        told = later and procurement.commitments_of(self.themes, procurement.tender_notices)
        asked = [one for one in procurement.threads if self._is_firm(one)] if told else []
        if not asked:
            return not_applicable("no tender notice with a firm social-value commitment, and a later award, are held")
        unseen = [one for one in asked if not _seen(one) and not one.is_in_other_words]
        lost = [one for one in unseen if one.state is ThreadState.NOT_SEEN_AGAIN]
        if lost:
            themes = ", ".join(dict.fromkeys(one.theme.replace("_", " ") for one in lost))
            reason = f"the tender asks firmly for {themes}, and no award or contract notice speaks of it"
            return raised(reason, *_told(lost), *map(_searched, later))
        if unseen:
            return cannot_tell(unseen[0].reason, *_told(unseen))
        return clear("what was firmly asked for is seen again", *(_quoted(_seen(one) or one.first) for one in asked))

    def _is_firm(self, thread: Thread) -> bool:
        return thread.theme in self.themes and any(
            step.level is not None and step.level >= self.minimum_level and step.notice_type in _TENDERS
            for step in thread.steps
        )


def _seen(thread: Thread) -> Step | None:
    """The last time an award or contract notice repeats it."""
    return next((step for step in reversed(thread.steps) if step.notice_type in _AGREED and step.quote), None)


def _told(threads: Sequence[Thread]) -> tuple[Evidence, ...]:
    return tuple(_quoted(thread.stated[-1]) for thread in threads)


def _quoted(step: Step) -> Evidence:
    return Evidence(step.pointer, step.quote, step.notice_id)


def _searched(notice: Notice) -> Evidence:
    return Evidence("/contracts" if notice.contracts else "/awards", None, notice.id)
