from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.clock import LONDON
from scrapers.errors import BadPage, UnsafeAddress
from scrapers.page import Page, Window
from scrapers.walks.month_by_type import MonthByType

BASE = "https://notices.example"
WALK = MonthByType(path="/v1/Notices", types=(2, 3, 101))
AUGUST = Window(since=datetime(2026, 7, 31, 23, tzinfo=UTC), until=datetime(2026, 8, 12, 9, tzinfo=UTC))
BARE = b'{"uri": "x", "version": "1.1", "publisher": {"name": "Northmere"}}'
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - st.datetimes wants it


def address(kind: int) -> str:
    return f"{BASE}/v1/Notices?dateFrom=08-2026&noticeType={kind}&outputType=0"


class Site:
    def __init__(self, **answers: bytes) -> None:
        self.answers = answers
        self.asked: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(str(request.url))
        kind = parse_qs(urlsplit(str(request.url)).query)["noticeType"][0]
        return httpx.Response(200, content=self.answers.get(f"type_{kind}", BARE))


@given(since=MOMENTS, length=st.timedeltas(timedelta(0), timedelta(days=100)))
def test_windows_are_the_months_that_cover_the_time_without_a_gap(since: datetime, length: timedelta) -> None:
    until = since + length

    windows = list(WALK.windows(since, until))

    assert all(earlier.until == later.since for earlier, later in pairwise(windows))
    assert all((one.since.astimezone(LONDON).day, one.since.astimezone(LONDON).hour) == (1, 0) for one in windows)
    assert not length or (windows[0].since <= since and windows[-1].until == until)
    assert length or windows == []


def test_a_month_that_is_not_over_is_walked_again_from_its_beginning() -> None:
    later = list(WALK.windows(AUGUST.until, AUGUST.until + timedelta(days=30)))

    assert [f"{one.since.astimezone(LONDON):%d %b}" for one in later] == ["01 Aug", "01 Sep"]


def test_asks_for_each_type_of_the_month_and_goes_on_by_the_next_url(make_client: Any) -> None:
    site = Site()

    pages = list(WALK.pages(make_client(site), AUGUST))

    assert site.asked == [address(2), address(3), address(101)]
    assert [(page.number, page.next_url) for page in pages] == [(1, address(3)), (2, address(101)), (3, None)]


def test_takes_up_at_the_type_it_is_told(make_client: Any) -> None:
    site = Site()

    list(WALK.pages(make_client(site), AUGUST, resume=address(3)))

    assert site.asked == [address(3), address(101)]


@pytest.mark.parametrize("resume", ["https://old.example/v1/Notices?noticeType=3", address(55), f"{BASE}/v1/Notices"])
def test_begins_anew_where_it_should_take_up_at_what_is_none_of_its_pages(make_client: Any, resume: str) -> None:
    site = Site()

    list(WALK.pages(make_client(site), AUGUST, resume=resume))

    assert len(site.asked) == 3


def test_a_package_without_releases_is_an_empty_month(make_client: Any) -> None:
    pages = list(WALK.pages(make_client(Site()), AUGUST))

    assert [page.receipts for page in pages] == [(), (), ()]


@pytest.mark.parametrize("body", [b'{"message": "Not now"}', b"{}", b"[]", b'{"releases": null}', b""])
def test_an_answer_that_is_no_package_is_a_bad_page(make_client: Any, body: bytes) -> None:
    with pytest.raises(BadPage, match="The answer at"):
        list(WALK.pages(make_client(Site(type_2=body)), AUGUST))


def test_a_release_without_an_id_counts_by_the_number_of_its_notice(make_client: Any, make_package: Any) -> None:
    release = {
        "ocid": "ocds-r6ebe6-0000000001",
        "date": "2026-08-03T00:00:00Z",
        "tag": ["tender"],
        "tender": {"documents": [{"id": "AUG000001", "documentType": "contractNotice"}]},
    }

    page = next(WALK.pages(make_client(Site(type_2=make_package([release, release]))), AUGUST))

    assert [receipt.release_id for receipt in page.receipts] == ["AUG000001", "AUG000001"]


def test_welsh_text_stays_byte_for_byte(make_client: Any, make_release: Any) -> None:
    body = json.dumps({"releases": [{**make_release(1), "title": "Tŷ a gwasanaethau glanhau"}]}, ensure_ascii=False)

    page = next(WALK.pages(make_client(Site(type_2=body.encode())), AUGUST))

    assert page.body == body.encode()


def linked(make_package: Any, make_release: Any, following: str, number: int = 1) -> bytes:
    return make_package([make_release(number)], following)  # type: ignore[no-any-return]


def test_a_next_link_is_followed_before_the_next_type_though_none_is_documented(
    make_client: Any, make_package: Any, make_release: Any
) -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        first = str(request.url) == address(2)
        return httpx.Response(200, content=linked(make_package, make_release, f"{address(2)}&page=2" if first else ""))

    list(WALK.pages(make_client(answer), AUGUST))

    assert asked == [address(2), f"{address(2)}&page=2", address(3), address(101)]


@pytest.mark.parametrize(
    ("following", "kind", "words"),
    [
        pytest.param(address(2), BadPage, "leads back to", id="itself"),
        pytest.param(address(3), BadPage, "not the same type", id="another type"),
        pytest.param(f"{BASE}/v1/Notices", BadPage, "not the same type", id="no type"),
        pytest.param("https://elsewhere.example/", UnsafeAddress, "leads to https://elsewhere", id="another host"),
    ],
)
def test_a_next_link_that_must_not_be_followed_is_an_error_and_its_page_is_kept_for_another_try(
    make_client: Any, make_package: Any, make_release: Any, following: str, kind: type[Exception], words: str
) -> None:
    pages: list[Page] = []
    client = make_client(Site(type_2=linked(make_package, make_release, following)))

    with pytest.raises(kind, match=words):
        pages.extend(WALK.pages(client, AUGUST))

    assert [page.next_url for page in pages] == [address(2)]


def test_an_empty_page_with_a_next_link_is_an_error(make_client: Any, make_package: Any) -> None:
    client = make_client(Site(type_2=make_package([], f"{address(2)}&page=2")))

    with pytest.raises(BadPage, match="without releases that has a next link"):
        list(WALK.pages(client, AUGUST))
