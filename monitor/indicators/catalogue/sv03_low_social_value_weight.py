"""Social value that weighs less than the policy of its day asks."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from monitor.indicators import concerns as about
from monitor.indicators.base import Conclusion, Indicator, Kind, cannot_tell, clear, not_applicable, raised
from monitor.indicators.social_value import Weight, lot_weights, prose_weights
from monitor.law.law import Law
from monitor.law.policies import POLICIES, SOCIAL_VALUE_THEMES, Policy
from monitor.tracing.procurement import Procurement
from nlp.commitment import Level


class LowSocialValueWeight(Indicator):
    """The published weight of social value is under the least that policy asks."""

    code = "SV03"
    title = "Low social value weight"
    definition = "A policy sets a least weight for social value, and the tender notice publishes a lower one."
    kind = Kind.POLICY
    concerns = about.TENDERS
    legal_basis = tuple(policy.source for policy in POLICIES)
    themes = (*SOCIAL_VALUE_THEMES, "award_criteria")
    method = (
        "Find the policy that binds the buyer on the day the procurement began, and its least weight (10%; under PPN "
        "026 20% from £5 million). For each lot add up the criteria that are social value, where the exact percentages "
        "published for the lot add up to 100. Where no criterion names it, use a weight told in the text, if the "
        "weights told beside it add up to 100."
    )
    why = (
        "The weight is what makes bidders compete on social value; below the policy's least it seldom decides anything."
    )
    exclusions = (
        "whatever no policy binds: see SV01",
        "tenders that name no social value criterion",
    )
    honest_reasons = (
        "The tender is scored as price per quality point, where the least weight is an equivalent share of quality.",
        "Social value is also scored within another criterion, as the tender pack explains.",
    )
    limits: ClassVar[tuple[str, ...]] = (
        "Shared criteria, points, orders of importance and sums other than 100 are left open.",
        "Weights that stand only in the tender pack are not seen.",
    )

    def assess(self, procurement: Procurement, law: Law) -> Conclusion:
        """Conclude from the weights published, where a policy binds."""
        scope = law.social_value_policy(procurement)
        if scope.binds is False or scope.policy is None:
            return not_applicable(scope.reason)
        if not procurement.tender_notices:
            return not_applicable("no tender notice is held, so no weights are published")
        weights = lot_weights(procurement, scope.policy) or prose_weights(procurement, scope.policy)
        if not weights:
            return self._no_weight(procurement, scope.policy)
        if scope.binds is None:
            return cannot_tell(scope.reason)
        minimum = scope.policy.minimum_weight(procurement.gross)
        if minimum is None:
            return cannot_tell(f"the least weight under {scope.policy.code} depends on a value that is not published")
        return _compare(weights, minimum, scope.policy)

    @staticmethod
    def _no_weight(procurement: Procurement, policy: Policy) -> Conclusion:
        named = procurement.commitments_of(policy.themes, procurement.tender_notices)
        if any(commitment.level > Level.RULED_OUT for commitment in named):
            return cannot_tell("social value is named, and the notice doesn't say how much it counts")
        return not_applicable("no tender notice names a social value criterion")


def _compare(weights: list[Weight], minimum: Decimal, policy: Policy) -> Conclusion:
    low = [weight for weight in weights if weight.percent is not None and weight.percent < minimum]
    if low:
        least = min(low, key=lambda weight: weight.percent or Decimal(0))
        reason = f"social value counts {least.percent:f}%, and {policy.code} asks for at least {minimum:f}%"
        return raised(reason, *(part for weight in low for part in weight.evidence))
    unknown = [weight for weight in weights if weight.percent is None]
    if unknown:
        return cannot_tell(f"what social value counts can't be told: {unknown[0].reason}", *unknown[0].evidence)
    evidence = tuple(part for weight in weights for part in weight.evidence)
    return clear(f"social value counts at least the {minimum:f}% that {policy.code} asks for", *evidence)
