"""The texts of a release that a person wrote, each at its JSON Pointer.

A walk over the whole release in document order: what counts is the name of the field, not where it stands, so that a
text in a place nobody listed is still found. Names of parties, codes, addresses and links are no texts.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from scrapers.notice import Segment
from scrapers.readers.criteria import weight_of
from scrapers.readers.fields import Log, Node, escaped
from scrapers.readers.metrics import interval_of

TEXT_FIELDS = frozenset(
    {
        "acceleratedRationale",
        "awardCriteriaDetails",
        "description",
        "eligibilityCriteria",
        "features",
        "financialTerms",
        "measure",
        "minimum",
        "name",
        "noAgreedMetricsRationale",
        "noEngagementNoticeRationale",
        "noLotsDivisionRationale",
        "performanceTerms",
        "periodRationale",
        "preQualification",
        "procurementMethodRationale",
        "rationale",
        "reductionCriteria",
        "reviewDetails",
        "riskDetails",
        "statusDetails",
        "submissionMethodDetails",
        "text",
        "title",
        "weightingDescription",
    }
)

SECTIONS_WITHOUT_TEXT = frozenset({"parties", "buyer", "links", "relatedProcesses", "bids"})
"""Top-level sections of names, addresses and numbers."""

FIELDS_WITHOUT_TEXT = frozenset(
    {
        "additionalClassifications",
        "address",
        "classification",
        "contactPoint",
        "deliveryAddresses",
        "gazetteer",
        "identifiers",
        "participationFees",
        "procurementMethodRationaleClassifications",
        "suppliers",
        "tag",
        "tenderers",
    }
)
"""Structures of codes, addresses and names, wherever they stand."""

SHORTEST = 4
"""Fewer letters are a code, a number or a lot's name."""

LONGEST_BOILERPLATE = 80
"""A site's own title of a notice ("Tender notice on Find a Tender") is short; a longer text was written by a person."""


@dataclass(slots=True)
class _Found:
    pointer: str
    weight: Decimal | None = None
    frequency: int | None = None
    also: list[str] = field(default_factory=list)


def segments(raw: Node) -> tuple[Segment, ...]:
    """Each distinct text of the release, in document order, with every place it stands in."""
    found: dict[str, _Found] = {}
    for key, value in raw.items():
        if key not in SECTIONS_WITHOUT_TEXT:
            _visit(key, value, "", found)
    return tuple(
        Segment(
            pointer=place.pointer,
            text=text,
            also=tuple(place.also),
            weight=place.weight,
            frequency=place.frequency,
        )
        for text, place in found.items()
    )


def _visit(key: str, value: Any, at: str, found: dict[str, _Found], hint: _Found | None = None) -> None:
    kind = value.__class__
    if kind is str:
        if key in TEXT_FIELDS and _is_written(value):
            _add(value, f"{at}/{key}", found, hint)
    elif key in FIELDS_WITHOUT_TEXT:
        return
    elif kind is dict:
        pointer = f"{at}/{escaped(key)}"
        for name, item in value.items():
            _visit(name, item, pointer, found)
    elif kind is list:
        _visit_list(key, value, f"{at}/{escaped(key)}", found)


def _visit_list(key: str, values: list[Any], at: str, found: dict[str, _Found]) -> None:
    for position, value in enumerate(values):
        kind = value.__class__
        pointer = f"{at}/{position}"
        if kind is dict:
            hint = _hint(key, value, pointer)
            for name, item in value.items():
                _visit(name, item, pointer, found, hint)
        elif kind is list:
            _visit_list(key, value, pointer, found)


def _hint(key: str, item: Node, at: str) -> _Found | None:
    if key == "criteria" and at.rfind("/awardCriteria/") >= 0:
        return _Found(at, weight=weight_of(item, at, Log())[0])
    if key == "agreedMetrics":
        return _Found(at, frequency=interval_of(item, at, Log()).days)
    return None


def _is_written(text: str) -> bool:
    if len(text.strip()) < SHORTEST or text.startswith("http"):
        return False
    return len(text) > LONGEST_BOILERPLATE or not text.endswith((" on Find a Tender", " on Contracts Finder"))


def _add(text: str, pointer: str, found: dict[str, _Found], hint: _Found | None) -> None:
    place = found.get(text)
    if place is None:
        place = found[text] = _Found(pointer)
    else:
        place.also.append(pointer)
    if hint is not None and place.weight is None and place.frequency is None:
        place.weight, place.frequency = hint.weight, hint.frequency
