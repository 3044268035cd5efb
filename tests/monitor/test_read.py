from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from monitor import collect, read, status
from monitor.models import ArchivedPage, StoredNotice
from monitor.services import Services
from monitor.store import days as by_day
from monitor.store import ledger
from scrapers.page import Page, Window

Make = Callable[..., Services]
SOURCE = "find_a_tender"


@pytest.fixture
def keep(services: Services) -> Callable[..., None]:
    """Archives a page as collecting does, whatever it holds."""

    def add(body: bytes, source: str = SOURCE) -> None:
        now = services.clock.now()
        page = Page(
            source=source,
            url="https://notices.example/page",
            number=1,
            body=body,
            sha256=hashlib.sha256(body).hexdigest(),
            fetched_at=now,
        )
        services.archive.put(body)
        with services.store.writing() as session:
            run = ledger.open_run(session, source=source, at=now)
            window = ledger.open_window(session, run=run, window=Window(since=now, until=now), at=now)
            ledger.add_page(session, window=window, page=page, days=[])

    return add


def package(*releases: Any) -> bytes:
    return json.dumps({"releases": releases}).encode()


def ids(services: Services) -> list[str]:
    with services.store.reading() as session:
        return list(session.exec(select(StoredNotice.release_id).order_by(col(StoredNotice.release_id))))


def without(release: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in release.items() if name != key}


def typed(release: dict[str, Any], code: Any) -> dict[str, Any]:
    documents = [{**document, "noticeType": code} for document in release["tender"]["documents"]]
    return {**release, "tender": {**release["tender"], "documents": documents}}


BAD = [
    pytest.param(lambda bad: without(bad, "id"), "id", id="no id"),
    pytest.param(lambda bad: {**bad, "id": ["7"]}, "id", id="an id that is a list"),
    pytest.param(lambda bad: typed(bad, "UK99"), "UK99", id="an unknown notice type"),
    pytest.param(lambda bad: typed(bad, {"code": "UK4"}), "notice type", id="a notice type that is an object"),
    pytest.param(lambda bad: {**bad, "date": "the first of May"}, "the first of May", id="a date that is none"),
    pytest.param(lambda bad: {**bad, "date": "2026-02-30T00:00:00Z"}, "2026-02-30", id="a day that is not"),
    pytest.param(lambda bad: {**bad, "date": 20261123}, "20261123", id="a date that is a number"),
    pytest.param(lambda _: "a release", "a release", id="a string"),
    pytest.param(lambda _: None, "is nothing", id="nothing"),
]


@pytest.mark.parametrize(("spoilt", "named"), BAD)
def test_a_release_that_cannot_be_one_is_set_aside_and_its_neighbours_kept(
    services: Services, keep: Callable[..., None], make_release: Any, spoilt: Any, named: str
) -> None:
    keep(package(make_release(1), spoilt(make_release(2)), make_release(3)))

    outcome = read.run(services)

    found = status.run(services)
    assert ids(services) == ["000001-2026", "000003-2026"]
    assert (outcome.took, outcome.made, outcome.failed) == (1, 2, 1)
    [problem] = [one for one in found.set_aside if one.whole]
    assert problem.reason == outcome.failures[0]
    assert named in problem.reason
    assert "\n" not in problem.reason


PARTS = [
    pytest.param({"value": {"amount": "a lot", "currency": "GBP"}}, "/tender/value", id="an amount that is words"),
    pytest.param({"value": [1, 2]}, "/tender/value", id="a value that is a list"),
    pytest.param({"tenderPeriod": {"endDate": "soon"}}, "/tender/tenderPeriod", id="a closing date that is none"),
    pytest.param({"title": {"en": "Ledgers"}}, "/tender/title", id="a title that is an object"),
    pytest.param({"lots": "one"}, "/tender/lots", id="lots that are words"),
]


@pytest.mark.parametrize(("tender", "pointer"), PARTS)
def test_a_part_that_is_broken_is_told_and_the_notice_kept(
    services: Services, keep: Callable[..., None], make_release: Any, tender: dict[str, Any], pointer: str
) -> None:
    keep(package(make_release(1, **tender)))

    outcome = read.run(services)

    [problem] = status.run(services).set_aside
    assert ids(services) == ["000001-2026"]
    assert outcome.failed == 0
    assert (problem.whole, problem.release_id) == (False, "000001-2026")
    assert problem.pointer.startswith(pointer)


