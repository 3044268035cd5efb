"""The small parts that many sections hold: money, periods, CPV codes, places."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from scrapers.notice import Money, Period
from scrapers.readers.fields import Log, Node, count, identifier, moment, number, section, sections, text


def money_of(node: Node, key: str, at: str, log: Log) -> Money | None:
    """An amount with its currency as published, however odd (lots in AED stand beside tenders in GBP)."""
    if node.get(key) is None:
        return None
    value = section(node, key, at, log)
    place = f"{at}/{key}"
    net = number(value, "amount", place, log)
    gross = number(value, "amountGross", place, log)
    if net is None and gross is None:
        return None
    return Money(
        net=_limited(net),
        gross=_limited(gross),
        currency=text(value, "currency", place, log),
        unlimited=(net is not None and net.is_infinite()) or (gross is not None and gross.is_infinite()),
    )


def _limited(amount: Decimal | None) -> Decimal | None:
    return amount if amount is not None and amount.is_finite() else None


def period_of(node: Node, key: str, at: str, log: Log) -> Period | None:
    """A stretch of time; ``None`` where nothing of it is given."""
    if node.get(key) is None:
        return None
    value = section(node, key, at, log)
    if not value:
        return None
    place = f"{at}/{key}"
    return Period(
        start=moment(value, "startDate", place, log),
        end=moment(value, "endDate", place, log),
        max_extent=moment(value, "maxExtentDate", place, log),
        days=count(value, "durationInDays", place, log),
        months=count(value, "durationInMonths", place, log),
    )


def cpv_of(node: Node, at: str, log: Log) -> Iterator[str]:
    """The CPV codes of a tender or an item: its classification first, then the additional ones."""
    if node.get("classification") is not None:
        code = _cpv(section(node, "classification", at, log), f"{at}/classification", log)
        if code:
            yield code
    if node.get("additionalClassifications") is not None:
        for pointer, item in sections(node, "additionalClassifications", at, log):
            code = _cpv(item, pointer, log)
            if code:
                yield code


def _cpv(item: Node, at: str, log: Log) -> str | None:
    return identifier(item, "id", at, log) if item.get("scheme", "CPV") == "CPV" else None


def region_of(node: Node, at: str, log: Log) -> str | None:
    """The first place that the items of a section are delivered to (an ITL or NUTS code, or a name)."""
    for pointer, item in sections(node, "items", at, log):
        for place, address in sections(item, "deliveryAddresses", pointer, log):
            region = text(address, "region", place, log)
            if region:
                return region
    return None
