from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from scrapers.declarations import SiteSettings
from scrapers.errors import BadPage, SourceRefused, SourceUnreachable, UnsafeAddress
from scrapers.page import Page, Window
from scrapers.readers.flat import FieldName
from scrapers.walks.html_listing import HtmlListing, listed_of

BASE = "https://notices.example"
START = f"{BASE}/list"
WINDOW = Window(since=datetime(2026, 8, 9, 23, tzinfo=UTC), until=datetime(2026, 8, 10, 23, tzinfo=UTC))


class Site:
    """Answers each path with its page, 404 where there is none, and remembers what was asked."""

    def __init__(self, pages: dict[str, str], *, robots: str | int = 404) -> None:
        self.pages = pages
        self.robots = robots
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode()
        if path == "/robots.txt":
            return (
                httpx.Response(self.robots) if isinstance(self.robots, int) else httpx.Response(200, text=self.robots)
            )
        self.asked.append(path)
        if path not in self.pages:
            return httpx.Response(404, text="<h1>Not found</h1>")
        return httpx.Response(200, text=self.pages[path])


def listing(*numbers: int, following: str | None = None, more: str = "") -> str:
    items = "".join(f"<li><a href='/n/{n}'>Notice {n}</a><i>{n:02} August 2026</i></li>" for n in numbers)
    link = f"<a class=next href='{following}'>Next</a>" if following else ""
    return f"<html><ul>{items}</ul>{link}{more}</html>"


def notice(number: int) -> str:
    return f"<main><h1>Notice {number} in full</h1><div class=body>Words {number}</div></main>"


def walk(*, gap: float = 2, **declared: Any) -> HtmlListing:
    site = SiteSettings.model_validate(
        {
            "title": "Northmere",
            "start": START,
            "item": "li",
            "next": "a.next",
            "fields": {"title": "a", "published": "i"},
            **declared,
        }
    )
    return HtmlListing(site=site, start=START, gap_seconds=gap)


def with_pages(**declared: Any) -> HtmlListing:
    return walk(notice={"fields": {"title": "h1", "description": ".body"}}, **declared)


def until_error(pages: Iterator[Page], kind: type[Exception], words: str) -> list[Page]:
    got: list[Page] = []
    with pytest.raises(kind, match=words):
        # Extends the list page by page, so that those before the error stay.
        got.extend(pages)
    return got


def test_follows_the_next_link_until_there_is_none(make_client: Any) -> None:
    site = Site({"/list": listing(1, 2, following="/list?page=2"), "/list?page=2": listing(3)})

    pages = list(walk().pages(make_client(site), WINDOW))

    assert [page.next_url for page in pages] == [f"{BASE}/list?page=2", None]
    assert [page.number for page in pages] == [1, 2]
    assert [len(page.receipts) for page in pages] == [2, 1]
    assert pages[0].receipts[0].published == "2026-07-31T23:00:00+00:00"


def test_asks_for_each_notice_where_its_page_is_declared(make_client: Any) -> None:
    site = Site({"/list": listing(1, 2), "/n/1": notice(1), "/n/2": notice(2)})

    pages = list(with_pages().pages(make_client(site), WINDOW))

    assert site.asked == ["/list", "/n/1", "/n/2"]
    assert [len(page.receipts) for page in pages] == [0, 1, 1]
    assert pages[-1].next_url is None
    listed = listed_of(pages[1].url)
    assert listed is not None
    assert listed[FieldName.PUBLISHED] == "01 August 2026"
    assert listed_of(pages[0].url) is None


def test_takes_up_at_the_notice_where_it_stopped(make_client: Any) -> None:
    pages = {"/list": listing(1, 2, 3, following="/two"), "/two": listing(4)}
    site = Site({**pages, **{f"/n/{number}": notice(number) for number in range(1, 5)}})
    first = list(with_pages().pages(make_client(site), WINDOW))
    site.asked.clear()

    again = list(with_pages().pages(make_client(site), WINDOW, resume=first[2].next_url))

    assert site.asked == ["/list", "/n/3", "/two", "/n/4"]
    assert [page.url for page in again] == [page.url for page in first[3:]]


def test_takes_up_at_the_first_notice_where_the_one_before_is_gone_from_its_list(make_client: Any) -> None:
    site = Site({"/list": listing(1, 3), "/n/1": notice(1), "/n/3": notice(3)})

    list(with_pages().pages(make_client(site), WINDOW, resume=f"{START}#after=https%3A%2F%2Fnotices.example%2Fn%2F2"))

    assert site.asked == ["/list", "/n/1", "/n/3"]


@pytest.mark.parametrize("page", ["<p>Sorry, we are improving this page.</p>", "", "<div class=li>Notice 1</div>"])
def test_a_page_that_stops_yielding_is_broken_and_not_empty(make_client: Any, page: str) -> None:
    (kept,) = until_error(
        walk().pages(make_client(Site({"/list": page})), WINDOW), BadPage, "nothing that matches 'li'"
    )

    assert kept.next_url == kept.url == START


def test_a_list_that_says_that_it_is_empty_is_empty(make_client: Any) -> None:
    site = Site({"/list": "<p>There are no tenders at present.</p>"})

    (page,) = walk(empty_text="no tenders at present").pages(make_client(site), WINDOW)

    assert (page.receipts, page.next_url) == ((), None)


