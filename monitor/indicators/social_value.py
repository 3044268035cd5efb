"""What the indicators on social value share: where it is named, and how much it weighs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from monitor.indicators.base import Evidence
from monitor.law.policies import Policy
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level
from scrapers.notice import Criterion, Lot, Notice

NAMED = re.compile(
    r"(?i:\bsocial(?:,? (?:economic|environmental)(?: (?:and|&) (?:economic|environmental))?)? value\b"
    r"|\bcommunity[ -]benefits?\b|\bsocial (?:impact|benefits?|outcomes?)\b)|\bTOMs\b"
)
# A name that joins social value with another criterion: its own share is not told.
_JOINED = re.compile(r"\b(?:and|with|inc\w*)\b|[&+/]", re.IGNORECASE)
_HEAD = re.compile(r"\s[-\u2013\u2014]\s|:|\(")
_WHOLE = Decimal(100)
_TOLERANCE = Decimal("0.5")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weight:
    """What social value counts in a lot: ``None`` where it can't be told, and then why."""

    percent: Decimal | None
    reason: str
    evidence: tuple[Evidence, ...]


def names_social_value(text: str | None) -> bool:
    """Whether social value or community benefits are named in as many words."""
    return bool(text) and NAMED.search(text or "") is not None


def named_criteria(notices: Iterable[Notice]) -> list[tuple[Notice, Criterion]]:
    """The structured award criteria that name social value in their name or description."""
    return [
        (notice, criterion)
        for notice in notices
        for criterion in notice.criteria
        if names_social_value(criterion.name) or names_social_value(criterion.description)
    ]


def unread_mention(notices: Iterable[Notice]) -> Evidence | None:
    """The first words of any text that name social value, whether or not a commitment was read there."""
    for notice in notices:
        for segment in notice.segments:
            match = NAMED.search(segment.text)
            if match:
                return Evidence(segment.pointer, match.group(), notice.id)
    return None


def strongest(commitments: Iterable[Commitment]) -> Commitment | None:
    """The firmest commitment, the first of equals."""
    return max(commitments, key=lambda commitment: commitment.level, default=None)


def lot_weights(procurement: Procurement, policy: Policy) -> list[Weight]:
    """What social value weighs in each lot of the latest tender notice that has structured criteria naming it."""
    for notice in reversed(procurement.tender_notices):
        if named_criteria([notice]):
            read = procurement.commitments_of(policy.themes, [notice])
            themed = _criteria_of(notice, [mark for mark in read if mark.level > Level.RULED_OUT])
            return [_lot_weight(notice, lot, themed) for lot in notice.lots if lot.criteria]
    return []


def prose_weights(procurement: Procurement, policy: Policy) -> list[Weight]:
    """What the texts of the tender notices say that social value weighs, where they name a weight."""
    weights = []
    for commitment in procurement.commitments_of(policy.themes, procurement.tender_notices):
        percent = commitment.slots.weight
        if percent is None:
            continue
        told = _share_told_with(procurement, commitment)
        reason = "the weights told beside it add up to the whole score" if told else "it is not told of what score"
        evidence = (Evidence(commitment.pointer, commitment.quote, commitment.notice_id),)
        weights.append(Weight(percent=percent if told else None, reason=reason, evidence=evidence))
    return weights


def _share_told_with(procurement: Procurement, commitment: Commitment) -> bool:
    """Whether the award criteria told in the same text add up to 100, so that a weight is a share of the whole."""
    told = {
        (other.start, other.end): other.slots.weight
        for other in procurement.commitments_of(("award_criteria",))
        if (other.notice_id, other.pointer) == (commitment.notice_id, commitment.pointer)
    }
    total = sum((weight for weight in told.values() if weight is not None), start=Decimal(0))
    return abs(total - _WHOLE) <= _TOLERANCE


def _criteria_of(notice: Notice, commitments: Iterable[Commitment]) -> frozenset[str]:
    """The names of the criteria that commitments stand in; equal names in other lots share one segment."""
    pointers = {commitment.pointer.rpartition("/")[0] for commitment in commitments}
    return frozenset(
        (criterion.name or "").casefold() for criterion in notice.criteria if criterion.pointer in pointers
    )


def _lot_weight(notice: Notice, lot: Lot, themed: frozenset[str]) -> Weight:
    named = [criterion for criterion in lot.criteria if names_social_value(criterion.name)]
    described = [criterion for criterion in lot.criteria if names_social_value(criterion.description)]
    evidence = tuple(shown(notice, criterion) for criterion in (*named, *described) or lot.criteria[:1])
    if not named:
        reason = "it is named within another criterion" if described else "no criterion of this lot names it"
        return Weight(percent=None, reason=reason, evidence=evidence)
    total = sum((criterion.weight or Decimal(0) for criterion in lot.criteria), start=Decimal(0))
    doubts = (
        (any(criterion.weight is None for criterion in named), "no weight is published for it"),
        (any(_is_joined(criterion.name or "") for criterion in named), "it shares a criterion"),
        (any(not _is_percentage(criterion) for criterion in lot.criteria), "not all weights are exact percentages"),
        (abs(total - _WHOLE) > _TOLERANCE, f"the weights published add up to {total:f}, not 100"),
        (any(criterion not in named for criterion in described), "another criterion names it as well"),
    )
    doubt = next((reason for holds, reason in doubts if holds), None)
    if doubt:
        return Weight(percent=None, reason=doubt, evidence=evidence)
    counted = [
        criterion for criterion in lot.criteria if criterion in named or (criterion.name or "").casefold() in themed
    ]
    percent = sum((criterion.weight or Decimal(0) for criterion in counted), start=Decimal(0))
    return Weight(percent=percent, reason="the weights published add up to the whole score", evidence=evidence)


def _is_joined(name: str) -> bool:
    """Whether a name joins social value with something else: "Social Value - jobs and skills" does not."""
    head = _HEAD.split(name, maxsplit=1)[0]
    return _JOINED.search(NAMED.sub("", head if NAMED.search(head) else name)) is not None


def _is_percentage(criterion: Criterion) -> bool:
    return criterion.weight is not None and criterion.weight_type == "percentageExact"


def shown(notice: Notice, criterion: Criterion) -> Evidence:
    """A criterion as evidence: the words that name social value, in its name or its description, else its name."""
    described = names_social_value(criterion.description) and not names_social_value(criterion.name)
    if described or not criterion.name:
        return Evidence(f"{criterion.pointer}/description", criterion.description, notice.id)
    return Evidence(f"{criterion.pointer}/name", criterion.name, notice.id)
