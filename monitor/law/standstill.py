"""The awards that need no mandatory standstill (Procurement Act 2023, s.51(3))."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce


@dataclass(frozen=True, slots=True, kw_only=True)
class StandstillExemption:
    """A kind of award that may be signed without waiting, in words that follow "no standstill is needed for"."""

    code: str
    title: str
    in_force: InForce
    source: Citation


_ACT_FROM = InForce(since=date(2025, 2, 24))
_TITLES = (
    ("urgency", "direct awards in extreme and unavoidable urgency"),
    ("protection", "direct awards that regulations permit to protect life, health or order"),
    ("private_utility", "direct awards by private utilities"),
    ("framework", "contracts awarded under a framework"),
    ("dynamic_market", "contracts awarded by reference to a dynamic market"),
    ("light_touch", "light touch contracts"),
)
STANDSTILL_EXEMPTIONS = {
    code: StandstillExemption(code=code, title=title, in_force=_ACT_FROM, source=act("51(3)"))
    for code, title in _TITLES
}
