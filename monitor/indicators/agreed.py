"""What the indicators on contracts share: a contract through all its notices, its worth, and whom s.52 leaves out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from monitor.indicators.base import Evidence
from monitor.indicators.social_value import names_social_value
from monitor.law.law import Law
from monitor.tracing.once import once
from monitor.tracing.procurement import Procurement, PublishedContract, pounds
from nlp.commitment import Commitment
from scrapers.notice import Metric, Notice, Regime


@dataclass(frozen=True, eq=False)
class Agreed:
    """A contract as all of the contract details notices that carry it tell it, oldest first."""

    parts: tuple[PublishedContract, ...]

    @once
    def is_whole(self) -> bool:
        """Whether a notice is held that is no update: an update alone may leave out what its first version told."""
        return any(not part.notice.is_update for part in self.parts)

    @once
    def valued(self) -> PublishedContract:
        """The notice that tells the value last, or the newest where none does."""
        told = (part for part in reversed(self.parts) if pounds(part.contract.value) is not None)
        return next(told, self.parts[-1])

    @once
    def amount(self) -> Decimal | None:
        """The value in pounds, VAT included where that is told."""
        return pounds(self.valued.contract.value)

    @once
    def measured(self) -> PublishedContract:
        """The notice with the most indicators, the newest of equals."""
        return max(reversed(self.parts), key=lambda part: len(part.contract.metrics))

    @once
    def reasoned(self) -> PublishedContract | None:
        """The newest notice that gives a reason for having no indicators."""
        return next((part for part in reversed(self.parts) if (part.contract.no_metrics_reason or "").strip()), None)

    def is_above(self, procurement: Procurement, law: Law) -> bool | None:
        """Whether it is above its threshold, as its own notice declares where it does."""
        said = (part.contract.above_threshold for part in reversed(self.parts))
        declared = next((flag for flag in said if flag is not None), procurement.declared_above)
        return law.judge_threshold(procurement, declared=declared, gross=self.amount)

    def worth(self) -> Evidence:
        """Its value as evidence, or the place where one would stand."""
        value, amount = self.valued.contract.value, self.amount
        field = "value/amountGross" if value is not None and value.gross is not None else "value/amount"
        quote = None if amount is None else f"{amount:f}"
        return self.place(field if quote else "value", quote, self.valued)

    def place(self, field: str, quote: str | None = None, part: PublishedContract | None = None) -> Evidence:
        """A field of the contract in one of its notices (the newest unless named) as evidence."""
        part = part or self.parts[-1]
        return Evidence(f"{part.contract.pointer}/{field}", quote, part.notice.id)


@lru_cache(maxsize=16)
def contracts_of(procurement: Procurement) -> tuple[Agreed, ...]:
    """Every contract that is published, in the order of its first notice."""
    grouped: list[list[PublishedContract]] = []
    latest: dict[str | None, list[PublishedContract]] = {}
    for part in procurement.published_contracts:
        if part.is_repeat and part.contract.id in latest:
            latest[part.contract.id].append(part)
        else:
            grouped.append([part])
            latest[part.contract.id] = grouped[-1]
    return tuple(Agreed(tuple(parts)) for parts in grouped)


def kpi_exemption(procurement: Procurement, law: Law) -> str | None:
    """Why s.52 asks no indicators of this procurement whatever its value, or nothing has been agreed yet."""
    return next(_without_kpis(procurement, law), None)


def _without_kpis(procurement: Procurement, law: Law) -> Iterator[str]:
    if procurement.regime is not Regime.ACT_2023:
        yield f"{law.regime_title(procurement.regime)} asks for no KPIs"
    if not procurement.published_contracts:
        yield "no contract details notice is held"
    if procurement.is_framework:
        yield "frameworks need no KPIs"
    if procurement.is_light_touch:
        yield "light touch contracts need no KPIs"
    if procurement.is_concession:
        yield "concession contracts need no KPIs"
    if procurement.is_private_utility:
        yield "private utilities need not set KPIs"


def metric_evidence(metric: Metric, notice: Notice) -> Evidence:
    """An indicator's title, or its description where it has none, as evidence."""
    field = "title" if metric.title else "description"
    return Evidence(f"{metric.pointer}/{field}", metric.title or metric.description, notice.id)


def is_social(metric: Metric, read: tuple[Commitment, ...]) -> bool:
    """Whether an indicator names social value or carries words that were read as such in its notice.

    A text that stands in several places is read once, so words are looked for, not pointers.
    """
    text = f"{metric.title or ''}\n{metric.description or ''}"
    return names_social_value(text) or any(mark.quote in text for mark in read)
