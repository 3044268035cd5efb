"""When the yearly assessment of a contract's indicators must have been published (s.71 of the Procurement Act).

Section 71 is in force from 1 January 2026 (SI 2025/1316) for every contract awarded under the Act, earlier ones too. It
asks for one assessment in every twelve months of the contract's life, so a contract signed before 2026 is safely late
only after 2026, and one signed later twelve months after its signature.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce

_LEAP_DAY = (2, 29)


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """A duty that recurs every year of a contract's life."""

    in_force: InForce
    source: Citation

    def last_day(self, signed: date, *, assessed: date | None = None) -> date:
        """The last day for the next assessment, after the latest that was published."""
        return _year_after(max(signed, assessed or signed, self.in_force.since - _ONE_DAY))


def _year_after(day: date) -> date:
    if (day.month, day.day) == _LEAP_DAY:
        return date(day.year + 1, 2, 28)
    return day.replace(year=day.year + 1)


_ONE_DAY = date(2026, 1, 2) - date(2026, 1, 1)
PERFORMANCE = Yearly(in_force=InForce(since=date(2026, 1, 1)), source=act("71"))
COMMENCEMENT = Citation(
    "Procurement Act 2023 (Commencement No. 4) Regulations 2025",
    "reg 2",
    "https://www.legislation.gov.uk/uksi/2025/1316",
)
