from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from monitor import collect, extract, read, status
from monitor.services import Services


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
