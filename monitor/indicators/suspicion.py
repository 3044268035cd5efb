"""Rules that look wrong by what they conclude: raised on an implausible share, or never able to tell.

A suspect rule is not thereby wrong. Until somebody has looked at it, its flags say that it is being looked at.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.indicators.base import Indicator, Kind, Status
from monitor.indicators.intervals import wilson

FEWEST = 30
"""Fewer conclusions than these say nothing of a rule."""
NEVER_TELLS = 300
"""A rule that could tell on none of so many procurements it concerns asks for what nobody publishes."""


@dataclass(frozen=True, slots=True)
class Plausible:
    """The largest share of procurements that a rule may well be raised on, and why that is."""

    share: float
    why: str


BY_KIND = {
    Kind.DUTY: Plausible(0.2, "most buyers do most of what the law asks"),
    Kind.POLICY: Plausible(0.5, "a policy binds fewer bodies, and its notes leave room"),
    Kind.PRACTICE: Plausible(0.5, "nothing obliges the buyer, but a rule that most fail tells nobody apart"),
}
OWN = {
    "FP09": Plausible(0.8, "a reason for one lot has a field of its own that few buyers fill in"),
    "FP12": Plausible(0.7, "suitability for small firms is a tick in a form, and often left out"),
    "OP02": Plausible(0.4, "contract details are known to be published late by many bodies"),
    "OP08": Plausible(0.8, "it is asked only of the few that give a reason, and most reasons are short"),
    "OP15": Plausible(0.8, "that a conflicts assessment was made is stated in a field that few buyers fill in"),
    "OP17": Plausible(0.4, "award notices of health services are known to be published late by many bodies"),
    "SV02": Plausible(0.7, "many tenders name social value and leave the rest to the tender pack"),
    "SV04": Plausible(0.7, "a criterion called only by its name is the usual way to publish one"),
    "SV08": Plausible(0.8, "most bodies that no policy binds say nothing of social value in the notice itself"),
}
"""Rules whose share is known to be higher than that of their kind, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspicion:
    """How often a rule was raised, out of how many it could conclude on, beside what is plausible.

    ``low`` and ``high`` bound the share with 95 % confidence. ``review`` says why the rule is looked at; absent if not.
    """

    indicator: str
    raised: int
    judged: int
    cannot_tell: int
    share: float | None
    low: float | None
    high: float | None
    plausible: float
    plausible_because: str
    review: str | None

    @property
    def is_suspect(self) -> bool:
        """Whether somebody should look at the rule."""
        return self.review is not None


def plausible(code: str, kind: Kind) -> Plausible:
    """What share is plausible for a rule: its own, else that of its kind."""
    return OWN.get(code, BY_KIND[kind])


def of(indicator: Indicator, conclusions: Mapping[str, int]) -> Suspicion:
    """What the counts of an indicator's statuses say of it."""
    raised = conclusions.get(Status.RAISED, 0)
    judged = raised + conclusions.get(Status.CLEAR, 0)
    untold = conclusions.get(Status.CANNOT_TELL, 0)
    most = plausible(indicator.code, indicator.kind)
    low, high = wilson(raised, judged) or (None, None)
    return Suspicion(
        indicator=indicator.code,
        raised=raised,
        judged=judged,
        cannot_tell=untold,
        share=raised / judged if judged else None,
        low=low,
        high=high,
        plausible=most.share,
        plausible_because=most.why,
        review=_review(raised, judged, untold, low, most),
    )


def _review(raised: int, judged: int, untold: int, low: float | None, most: Plausible) -> str | None:
    if low is not None and judged >= FEWEST and low > most.share:
        return f"this rule fired on {raised:,} of {judged:,} procurements: it is being looked at"
    if judged == 0 and untold >= NEVER_TELLS:
        return f"this rule could tell on none of the {untold:,} procurements it concerns: it is being looked at"
    return None
