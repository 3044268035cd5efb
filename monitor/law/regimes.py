"""The regimes a procurement may be run under, with the days on which one could begin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.law.citation import Citation
from monitor.law.dates import InForce
from scrapers.notice import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeRow:
    """A regime's name in plain words, and when a procurement could begin under it."""

    regime: Regime
    title: str
    in_force: InForce
    source: Citation


REGIMES = (
    RegimeRow(
        regime=Regime.ACT_2023,
        title="the Procurement Act 2023",
        in_force=InForce(since=date(2025, 2, 24)),
        source=Citation("Procurement Act 2023", "", "https://www.legislation.gov.uk/ukpga/2023/54"),
    ),
    RegimeRow(
        regime=Regime.PCR_2015,
        title="procurement law before the Act of 2023",
        in_force=InForce(since=date(2015, 2, 26), until=date(2025, 2, 23)),
        source=Citation("Public Contracts Regulations 2015", "", "https://www.legislation.gov.uk/uksi/2015/102"),
    ),
    RegimeRow(
        regime=Regime.PROVIDER_SELECTION,
        title="the NHS Provider Selection Regime",
        in_force=InForce(since=date(2024, 1, 1)),
        source=Citation(
            "Health Care Services (Provider Selection Regime) Regulations 2023",
            "reg 3",
            "https://www.legislation.gov.uk/uksi/2023/1348",
        ),
    ),
    RegimeRow(
        regime=Regime.SCOTLAND,
        title="Scottish procurement law",
        in_force=InForce(since=date(2016, 4, 18)),
        source=Citation(
            "Procurement Reform (Scotland) Act 2014", "", "https://www.legislation.gov.uk/asp/2014/12/contents"
        ),
    ),
)
