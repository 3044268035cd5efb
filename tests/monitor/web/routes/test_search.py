from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ("", ["000003-2026", "000002-2026", "000001-2026"]),
        ("words=apprentices", ["000001-2026"]),
        ('words="cut twice"', ["000002-2026"]),
        ("words=twice+roads", []),
        ("words=***", []),
        ("buyer=southmere", ["000003-2026"]),
        ("theme=jobs_skills", ["000001-2026"]),
        ("theme=JOBS_SKILLS&level=4", ["000001-2026"]),
        ("theme=social_value&level=2", []),
        ("indicator=sv02", ["000001-2026"]),
        ("kind=duty", []),
        ("type=UK7", ["000002-2026"]),
        ("since=2026-11-02&until=2026-11-02", ["000002-2026"]),
        ("ocid=ocds-example-1", ["000002-2026", "000001-2026"]),
        ("words=&buyer=&level=&since=&page=&size=", ["000003-2026", "000002-2026", "000001-2026"]),
        ("words=%00apprentices", ["000001-2026"]),
    ],
)
def test_a_search_gives_what_answers_newest_first(web: Any, asked: str, ids: list[str]) -> None:
    found = web.get(f"/search.json?{asked}").json()

    assert [one["notice_id"] for one in found["items"]] == ids
    assert found["total"] == len(ids)


def test_the_page_shows_the_facts_of_its_twin(web: Any) -> None:
    page, twin = web.get("/?words=apprentices").text, web.get("/search.json?words=apprentices").json()

    one = twin["items"][0]
    assert "1 notice" in page
    for shown in (one["title"], one["buyer"], "1 November 2026", "£1,200,000", 'href="/notices/000001-2026"', "SV02"):
        assert shown in page
    assert one["value"] == 1_200_000
    assert one["flags"] == ["SV02"]
    assert one["themes"] == ["jobs_skills", "performance", "social_value"]


def test_pages_follow_each_other_until_there_is_none(web: Any) -> None:
    path: str | None = "/search.json?size=1&words="
    ids = []
    while path:
        answer = web.get(path).json()
        ids += [one["notice_id"] for one in answer["items"]]
        path = answer["next"]

    assert ids == ["000003-2026", "000002-2026", "000001-2026"]
    middle = web.get("/?size=1&page=2").text
    assert 'rel="prev" href="/?size=1"' in middle
    assert 'rel="next" href="/?size=1&amp;page=3"' in middle or 'rel="next" href="/?page=3&amp;size=1"' in middle


def test_the_same_search_is_offered_in_every_form(web: Any) -> None:
    page = web.get("/?buyer=northmere&page=1").text

    for path in ("/search.json", "/search.csv", "/flags", "/flags.atom", "/flags.feed.json"):
        assert f'href="{path}?buyer=northmere"' in page


def test_the_table_is_safe_in_a_spreadsheet(web: Any, keep: Callable[..., None], make: Callable[..., Any]) -> None:
    keep(make(9, "Text.", title='=HYPERLINK("http://evil.example")'))

    rows = list(csv.DictReader(io.StringIO(web.get("/search.csv").text)))

    assert rows[0]["title"] == '\'=HYPERLINK("http://evil.example")'
    assert [row["notice_id"] for row in rows[1:]] == ["000003-2026", "000002-2026", "000001-2026"]


def test_a_search_that_finds_nothing_says_what_to_do(web: Any) -> None:
    assert "take away a filter" in web.get("/?words=zeppelin").text


def test_an_empty_database_says_how_to_begin(empty: Any) -> None:
    page = empty.get("/")

    assert page.status_code == 200
    assert "ethos demo" in page.text


def test_what_was_asked_stands_in_the_form_escaped(web: Any) -> None:
    page = web.get('/?words="><script>alert(1)</script>&kind=policy').text

    assert "<script" not in page
    assert 'value="&#34;&gt;&lt;script&gt;' in page
    assert '<option value="policy" selected>' in page


def test_the_list_of_notices_is_the_first_page(web: Any) -> None:
    answer = web.get("/notices")

    assert (answer.status_code, answer.headers["location"]) == (307, "/")
