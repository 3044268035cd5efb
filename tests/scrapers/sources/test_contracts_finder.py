from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from scrapers.sources.contracts_finder import ContractsFinder


def test_asks_for_whole_days_in_utc(make_client: Any) -> None:
    asked: list[httpx.URL] = []
    source = ContractsFinder()

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url)
        return httpx.Response(200, content=b'{"releases": []}')

    client = make_client(answer)
    for window in source.windows(datetime(2026, 8, 9, 23, tzinfo=UTC), datetime(2026, 8, 11, 9, tzinfo=UTC)):
        list(source.pages(client, window))

    assert {url.path for url in asked} == {"/Published/Notices/OCDS/Search"}
    assert [parse_qs(urlsplit(str(url)).query) for url in asked] == [
        {"limit": ["100"], "publishedFrom": ["2026-08-09T23:00:00Z"], "publishedTo": ["2026-08-10T23:00:00Z"]},
        {"limit": ["100"], "publishedFrom": ["2026-08-10T23:00:00Z"], "publishedTo": ["2026-08-11T09:00:00Z"]},
    ]


@pytest.mark.parametrize(("status", "seconds"), [(403, 300), (429, 120), (503, 120)])
def test_waits_where_the_site_means_not_now(make_client: Any, clock: Any, status: int, seconds: float) -> None:
    waiting = [httpx.Response(status), httpx.Response(200)]
    client = make_client(lambda _: waiting.pop(0), waits=ContractsFinder().manners.waits)

    client.get("https://notices.example/")

    assert seconds <= clock.slept[0] <= seconds * 1.25


def test_a_page_in_latin_1_is_read_with_its_accents_and_told(make_release: Any, make_package: Any) -> None:
    release = {**make_release(1), "title": "Repairs of NAME", "ocid": "ocds-b5fd17-1"}
    body = make_package([release]).replace(b"NAME", "Caf\u00e9 \u00a35".encode("iso-8859-1"))

    told, read = ContractsFinder().read(body, "0" * 64)

    assert read.notice is not None
    assert read.notice.title == "Repairs of Caf\u00e9 \u00a35"
    assert "not UTF-8" in told.problems[0].reason
