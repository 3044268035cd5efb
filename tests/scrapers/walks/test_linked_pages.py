from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scrapers.client import Client
from scrapers.clock import LONDON
from scrapers.errors import BadPage, SourceUnreachable, UnsafeAddress
from scrapers.page import Page, Window
from scrapers.walks.linked_pages import LinkedPages

BASE = "https://notices.example"
WALK = LinkedPages(path="/api", since="updatedFrom", until="updatedTo", limit=2)
WINDOW = Window(since=datetime(2026, 8, 9, 23, tzinfo=UTC), until=datetime(2026, 8, 10, 5, tzinfo=UTC))
FIRST = f"{BASE}/api?limit=2&updatedFrom=2026-08-10T00:00:00&updatedTo=2026-08-10T06:00:00"


class Site:
    """Answers each address with its page, and remembers what was asked."""

    def __init__(self, pages: dict[str, bytes]) -> None:
        self.pages = pages
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        return httpx.Response(200, content=self.pages[str(request.url)])


def until_error(pages: Iterator[Page], kind: type[Exception], words: str) -> list[Page]:
    got: list[Page] = []
    with pytest.raises(kind, match=words):
        # Extends the list page by page, so that those before the error stay.
        got.extend(pages)
    return got


def test_follows_the_next_link_until_there_is_none(make_client: Any, make_package: Any, make_release: Any) -> None:
    site = Site(
        {
            FIRST: make_package([make_release(5), make_release(4)], f"{BASE}/api?cursor=b"),
            f"{BASE}/api?cursor=b": make_package([make_release(3), make_release(2)], "/api?cursor=c"),
            f"{BASE}/api?cursor=c": make_package([make_release(1)]),
        }
    )

    pages = list(WALK.pages(make_client(site), WINDOW))

    assert site.asked == [FIRST, f"{BASE}/api?cursor=b", f"{BASE}/api?cursor=c"]
    assert [page.next_url for page in pages] == [f"{BASE}/api?cursor=b", f"{BASE}/api?cursor=c", None]
    assert [page.number for page in pages] == [1, 2, 3]
    assert [receipt.release_id for page in pages for receipt in page.receipts] == [
        f"{number:06}-2026" for number in (5, 4, 3, 2, 1)
    ]


def test_takes_up_where_it_is_told(make_client: Any, make_package: Any, make_release: Any) -> None:
    site = Site({f"{BASE}/api?cursor=c": make_package([make_release(1)])})

    (page,) = WALK.pages(make_client(site), WINDOW, resume=f"{BASE}/api?cursor=c")

    assert page.next_url is None


def test_begins_anew_where_it_should_take_up_on_a_host_that_is_no_longer_the_sources(
    make_client: Any, make_package: Any, make_release: Any
) -> None:
    site = Site({FIRST: make_package([make_release(1)])})

    (page,) = WALK.pages(make_client(site), WINDOW, resume="https://old.example/api?cursor=c")

    assert page.url == FIRST


@pytest.mark.parametrize(
    "body", [b"<html>Sorry</html>", b'{"releases": [', b"", b"[1, 2]", b'{"releases": {}}', b'{"a": 1}']
)
def test_an_answer_that_is_no_package_is_a_bad_page(make_client: Any, body: bytes) -> None:
    client = make_client(Site({FIRST: body}))

    until_error(WALK.pages(client, WINDOW), BadPage, r"The answer at https://notices\.example/api")


def test_odd_releases_still_count(make_client: Any, make_package: Any, make_release: Any) -> None:
    walk = LinkedPages(path="/api", since="updatedFrom", until="updatedTo", limit=100)
    odd = make_package([make_release(1), None, {"id": 7}, "text", make_release(2)])
    client = make_client(lambda _: httpx.Response(200, content=odd.replace(b'"2026-08', b'"\xe92026-08', 1)))

    (page,) = walk.pages(client, WINDOW)

    assert [receipt.release_id for receipt in page.receipts] == ["000001-2026", None, None, None, "000002-2026"]
    assert page.body.count(b"\xe9") == 1


@pytest.mark.parametrize(
    ("following", "kind", "words"),
    [
        pytest.param(FIRST, BadPage, "leads back to", id="itself"),
        pytest.param("https://elsewhere.example/api", UnsafeAddress, "leads to https://elsewhere", id="another host"),
        pytest.param("http://127.0.0.1/api", UnsafeAddress, "leads to http://127", id="this machine"),
        pytest.param(
            "//elsewhere.example/api", UnsafeAddress, "leads to https://elsewhere", id="another host, cut short"
        ),
    ],
)
def test_a_next_link_that_must_not_be_followed_is_an_error_and_its_page_is_kept_for_another_try(
    make_client: Any, make_package: Any, make_release: Any, following: str, kind: type[Exception], words: str
) -> None:
    client = make_client(Site({FIRST: make_package([make_release(2), make_release(1)], following)}))

    (page,) = until_error(WALK.pages(client, WINDOW), kind, words)

    assert len(page.receipts) == 2
    assert page.next_url == page.url == FIRST


def test_a_next_link_that_is_no_address_is_a_bad_page(make_client: Any, make_package: Any, make_release: Any) -> None:
    client = make_client(Site({FIRST: make_package([make_release(1)], 7)}))

    until_error(WALK.pages(client, WINDOW), BadPage, "next link that is no address: 7")


