"""Key performance indicators: those a contract agrees, how often they are measured, and the results."""

from __future__ import annotations

from typing import NamedTuple

from scrapers.notice import Metric, Observation
from scrapers.readers.fields import Log, Node, count, identifier, section, sections, text
from scrapers.readers.parts import period_of

DAYS_A_MONTH = 365 / 12


class Interval(NamedTuple):
    """The time between two measurements, as published; ``days`` is reckoned from the months where only they are."""

    days: int | None = None
    published_days: int | None = None
    published_months: int | None = None


def metrics_of(contract: Node, at: str, log: Log) -> tuple[Metric, ...]:
    """The indicators agreed in a contract (OCDS extension "metrics", ``agreedMetrics`` of the UK extension)."""
    return tuple(_metric(item, pointer, log) for pointer, item in sections(contract, "agreedMetrics", at, log))


def _metric(item: Node, at: str, log: Log) -> Metric:
    interval = interval_of(item, at, log)
    return Metric(
        title=text(item, "title", at, log),
        description=text(item, "description", at, log),
        every_days=interval.published_days,
        every_months=interval.published_months,
        pointer=at,
    )


def interval_of(item: Node, at: str, log: Log) -> Interval:
    """How often an indicator is measured: the period of its first observation that has a length."""
    for pointer, observation in sections(item, "observations", at, log):
        period = section(observation, "period", pointer, log)
        days = count(period, "durationInDays", f"{pointer}/period", log)
        months = count(period, "durationInMonths", f"{pointer}/period", log)
        if days is not None or months is not None:
            reckoned = days if days is not None else round((months or 0) * DAYS_A_MONTH)
            return Interval(reckoned, days, months)
    return Interval()


def observations_of(implementation: Node, at: str, log: Log) -> tuple[Observation, ...]:
    """The published results of a contract's indicators (contract performance notice, s.71)."""
    return tuple(
        _observation(item, text(metric, "title", pointer, log), place, log)
        for pointer, metric in sections(implementation, "metrics", at, log)
        for place, item in sections(metric, "observations", pointer, log)
    )


def _observation(item: Node, title: str | None, at: str, log: Log) -> Observation:
    rating = section(item, "measureClassification", at, log)
    return Observation(
        metric=title,
        measure=identifier(item, "measure", at, log),
        rating=text(rating, "id", f"{at}/measureClassification", log),
        period=period_of(item, "period", at, log),
        pointer=at,
    )
