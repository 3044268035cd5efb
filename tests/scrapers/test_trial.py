from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from scrapers.declarations import SiteSettings
from scrapers.errors import SourceRefused
from scrapers.trial import try_page, try_site

SITE: dict[str, Any] = {
    "title": "Northmere",
    "start": "https://notices.example/list",
    "item": "li",
    "fields": {"title": "a", "deadline": "i", "value": {"label": "Worth"}},
}
PAGE = b"""<b class=n>12 notices</b><li><a href=/n/1>Roofs</a><i>1 May 2026</i></li>
<li><a href=/n/2>Lifts</a><i>when ready</i></li>"""


def site(**more: Any) -> SiteSettings:
    return SiteSettings.model_validate({**SITE, **more})


def test_shows_what_each_rule_finds_and_what_is_wrong_with_it() -> None:
    trial = try_page(site(empty_text="no notices"), PAGE)

    found = {one.name: one for one in trial.fields}
    assert trial.items == 2
    assert found["link"].examples == ("/n/1", "/n/2")
    assert (found["title"].found, found["title"].of, found["title"].trouble) == (2, 2, None)
    assert found["deadline"].trouble == "'when ready' is no date"
    assert (found["value"].found, found["value"].rule) == (0, "label 'Worth'")
    assert trial.troubles == ()


@pytest.mark.parametrize(
    ("more", "page", "words"),
    [
        ({"item": ".tender"}, PAGE, r"Nothing matches item = '\.tender'"),
        ({"total": ".n"}, PAGE, "says 12 notices and shows 2: declare next"),
        ({"next": "a.next"}, PAGE, "no next link on this page"),
        ({}, PAGE, "empty_text is not declared"),
        ({}, b"<li><a>x</a></li>", "1 of 1 notices have neither a link nor an id"),
        ({}, b"<li><a href=/1>x</a></li><li><a href=/1>y</a></li>", "1 notices share an id"),
    ],
)
def test_says_what_to_mend(more: dict[str, Any], page: bytes, words: str) -> None:
    assert any(re.search(words, trouble) for trouble in try_page(site(**more), page).troubles)


def test_tries_the_first_page_and_its_first_notice(make_client: Any) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        body = {"/robots.txt": b"", "/list": PAGE}.get(request.url.path, b"<h1>Roofs in full</h1>")
        return httpx.Response(200, content=body)

    trial = try_site(make_client(answer), site(notice={"fields": {"description": "h1"}}))

    assert asked == ["/robots.txt", "/list", "/n/1"]
    assert trial.notice_url == "https://notices.example/n/1"
    assert trial.notice_fields[0].examples == ("Roofs in full",)


def test_obeys_robots_txt(make_client: Any) -> None:
    client = make_client(lambda _: httpx.Response(200, text="User-agent: *\nDisallow: /"))

    with pytest.raises(SourceRefused):
        try_site(client, site())