def test_a_longer_loop_is_found(make_client: Any, make_package: Any, make_release: Any) -> None:
    site = Site(
        {
            FIRST: make_package([make_release(2), make_release(1)], f"{BASE}/api?cursor=b"),
            f"{BASE}/api?cursor=b": make_package([make_release(4), make_release(3)], FIRST),
        }
    )

    until_error(WALK.pages(make_client(site), WINDOW), BadPage, "leads back to")

    assert len(site.asked) == 2


@pytest.mark.parametrize("numbers", [[], [2, 1]], ids=["empty pages", "the same page under ever new addresses"])
def test_pages_that_bring_nothing_are_followed_only_so_far(
    make_client: Any, make_package: Any, make_release: Any, numbers: list[int]
) -> None:
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        releases = [make_release(number) for number in numbers]
        return httpx.Response(200, content=make_package(releases, f"{BASE}/api?cursor={len(asked)}"))

    until_error(WALK.pages(make_client(answer), WINDOW), BadPage, "4 pages without a new release")

    assert len(asked) <= 5


def test_an_empty_page_with_a_next_link_is_no_end(make_client: Any, make_package: Any, make_release: Any) -> None:
    site = Site({FIRST: make_package([], "/api?cursor=b"), f"{BASE}/api?cursor=b": make_package([make_release(1)])})

    pages = list(WALK.pages(make_client(site), WINDOW))

    assert [len(page.receipts) for page in pages] == [0, 1]


class TestOfAFullPageWithoutANextLink:
    OLDER = f"{BASE}/api?limit=2&updatedFrom=2026-08-10T00:00:00&updatedTo=2026-08-10T03:00:01"

    def full(self, make_package: Any, make_release: Any) -> bytes:
        return make_package(  # type: ignore[no-any-return]
            [make_release(9, "2026-08-10T04:00:00+01:00"), make_release(8, "2026-08-10T03:00:00+01:00")]
        )

    def test_it_is_the_end_where_nothing_older_is_found(
        self, make_client: Any, make_package: Any, make_release: Any
    ) -> None:
        older = make_package([make_release(8, "2026-08-10T03:00:00+01:00")])
        site = Site({FIRST: self.full(make_package, make_release), self.OLDER: older})

        (page,) = WALK.pages(make_client(site), WINDOW)

        assert page.next_url is None
        assert site.asked == [FIRST, self.OLDER]

    def test_it_is_an_error_where_older_releases_are_found(
        self, make_client: Any, make_package: Any, make_release: Any
    ) -> None:
        older = make_package([make_release(8), make_release(7)])
        site = Site({FIRST: self.full(make_package, make_release), self.OLDER: older})

        (page,) = until_error(
            WALK.pages(make_client(site), WINDOW), BadPage, r"next link .* is missing: 1 or more older"
        )

        assert page.next_url == FIRST

    def test_it_is_kept_for_another_try_where_the_end_cannot_be_proved(
        self, make_client: Any, make_package: Any, make_release: Any
    ) -> None:
        first = self.full(make_package, make_release)
        client = make_client(lambda request: httpx.Response(200 if str(request.url) == FIRST else 500, content=first))

        (page,) = until_error(WALK.pages(client, WINDOW), SourceUnreachable, "answered 500")

        assert page.next_url == FIRST

    def test_it_is_an_error_where_no_date_can_be_read(
        self, make_client: Any, make_package: Any, make_release: Any
    ) -> None:
        client = make_client(Site({FIRST: make_package([make_release(2, "soon"), make_release(1, "later")])}))

        until_error(WALK.pages(client, WINDOW), BadPage, "no dates to look for more by")

    def test_a_walk_that_was_taken_up_is_walked_whole_before_it_is_called_broken(
        self, make_client: Any, make_package: Any, make_release: Any
    ) -> None:
        # Release 10 stands before 9 in the source's order though its time is a little earlier than 8's.
        early = make_release(10, "2026-08-10T02:59:59+01:00")
        last = f"{BASE}/api?cursor=b"
        site = Site(
            {
                FIRST: make_package([make_release(11), early], last),
                last: self.full(make_package, make_release),
                self.OLDER: make_package([make_release(8, "2026-08-10T03:00:00+01:00"), early]),
            }
        )

        pages = list(WALK.pages(make_client(site), WINDOW, resume=last))

        assert [page.url for page in pages] == [last, FIRST, last]
        assert [page.next_url for page in pages] == [FIRST, last, None]


@pytest.fixture
def client(make_client: Any) -> Client:
    return make_client()  # type: ignore[no-any-return]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    change=st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]),
    offset=st.timedeltas(timedelta(hours=-3), timedelta(hours=3)),
    length=st.timedeltas(timedelta(seconds=1), timedelta(hours=6)),
    fold=st.sampled_from([0, 1]),
)
def test_the_window_asked_for_is_never_less_than_the_one_meant_however_the_source_reads_a_repeated_hour(
    client: Client, change: datetime, offset: timedelta, length: timedelta, fold: int
) -> None:
    window = Window(since=change + offset, until=change + offset + length)

    asked = parse_qs(urlsplit(WALK.first_url(client, window)).query)

    since, until = (
        datetime.strptime(asked[name][0], "%Y-%m-%dT%H:%M:%S").replace(tzinfo=LONDON, fold=fold).astimezone(UTC)
        for name in ("updatedFrom", "updatedTo")
    )
    assert since <= window.since
    assert until >= window.until
    assert until - since <= length + timedelta(hours=4)