def test_a_list_whose_titles_are_no_longer_found_is_broken(make_client: Any) -> None:
    client = make_client(Site({"/list": "<ul><li><b>Notice 1</b></li></ul>"}))

    until_error(walk().pages(client, WINDOW), BadPage, "1 notices without any title")


def test_pages_of_notices_on_which_nothing_is_found_are_broken(make_client: Any) -> None:
    site = Site({"/list": listing(1, 2, 3, 4, 5), **{f"/n/{number}": "<p>moved</p>" for number in range(1, 6)}})

    until_error(with_pages().pages(make_client(site), WINDOW), BadPage, "3 pages of notices without a title")

    assert site.asked == ["/list", "/n/1", "/n/2", "/n/3"]


def test_a_notice_that_has_gone_since_is_kept_as_it_answers_and_stops_nothing(make_client: Any) -> None:
    site = Site({"/list": listing(1, 2), "/n/2": notice(2)})

    pages = list(with_pages().pages(make_client(site), WINDOW))

    assert len({page.receipts[0].release_id for page in pages[1:]}) == 2
    assert b"Not found" in pages[1].body
    assert pages[-1].next_url is None


@pytest.mark.parametrize(
    ("following", "kind", "words"),
    [
        ("/list", BadPage, "leads back to"),
        ("#", BadPage, "leads back to"),
        ("javascript:next()", UnsafeAddress, "no page of its host"),
        ("https://elsewhere.example/list", UnsafeAddress, "no page of its host"),
        ("http://127.0.0.1/", UnsafeAddress, "no page of its host"),
    ],
)
def test_a_next_link_that_must_not_be_followed_is_an_error_and_its_page_is_kept_for_another_try(
    make_client: Any, following: str, kind: type[Exception], words: str
) -> None:
    site = Site({"/list": listing(1, following=following)})

    (page,) = until_error(walk().pages(make_client(site), WINDOW), kind, words)

    assert page.next_url == page.url == START
    assert site.asked == ["/list"]


def test_the_same_notices_under_ever_new_addresses_are_an_error(make_client: Any) -> None:
    site = Site({"/list": listing(1, following="/list?p=2"), "/list?p=2": listing(1, following="/list?p=3")})

    until_error(walk().pages(make_client(site), WINDOW), BadPage, "shows nothing new")


def test_a_list_without_end_is_an_error(make_client: Any) -> None:
    site = Site({f"/list?p={n}": listing(n, following=f"/list?p={n + 1}") for n in range(1, 9)})
    site.pages["/list"] = listing(0, following="/list?p=1")

    until_error(walk(most_pages=3).pages(make_client(site), WINDOW), BadPage, "more than 3 pages")


def test_a_walk_that_shows_fewer_notices_than_the_list_says_is_an_error(make_client: Any) -> None:
    total = "<b class=total>We found 1,003 notices</b>"
    client = make_client(Site({"/list": listing(1, 2, 3, more=total)}))

    until_error(walk(total=".total").pages(client, WINDOW), BadPage, r"said that it has 1,003 .* showed 3")


def test_a_list_sorted_by_date_is_left_where_all_is_older(make_client: Any) -> None:
    site = Site({"/list": listing(10, 9, following="/old"), "/old": listing(8, 7, following="/older")})

    pages = list(walk(newest_first=True).pages(make_client(site), WINDOW))

    assert site.asked == ["/list", "/old"]
    assert pages[-1].next_url is None


def test_robots_txt_is_obeyed_for_lists_and_notices(make_client: Any) -> None:
    rules = "User-agent: *\nDisallow: /n/\n\nUser-agent: other\nDisallow: /"
    site = Site({"/list": listing(1), "/n/1": notice(1)}, robots=rules)

    until_error(
        with_pages().pages(make_client(site), WINDOW), SourceRefused, r"not to read https://notices\.example/n/1"
    )

    assert site.asked == ["/list"]


def test_a_gap_that_robots_txt_asks_for_must_be_set(make_client: Any) -> None:
    site = Site({"/list": listing(1)}, robots="User-agent: *\nCrawl-delay: 10\n")

    until_error(walk().pages(make_client(site), WINDOW), SourceRefused, "minimum_gap_seconds = 10")
    assert len(list(walk(gap=10).pages(make_client(site), WINDOW))) == 1


def test_an_item_that_links_to_another_host_is_counted_and_not_asked(make_client: Any) -> None:
    page = "<li><a href='https://portal.example/9'>Elsewhere</a></li><li><a href='javascript:x()'>Script</a></li>"
    site = Site({"/list": page})

    (kept,) = with_pages().pages(make_client(site), WINDOW)

    assert site.asked == ["/list"]
    assert [receipt.release_id is None for receipt in kept.receipts] == [False, True]


@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_list_that_does_not_answer_is_unreachable(make_client: Any, status: int) -> None:
    client = make_client(lambda request: httpx.Response(404 if request.url.path == "/robots.txt" else status))

    until_error(walk().pages(client, WINDOW), SourceUnreachable, f"answered {status}")
