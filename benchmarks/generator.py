"""Invented releases and pages, as many and as long as a benchmark wants, the same for the same seed."""

from __future__ import annotations

import random
from typing import Any

import msgspec

OPENINGS = (
    "The council invites tenders for", "The authority intends to award a contract for", "This contract covers",
    "The department seeks a supplier of", "The trust is buying", "A framework is to be set up for",
)  # fmt: skip
SUBJECTS = (
    "grounds maintenance at its parks", "refurbishment of two primary schools", "a records management system",
    "cleaning of offices and depots", "passenger transport for pupils", "legal advice on property",
    "the supply of road salt", "catering in its care homes", "replacement of street lighting", "audit of its accounts",
)  # fmt: skip
COMMITMENTS = (
    "Bidders must employ {n} apprentices for every £1m of contract value, reported each quarter.",
    "Social value carries {n}% of the marks.",
    "The contractor will pay the real Living Wage to all staff on the {thing}.",
    "Key performance indicators for the {thing} are reviewed every {n} weeks.",
    "A supplier event was held in March and its outcome shaped the {thing}.",
    "Small firms are welcome to bid for the {thing}.",
    "The supplier reports its carbon emissions from the {thing} each year.",
    "Invoices are paid within {n} days of receipt.",
)
PLAIN = (
    "The {thing} is open from Monday to Friday for {n} weeks of the year.",
    "Further details of the {thing} are in part {n} of the specification.",
    "Deliveries to the {thing} are made at the {side} entrance before {n} o'clock.",
    "The {thing} comprises {n} units, of which some are on the {side} side.",
    "Spare parts for the {thing} are held in stock for {n} years.",
    "The present {thing} was installed on the {side} side in 20{n}.",
    "Drawings of the {thing} are available on request to those registered.",
    "The {side} wing needs {n} further rooms before the {thing} can move.",
    "Work on the {thing} begins in week {n} and ends before winter.",
    "The {thing} serves the {side} half of the district and {n} villages.",
)
THINGS = (
    "depot",
    "school kitchen",
    "bridge deck",
    "data centre",
    "boiler house",
    "archive",
    "bus station",
    "swimming pool",
    "harbour wall",
    "laboratory",
    "car park",
    "fleet of vans",
    "records system",
    "library",
    "street lighting",
)
SIDES = ("north", "south", "east", "west", "front", "rear")
COMMITTED = 0.12
"""The share of sentences that carry a commitment: about what real tender notices have."""
CRITERIA = (("Price", 40), ("Quality", 50), ("Social value", 10))


def release(number: int, words: int = 400, *, day: str = "2026-08-10") -> dict[str, Any]:
    """A tender notice of about so many words."""
    chance = random.Random(number)
    text = [f"{chance.choice(OPENINGS)} {chance.choice(SUBJECTS)}."]
    while sum(len(sentence.split()) for sentence in text) < words:
        text.append(_sentence(chance))
    release_id = f"{number % 1_000_000:06d}-2026"
    second = number % 86_400
    date = f"{day}T{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}+01:00"
    buyer = {"id": f"GB-PPON-B{number % 500:03d}", "name": f"Borough of Northmere {number % 500}"}
    return {
        "ocid": f"ocds-h6vhtk-{number:06x}",
        "id": release_id,
        "date": date,
        "tag": ["tender"],
        "initiationType": "tender",
        "language": "en",
        "buyer": buyer,
        "parties": [
            {**buyer, "identifier": {"scheme": "GB-PPON", "id": buyer["id"][8:]}, "roles": ["buyer"], "details": {
                "classifications": [{"scheme": "UK_CA_TYPE", "id": "publicAuthoritySubCentralGovernment"}]}}
        ],
        "tender": {
            "id": f"ocds-h6vhtk-{number:06x}",
            "legalBasis": {"scheme": "UKPGA", "id": "2023/54"},
            "title": f"Contract {number} for {chance.choice(SUBJECTS)}",
            "description": " ".join(text),
            "status": "active",
            "aboveThreshold": True,
            "mainProcurementCategory": "services",
            "value": {"amount": 400_000, "amountGross": 480_000, "currency": "GBP"},
            "lots": [{"id": "1", "status": "active", "awardCriteria": {"criteria": [
                {"type": "quality", "name": name, "numbers": [{"number": weight, "weight": "percentageExact"}]}
                for name, weight in CRITERIA]}}],
            "documents": [{"id": release_id, "documentType": "tenderNotice", "noticeType": "UK4"}],
        },
    }  # fmt: skip


def _sentence(chance: random.Random) -> str:
    form = chance.choice(COMMITMENTS if chance.random() < COMMITTED else PLAIN)
    return form.format(n=chance.randint(10, 25), thing=chance.choice(THINGS), side=chance.choice(SIDES))


def package(numbers: range, *, following: str | None = None, words: int = 400) -> bytes:
    """A page of releases, newest first, with the link to the next."""
    links = {"links": {"next": following}} if following else {}
    page = {"version": "1.1", "releases": [release(number, words) for number in reversed(numbers)], **links}
    return msgspec.json.encode(page)
