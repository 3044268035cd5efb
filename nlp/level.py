"""The level of a commitment, from what it says: one function, so that a reader can follow it.

The scale is that of the guidelines for annotators: 0 ruled out, 1 named, 2 required, 3 specified, 4 measurable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from nlp.commitment import Level, Modality, Slots

_BY_JUDGE = frozenset({"justification", "fair_process", "open_contract", "payment", "integrity"})
"""Themes whose level the trained judge tells better than the rules, by the labelled notices."""
_IN_DOUBT_LOWER = frozenset({"justification", "fair_process", "payment"})
"""Of these, the themes in which the judge errs upwards: there it must be surer that the words are specific."""
SPECIFIC_FROM = 2.6
"""The expected level from which it is sure enough, by the labelled notices; in doubt the guidelines take the lower."""
BINDING = frozenset({Modality.MUST, Modality.SCORED, Modality.REPORTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the words say beside their slots."""

    modality: Modality = Modality.NONE
    ruled_out: bool = False
    formula: bool = False
    """The words only repeat a statute, or only wish."""
    what: bool = False
    """The words themselves are a definite act, standard, group, form or fact."""
    shared: bool = False
    """Another theme stands under the same weight, so its own share is not told."""
    cap: Level = Level.MEASURABLE

    @property
    def most(self) -> Level:
        """The highest level that the words can carry, whatever else is said of them."""
        return min(self.cap, Level.NAMED) if self.formula else self.cap


UPWARDS = 0.6
"""What is added before cutting to a whole level: labelled notices agree best where .4 already counts as more."""


class Firm(NamedTuple):
    """What the trained judge of firmness says: the level it expects on average, and the likeliest."""

    expected: float
    likeliest: Level


def settled(theme: str, ruled: Level | None, firm: Firm, most: Level = Level.MEASURABLE) -> Level:
    """One level from that of the rules and what the judge says: half way between both, where both can tell.

    What is ruled out stays so, and nothing is more than ``most``, the highest that its words can carry. The judge
    decides alone where no rule knows the words, or where it tells better.
    """
    if ruled is Level.RULED_OUT:
        return ruled
    if ruled is None or theme in _BY_JUDGE:
        return min(most, _alone(theme, firm))
    return min(most, Level(int((firm.expected + ruled) / 2 + UPWARDS)))


def _alone(theme: str, firm: Firm) -> Level:
    doubtful = firm.likeliest is Level.SPECIFIED and firm.expected < SPECIFIC_FROM
    return Level.REQUIRED if doubtful and theme in _IN_DOUBT_LOWER else firm.likeliest


def level(theme: str, slots: Slots, said: Said) -> tuple[Level, str]:
    """The level of a commitment and the reason for it in words."""
    if said.ruled_out:
        return Level.RULED_OUT, "it is said that there will be none, or that it is not told"
    found, reason = _SPECIAL.get(theme, _general)(slots, said)
    if found > said.cap:
        return said.cap, f"words of this kind carry no more than level {int(said.cap)}"
    return found, reason


def _general(slots: Slots, said: Said) -> tuple[Level, str]:
    if said.modality not in BINDING:
        return Level.NAMED, "it is named, and nobody is bound"
    if slots.weight is not None and said.modality is Modality.SCORED:
        if said.shared:
            return Level.REQUIRED, "it is scored with something else, and its own share is not told"
        return Level.SPECIFIED, f"it is scored, with a weight of {slots.weight.normalize():f}"
    if not said.what:
        return Level.REQUIRED, "it is required, scored or reported, and what or how much is not said"
    if slots.quantity is not None and _checked(slots):
        return Level.MEASURABLE, f"a quantity ({slots.quantity.normalize():f} {slots.unit}) and {_checked(slots)}"
    return Level.SPECIFIED, "it is required, and a definite act, standard, group or place is named"


def _award_criteria(slots: Slots, said: Said) -> tuple[Level, str]:
    if slots.weight is not None or said.what:
        return Level.SPECIFIED, "weights or an order of importance are told"
    if said.formula:
        return Level.NAMED, "only the statute's words for the best tender are given"
    return Level.REQUIRED, "the criteria are named without weights or order"


def _justification(slots: Slots, said: Said) -> tuple[Level, str]:
    del slots
    if said.formula:
        return Level.NAMED, "the reason only repeats the statute's words"
    if said.what:
        return Level.SPECIFIED, "the reason gives facts of this case"
    return Level.REQUIRED, "a reason is given"


def _engagement(slots: Slots, said: Said) -> tuple[Level, str]:
    del slots
    if said.formula:
        return Level.NAMED, "it is only wished for"
    if said.what:
        return Level.SPECIFIED, "a definite form, group or topic is told"
    if said.modality in BINDING:
        return Level.REQUIRED, "it is done or under way, and its form is not told"
    return Level.NAMED, "it is a wish or a bare invitation"


def _performance(slots: Slots, said: Said) -> tuple[Level, str]:
    if not said.what:
        return Level.REQUIRED, "performance is to be managed or reviewed, and no measure is named"
    if slots.quantity is not None or slots.rate is not None:
        return Level.MEASURABLE, "a named measure with a target or a frequency"
    return Level.SPECIFIED, "a measure is named"


def _process(slots: Slots, said: Said) -> tuple[Level, str]:
    found, reason = _general(slots, said)
    if found is Level.MEASURABLE:
        return (
            Level.SPECIFIED,
            "a duty of process with its dates or figures; nothing is delivered that could be counted",
        )
    return found, reason


def _checked(slots: Slots) -> str | None:
    for name, words in (("a date", slots.deadline), ("a rate", slots.rate), ("a check", slots.check)):
        if words:
            return f"{name} ({words})"
    return None


_SPECIAL = {
    "award_criteria": _award_criteria,
    "justification": _justification,
    "engagement": _engagement,
    "performance": _performance,
    "fair_process": _process,
    "open_contract": _process,
    "integrity": _process,
}
