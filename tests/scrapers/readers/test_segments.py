"""The texts of a release are found in document order, each once, at its pointer."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from scrapers.readers.segments import segments


def test_finds_texts_in_document_order_with_their_pointers() -> None:
    raw = {
        "tender": {"title": "Repair of Northmere pier", "lots": [{"renewal": {"description": "Two years more"}}]},
        "contracts": [{"noAgreedMetricsRationale": "One delivery only"}],
    }

    found = segments(raw)

    assert [(one.pointer, one.text) for one in found] == [
        ("/tender/title", "Repair of Northmere pier"),
        ("/tender/lots/0/renewal/description", "Two years more"),
        ("/contracts/0/noAgreedMetricsRationale", "One delivery only"),
    ]


def test_a_text_in_several_places_is_one_segment() -> None:
    raw = {
        "tender": {"description": "Same words", "lots": [{"description": "Same words"}, {"description": "Same words"}]}
    }

    (found,) = segments(raw)

    assert found.pointer == "/tender/description"
    assert found.also == ("/tender/lots/0/description", "/tender/lots/1/description")


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param({"parties": [{"name": "Borough of Northmere"}]}, id="party"),
        pytest.param({"awards": [{"suppliers": [{"name": "Pier Works Limited"}]}]}, id="supplier"),
        pytest.param({"tender": {"classification": {"description": "Pier works"}}}, id="classification"),
        pytest.param({"tender": {"contactPoint": {"name": "Officer for piers"}}}, id="contact point"),
        pytest.param({"tender": {"documents": [{"description": "Tender notice on Find a Tender"}]}}, id="notice title"),
        pytest.param({"tender": {"submissionMethodDetails": "https://northmere.example"}}, id="address"),
        pytest.param({"tender": {"title": " A1 "}}, id="too short"),
        pytest.param({"tender": {"status": "active", "description": None}}, id="code and null"),
    ],
)
def test_names_codes_and_addresses_are_no_texts(raw: dict[str, Any]) -> None:
    assert segments(raw) == ()


def test_keys_with_slashes_and_tildes_are_escaped_in_pointers() -> None:
    found = segments({"tender": {"a/b~c": [[{"description": "Deep words"}]]}})

    assert found[0].pointer == "/tender/a~1b~0c/0/0/description"


def test_a_criterion_carries_its_weight_to_its_name_and_description() -> None:
    criterion = {
        "name": "Social value",
        "description": "Jobs for Northmere",
        "numbers": [{"number": 3, "weight": "order"}, {"number": 12.5, "weight": "percentageExact"}],
    }

    found = segments({"tender": {"lots": [{"awardCriteria": {"criteria": [criterion]}}]}})

    assert {one.text: one.weight for one in found} == {
        "Social value": Decimal("12.5"),
        "Jobs for Northmere": Decimal("12.5"),
    }


@pytest.mark.parametrize(
    ("period", "days"),
    [({"durationInMonths": 12}, 365), ({"durationInDays": 90}, 90), ({}, None)],
    ids=["months", "days", "none"],
)
def test_an_indicator_carries_the_days_between_two_measurements(period: dict[str, int], days: int | None) -> None:
    metric = {"title": "Apprentices", "observations": [{"id": "frequency", "period": period}]}

    (found,) = segments({"contracts": [{"agreedMetrics": [metric]}]})

    assert found.frequency == days
