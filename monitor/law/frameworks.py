"""How long a framework may run without a reason for more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce
from scrapers.notice import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkTerm:
    """The most years of a framework; ``special_years`` are those of defence and utilities frameworks."""

    regime: Regime
    years: int
    special_years: int
    in_force: InForce
    source: Citation


FRAMEWORK_TERMS = (
    FrameworkTerm(
        regime=Regime.ACT_2023, years=4, special_years=8, in_force=InForce(since=date(2025, 2, 24)), source=act("47")
    ),
    FrameworkTerm(
        regime=Regime.PCR_2015,
        years=4,
        special_years=8,
        in_force=InForce(since=date(2015, 2, 26), until=date(2025, 2, 23)),
        source=Citation(
            "Public Contracts Regulations 2015", "reg 33", "https://www.legislation.gov.uk/uksi/2015/102/regulation/33"
        ),
    ),
)


def framework_term(regime: Regime, on: date) -> FrameworkTerm | None:
    """The row for a framework begun on that day, or ``None``."""
    return next((row for row in FRAMEWORK_TERMS if row.regime is regime and row.in_force.holds(on)), None)
