from __future__ import annotations

from typing import Any
from xml.etree import ElementTree as ET

import pytest

ATOM = "{http://www.w3.org/2005/Atom}"


def test_the_page_shows_the_words_and_the_rule_of_its_twin(web: Any) -> None:
    page, twin = web.get("/flags").text, web.get("/flags.json").json()

    one = twin["items"][0]
    assert twin["total"] == 1
    assert "1 flag" in page
    for shown in (one["reason"][1:], one["evidence"][0]["quote"], one["legal_basis"][0]["text"], one["page_url"]):
        assert shown in page


@pytest.mark.parametrize(
    ("asked", "total"),
    [("indicator=SV02", 1), ("indicator=OP01", 0), ("kind=practice", 1), ("kind=duty", 0), ("buyer=southmere", 0)],
)
def test_a_search_of_flags_is_counted_as_it_is_listed(web: Any, asked: str, total: int) -> None:
    found = web.get(f"/flags.json?{asked}").json()

    assert (found["total"], len(found["items"])) == (total, total)


@pytest.mark.parametrize("asked", ["", "?buyer=southmere"])
def test_both_feeds_carry_the_flags_of_the_search(web: Any, asked: str) -> None:
    listed = web.get(f"/flags.json{asked}").json()["total"]

    atom, feed = web.get(f"/flags.atom{asked}"), web.get(f"/flags.feed.json{asked}")

    assert atom.headers["content-type"].startswith("application/atom+xml")
    assert feed.headers["content-type"].startswith("application/feed+json")
    assert len(ET.fromstring(atom.content).findall(f"{ATOM}entry")) == listed  # noqa: S314 - made here
    assert len(feed.json()["items"]) == listed
    assert feed.json()["feed_url"] == f"http://127.0.0.1:8765/flags.feed.json{asked}"


def test_an_entry_leads_to_the_notice_here(web: Any) -> None:
    item = web.get("/flags.feed.json").json()["items"][0]

    assert item["url"] == "http://127.0.0.1:8765/notices/000001-2026"
    assert item["external_url"] == "https://notices.example/1"


def test_a_feed_has_the_same_id_for_the_same_search_and_another_for_another(web: Any) -> None:
    ids = [
        ET.fromstring(web.get(f"/flags.atom{asked}").content).findtext(f"{ATOM}id")  # noqa: S314 - made here
        for asked in ("", "?buyer=&page=1", "?buyer=northmere")
    ]

    assert ids[0] == ids[1] != ids[2]


def test_the_table_has_a_line_a_flag(web: Any) -> None:
    lines = web.get("/flags.csv").text.splitlines()

    assert len(lines) == 2
    assert lines[0].startswith("flag,indicator,kind,")


def test_a_database_without_flags_says_what_makes_them(empty: Any) -> None:
    assert "ethos run" in empty.get("/flags").text
