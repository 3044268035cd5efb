"""What a release is about as a whole: title, codes, place, amount, threshold, and the planning before it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapers.notice import Award, Contract, Money, NoticeType
from scrapers.readers.fields import Log, Node, flag, section, sections, text
from scrapers.readers.parts import cpv_of, money_of, region_of

BELOW = "Below threshold"
"""How ``procurementMethodDetails`` begins on Find a Tender where a procurement is under the Act's amounts."""


def subject_facts(
    raw: Node, tender: Node, awards: tuple[Award, ...], contracts: tuple[Contract, ...], log: Log
) -> dict[str, Any]:
    """The fields of ``Notice`` that say what is bought, taken where a release of this kind has them."""
    titles = (*(contract.title for contract in contracts), *(award.title for award in awards))
    return {
        "title": text(tender, "title", "/tender", log)
        or text(raw, "title", "", log)
        or next(filter(None, titles), None),
        "description": text(tender, "description", "/tender", log) or text(raw, "description", "", log),
        "category": _category(raw, tender, log),
        "cpv": tuple(dict.fromkeys(_codes(raw, tender, log))),
        "region": _region(raw, tender),
        "value": _value(tender, awards, contracts, log),
        "above_threshold": _above_threshold(tender, awards, contracts, log),
    }


def _category(raw: Node, tender: Node, log: Log) -> str | None:
    """The tender's category, else that of its first award: UK5, UK6 and UK7 tell it there alone."""
    published = text(tender, "mainProcurementCategory", "/tender", log)
    if published is not None:
        return published
    found = (text(award, "mainProcurementCategory", at, log) for at, award in sections(raw, "awards", "", Log()))
    return next(filter(None, found), None)


def _codes(raw: Node, tender: Node, log: Log) -> Iterator[str]:
    yield from cpv_of(tender, "/tender", log)
    for at, part in _parts(raw, tender):
        for pointer, item in sections(part, "items", at, log):
            yield from cpv_of(item, pointer, log)


def _parts(raw: Node, tender: Node) -> Iterator[tuple[str, Node]]:
    """The sections that can hold items. What is broken in them was reported when they were read."""
    yield "/tender", tender
    yield from sections(raw, "awards", "", Log())
    yield from sections(raw, "contracts", "", Log())


def _region(raw: Node, tender: Node) -> str | None:
    for at, part in _parts(raw, tender):
        region = region_of(part, at, Log())
        if region:
            return region
    return None


def _value(tender: Node, awards: tuple[Award, ...], contracts: tuple[Contract, ...], log: Log) -> Money | None:
    """The tender's value, else that of the only contract or award: several are not summed, a framework repeats it."""
    published = money_of(tender, "value", "/tender", log)
    if published is not None:
        return published
    for items in (contracts, awards):
        if items:
            return items[0].value if len(items) == 1 else None
    return None


def _above_threshold(tender: Node, awards: tuple[Award, ...], contracts: tuple[Contract, ...], log: Log) -> bool | None:
    """What the tender says, else its awards and contracts (above where one is), else the name of its procedure."""
    published = flag(tender, "aboveThreshold", "/tender", log)
    if published is not None:
        return published
    said = {award.above_threshold for award in awards} | {contract.above_threshold for contract in contracts}
    if True in said:
        return True
    details = tender.get("procurementMethodDetails")
    if False in said or (details.__class__ is str and details.startswith(BELOW)):
        return False
    return None


def planning_facts(raw: Node, stage: NoticeType, log: Log) -> dict[str, Any]:
    """Whether suppliers were engaged beforehand (ss.16-17), or why not."""
    planning = section(raw, "planning", "", log)
    engaged = stage is NoticeType.UK2 or any(
        milestone.get("type") == "engagement" for _, milestone in sections(planning, "milestones", "/planning", log)
    )
    return {
        "has_engagement": engaged,
        "no_engagement_reason": text(planning, "noEngagementNoticeRationale", "/planning", log),
    }
