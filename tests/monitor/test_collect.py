from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlmodel import col, select

from monitor import collect, status
from monitor.errors import BadInput
from monitor.models import ArchivedPage, Run, WalkedWindow
from monitor.services import Services
from monitor.store import days

Make = Callable[..., Services]
DAY = datetime(2026, 11, 23, tzinfo=UTC)
MONDAY = DAY.date()
HOUR: Any = {"since": DAY, "until": DAY + timedelta(hours=1)}
SOURCE = "find_a_tender"


def on(day: datetime, hour: int) -> str:
    return (day + timedelta(hours=hour, minutes=1)).isoformat()


@pytest.fixture
def releases(make_release: Callable[..., dict[str, Any]]) -> list[dict[str, Any]]:
    return [make_release(number, on(DAY, number - 1)) for number in range(1, 25)]


def body_of(releases: list[Any], following: str | None = None) -> bytes:
    return json.dumps({"releases": releases, **({"links": {"next": following}} if following else {})}).encode()


def rows(services: Services, table: Any) -> list[Any]:
    with services.store.reading() as session:
        return [table.model_validate(row.model_dump()) for row in session.exec(select(table).order_by(col(table.id)))]


def day(services: Services, of: date = MONDAY) -> days.Day:
    with services.store.reading() as session:
        [line] = days.lines(session, source=SOURCE, least=[0] * 7, since=of, until=of)
    return line


def one_day(services: Services, **options: Any) -> Any:
    return collect.run(services, since=DAY, until=DAY + timedelta(days=1), **options)


def test_a_day_is_walked_archived_and_complete(make_services: Make, replayed: Any, releases: list[Any]) -> None:
    services = make_services(replayed(releases))

    outcome = one_day(services)

    line = day(services)
    assert (outcome.took, outcome.made, outcome.failed) == (4, 4, 0)
    assert (line.state, line.releases, line.distinct, line.gaps) == ("complete", 24, 24, 0)
    assert {page.sha256 for page in rows(services, ArchivedPage)} == set(services.archive.digests())
    assert [run.ending for run in rows(services, Run)] == ["new"]


def test_what_was_walked_is_not_asked_for_again(make_services: Make, replayed: Any, releases: list[Any]) -> None:
    services = make_services(replayed(releases))
    one_day(services)

    outcome = one_day(services)

    assert (outcome.took, outcome.made) == (0, 0)
    assert [run.ending for run in rows(services, Run)] == ["new", "unchanged"]


def test_again_walks_what_was_walked(make_services: Make, replayed: Any, releases: list[Any]) -> None:
    services = make_services(replayed(releases))
    one_day(services)

    outcome = one_day(services, again=True)

    assert (outcome.took, outcome.made) == (4, 4)
    assert [run.ending for run in rows(services, Run)] == ["new", "unchanged"]
    assert (day(services).distinct, day(services).duplicates) == (24, 0)


def test_a_release_that_says_other_words_makes_a_run_changed(
    make_services: Make, answering: Any, make_release: Any
) -> None:
    titles = iter(["First", "Second"])
    base = answering(lambda _: (200, {}, body_of([make_release(1, on(DAY, 1), title=next(titles))])))
    services = make_services(base)
    collect.run(services, **HOUR)

    collect.run(services, **HOUR, again=True)

    assert [run.ending for run in rows(services, Run)] == ["new", "changed"]


def test_a_source_that_cannot_be_reached_is_told_and_earlier_work_kept(
    make_services: Make, replayed: Any, releases: list[Any], clock: Any
) -> None:
    services = make_services(replayed(releases))
    one_day(services)
    gone = make_services()
    clock.pass_(days=1)

    outcome = collect.run(gone)

    run = rows(gone, Run)[-1]
    assert (outcome.unreachable, outcome.failed) == (True, 1)
    assert "Find a Tender" in outcome.failures[0]
    assert "ETHOS_SCRAPERS__FIND_A_TENDER__BASE_URL" in outcome.failures[0]
    assert (run.ending, run.message) == ("failed", outcome.failures[0])
    assert run.ended_at is not None
    assert day(gone).state == "complete"
    assert day(gone, DAY.date() + timedelta(days=1)).note == outcome.failures[0]


def test_a_page_that_is_none_leaves_its_window_partial_and_the_others_walked(
    make_services: Make, answering: Any, make_release: Any
) -> None:
    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        if parse_qs(urlsplit(path).query)["updatedFrom"] == ["2026-11-23T06:00:00"]:
            return 200, {}, b"<html>We are busy improving this page.</html>"
        return 200, {}, body_of([make_release(1, on(DAY, 1))])

    services = make_services(answering(answer))

    outcome = one_day(services)

    line = day(services)
    assert (outcome.took, outcome.failed, outcome.unreachable) == (3, 1, False)
    assert (line.state, line.windows) == ("partial", 3)
    assert "no page" in line.note
    assert line.note == status.run(services).runs[0].message


def test_many_bad_pages_end_a_run(make_services: Make, answering: Any) -> None:
    asked: list[str] = []

    def answer(path: str) -> tuple[int, dict[str, str], bytes]:
        asked.append(path)
        return 200, {}, b"nonsense"

    collect.run(make_services(answering(answer)), since=DAY - timedelta(days=5), until=DAY)

    assert len(asked) == collect.MOST_BAD_WINDOWS


