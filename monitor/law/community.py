"""Community benefit requirements in Scotland (Procurement Reform (Scotland) Act 2014, ss.24 and 25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.law.citation import Citation
from monitor.law.dates import InForce
from monitor.law.thresholds import MONEY_LINES

_ACT = "Procurement Reform (Scotland) Act 2014"


@dataclass(frozen=True, slots=True, kw_only=True)
class CommunityBenefits:
    """The value from which a contract notice must sum up the benefits intended or say why there are none.

    ``themes`` are what s.24 counts: training and recruitment, chances to sub-contract, and the wellbeing of the area.
    """

    value: Decimal
    in_force: InForce
    themes: tuple[str, ...]
    sources: tuple[Citation, ...]


_LINE = next(row for row in MONEY_LINES if row.code == "community_benefit")
COMMUNITY_BENEFITS = CommunityBenefits(
    value=_LINE.amount,
    in_force=InForce(since=date(2016, 6, 1)),
    themes=("social_value", "jobs_skills", "local_economy", "community", "wellbeing"),
    sources=(Citation(_ACT, "s.24", "https://www.legislation.gov.uk/asp/2014/12/section/24"), _LINE.source),
)
