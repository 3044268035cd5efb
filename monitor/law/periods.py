"""The least days that suppliers must have to ask to take part, and to tender.

Procurement Act 2023, s.54(3)-(4): the day after publication is day 1, and of all rows that apply the shortest minimum
counts. Public Contracts Regulations 2015, regs 27-28, for procurements begun before the Act.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce
from scrapers.notice import Regime

QUALIFYING_DAYS = 40
"""A planned procurement notice qualifies from so many days before the tender notice (s.15) ..."""
QUALIFYING_YEARS = 1
"""... and up to so many years before it."""


class Stage(StrEnum):
    """What suppliers have the days for."""

    PARTICIPATION = "participation"
    TENDERING = "tendering"


class PeriodCase(StrEnum):
    """What makes a minimum apply."""

    PLAIN = "any case"
    ELECTRONIC = "electronic tenders"
    DOCUMENTS = "documents published with the notice"
    ELECTRONIC_WITH_DOCUMENTS = "electronic tenders with all documents published"
    PLANNED_NOTICE = "tenders after a qualifying planned procurement notice"
    URGENT = "urgency"
    DYNAMIC_MARKET = "dynamic markets"
    PRE_SELECTED = "suppliers selected beforehand"


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimumPeriod:
    """So many days for one stage, where its case holds."""

    regime: Regime
    stage: Stage
    case: PeriodCase
    days: int
    in_force: InForce
    source: Citation


_ACT_FROM = InForce(since=date(2025, 2, 24))
_PCR = InForce(since=date(2015, 2, 26), until=date(2025, 2, 23))
_TENDERING = (
    (PeriodCase.PLAIN, 35),
    (PeriodCase.ELECTRONIC, 30),
    (PeriodCase.DOCUMENTS, 30),
    (PeriodCase.ELECTRONIC_WITH_DOCUMENTS, 25),
    (PeriodCase.PLANNED_NOTICE, 10),
    (PeriodCase.URGENT, 10),
    (PeriodCase.DYNAMIC_MARKET, 10),
    (PeriodCase.PRE_SELECTED, 10),
)
_OPEN_BEFORE = (
    (PeriodCase.PLAIN, 35),
    (PeriodCase.ELECTRONIC, 30),
    (PeriodCase.PLANNED_NOTICE, 15),
    (PeriodCase.URGENT, 15),
)


def _pcr(number: int) -> Citation:
    address = f"https://www.legislation.gov.uk/uksi/2015/102/regulation/{number}"
    return Citation("Public Contracts Regulations 2015", f"reg {number}", address)


def _row(regime: Regime, stage: Stage, case: PeriodCase, days: int, source: Citation) -> MinimumPeriod:
    in_force = _ACT_FROM if regime is Regime.ACT_2023 else _PCR
    return MinimumPeriod(regime=regime, stage=stage, case=case, days=days, in_force=in_force, source=source)


MINIMUM_PERIODS = (
    _row(Regime.ACT_2023, Stage.PARTICIPATION, PeriodCase.PLAIN, 25, act("54(3)")),
    _row(Regime.ACT_2023, Stage.PARTICIPATION, PeriodCase.URGENT, 10, act("54(3)")),
    *(_row(Regime.ACT_2023, Stage.TENDERING, case, days, act("54(4)")) for case, days in _TENDERING),
    _row(Regime.PCR_2015, Stage.PARTICIPATION, PeriodCase.PLAIN, 30, _pcr(28)),
    _row(Regime.PCR_2015, Stage.PARTICIPATION, PeriodCase.URGENT, 15, _pcr(28)),
    *(_row(Regime.PCR_2015, Stage.TENDERING, case, days, _pcr(27)) for case, days in _OPEN_BEFORE),
)


def shortest_minimum(regime: Regime, stage: Stage, cases: Collection[PeriodCase], *, on: date) -> MinimumPeriod | None:
    """The row with the fewest days of those whose case holds; ``None`` where the rules of that day fix none."""
    rows = (
        row
        for row in MINIMUM_PERIODS
        if row.regime is regime and row.stage is stage and row.case in cases and row.in_force.holds(on)
    )
    return min(rows, key=lambda row: row.days, default=None)


def longest_minimum(regime: Regime, stage: Stage, *, on: date) -> int | None:
    """The days that are enough whatever the case; ``None`` where the rules of that day fix none."""
    rows = (row for row in MINIMUM_PERIODS if row.regime is regime and row.stage is stage and row.in_force.holds(on))
    return max((row.days for row in rows), default=None)


def qualifies(planned: date, tendered: date) -> bool:
    """Whether a planned procurement notice of one day shortens the period of a tender notice of another (s.15)."""
    in_time = (tendered - planned).days >= QUALIFYING_DAYS
    limit = (planned.year + QUALIFYING_YEARS, planned.month, planned.day)
    return in_time and (tendered.year, tendered.month, tendered.day) <= limit
