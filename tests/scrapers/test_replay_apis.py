from __future__ import annotations

import json
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest

from scrapers.replay import Replay, serve

SEARCH = "/Published/Notices/OCDS/Search"
MONTH = "/v1/Notices"


def release(prefix: str, number: int, date: str, tag: str = "tender") -> dict[str, Any]:
    return {"id": f"n-{number}", "ocid": f"{prefix}-{number}", "date": date, "tag": [tag]}


@pytest.fixture
def replay(tmp_path: Path) -> Iterator[Replay]:
    releases = [
        release("ocds-h6vhtk", 1, "2026-06-01T09:00:00Z"),
        release("ocds-b5fd17", 2, "2026-06-01T09:00:00Z"),
        release("ocds-b5fd17", 3, "2026-06-01T10:00:00Z", "award"),
        release("ocds-b5fd17", 4, "2026-06-01T11:00:00Z", "implementation"),
        release("ocds-r6ebe6", 5, "2026-06-02T00:00:00Z", "planning"),
        release("ocds-r6ebe6", 6, "2026-06-30T23:30:00Z"),
        release("ocds-kuma6s", 7, "2026-06-02T00:00:00Z"),
        release("ocds-kuma6s", 8, "2026-06-02T00:00:00Z", "awardUpdate"),
    ]
    (tmp_path / "page.json").write_text(json.dumps(releases))
    with serve(tmp_path) as server:
        yield server


def ids(replay: Replay, target: str) -> list[int]:
    status, _, body = replay.answer(target)
    assert status == HTTPStatus.OK
    return [int(found["id"][2:]) for found in json.loads(body).get("releases", [])]


def test_each_api_has_the_releases_of_its_publisher_alone(replay: Replay) -> None:
    assert len(replay) == 8
    assert ids(replay, "/api/1.0/ocdsReleasePackages") == [1]
    assert ids(replay, SEARCH) == [4, 3, 2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("publishedFrom=2026-06-01T10:00:00Z", [4, 3]),
        ("publishedFrom=2026-06-01T11:00:00%2B01:00&publishedTo=2026-06-01T11:00:00Z", [3]),
        ("publishedTo=2026-06-01T11:00:00", [2]),
        ("publishedFrom=2026-06-02", []),
        ("stages=award,implementation", [4, 3]),
        ("limit=1", [4]),
    ],
)
def test_contracts_finder_is_searched_by_iso_times_and_stages(replay: Replay, query: str, expected: list[int]) -> None:
    assert ids(replay, f"{SEARCH}?{query}") == expected


def test_contracts_finder_pages_by_cursor(replay: Replay) -> None:
    target, seen = f"{SEARCH}?limit=2&publishedFrom=2026-06-01", []
    while target:
        page = json.loads(replay.answer(target)[2])
        seen += [found["id"] for found in page["releases"]]
        target = page.get("links", {}).get("next", "").removeprefix(replay.address)

    assert seen == ["n-4", "n-3", "n-2"]


@pytest.mark.parametrize("path", ["/Published/OCDS/Release/n-3", "/Published/OCDS/Record/ocds-b5fd17-3"])
def test_contracts_finder_serves_one_release_or_process(replay: Replay, path: str) -> None:
    assert ids(replay, path) == [3]


@pytest.mark.parametrize(
    ("month", "kind", "expected"),
    [("06-2026", 101, [5]), ("07-2026", 102, [6]), ("06-2026", 51, [7]), ("06-2026", 53, [8]), ("06-2026", 2, [])],
)
def test_a_devolved_portal_answers_one_uk_month_and_one_type(
    replay: Replay, month: str, kind: int, expected: list[int]
) -> None:
    assert ids(replay, f"{MONTH}?dateFrom={month}&noticeType={kind}&outputType=0") == expected


def test_an_empty_month_is_a_package_without_a_list_of_releases(replay: Replay) -> None:
    page = json.loads(replay.answer(f"{MONTH}?dateFrom=01-2026&noticeType=2&outputType=0")[2])

    assert "releases" not in page
    assert page["version"] == "1.1"


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (f"{SEARCH}?updatedFrom=2026-06-01", "publishedFrom"),
        (f"{SEARCH}?publishedFrom=June", "publishedFrom must be a time"),
        (f"{MONTH}?noticeType=2", "dateFrom must be a month"),
        (f"{MONTH}?dateFrom=2026-06&noticeType=2", "dateFrom must be a month"),
        (f"{MONTH}?dateFrom=06-2026", "noticeType must be"),
        (f"{MONTH}?dateFrom=06-2026&noticeType=2&outputType=1", "outputType must be 0"),
        (f"{MONTH}?month=6", "The allowed parameters are: dateFrom"),
    ],
)
def test_a_request_it_cannot_take_is_400_in_plain_text(replay: Replay, target: str, words: str) -> None:
    status, kind, body = replay.answer(target)

    assert status == HTTPStatus.BAD_REQUEST
    assert kind.startswith("text/plain")
    assert words in body.decode()


def test_a_release_without_an_id_that_was_recorded_twice_is_served_once(tmp_path: Path) -> None:
    noted = {"documents": [{"id": "JUN000009", "documentType": "contractNotice"}]}
    found = {"ocid": "ocds-r6ebe6-9", "date": "2026-06-02T00:00:00Z", "tag": ["tender"], "tender": noted}
    (tmp_path / "a.json").write_text(json.dumps([found]))
    (tmp_path / "b.json").write_text(json.dumps([{**found, "language": "EN"}]))

    with serve(tmp_path) as replay:
        page = json.loads(replay.answer(f"{MONTH}?dateFrom=06-2026&noticeType=102")[2])

    assert [release["language"] for release in page["releases"]] == ["EN"]
