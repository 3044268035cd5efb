from __future__ import annotations

import csv
import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest

from scrapers.notice import AuthorityKind, Money, Nation, Organisation


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


@pytest.mark.parametrize(
    ("asked", "answers"),
    [
        ("authority=sub_central", True),
        ("authority=central", False),
        ("nation=wales", True),
        ("nation=scotland", False),
        ("region=ukl", True),
        ("region=UKC", False),
        ("region=TLL1", True),
        ("cpv=45", True),
        ("cpv=45233141", True),
        ("cpv=233", False),
        ("value_from=2500000&value_until=2500000", True),
        ("value_from=2500001", False),
        ("value_until=2499999.99", False),
    ],
)
def test_a_search_narrows_by_who_buys_where_what_and_for_how_much(
    web: Any, keep: Callable[..., None], make: Callable[..., Any], asked: str, *, answers: bool
) -> None:
    welsh = Organisation(
        name="Sir Gogledd-y-Llyn",
        scheme="GB-PPON",
        identifier="PLLY-0001-AAAA",
        kind=AuthorityKind.SUB_CENTRAL,
        nation=Nation.WALES,
    )
    value = Money(net=Decimal(2_000_000), gross=Decimal(2_500_000), currency="GBP")
    keep(make(9, "Roads are mended.", buyer=welsh, region="UKL12", cpv=("71000000", "45233141"), value=value))

    found = web.get(f"/search.json?{asked}").json()

    assert ("000009-2026" in [one["notice_id"] for one in found["items"]]) is answers


@pytest.mark.parametrize("asked", ["authority=council", "nation=england", "region=U", "cpv=4x", "value_from=lots"])
def test_a_code_that_is_none_is_refused_rather_than_answered_with_nothing(web: Any, asked: str) -> None:
    assert web.get(f"/search.json?{asked}").status_code == 400


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


@pytest.mark.parametrize(("asked", "rows"), [("", 3), ("?size=2", 2), ("?size=2&page=2", 1)])
def test_a_table_is_whole_unless_a_page_of_it_is_asked_for(web: Any, asked: str, rows: int) -> None:
    assert len(list(csv.DictReader(io.StringIO(web.get(f"/search.csv{asked}").text)))) == rows


def test_the_table_that_a_page_offers_is_whole(web: Any) -> None:
    assert 'href="/search.csv"' in web.get("/?size=2&page=2").text


@pytest.mark.parametrize("amount", ["5000000", "5,000,000", "£5,000,000", " 5000000 "])
def test_pounds_are_read_as_people_write_them(web: Any, amount: str) -> None:
    assert 'value="5000000"' in web.get(f"/?value_from={quote(amount)}").text


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("since=2026-11-05&until=2026-11-01", "The first day, 2026-11-05, is after the last, 2026-11-01: swap them."),
        ("value_from=10&value_until=5", "The least amount, 10, is more than the most, 5: swap them."),
    ],
)
def test_a_range_the_wrong_way_round_is_refused_rather_than_answered_with_nothing(
    web: Any, asked: str, words: str
) -> None:
    answer = web.get(f"/search.json?{asked}")

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == words


@pytest.mark.parametrize(
    ("asked", "title"),
    [
        ("", "Search notices - Ethos"),
        ("?words=trees&level=2&size=9", "Search notices: words trees, level 2 - Ethos"),
        ("?page=2", "Search notices: page 2 - Ethos"),
    ],
)
def test_the_title_tells_one_search_from_another(web: Any, asked: str, title: str) -> None:
    assert f"<title>{title}</title>" in web.get(f"/{asked}").text


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


@pytest.mark.parametrize("path", ["/api/notices", "/search.json", "/api/buyers", "/buyers.json"])
def test_the_next_page_is_under_the_address_that_was_asked(web: Any, path: str) -> None:
    following = web.get(f"{path}?size=1").json()["next"]

    assert following.startswith(f"{path}?")
    assert web.get(following).json()["page"] == 2


def test_the_next_flags_are_under_the_address_that_was_asked(
    web: Any, make: Callable[..., Any], keep: Callable[..., None], judge: Callable[..., None]
) -> None:
    one = make(4, "Social value is named.")
    keep(one)
    judge(one, ("/tender/description", "Social value"))

    for path in ("/api/flags", "/flags.json"):
        assert web.get(f"{path}?size=1").json()["next"].startswith(f"{path}?")


@pytest.mark.parametrize(
    ("asked", "answered"),
    [("/notices.json", "/search.json"), ("/notices.csv", "/search.csv"), ("/notices", "/"), ("/search", "/")],
)
def test_other_names_of_the_search_lead_to_it_with_what_is_asked(web: Any, asked: str, answered: str) -> None:
    answer = web.get(f"{asked}?buyer=north&size=1")

    assert (answer.status_code, answer.headers["location"]) == (307, f"{answered}?buyer=north&size=1")
    assert web.get(asked).headers["location"] == answered
