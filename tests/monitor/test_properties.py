"""What must hold in the database whatever arrives in whatever order: one set of findings, nothing twice.

The notices are whole lives of procurements of the demonstration, some tenders as two sources publish them.
"""

from __future__ import annotations

import hashlib
import itertools
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from monitor import assess, extract, match, read, trace
from monitor.demonstration import CORPUS
from monitor.models import Flag, StoredJoin, StoredProcurement
from monitor.services import Services
from monitor.store import ledger
from scrapers.page import Page, Window

Release = dict[str, Any]
IN_PARTS = settings(
    max_examples=8,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
FOLDERS = itertools.count()


def corpus() -> dict[str, list[Release]]:
    """The releases of the demonstration by procurement, oldest first."""
    found: defaultdict[str, list[Release]] = defaultdict(list)
    for path in sorted(CORPUS.glob("*.json")):
        for release in json.loads(path.read_text(encoding="utf-8"))["releases"]:
            found[release["ocid"]].append(release)
    return {ocid: sorted(releases, key=lambda one: str(one["date"])) for ocid, releases in found.items()}


BY_OCID = corpus()
LIVES = [releases for releases in BY_OCID.values() if len(releases) > 1]


def elsewhere(release: Release) -> Release:
    """A tender as Contracts Finder publishes it, under an ocid and id of its own."""
    tender = release["tender"]
    fields = (
        "id",
        "title",
        "description",
        "value",
        "tenderPeriod",
        "items",
        "mainProcurementCategory",
        "classification",
    )
    return {
        "ocid": release["ocid"].replace("h6vhtk", "b5fd17"),
        "id": f"5d2f-{release['id']}",
        "tag": ["tender"],
        "date": release["date"],
        "initiationType": "tender",
        "parties": release["parties"],
        "buyer": release["buyer"],
        "tender": {name: tender[name] for name in fields if name in tender},
        "language": "en",
    }


STORED = [release for releases in LIVES[:4] for release in releases]
TENDERS = [release for release in STORED if release["tag"] == ["tender"] and "buyer" in release]
ELSEWHERE = [elsewhere(release) for release in TENDERS]
ALONE = [release for release in STORED if release is not TENDERS[-1]]  # what only the other source published
BY_ID = {release["id"]: release for release in (*ALONE, *ELSEWHERE)}
PAGES = [("find_a_tender", ALONE), ("contracts_finder", ELSEWHERE)]


@st.composite
def pages(draw: st.DrawFn) -> list[tuple[str, list[str]]]:
    """The ids of both sources on pages of any size, in any order, some of them on two."""
    cut: list[tuple[str, list[str]]] = []
    for source, releases in PAGES:
        ids = [release["id"] for release in releases]
        left = draw(st.permutations([*ids, *draw(st.lists(st.sampled_from(ids), max_size=3))]))
        while left:
            size = draw(st.integers(1, len(left)))
            cut.append((source, left[:size]))
            left = left[size:]
    return draw(st.permutations(cut))


def add_page(services: Services, source: str, releases: Sequence[Release]) -> None:
    body = json.dumps({"releases": list(releases)}).encode()
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


def judge(services: Services, clock: Any) -> None:
    for step in (read.run, match.run, extract.run, trace.run, assess.run):
        clock.pass_(seconds=1)
        step(services)


def standing(services: Services, everything: Callable[[Services], dict[str, list[Any]]]) -> dict[str, Any]:
    """What is kept, without flags that were cleared: they tell of what was once known."""
    kept: dict[str, Any] = everything(services)
    with services.store.reading() as session:
        kept["joins"] = sorted((row.ocid, row.into, row.score) for row in session.exec(select(StoredJoin)))
        kept["procurements"] = sorted(
            (row.ocid, row.notices, row.title, row.value, row.buyer_key, row.digest)
            for row in session.exec(select(StoredProcurement))
        )
    return kept | {"flags": [flag for flag in kept["flags"] if flag[3]]}


@pytest.fixture
def apart(make_services: Callable[..., Services]) -> Callable[[], Services]:
    """Services over a new database each time."""
    return lambda: make_services(folder=f"properties{next(FOLDERS)}")


@IN_PARTS
@given(cut=pages(), pauses=st.sets(st.integers(0, 12)))
def test_pages_in_any_order_and_doubled_leave_the_same_judgement(
    apart: Callable[[], Services],
    clock: Any,
    everything: Any,
    cut: list[tuple[str, list[str]]],
    pauses: set[int],
) -> None:
    whole, parts = apart(), apart()
    for source, releases in PAGES:
        add_page(whole, source, releases)
    judge(whole, clock)

    for number, (source, ids) in enumerate(cut):
        add_page(parts, source, [BY_ID[one] for one in ids])
        if number in pauses:
            judge(parts, clock)
    judge(parts, clock)

    expected = standing(whole, everything)
    assert expected["findings"]
    assert expected["joins"]
    assert standing(parts, everything) == expected


def test_judging_twice_changes_nothing_but_the_time(apart: Callable[[], Services], clock: Any, everything: Any) -> None:
    services = apart()
    for source, releases in PAGES:
        add_page(services, source, releases)
    judge(services, clock)
    before, flags = standing(services, everything), rows_of_flags(services)

    clock.pass_(seconds=1)
    again = assess.run(services, again=True)
    judge(services, clock)

    assert (again.made, again.left) == (0, 0)
    assert again.took == len(before["procurements"])
    assert standing(services, everything) == before
    assert rows_of_flags(services) == flags


def rows_of_flags(services: Services) -> list[dict[str, Any]]:
    with services.store.reading() as session:
        return sorted((row.model_dump() for row in session.exec(select(Flag))), key=lambda row: int(row["key"]))