@pytest.mark.parametrize("number", ["1e9999", "-1e9999", "1e300", "123456789012345678901234567890", "0.1", "NaN"])
@pytest.mark.parametrize("place", ["amount", "weight", "frequency"])
def test_a_number_of_any_size_loses_no_notice(
    services: Services, keep: Callable[..., None], make_release: Any, number: str, place: str
) -> None:
    release = make_release(
        1,
        value={"amount": "@" if place == "amount" else 1, "currency": "GBP"},
        lots=[
            {
                "id": "1",
                "awardCriteria": {
                    "criteria": [
                        {
                            "type": "quality",
                            "name": "Social value",
                            "numbers": [{"number": "@" if place == "weight" else 1, "weight": "percentageExact"}],
                        }
                    ]
                },
            }
        ],
    )
    metric = {
        "id": "1",
        "title": "Pages bound",
        "observations": [{"id": "1", "period": {"durationInDays": "@" if place == "frequency" else 1}}],
    }
    release["contracts"] = [{"id": "1", "agreedMetrics": [metric]}]
    keep(package(release, make_release(2)).replace(b'"@"', number.encode()))

    outcome = read.run(services)

    assert ids(services) == ["000001-2026", "000002-2026"]
    assert outcome.failed == 0


@pytest.mark.parametrize(
    ("body", "named"),
    [
        pytest.param(b"", "no JSON", id="empty"),
        pytest.param(b"<html>Busy.</html>", "no JSON", id="a web page"),
        pytest.param(b'{"releases": [', "no JSON", id="cut short"),
        pytest.param(b'{"message": "Busy."}', "without OCDS releases", id="another object"),
        pytest.param(b'{"releases": 7}', "/releases", id="releases that are a number"),
        pytest.param(b"[" * 100_000, "", id="nested without end"),
    ],
)
def test_a_page_that_is_none_is_set_aside_and_the_next_is_read(
    services: Services, keep: Callable[..., None], make_release: Any, body: bytes, named: str
) -> None:
    keep(body)
    keep(package(make_release(1)))

    outcome = read.run(services)

    [problem] = status.run(services).set_aside
    assert (outcome.took, outcome.failed) == (2, 1)
    assert ids(services) == ["000001-2026"]
    assert problem.whole
    assert named in problem.reason


def test_a_page_that_is_gone_from_the_archive_is_set_aside(
    services: Services, keep: Callable[..., None], make_release: Any
) -> None:
    body = package(make_release(1))
    keep(body)
    digest = hashlib.sha256(body).hexdigest()
    (services.archive.path / digest[:2] / f"{digest}.zst").unlink()

    outcome = read.run(services)

    assert outcome.failed == 1
    assert digest in outcome.failures[0]


def test_a_page_of_a_source_that_is_no_more_is_set_aside(services: Services, keep: Callable[..., None]) -> None:
    keep(package(), source="the_gazette")

    assert "the_gazette" in read.run(services).failures[0]


def test_what_was_read_is_not_read_again(services: Services, keep: Callable[..., None], make_release: Any) -> None:
    keep(package(make_release(1)))
    read.run(services)

    outcome = read.run(services)

    assert (outcome.took, outcome.made, outcome.left, outcome.failed) == (0, 0, 0, 0)


def test_the_same_notice_on_another_page_is_left(
    services: Services, keep: Callable[..., None], make_release: Any
) -> None:
    keep(package(make_release(1)))
    keep(package(make_release(1), make_release(2)))

    outcome = read.run(services)

    assert (outcome.took, outcome.made, outcome.left) == (2, 2, 1)


def test_only_the_first_sentences_are_said_and_all_are_counted(
    services: Services, keep: Callable[..., None], make_release: Any
) -> None:
    keep(package(*(without(make_release(number), "id") for number in range(9))))

    outcome = read.run(services)

    assert outcome.failed == 9
    assert len(outcome.failures) == read.MOST_SENTENCES


def test_a_bad_release_on_a_collected_page_shows_in_its_day(
    make_services: Make, replayed: Any, make_release: Any, clock: Any
) -> None:
    bad = typed(make_release(2), "UK99")
    services = make_services(replayed([make_release(1), bad, make_release(3)]))
    collect.run(services, since=clock.moment - timedelta(days=2))

    read.run(services)

    with services.store.reading() as session:
        days = {line.day.isoformat(): line for line in by_day.lines(session, source=SOURCE, least=[0] * 7)}
        page_ids = session.exec(select(ArchivedPage.id)).all()
    line = days["2026-11-23"]
    assert (line.releases, line.notices, line.set_aside, line.state) == (3, 2, 1, "complete")
    assert {one.page_id for one in status.run(services).set_aside} <= set(page_ids)


def test_what_is_set_aside_is_counted_on_its_day_whatever_it_lacks(
    make_services: Make, replayed: Any, make_release: Any, clock: Any
) -> None:
    nameless = {**make_release(2), "id": None}
    services = make_services(replayed([make_release(1), nameless, make_release(3)]))
    collect.run(services, since=clock.moment - timedelta(days=2))

    read.run(services)

    with services.store.reading() as session:
        days = {line.day.isoformat(): line for line in by_day.lines(session, source=SOURCE, least=[0] * 7)}
    line = days["2026-11-23"]
    assert line.releases == line.notices + line.set_aside == 3
