"""Invented procurements: the mix of notices, and their size, that two days on Find a Tender have."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from benchmarks.generator import SUBJECTS, THINGS, release
from scrapers.notice import Notice
from scrapers.readers import ocds

STAGES = {"UK7": 44, "UK4": 18, "UK6": 11, "award": 11, "UK2": 9, "UK3": 4, "UK1": 2, "UK5": 1}
"""Of a hundred procurements, how many have their latest notice of each type."""
IN_TWO_NOTICES = 0.05
TELLS_CONFLICTS = 0.95
WORDS = 90
THRESHOLD = 207_720
FIRST_DAY = date(2026, 8, 10)
_TAGS = {"UK7": "contract", "UK6": "award", "UK5": "award", "award": "award", "UK4": "tender"}
_PLACES = {"UK7": "contracts", "UK6": "awards", "UK5": "awards"}


def notices_of(number: int) -> Iterator[Notice]:
    """The notices of one invented procurement, always the same for a number."""
    chance = random.Random(number)
    stage = chance.choices(list(STAGES), list(STAGES.values()))[0]
    stages = ["UK4", stage] if stage in _TAGS and stage != "UK4" and chance.random() < IN_TWO_NOTICES else [stage]
    for order, one in enumerate(stages):
        notice = ocds.read(_release(number, order, one, chance), source="find_a_tender").notice
        if notice is not None:
            yield notice


def _release(number: int, order: int, stage: str, chance: random.Random) -> dict[str, Any]:
    day = FIRST_DAY + timedelta(days=7 * order + number % 5)
    made = release(number, WORDS if stage != "UK7" else WORDS // 2, day=day.isoformat())
    tag = _TAGS.get(stage, "planning")
    made |= {"id": f"{number:06d}{order}-2026", "tag": [tag]}
    document = {"id": made["id"], "noticeType": stage, "documentType": f"{tag}Notice"}
    del made["tender"]["documents"]
    made["tender"]["items"] = [{"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "77310000"}]}]
    made["tender"]["procurementMethod"] = chance.choice(["open", "open", "selective", "direct"])
    if stage == "award":
        del made["tender"]["legalBasis"]
        made["tender"]["legalBasis"] = {"scheme": "CELEX", "id": "32014L0024"}
        document.pop("noticeType")
    if tag in {"award", "contract"}:
        del made["tender"]["lots"][0]["awardCriteria"]
        _agree(made, number, day, tag, chance)
    else:
        made["tender"]["lots"][0]["suitability"] = {"sme": True, "vcse": True}
        made["tender"]["tenderPeriod"] = {"endDate": f"{day + timedelta(days=chance.randint(20, 45))}T12:00:00+01:00"}
    conflicts = {"id": "2", "documentType": "conflictOfInterest", "description": "An assessment has been prepared."}
    if chance.random() < TELLS_CONFLICTS:
        made["tender"]["documents"] = [conflicts]
    if stage in _PLACES:
        made[_PLACES[stage]][0]["documents"] = [document]
    elif tag == "planning":
        made["planning"] = {"documents": [document]}
    else:
        made["tender"]["documents"] = [document, *made["tender"].get("documents", ())]
    return made


def _agree(made: dict[str, Any], number: int, day: date, tag: str, chance: random.Random) -> None:
    """Add the award and, for a contract notice, the contract, as large forms fill them."""
    gross = chance.choice([60_000, 240_000, 900_000, 3_000_000, 8_000_000])
    value = {"amount": gross / 1.2, "amountGross": gross, "currency": "GBP"}
    begins = day + timedelta(days=chance.randint(1, 60))
    period = {"startDate": f"{begins}T00:00:00Z", "endDate": f"{begins + timedelta(days=1095)}T00:00:00Z"}
    supplier = {"id": f"GB-COH-{number:08d}", "name": f"Northmere {chance.choice(THINGS).title()} Company {number}"}
    made["parties"].append(
        {
            **supplier,
            "identifier": {"scheme": "GB-COH", "id": f"{number:08d}"},
            "address": {"streetAddress": "1 Quay Street", "locality": "Northmere", "region": "UKC11"},
            "roles": ["supplier"],
            "details": {"scale": "sme", "vcse": False},
        }
    )
    common = {"id": "1", "title": chance.choice(SUBJECTS), "value": value, "aboveThreshold": gross > THRESHOLD}
    made["awards"] = [
        {
            **common,
            "status": "active",
            "suppliers": [supplier],
            "relatedLots": ["1"],
            "contractPeriod": period,
            "mainProcurementCategory": "services",
            "standstillPeriod": {"endDate": f"{day + timedelta(days=12)}T23:59:59+01:00"},
        }
    ]
    if tag == "contract":
        signed = day - timedelta(days=chance.randint(1, 32))
        made["contracts"] = [
            {
                **common,
                "awardID": "1",
                "status": "active",
                "dateSigned": f"{signed}T00:00:00+01:00",
                "period": period,
            }
        ]
    made["bids"] = {
        "statistics": [
            {"id": str(one), "measure": name, "value": chance.randint(1, 6), "relatedLot": "1"}
            for one, name in enumerate(("bids", "smeFinalStageBids", "vcseFinalStageBids", "finalStageBids"))
        ]
    }
