"""Social-value policies: whom each binds, for procurements begun when, and the weight it asks.

The statutes ask bodies to consider social value; only these policies ask that a tender scores it. English councils and
other sub-central bodies have none. Scottish and Welsh bodies have duties of their own, which fix no weight.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.law.citation import Citation
from monitor.law.dates import InForce
from scrapers.notice import Nation, Regime

SOCIAL_VALUE_THEMES = (
    "social_value",
    "jobs_skills",
    "fair_work",
    "local_economy",
    "equality",
    "climate",
    "environment",
    "community",
    "wellbeing",
    "ethical_supply",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """The least weight, in percent of the whole score, from an estimated value upwards."""

    from_value: Decimal
    weight: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A policy note that asks for social value in award criteria.

    ``in_force`` are the days on which a procurement it binds began. ``minimum_value`` is the least estimated value,
    VAT included; ``lines`` are values, by category, above which it binds (a category without a line is not bound).
    """

    code: str
    title: str
    binds: str
    regime: Regime
    nation: Nation | None
    in_force: InForce
    bands: tuple[Band, ...]
    source: Citation
    minimum_value: Decimal | None = None
    lines: tuple[tuple[str, Decimal], ...] = ()
    themes: tuple[str, ...] = SOCIAL_VALUE_THEMES
    exempts_defence: bool = True
    note: str = ""

    def minimum_weight(self, gross: Decimal | None) -> Decimal | None:
        """The least weight for a procurement of that value; ``None`` where the value is needed and not told."""
        if len(self.bands) == 1:
            return self.bands[0].weight
        if gross is None:
            return None
        return max((band.weight for band in self.bands if gross >= band.from_value), default=None)


_DEPARTMENTS = "central government departments, executive agencies and non-departmental public bodies"
_TEN_PERCENT = (Band(from_value=Decimal(0), weight=Decimal(10)),)
_PPN_06_20 = Citation(
    "PPN 06/20",
    "",
    "https://www.gov.uk/government/publications/"
    "procurement-policy-note-0620-taking-account-of-social-value-in-the-award-of-central-government-contracts",
)
_PPN_002 = Citation(
    "PPN 002",
    "",
    "https://www.gov.uk/government/publications/ppn-002-taking-account-of-social-value-in-the-award-of-contracts",
)
_PPN_026 = Citation(
    "PPN 026",
    "",
    "https://www.gov.uk/government/publications/ppn-026-the-social-value-model",
)

POLICIES = (
    Policy(
        code="PPN 06/20",
        title="Taking account of social value in the award of central government contracts",
        binds=_DEPARTMENTS,
        regime=Regime.PCR_2015,
        nation=None,
        in_force=InForce(since=date(2021, 1, 1), until=date(2025, 2, 23)),
        bands=_TEN_PERCENT,
        source=_PPN_06_20,
    ),
    Policy(
        code="PPN 002",
        title="Taking account of social value in the award of contracts",
        binds=_DEPARTMENTS,
        regime=Regime.ACT_2023,
        nation=None,
        # Published in February 2025 and optional until October; PPN 026 follows for procurements begun from 2027.
        in_force=InForce(since=date(2025, 10, 1), until=date(2026, 12, 31)),
        bands=_TEN_PERCENT,
        source=_PPN_002,
    ),
    Policy(
        code="PPN 026",
        title="The Social Value Model",
        binds="central government bodies",
        regime=Regime.ACT_2023,
        nation=None,
        in_force=InForce(since=date(2027, 1, 1)),
        bands=(
            Band(from_value=Decimal(1_000_000), weight=Decimal(10)),
            Band(from_value=Decimal(5_000_000), weight=Decimal(20)),
        ),
        source=_PPN_026,
        minimum_value=Decimal(1_000_000),
        # Jobs and skills alone count: carbon stays with PPN 006.
        themes=("social_value", "jobs_skills", "fair_work"),
        exempts_defence=False,
        note="Known from public accounts that agree; whether it exempts defence contracts is not confirmed.",
    ),
    Policy(
        code="PPN 01/21",
        title="Scoring social value (Northern Ireland)",
        binds="Northern Ireland departments, non-departmental public bodies and arm's length bodies",
        regime=Regime.ACT_2023,
        nation=Nation.NORTHERN_IRELAND,
        in_force=InForce(since=date(2022, 6, 1)),
        bands=_TEN_PERCENT,
        source=Citation("Northern Ireland PPN 01/21", "", "https://www.finance-ni.gov.uk/node/52522"),
        lines=(("services", Decimal(138_760)), ("works", Decimal(5_336_937))),
        exempts_defence=False,
        note="A rise to 20% was planned and never confirmed: 10% is used. Plain supplies are not bound.",
    ),
)

# Bodies that declare themselves central government (the Regulations list NHS trusts so), which the notes don't name.
NOT_NAMED_BY_THE_NOTES = re.compile(
    r"\b(?:trust|integrated care board|icb|council|borough|university|college|school|academy|housing|homes"
    r"|police|fire|combined authority|probation board)\b",
    re.IGNORECASE,
)