def test_a_bad_page_is_asked_for_again_by_the_next_run(make_services: Make, answering: Any, make_release: Any) -> None:
    answers = iter([b"nonsense", body_of([make_release(1, on(DAY, 1))])])
    services = make_services(answering(lambda _: (200, {}, next(answers))))

    first = collect.run(services, **HOUR)
    second = collect.run(services, **HOUR)

    [window] = rows(services, WalkedWindow)
    assert (first.failed, second.failed) == (1, 0)
    assert (window.reason, window.pages) == (None, 1)
    assert window.ended_at is not None


class Paged:
    """Three pages of one window, the way on in each; goes dead before any page it is told to."""

    def __init__(self, make_release: Any) -> None:
        self.pages = [[make_release(number * 10 + one, on(DAY, 1)) for one in range(3)] for number in range(1, 4)]
        self.asked: list[int] = []
        self.dead_at: int | None = None
        self.base = ""

    def __call__(self, path: str) -> tuple[int, dict[str, str], bytes]:
        number = int(parse_qs(urlsplit(path).query).get("cursor", ["0"])[0])
        if number == self.dead_at:
            return 500, {}, b""
        self.asked.append(number)
        following = f"{self.base}/api/1.0/ocdsReleasePackages?cursor={number + 1}"
        return 200, {}, body_of(self.pages[number], following if number < 2 else None)


@pytest.mark.parametrize("dead_at", [0, 1, 2])
def test_an_interrupted_walk_goes_on_at_the_page_after_the_last_one_kept(
    make_services: Make, answering: Any, make_release: Any, dead_at: int
) -> None:
    paged = Paged(make_release)
    paged.base = answering(paged)
    paged.dead_at = dead_at
    services = make_services(paged.base)

    first = collect.run(services, **HOUR)
    paged.dead_at = None
    second = collect.run(services, **HOUR)

    [window] = rows(services, WalkedWindow)
    assert (first.unreachable, second.failed) == (True, 0)
    assert paged.asked == [0, 1, 2]
    assert (window.pages, window.releases, window.next_url, window.reason) == (3, 9, None, None)
    assert window.run_id == 2
    assert [page.number for page in rows(services, ArchivedPage)] == [1, 2, 3]


def test_a_walk_killed_after_its_last_page_was_kept_is_not_walked_again(
    make_services: Make, answering: Any, make_release: Any
) -> None:
    paged = Paged(make_release)
    paged.base = answering(paged)
    services = make_services(paged.base)

    def killed(_done: int, _total: int | None) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        collect.run(services, since=DAY, until=DAY + timedelta(hours=1), progress=killed)
    collect.run(services, since=DAY, until=DAY + timedelta(hours=1))

    assert paged.asked == [0, 1, 2]
    assert [run.ending for run in rows(services, Run)] == ["failed", "unchanged"]


def test_a_way_on_that_the_source_no_longer_takes_starts_the_window_over(
    make_services: Make, answering: Any, make_release: Any
) -> None:
    paged = Paged(make_release)
    paged.base = answering(lambda path: (400, {}, b"old") if "cursor=1" in path and stale else paged(path))
    paged.dead_at = 1
    stale: list[bool] = []
    services = make_services(paged.base)
    collect.run(services, **HOUR)
    stale.append(True)
    paged.dead_at = None

    outcome = collect.run(services, **HOUR)

    assert outcome.unreachable
    assert paged.asked == [0, 0]
    assert [page.number for page in rows(services, ArchivedPage)] == [1]


def test_a_next_link_to_another_host_is_not_followed(make_services: Make, answering: Any, make_release: Any) -> None:
    elsewhere = body_of([make_release(1)], "https://elsewhere.example/page")
    services = make_services(answering(lambda _: (200, {}, elsewhere)))

    outcome = collect.run(services, since=DAY, until=DAY + timedelta(hours=1))

    assert outcome.failed == 1
    assert "elsewhere.example" in outcome.failures[0]


def test_one_sources_failure_never_stops_the_next(make_services: Make, replayed: Any, releases: list[Any]) -> None:
    broken = make_services().sources[SOURCE]
    services = make_services(replayed(releases))
    services.sources = {"broken": broken, **services.sources}

    outcome = one_day(services)

    assert (outcome.failed, outcome.made, outcome.unreachable) == (1, 4, True)


def test_an_unknown_source_is_named_with_those_there_are(services: Services) -> None:
    with pytest.raises(BadInput, match=r"'find_a_tendre'.*find_a_tender"):
        collect.run(services, names=["find_a_tendre"])


def test_a_source_that_is_not_enabled_is_collected_only_by_name(make_services: Make) -> None:
    services = make_services(enabled=False)

    assert collect.sources(services) == []
    assert [source.name for source in collect.sources(services, [SOURCE])] == [SOURCE]


def test_an_archive_that_cannot_be_written_fails_the_run_and_says_where(
    make_services: Make, replayed: Any, releases: list[Any], tmp_path: Path
) -> None:
    services = make_services(replayed(releases))
    (tmp_path / "data").mkdir(exist_ok=True)
    services.archive.path.touch()

    outcome = one_day(services)

    assert (outcome.failed, outcome.unreachable) == (1, False)
    assert str(services.archive.path) in outcome.failures[0]
