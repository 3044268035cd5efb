"""Commitments that an update or a change made weaker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

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
from monitor.indicators.changing import has_versions, pairs
from monitor.law.citation import act
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES
from monitor.tracing.procurement import Procurement
from monitor.tracing.thread import Direction, Stage, Step


class CommitmentWeakenedByChange(Indicator):
    """A later version of a notice makes a commitment weaker."""

    code = "CH02"
    title = "Commitment weakened by change"
    definition = "A later version of a notice, or a change notice, asks or promises less than the one before it."
    kind = Kind.PRACTICE
    legal_basis = (act("12"), act("74"))
    themes = SOCIAL_VALUE_THEMES
    method = (
        "Compare each update of a notice with the version before it, and each change notice with the contract details: "
        "commitments of one theme, at the same place, in words that are alike. One is weaker where its level falls "
        "from specified or measurable, or where its quantity falls in the same unit; units of time are left out, as "
        "fewer days may bind more. A commitment that is followed from notice to notice is also compared at each change "
        "notice, wherever in it the words stand."
    )
    why = "A promise that won the contract and then shrinks costs the people it was made to, and nobody announces it."
    exclusions = (
        "notices that are held in one version",
        "commitments a later version is silent about: updates may repeat only what changed",
    )
    honest_reasons = (
        "The first version had a mistake, or asked for more than the market could give.",
        "The commitment moved to another place, where it is as firm.",
    )
    limits: ClassVar[tuple[str, ...]] = ("Words that were written anew from the start are not compared.",)

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from every commitment in two versions: one weaker is enough to raise."""
        del law
        if not has_versions(procurement):
            return not_applicable("no notice is held in two versions")
        found = list(pairs(procurement, self.themes))
        for pair in found:
            if pair.weakening is not None:
                reason = f"a later version of the notice weakens a commitment {pair.weakening}"
                return raised(reason, quoted(pair.after), quoted(pair.before))
        for before, after in _weakened(procurement, self.themes):
            reason = f"a later notice weakens a commitment {after.shift.words if after.shift else ''}"
            return raised(reason, _quoted(after), _quoted(before))
        if found:
            return clear("what stands in both versions is as firm in the later one", quoted(found[-1].after))
        return cannot_tell("the versions have no commitment at the same place, in words that are alike")


def _weakened(procurement: Procurement, themes: Sequence[str]) -> Iterator[tuple[Step, Step]]:
    """The words of threads that a change notice made weaker, each with those before."""
    for thread in procurement.threads:
        for before, after in pairwise(thread.stated):
            is_weaker = after.shift is not None and after.shift.direction is Direction.WEAKER
            if is_weaker and after.stage is Stage.CHANGED and thread.theme in themes:
                yield before, after


def _quoted(step: Step) -> Evidence:
    return Evidence(step.pointer, step.quote, step.notice_id)
