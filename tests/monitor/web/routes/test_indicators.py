from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from monitor.indicators.base import indicator_classes


def test_every_indicator_is_listed_and_has_a_page(web: Any) -> None:
    page = web.get("/indicators").text

    for one in indicator_classes():
        assert f'href="/indicators/{one.code}"' in page
        assert one.title in web.get(f"/indicators/{one.code}").text


def test_a_page_says_how_it_is_decided_and_where_it_can_be_wrong(web: Any) -> None:
    twin = web.get("/indicators/sv02.json").json()

    page = web.get("/indicators/SV02").text
    assert twin["flags"] == 1
    assert twin["parameters"][0]["name"] in page
    for part in ("exclusions", "honest_reasons", "limits"):
        assert twin[part]
        assert twin[part][0].replace("'", "&#39;") in page


def test_a_rule_that_fires_on_nearly_all_is_marked_on_its_page_and_on_its_flags(
    empty: Any, keep: Callable[..., None], make: Callable[..., Any], judge: Callable[..., None]
) -> None:
    for number in range(1, 31):
        one = make(number, "Text.", published_at=datetime(2026, 10, number, 9, tzinfo=UTC))
        keep(one)
        judge(one, ("/tender/description", None))

    words = "this rule fired on 30 of 30 procurements: it is being looked at"
    twin = empty.get("/indicators/SV02.json").json()
    assert (twin["raised"], twin["judged"], twin["under_review"]) == (30, 30, words)
    for path in (
        "/indicators/SV02",
        "/indicators",
        "/flags",
        "/notices/000001-2026",
        "/procurements/ocds-example-1",
        "/status",
    ):
        assert words in empty.get(path).text, path
    assert {one["under_review"] for one in empty.get("/flags.json").json()["items"]} == {words}
    assert words in empty.get("/buyers/GB-PPON-PNOR-0001-AAAA").text


def test_a_rule_that_fires_now_and_then_is_not(web: Any) -> None:
    assert web.get("/indicators/SV02.json").json()["under_review"] is None
    assert "Under review" not in web.get("/flags").text
    assert "Under review" not in web.get("/notices/000001-2026").text
