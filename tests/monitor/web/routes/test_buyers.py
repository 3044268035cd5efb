from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest

from scrapers.notice import Organisation

NORTHMERE = "GB-PPON-PNOR-0001-AAAA"


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("", ["Borough of Northmere", "Borough of Southmere"]),
        ("?buyer=southmere", ["Borough of Southmere"]),
        ("?words=southmere", ["Borough of Southmere"]),
        ("?until=2026-11-02", ["Borough of Northmere"]),
        ("?buyer=nowhere", []),
    ],
)
def test_buyers_are_listed_by_name_and_date(web: Any, asked: str, names: list[str]) -> None:
    page, found = web.get(f"/buyers{asked}").text, web.get(f"/buyers.json{asked}").json()

    assert [one["buyer"] for one in found["items"]] == names
    assert found["total"] == len(names)
    assert all(name in page for name in names)


def test_a_buyer_has_its_counts_its_notices_and_its_flags(web: Any) -> None:
    page, twin = web.get(f"/buyers/{NORTHMERE}").text, web.get(f"/buyers/{NORTHMERE}.json").json()

    assert (twin["notices"], twin["procurements"], twin["flags"]) == (2, 1, 1)
    assert [one["notice_id"] for one in twin["latest_notices"]] == ["000002-2026", "000001-2026"]
    assert [one["indicator"] for one in twin["latest_flags"]] == ["SV02"]
    assert f'href="/benchmark/{NORTHMERE}"' in page
    assert "Care of street trees 1" in page


def test_a_key_that_is_part_of_another_name_never_brings_that_buyers_notices(
    web: Any, keep: Callable[..., None], make: Callable[..., Any]
) -> None:
    keep(make(8, "Text.", buyer=Organisation(name="Northmere")))

    twin = web.get("/buyers/northmere.json").json()

    assert [one["notice_id"] for one in twin["latest_notices"]] == ["000008-2026"]
    assert twin["latest_flags"] == []


def test_a_key_with_odd_characters_has_a_page(web: Any, keep: Callable[..., None], make: Callable[..., Any]) -> None:
    keep(make(8, "Text.", buyer=Organisation(name="Odd", scheme="XX", identifier="a/b?c#d <e>")))

    answer = web.get(f"/buyers/{quote('XX-a/b?c#d <e>', safe='')}")

    assert answer.status_code == 200
    assert "XX-a/b?c#d &lt;e&gt;" in answer.text


def test_the_table_has_a_line_a_buyer(web: Any) -> None:
    assert len(web.get("/buyers.csv").text.splitlines()) == 3


def test_an_empty_database_says_how_to_begin(empty: Any) -> None:
    assert "ethos run" in empty.get("/buyers").text
