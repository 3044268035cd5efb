from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from monitor import collect, extract, read, status
from monitor.outgoing import matching
from monitor.services import Services
from monitor.store import audience


def test_an_empty_database_stands_at_nothing(services: Services) -> None:
    found = status.run(services)

    assert (found.notices, found.commitments, found.flags, found.unread_pages) == (0, 0, 0, 0)
    assert (found.extractor, found.rules) == (None, None)
    assert [list(found.runs), list(found.set_aside), list(found.alerts)] == [[], [], []]


def test_tells_what_is_kept_and_what_waits(
    make_services: Callable[..., Services], replayed: Any, make_release: Any, clock: Any
) -> None:
    releases = [make_release(number, description="The real living wage.") for number in range(1, 4)]
    services = make_services(replayed([*releases, {"tag": ["tender"], "date": releases[0]["date"]}]))
    collect.run(services, since=clock.moment - timedelta(days=1))
    before = status.run(services)
    read.run(services)
    extract.run(services)

    found = status.run(services)

    assert before.unread_pages > 0
    assert (found.unread_pages, found.notices, found.commitments) == (0, 3, 3)
    assert found.extractor == "phrases-1"
    assert [run.ending for run in found.runs] == ["new"]
    assert ["without an id" in one.reason for one in found.set_aside if one.whole] == [True]


def test_alerts_of_a_reader_whose_addresses_all_failed_need_a_person(
    make_services: Callable[..., Services], flagged: Callable[..., None], clock: Any
) -> None:
    services = make_services(channels=[Broken()])
    flagged(services, 1)
    matching.run(services)
    before = status.run(services)
    with services.store.writing() as session:
        audience.address_failed(session, 1, trouble="nobody lives there", at=clock.moment)

    after = status.run(services)

    assert (before.owed.due, before.owed.stranded, before.needs_a_person) == (1, 0, False)
    assert (after.owed.due, after.owed.stranded, after.needs_a_person) == (0, 1, True)


class Broken:
    """A channel that nothing is sent over."""

    name = "broken"
