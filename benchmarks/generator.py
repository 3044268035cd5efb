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
SENTENCES = (
    "Bidders must employ two apprentices for every £1m of contract value, reported each quarter.",
    "Social value carries 10% of the marks.",
    "The contractor will pay the real Living Wage to all staff on the contract.",
    "Tenders are assessed on quality 60% and price 40%.",
    "The site is open from Monday to Friday.",
    "Further details are in the specification, which is part of the tender pack.",
    "Deliveries are made to the rear entrance between 7am and 10am.",
    "The equipment must comply with the standard.",
    "A supplier event was held in March and its outcome shaped the lots.",
    "Key performance indicators are reviewed monthly.",
    "The contract may be extended twice by twelve months, subject to performance.",
    "Small firms are welcome to bid for one lot or several.",
    "Vehicles used on the contract must be electric by 2029.",
    "The supplier reports its carbon emissions to the authority each year.",
    "Access to the depot is by the north gate.",
    "Spare parts are to be held in stock for the life of the equipment.",
    "The works comprise drainage, kerbs and surfacing.",
    "Invoices are paid within 30 days of receipt.",
    "The service runs for 52 weeks a year, bank holidays included.",
)
CRITERIA = (("Price", 40), ("Quality", 50), ("Social value", 10))


def release(number: int, words: int = 400, *, day: str = "2026-08-10") -> dict[str, Any]:
    """A tender notice of about so many words."""
    chance = random.Random(number)
    text = [f"{chance.choice(OPENINGS)} {chance.choice(SUBJECTS)}."]
    while sum(len(sentence.split()) for sentence in text) < words:
        text.append(chance.choice(SENTENCES))
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


def package(numbers: range, *, following: str | None = None, words: int = 400) -> bytes:
    """A page of releases, newest first, with the link to the next."""
    links = {"links": {"next": following}} if following else {}
    page = {"version": "1.1", "releases": [release(number, words) for number in reversed(numbers)], **links}
    return msgspec.json.encode(page)
