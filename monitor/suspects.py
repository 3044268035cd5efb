"""Suspects: the indicators that fire on an implausible share of procurements, or can never tell."""

from __future__ import annotations

from functools import lru_cache

from monitor.indicators import suspicion
from monitor.indicators.suspicion import Suspicion
from monitor.services import Services
from monitor.store import judgements, versions
from monitor.store.engine import Store

SECONDS = 900
"""Pages count again after so long: what is suspect changes in days, and counting takes a second where much is kept."""


def every(services: Services) -> list[Suspicion]:
    """What the findings under the rules that judged last say of each indicator, in their order."""
    counted = _counted(services.store, int(services.clock.now().timestamp()) // SECONDS)
    return [suspicion.of(indicator, counted.get(indicator.code, {})) for indicator in services.indicators]


def reviews(services: Services) -> dict[str, str]:
    """Why each suspect indicator is looked at, by its code."""
    return {one.indicator: one.review for one in every(services) if one.review is not None}


@lru_cache(maxsize=4)
def _counted(store: Store, _moment: int) -> dict[str, dict[str, int]]:
    with store.reading() as session:
        rules = judgements.latest_rules(session)
        return versions.conclusions(session, rules=rules) if rules else {}
