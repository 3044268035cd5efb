"""When the award of a health care contract must be announced (NHS Provider Selection Regime, SI 2023/1348).

Regulations 7 to 11 give thirty days from the award, whatever the process. The Welsh regulations of 2025 are of the same
shape, and their periods are not confirmed here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from monitor.law.citation import Citation
from monitor.law.dates import InForce

_TEXT = "Health Care Services (Provider Selection Regime) Regulations 2023"


def selection_regulation(number: int) -> Citation:
    """A regulation of the Provider Selection Regime: ``selection_regulation(7)``."""
    return Citation(_TEXT, f"reg {number}", f"https://www.legislation.gov.uk/uksi/2023/1348/regulation/{number}")


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardNotice:
    """So many days after an award for its notice, the day after the award being the first."""

    days: int
    in_force: InForce
    sources: tuple[Citation, ...]

    def last_day(self, awarded: date) -> date:
        """The last day for the notice."""
        return awarded + timedelta(days=self.days)


AWARD_NOTICE = AwardNotice(
    days=30,
    in_force=InForce(since=date(2024, 1, 1)),
    sources=tuple(selection_regulation(number) for number in range(7, 12)),
)
