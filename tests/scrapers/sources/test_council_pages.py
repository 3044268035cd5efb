from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import httpx
import pytest

from scrapers.declarations import CouncilPagesSettings
from scrapers.errors import BadPage
from scrapers.notice import Money, NoticeType
from scrapers.page import Window
from scrapers.source import Source, all_sources, reader_of
from scrapers.sources.council_pages import CouncilPages

SITE: dict[str, Any] = {
    "title": "Northmere's tenders",
    "start": "https://northmere.example/tenders?open=1",
    "item": ".tender",
    "buyer": "Borough of Northmere",
    "types": {"Chance to bid": "tender"},
    "fields": {
        "title": "h3",
        "reference": {"label": "Reference"},
        "deadline": {"label": "Closes"},
        "value": {"label": "Value"},
        "published": {"label": "Published"},
        "description": "p.about",
        "type": "em",
    },
}
PAGE = b"""<div class=tender><h3>Grounds care</h3><a href="/tenders/1">more</a><p class=about>Mowing, by people who
live here.<script>bad()</script></p><dl><dt>Reference<dd>NM/1<dt>Published<dd>1 May 2026<dt>Closes<dd>3 July 2026 noon
<dt>Value<dd>&pound;120,000</dl><em>Future opportunity</em></div>
<div class=tender><h3>Lift care</h3><a href="javascript:go(2)">more</a><dl><dt>Reference<dd>NM/2<dt>Closes<dd>soon</dl>
<em>Chance to bid</em></div>
<div class=tender><h3></h3><a href="/tenders/3">more</a></div>
<div class=tender><h3>No link</h3></div>"""


def source(**more: Any) -> CouncilPages:
    settings = CouncilPagesSettings.model_validate({"sites": {"northmere": {**SITE, **more}}})
    (made,) = CouncilPages.instances({"council_pages": settings})
    assert isinstance(made, CouncilPages)
    return made


def test_each_site_that_is_declared_is_a_source_of_its_own() -> None:
    settings = CouncilPagesSettings.model_validate({"sites": {"northmere": SITE, "southfleet": SITE}})

    made = [name for name in all_sources({"council_pages": settings}) if name.startswith("council_pages")]

    assert made == ["council_pages.northmere", "council_pages.southfleet"]
    assert [name for name in all_sources({}) if name.startswith("council_pages")] == []


def test_a_site_is_asked_as_its_declaration_says() -> None:
    made = source(minimum_gap_seconds=7, since="2026-08-10")

    assert (made.title, made.base_url, made.host) == (SITE["title"], "https://northmere.example", "northmere.example")
    assert made.pace.minimum_gap_seconds == 7
    assert made.since == datetime(2026, 8, 9, 23, tzinfo=UTC)
    assert made.enabled


def test_a_base_url_that_is_set_takes_the_place_of_the_sites_own() -> None:
    made = source(base_url="http://127.0.0.1:8099")

    assert made.start == "http://127.0.0.1:8099/tenders?open=1"


def test_reads_the_notices_of_a_list() -> None:
    readings = list(source().read(PAGE, "f" * 64, url=SITE["start"]))

    notice = readings[0].notice
    assert notice is not None
    assert (notice.source, notice.id, notice.ocid) == (
        "council_pages.northmere",
        "NM-1",
        "council_pages.northmere-NM-1",
    )
    assert notice.title == "Grounds care"
    assert notice.notice_type is NoticeType.PLANNING
    assert notice.buyer is not None
    assert notice.buyer.name == "Borough of Northmere"
    assert notice.published_at == datetime(2026, 4, 30, 23, tzinfo=UTC)
    assert notice.tender_period is not None
    assert notice.tender_period.end == datetime(2026, 7, 3, 11, tzinfo=UTC)
    assert notice.value == Money(net=Decimal(120000), currency="GBP")
    assert notice.url == "https://northmere.example/tenders/1"
    assert [(one.pointer, one.text) for one in notice.segments] == [
        ("/html/title", "Grounds care"),
        ("/html/description", "Mowing, by people who live here."),
    ]
    assert readings[0].problems == ()


def test_keeps_a_notice_and_tells_what_is_broken_in_it() -> None:
    reading = list(source().read(PAGE, "f" * 64, url=SITE["start"]))[1]

    assert reading.notice is not None
    assert reading.notice.url is None
    assert reading.notice.notice_type is NoticeType.TENDER
    (problem,) = reading.problems
    assert problem.pointer == "/html/deadline"
    assert problem.release_id == "NM-2"
    assert "'soon'" in problem.reason


def test_sets_a_notice_without_title_or_identity_aside() -> None:
    *_, untitled, unknown = source().read(PAGE, "f" * 64, url=SITE["start"])

    assert untitled.notice is None
    assert "has no title" in untitled.problems[0].reason
    assert unknown.notice is None
    assert "neither a link nor an id" in unknown.problems[0].reason


def test_a_notice_of_its_own_page_knows_what_its_list_said(make_client: Any) -> None:
    made = source(notice={"fields": {"title": "h1", "description": "main"}})
    page = b"<h1>Grounds care 2026</h1><main>All of it. <b>Unclosed"
    answers = {"/robots.txt": httpx.Response(404), "/tenders": httpx.Response(200, content=PAGE)}
    client = make_client(
        lambda request: answers.get(request.url.path, httpx.Response(200, content=page)), base_url=made.base_url
    )
    window = Window(since=datetime(2026, 1, 1, tzinfo=UTC), until=datetime(2026, 1, 2, tzinfo=UTC))

    pages = list(made.pages(client, window))
    readings = [list(made.read(one.body, one.sha256, url=one.url)) for one in pages]

    notice = readings[1][0].notice
    assert notice is not None
    assert notice.id == "NM-1" == pages[1].receipts[0].release_id
    assert notice.title == "Grounds care 2026"
    assert notice.description == "All of it. Unclosed"
    assert notice.tender_period is not None
    assert notice.url == "https://northmere.example/tenders/1"
    assert [reading.notice for reading in readings[0]] == [None, None]
    assert "which is no web address: its page was not asked" in readings[0][0].problems[0].reason


@pytest.mark.parametrize("body", [b"", b"<html>", b"\xff\x00", b"<div class=tender>" + b"<div>" * 2000])
def test_a_hostile_page_breaks_nothing(body: bytes) -> None:
    assert all(reading.notice is None for reading in source().read(body, "f" * 64, url=SITE["start"]))


def test_notices_inside_notices_are_a_broken_page() -> None:
    body = b"<div class=tender><h3>Roofs</h3>" * 2000

    with pytest.raises(BadPage, match="holds another match"):
        list(source().read(body, "f" * 64, url=SITE["start"]))


def test_pages_of_a_site_that_is_no_longer_declared_have_no_reader() -> None:
    known: dict[str, Source] = {}

    assert reader_of("council_pages.gone", known) is None
