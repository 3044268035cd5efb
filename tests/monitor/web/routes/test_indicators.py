from __future__ import annotations

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
