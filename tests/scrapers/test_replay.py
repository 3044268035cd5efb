from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from scrapers.archive import Archive
from scrapers.errors import AddressTaken, NothingToReplay
from scrapers.replay import Replay, serve

PATH = "/api/1.0/ocdsReleasePackages"
Get = Callable[..., httpx.Response]


@pytest.fixture
def directory(tmp_path: Path, make_release: Any, make_package: Any) -> Path:
    days = [make_release(number, f"2026-08-10T{number:02}:00:00+01:00") for number in range(1, 8)]
    days[3]["tag"] = ["award", "contract"]
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "page.json").write_bytes(make_package(days[:3]))
    (tmp_path / "list.json").write_text(json.dumps(days[3:5]))
    (tmp_path / "lines.jsonl").write_text("".join(f"{json.dumps(release)}\n" for release in days[5:6]))
    Archive(tmp_path / "archive").put(make_package(days[6:]))
    Archive(tmp_path / "archive").put(b"<html>a page of another kind</html>")
    (tmp_path / "labels.json").write_text('{"labels": []}')
    return tmp_path


@pytest.fixture
def replay(directory: Path) -> Iterator[Replay]:
    with serve(directory) as server:
        yield server


@pytest.fixture
def get(replay: Replay) -> Iterator[Get]:
    with httpx.Client(base_url=replay.address, trust_env=False) as client:
        yield lambda path=PATH, **parameters: client.get(path, params=parameters or None)


def ids(response: httpx.Response) -> list[int]:
    return [int(release["id"][:6]) for release in response.json()["releases"]]


def test_serves_every_release_under_a_directory_newest_first(get: Get) -> None:
    response = get()

    assert response.headers["content-type"] == "application/json"
    assert ids(response) == [7, 6, 5, 4, 3, 2, 1]


def test_wraps_releases_as_the_source_does(get: Get, replay: Replay) -> None:
    page = get(limit=1).json()

    envelope = "uri version extensions publishedDate publisher license publicationPolicy releases links"
    assert list(page) == envelope.split()
    assert page["publishedDate"] == "2026-08-10T07:00:00+01:00"
    assert page["links"]["next"].startswith(f"{replay.address}{PATH}?limit=1&cursor=")


def test_pages_by_links_until_there_are_none(get: Get) -> None:
    parameters = {"updatedFrom": "2026-08-10T02:00:00", "updatedTo": "2026-08-10T07:00:00", "limit": 2}
    seen, response = [], get(**parameters)

    while "links" in response.json():
        seen.append(ids(response))
        response = get(response.json()["links"]["next"])

    assert [*seen, ids(response)] == [[6, 5], [4, 3], [2]]


def test_a_cursor_alone_keeps_its_window(get: Get) -> None:
    following = get(updatedTo="2026-08-10T05:00:00", limit=3).json()["links"]["next"]

    assert ids(get(cursor=following.rpartition("cursor=")[2])) == [1]


@pytest.mark.parametrize(("stages", "expected"), [("award", [4]), ("tender,planning", [7, 6, 5, 3, 2, 1])])
def test_filters_by_stages(get: Get, stages: str, expected: list[int]) -> None:
    assert ids(get(stages=stages)) == expected


@pytest.mark.parametrize("name", ["000003-2026", "ocds-h6vhtk-000003"], ids=["notice", "process"])
def test_serves_one_notice_or_process(get: Get, name: str) -> None:
    response = get(f"{PATH}/{name}")

    assert ids(response) == [3]
    assert "links" not in response.json()


@pytest.mark.parametrize("path", [f"{PATH}/000099-2026", "/", "/api/1.0/ocdsRecordPackages"])
def test_what_it_does_not_have_is_404_in_plain_text(get: Get, path: str) -> None:
    response = get(path)

    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"month": "8"}, "limit, cursor, updatedFrom, updatedTo, stages"),
        ({"limit": "0"}, "from 1 to 100"),
        ({"limit": "101"}, "from 1 to 100"),
        ({"limit": "ten"}, "from 1 to 100"),
        ({"updatedFrom": "2026-08-10"}, "updatedFrom must be a time"),
        ({"updatedTo": "2026-08-10T00:00:00Z"}, "updatedTo must be a time"),
        ({"stages": "implementation"}, "planning, tender, award"),
        ({"cursor": "!"}, "links.next"),
        ({"cursor": "bmV4dEN1cnNvcj14"}, "links.next"),
        ({"cursor": "dXBkYXRlZEZyb209eHxuZXh0Q3Vyc29yPTE="}, "cursor must be"),
    ],
    ids=str,
)
def test_a_request_it_cannot_take_is_400_in_plain_text(get: Get, parameters: dict[str, str], words: str) -> None:
    response = get(**parameters)

    assert response.status_code == 400
    assert words in response.text


def test_answers_the_same_bytes_every_time(directory: Path, replay: Replay) -> None:
    with serve(directory, port=0) as second:
        assert (
            second.answer(PATH)[2].replace(second.address.encode(), replay.address.encode()) == replay.answer(PATH)[2]
        )


def test_gives_releases_byte_for_byte_with_what_is_broken_in_them(tmp_path: Path) -> None:
    release = b'{"id": "000001-2026",  "ocid": "ocds-h6vhtk-1", "date": "no day", "value": 1e9999, "title": "caf\xe9"}'
    (tmp_path / "page.json").write_bytes(b'{"releases": [' + release + b', {"date": "2026-08-10T09:00:00Z"}, null]}')

    with serve(tmp_path) as replay:
        body = replay.answer(PATH)[2]

    assert release in body
    assert len(replay) == 3


def test_a_release_recorded_twice_is_served_once_as_it_stood_last(
    tmp_path: Path, make_release: Any, make_package: Any
) -> None:
    (tmp_path / "a.json").write_bytes(make_package([make_release(1)]))
    (tmp_path / "b.json").write_bytes(make_package([{**make_release(1), "language": "cy"}]))

    with serve(tmp_path) as replay:
        assert [release["language"] for release in json.loads(replay.answer(PATH)[2])["releases"]] == ["cy"]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("other.txt", b"", "No OCDS releases were found under"),
        ("page.json", b'{"releases": [', r"page\.json is not JSON"),
        ("page.jsonl", b'{"ocid": "a"}\n{"ocid": ', r"page\.jsonl, line 2 is not JSON"),
        ("page.zst", b"nonsense", r"page\.zst can't be read"),
    ],
)
def test_a_directory_with_nothing_to_replay_is_told_in_one_sentence(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)

    with pytest.raises(NothingToReplay, match=words):
        serve(tmp_path)


def test_a_directory_that_is_missing_is_told_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(NothingToReplay, match=r"absent is not a directory"):
        serve(tmp_path / "absent")


def test_a_port_that_is_taken_is_told_in_one_sentence(directory: Path, replay: Replay) -> None:
    with pytest.raises(AddressTaken, match="choose another port"):
        serve(directory, port=int(replay.address.rpartition(":")[2]))
