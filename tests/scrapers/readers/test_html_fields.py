"""Pages in the manner of the portals that councils use, with buyers that do not exist."""

from __future__ import annotations

from typing import Any

import pytest

from scrapers.declarations import SiteSettings
from scrapers.readers.flat import FieldName
from scrapers.readers.html_fields import read_list, web_link

URL = "https://notices.example/list"

GRID = b"""<table id="ctl00_grid" class="datagrid"><tr><th>Title</th><th>Buyer</th><th>Closing date</th></tr>
<tr class="row"><td><a href="Advert?advertId=7f3a&amp;p=1">Grounds care</a></td><td>Borough of Northmere</td>
<td>31/12/2026 12:00</td></tr>
<tr class="row alt"><td><a href="Advert?advertId=7f3b&amp;p=1">Lift care</a></td><td>Borough of Northmere</td>
<td>05/01/2027</td></tr></table><div class="pager"><span>1</span><a href="?Page=2">Next &gt;</a></div>"""

CARDS = b"""<div class="tender_list"><div class="card"><h3>Roof repairs</h3><p><b>Reference</b>: SF/2026/014
<b>Closing Date</b>: 3 July 2026 <b>Value</b>: &pound;120,000</p>
<a href="/southfleet/tender/14">View details</a></div>
<div class="card"><h3>Winter gritting</h3><p><b>Reference</b>: SF/2026/015 <b>Closing Date</b>: 4 July 2026</p>
<a href="/southfleet/tender/15">View details</a></div></div>"""

TABLE = b"""<table><thead><tr><th>What we are buying<th>Reference<th>Tell us by</thead>
<tbody><tr><td>School meals<td>EM-1<td>1 May 2026<tr><td>Taxis for pupils<td>EM-2<td>2 May 2026</table>"""

DEFINITIONS = b"""<article><h2><a href='n/9'>Library books</a></h2><dl><dt>Reference:</dt><dd>WB9</dd>
<dt>Closing date</dt><dd>Friday 3 July 2026 at noon</dd><dt>Contract value</dt><dd>Not specified</dd></dl></article>"""


def site(**declared: Any) -> SiteSettings:
    return SiteSettings.model_validate({"title": "Example", "start": URL, **declared})


@pytest.mark.parametrize(
    ("page", "declared", "expected"),
    [
        pytest.param(
            GRID,
            {
                "item": "tr.row",
                "next": ".pager a",
                "fields": {
                    "id": {"selector": "a", "attribute": "href", "pattern": r"advertId=(\w+)"},
                    "title": "td a",
                    "buyer": {"label": "Buyer"},
                    "deadline": {"label": "Closing date"},
                },
            },
            [
                ("7f3a", f"{URL[:-4]}Advert?advertId=7f3a&p=1", "Grounds care", "31/12/2026 12:00"),
                ("7f3b", f"{URL[:-4]}Advert?advertId=7f3b&p=1", "Lift care", "05/01/2027"),
            ],
            id="a grid with headed columns",
        ),
        pytest.param(
            CARDS,
            {
                "item": ".card",
                "fields": {"title": "h3", "reference": {"label": "Reference"}, "deadline": {"label": "Closing date"}},
            },
            [
                ("SF-2026-014", "https://notices.example/southfleet/tender/14", "Roof repairs", "3 July 2026"),
                ("SF-2026-015", "https://notices.example/southfleet/tender/15", "Winter gritting", "4 July 2026"),
            ],
            id="cards with words in bold",
        ),
        pytest.param(
            TABLE,
            {
                "item": "tbody tr",
                "fields": {
                    "title": {"label": "What we are buying"},
                    "reference": "td:nth-of-type(2)",
                    "deadline": {"label": "Tell us by"},
                },
            },
            [("EM-1", None, "School meals", "1 May 2026"), ("EM-2", None, "Taxis for pupils", "2 May 2026")],
            id="a plain table without end tags",
        ),
        pytest.param(
            DEFINITIONS,
            {
                "item": "article",
                "fields": {"title": "h2", "reference": {"label": "Reference"}, "deadline": {"label": "closing date:"}},
            },
            [("WB9", "https://notices.example/n/9", "Library books", "Friday 3 July 2026 at noon")],
            id="a definition list",
        ),
    ],
)
def test_reads_what_is_declared_of_the_pages_that_councils_have(
    page: bytes, declared: dict[str, Any], expected: list[tuple[str, str | None, str, str]]
) -> None:
    listing = read_list(page, URL, site(**declared))

    found = [(item.id, item.link, item.title, item.cells[FieldName.DEADLINE].text) for item in listing.items]
    assert found == expected


def test_tells_the_next_link_as_a_whole_address() -> None:
    listing = read_list(GRID, URL, site(item="tr.row", next=".pager a", fields={"title": "a"}))

    assert listing.next_link == "https://notices.example/list?Page=2"


def test_a_bold_labels_text_ends_where_the_next_label_begins() -> None:
    listing = read_list(CARDS, URL, site(item=".card", fields={"title": "h3", "value": {"label": "Value"}}))

    assert [item.cells.get(FieldName.VALUE) is not None for item in listing.items] == [True, False]
    assert listing.items[0].cells[FieldName.VALUE].text == "\u00a3120,000"


def test_of_several_rules_the_first_that_finds_a_text_counts() -> None:
    rules = {"title": "h2", "deadline": [{"label": "Approach to market"}, {"label": "Closing date"}]}

    (item,) = read_list(DEFINITIONS, URL, site(item="article", fields=rules)).items

    assert item.cells[FieldName.DEADLINE].text == "Friday 3 July 2026 at noon"


def test_a_constant_stands_where_nothing_is_found() -> None:
    fields = {"title": "h2", "buyer": {"selector": ".nowhere", "constant": "Borough of Northmere"}}

    (item,) = read_list(DEFINITIONS, URL, site(item="article", fields=fields)).items

    assert item.cells[FieldName.BUYER].text == "Borough of Northmere"


def test_a_notice_without_a_declared_id_is_known_by_its_link() -> None:
    first, second = read_list(CARDS, URL, site(item=".card", fields={"title": "h3"})).items
    (again, *_) = read_list(CARDS + b"<p>another day</p>", URL, site(item=".card", fields={"title": "h3"})).items

    assert first.id == again.id
    assert first.id != second.id


def test_a_list_says_that_it_is_empty_in_its_own_words() -> None:
    declared = site(item="li", fields={"title": "a"}, empty_text="No tenders at  present")

    assert read_list(b"<main><p>no tenders\n at present.</p></main>", URL, declared).says_empty
    assert not read_list(b"<main><p>Sorry, an error</p></main>", URL, declared).says_empty


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:void(0)",
        "data:text/html,x",
        "mailto:a@b.example",
        "ftp://a.example/x",
        "http:///x",
    ],
)
def test_a_link_that_is_no_web_address_is_none(link: str) -> None:
    found, trouble = web_link(link, URL)

    assert found is None
    assert trouble is not None
    assert "no web address" in trouble


def test_a_link_that_can_not_be_parsed_is_none() -> None:
    assert web_link("http://[broken", URL)[0] is None


def test_links_lose_their_fragments_and_follow_the_base() -> None:
    page = b"<base href='https://other.example/x/'><li><a href=' n/1#top '>One</a></li>"

    (item,) = read_list(page, URL, site(item="li", fields={"title": "a"})).items

    assert item.link == "https://other.example/x/n/1"
