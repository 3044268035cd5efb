"""Threshold amounts of the Procurement Act, VAT included (Schedule 1), and its fixed money lines.

Figures of 2024 and 2025: PPN 11/23; of 2026 and 2027: PPN 023 and Schedule 1 as it stands on 1 April 2026.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from monitor.law.case import Case
from monitor.law.citation import Citation, act, schedule
from monitor.law.dates import InForce
from scrapers.notice import AuthorityKind


class ContractKind(StrEnum):
    """The kinds of contract that Schedule 1 tells apart."""

    WORKS = "works"
    CONCESSION = "concession"
    DEFENCE = "defence"
    UTILITIES = "utilities"
    LIGHT_TOUCH = "light_touch"
    LIGHT_TOUCH_UTILITIES = "light_touch_utilities"
    LIGHT_TOUCH_CONCESSION = "light_touch_concession"
    CENTRAL = "central"
    SUB_CENTRAL = "sub_central"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """The amount from which the Act's full rules apply to a kind of contract."""

    kind: ContractKind
    amount: Decimal
    in_force: InForce
    source: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyLine:
    """A fixed amount above (or from) which one duty begins; not uprated with Schedule 1."""

    code: str
    amount: Decimal
    in_force: InForce
    source: Citation


_ACT_FROM = InForce(since=date(2025, 2, 24))
# Schedule 1 is uprated every second January: what follows 2027 is not known, and so not guessed.
_YEARS = (
    InForce(since=date(2024, 1, 1), until=date(2025, 12, 31)),
    InForce(since=date(2026, 1, 1), until=date(2027, 12, 31)),
)
_AMOUNTS = {
    ContractKind.CENTRAL: (139_688, 135_018),
    ContractKind.SUB_CENTRAL: (214_904, 207_720),
    ContractKind.WORKS: (5_372_609, 5_193_000),
    ContractKind.CONCESSION: (5_372_609, 5_193_000),
    ContractKind.LIGHT_TOUCH_CONCESSION: (5_372_609, 5_372_609),
    ContractKind.UTILITIES: (429_809, 415_440),
    ContractKind.DEFENCE: (429_809, 415_440),
    ContractKind.LIGHT_TOUCH: (663_540, 663_540),
    ContractKind.LIGHT_TOUCH_UTILITIES: (884_720, 884_720),
}
_BY_AUTHORITY = {
    AuthorityKind.CENTRAL: ContractKind.CENTRAL,
    AuthorityKind.SUB_CENTRAL: ContractKind.SUB_CENTRAL,
}
THRESHOLDS = tuple(
    Threshold(kind=kind, amount=Decimal(amount), in_force=years, source=schedule(1))
    for kind, amounts in _AMOUNTS.items()
    for amount, years in zip(amounts, _YEARS, strict=True)
)
MONEY_LINES = (
    MoneyLine(code="kpis", amount=Decimal(5_000_000), in_force=_ACT_FROM, source=act("52")),
    MoneyLine(code="contract_copy", amount=Decimal(5_000_000), in_force=_ACT_FROM, source=act("53(3)")),
    MoneyLine(code="change_copy", amount=Decimal(5_000_000), in_force=_ACT_FROM, source=act("77")),
    MoneyLine(code="notifiable_central", amount=Decimal(12_000), in_force=_ACT_FROM, source=act("87(4)")),
    MoneyLine(code="notifiable_other", amount=Decimal(30_000), in_force=_ACT_FROM, source=act("87(4)")),
    MoneyLine(code="pipeline_spend", amount=Decimal(100_000_000), in_force=_ACT_FROM, source=act("93")),
    MoneyLine(code="pipeline_contract", amount=Decimal(2_000_000), in_force=_ACT_FROM, source=act("93")),
    MoneyLine(code="payment", amount=Decimal(30_000), in_force=InForce(since=date(2026, 4, 1)), source=act("70")),
    MoneyLine(
        code="community_benefit",
        amount=Decimal(4_000_000),
        in_force=InForce(since=date(2016, 6, 1)),
        source=Citation(
            "Procurement Reform (Scotland) Act 2014", "s.25", "https://www.legislation.gov.uk/asp/2014/12/section/25"
        ),
    ),
)


def kind_of(case: Case) -> ContractKind | None:
    """The row of Schedule 1 that a procurement falls under; ``None`` where its buyer or category is not told."""
    if case.is_light_touch:
        return _light_touch_kind(case)
    return _special_kind(case) or (None if case.category is None else _BY_AUTHORITY.get(case.authority))


def _special_kind(case: Case) -> ContractKind | None:
    if case.is_concession:
        return ContractKind.CONCESSION
    if case.category == "works":
        return ContractKind.WORKS
    if case.is_utilities:
        return ContractKind.UTILITIES
    return ContractKind.DEFENCE if case.is_defence else None


def _light_touch_kind(case: Case) -> ContractKind:
    if case.is_concession:
        return ContractKind.LIGHT_TOUCH_CONCESSION
    return ContractKind.LIGHT_TOUCH_UTILITIES if case.is_utilities else ContractKind.LIGHT_TOUCH
