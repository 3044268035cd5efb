"""How many key performance indicators are asked of a contract: by the Act, and of social value by policy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce
from monitor.law.policies import POLICIES


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiRule:
    """At least so many indicators, for contracts from (or, for the Act, over) a value with VAT."""

    code: str
    minimum: int
    value: Decimal
    in_force: InForce
    source: Citation


STATUTORY = KpiRule(
    code="s.52",
    minimum=3,
    value=Decimal(5_000_000),
    in_force=InForce(since=date(2025, 2, 24)),
    source=act("52"),
)
# PPN 002 asks for reporting metrics in the contract and for no number of published indicators.
SOCIAL_VALUE = tuple(
    KpiRule(code=policy.code, minimum=3, value=Decimal(5_000_000), in_force=policy.in_force, source=policy.source)
    for policy in POLICIES
    if policy.code == "PPN 026"
)
