from __future__ import annotations

from collections.abc import Callable
from typing import Any

from monitor.indicators.base import indicator_classes
from nlp.taxonomy.themes import Principle, themes

NORTHMERE = "GB-PPON-PNOR-0001-AAAA"


def test_the_seven_are_listed_with_the_law_and_each_has_a_page(web: Any) -> None:
    page, twin = web.get("/principles").text, web.get("/principles.json").json()

    assert [one["principle"] for one in twin["items"]] == [one.value for one in Principle]
    for one in twin["items"]:
        assert f'href="{one["page_url"]}"' in page
        assert one["law"][0]["url"] in page


def test_every_theme_and_indicator_stands_under_one_at_least(web: Any) -> None:
    items = web.get("/principles.json").json()["items"]

    assert {row["theme"] for one in items for row in one["themes"]} == {theme.code for theme in themes()}
    assert {row["code"] for one in items for row in one["indicators"]} == {one.code for one in indicator_classes()}


def test_a_page_lists_its_themes_and_indicators(web: Any) -> None:
    page, twin = web.get("/principles/integrity").text, web.get("/principles/integrity.json").json()

    assert twin["title"] in page
    assert all(f"/?theme={row['theme']}" in page for row in twin["themes"])
    assert all(f'href="/indicators/{row["code"]}"' in page for row in twin["indicators"])


def test_a_name_that_is_none_is_told(web: Any) -> None:
    answer = web.get("/api/principles/thrift")

    assert answer.status_code == 404
    assert "thrift" in answer.text


def test_a_notice_is_read_by_principle(web: Any) -> None:
    page, twin = web.get("/notices/000001-2026").text, web.get("/notices/000001-2026.json").json()

    lines = {line["principle"]: line for line in twin["principles"]}
    assert list(lines) == [one.value for one in Principle]
    assert (lines["public_good"]["state"], lines["public_good"]["levels"]) == ("published", [0, 1, 0, 0, 1])
    assert (lines["efficiency"]["state"], lines["integrity"]["state"]) == ("weak", "not_published")
    assert lines["public_good"]["asked"]["flags"] == ["SV02"]
    assert "By principle" in page
    assert page.count('href="/principles/public_good"') == 1


def test_a_text_that_cannot_be_read_is_no_silence(
    web: Any, keep: Callable[..., None], make: Callable[..., Any]
) -> None:
    keep(make(7, "Gofalu am goed."), readable=False)

    twin = web.get("/notices/000007-2026.json").json()

    assert {line["state"] for line in twin["principles"]} == {"not_readable"}


def test_a_buyer_is_read_by_principle_in_bars_and_in_words(web: Any) -> None:
    page, twin = web.get(f"/buyers/{NORTHMERE}").text, web.get(f"/buyers/{NORTHMERE}.json").json()

    lines = {line["principle"]: line for line in twin["principles"]}
    assert lines["public_good"]["firmest"] == [0, 0, 0, 0, 1]
    assert (lines["public_good"]["notices"], lines["public_good"]["states"]["not_published"]) == (2, 1)
    assert lines["public_good"]["asked"]["raised"] == 1
    assert page.count('<svg class="standing"') == len(Principle)
    assert 'aria-label="1 measurable, 1 not published"' in page
    assert "1 raised of 1 question that could be decided." in page
