"""Every indicator's conclusion on a procurement, in the short form in which they are kept."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.indicators.base import Conclusion, Indicator, Status
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement


@dataclass(frozen=True, slots=True)
class Concluded:
    """What all indicators conclude on a procurement: ``inapplicable`` are bare reasons by code, ``told`` the rest."""

    told: list[tuple[Indicator, Conclusion]]
    inapplicable: dict[str, str]


def conclude(procurement: Procurement, law: Law, indicators: tuple[Indicator, ...]) -> Concluded:
    """Every indicator's conclusion on a procurement, in their order; none where no notice was known on its day."""
    told: list[tuple[Indicator, Conclusion]] = []
    inapplicable: dict[str, str] = {}
    for indicator in indicators if procurement.notices else ():
        conclusion = indicator.assess(procurement, law)
        if conclusion.status is Status.NOT_APPLICABLE and not conclusion.evidence:
            inapplicable[indicator.code] = conclusion.reason
        else:
            told.append((indicator, conclusion))
    return Concluded(told, inapplicable)
