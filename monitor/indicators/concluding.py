"""Every indicator's conclusion on a procurement, in the short form in which they are kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from monitor.indicators.base import Conclusion, Indicator, Status
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement
from scrapers.notice import NoticeType


@dataclass(frozen=True, slots=True)
class Concluded:
    """What all indicators conclude on a procurement: ``inapplicable`` are bare reasons by code, ``told`` the rest."""

    told: list[tuple[Indicator, Conclusion]]
    inapplicable: dict[str, str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which indicators look at procurements with notices of some types, and why the others don't, by code."""

    looking: tuple[Indicator, ...]
    inapplicable: Mapping[str, str]


def conclude(procurement: Procurement, law: Law, indicators: tuple[Indicator, ...]) -> Concluded:
    """Every indicator's conclusion on a procurement, in their order; none where no notice was known on its day."""
    if not procurement.notices:
        return Concluded([], {})
    asked = _asked(indicators, procurement.types)
    told: list[tuple[Indicator, Conclusion]] = []
    inapplicable = dict(asked.inapplicable)
    for indicator in asked.looking:
        conclusion = indicator.assess(procurement, law)
        if conclusion.status is Status.NOT_APPLICABLE and not conclusion.evidence:
            inapplicable[indicator.code] = conclusion.reason
        else:
            told.append((indicator, conclusion))
    return Concluded(told, inapplicable)


@lru_cache(maxsize=1024)
def _asked(indicators: tuple[Indicator, ...], types: frozenset[NoticeType]) -> _Asked:
    # Procurements have few sets of types between them: each is looked through once, and not each procurement.
    return _Asked(
        looking=tuple(one for one in indicators if one.concerns.meets(types)),
        inapplicable={one.code: one.concerns.without for one in indicators if not one.concerns.meets(types)},
    )
