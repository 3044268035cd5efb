"""The days within which public contracts imply that valid, undisputed invoices are paid."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.law.citation import Citation, act
from monitor.law.dates import InForce
from scrapers.notice import Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentTerm:
    """So many days from the receipt of an invoice; a longer term that is agreed has no effect."""

    regime: Regime
    days: int
    in_force: InForce
    source: Citation
    below_threshold: Citation | None = None


PAYMENT_TERMS = (
    PaymentTerm(
        regime=Regime.ACT_2023,
        days=30,
        in_force=InForce(since=date(2025, 2, 24)),
        source=act("68"),
        below_threshold=act("88"),
    ),
    PaymentTerm(
        regime=Regime.PCR_2015,
        days=30,
        in_force=InForce(since=date(2015, 2, 26), until=date(2025, 2, 23)),
        source=Citation(
            "Public Contracts Regulations 2015",
            "reg 113",
            "https://www.legislation.gov.uk/uksi/2015/102/regulation/113",
        ),
    ),
)

# Schools are outside ss.68 and 84; a notice tells them by name only.
SCHOOLS = re.compile(r"\b(?:schools?|academ(?:y|ies)|colleges?|sixth form|multi[- ]academy)\b", re.IGNORECASE)


def payment_term(regime: Regime, on: date, rows: Iterable[PaymentTerm] = PAYMENT_TERMS) -> PaymentTerm | None:
    """The row for a procurement begun on that day, or ``None``."""
    return next((row for row in rows if row.regime is regime and row.in_force.holds(on)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ComplianceDuty:
    """The half-yearly notice of how a body pays: the days after which its periods end, from the first on."""

    wales: bool
    first_period_end: date
    in_force: InForce
    source: Citation


_PERIOD_ENDS = ((3, 31), (9, 30))
COMPLIANCE_DUTIES = (
    ComplianceDuty(
        wales=False, first_period_end=date(2026, 3, 31), in_force=InForce(since=date(2026, 1, 1)), source=act("69")
    ),
    ComplianceDuty(
        wales=True, first_period_end=date(2026, 9, 30), in_force=InForce(since=date(2026, 4, 1)), source=act("69")
    ),
)


def compliance_period_end(published: date, *, wales: bool) -> date | None:
    """The end of the last period that was over on the day of a notice; ``None`` before the first."""
    first = next(row.first_period_end for row in COMPLIANCE_DUTIES if row.wales is wales)
    ends = (date(year, *end) for year in (published.year - 1, published.year) for end in _PERIOD_ENDS)
    return max((end for end in ends if first <= end <= published), default=None)
