"""A preview is what matching really makes of the same events."""

from __future__ import annotations

from typing import Any

import pytest
from sqlmodel import select

from monitor.models import Alert, Event
from monitor.outgoing import matching
from monitor.subscribing import previewing
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.rhythm import Rhythm


@pytest.mark.parametrize(
    "conditions",
    [
        Conditions(),
        Conditions(words="ledgers"),
        Conditions(words="trees"),
        Conditions(indicator=("OP01",), kind=("duty",)),
        Conditions(indicator=("OP06",)),
        Conditions(buyer=("northmere",)),
        Conditions(ocid=("ocds-h6vhtk-000002",)),
        Conditions(peers_of="GB-PPON-PNRT-1111-AAAA"),
    ],
    ids=lambda one: str(one.plain()),
)
def test_a_preview_counts_what_matching_makes(subscribing: Any, flagged: Any, conditions: Conditions) -> None:
    services = subscribing.services
    kept = subscribing.subscribed(conditions=conditions)
    flagged(services, 1, 2)
    subscribing.clock.pass_(days=1)
    flagged(services, 3)
    matching.run(services)

    found = previewing.run(services, conditions)

    with services.store.reading() as session:
        made = session.exec(select(Alert).where(Alert.reader_key == kept.reader.key)).all()
    assert found.items == len(made)
    assert found.events_held == 3
    assert [list(one.reasons) for one in reversed(found.latest)] == [one.subscriptions[0]["reasons"] for one in made]


def test_counts_items_each_day_and_messages_by_rhythm(subscribing: Any, flagged: Any) -> None:
    for number in (1, 2, 3):
        flagged(subscribing.services, number)
        subscribing.clock.pass_(days=1)

    counts = {rhythm: previewing.run(subscribing.services, Conditions(), rhythm=rhythm) for rhythm in Rhythm}

    assert {rhythm.value: found.messages for rhythm, found in counts.items()} == {
        "immediate": 3,
        "daily": 3,
        "weekly": 1,
    }
    by_day = counts[Rhythm.DAILY].by_day
    assert len(by_day) == 30
    assert [count for _, count in by_day[-4:]] == [1, 1, 1, 0]


def test_shows_only_the_events_that_are_wanted_and_recent(subscribing: Any, flagged: Any) -> None:
    flagged(subscribing.services, 1)

    others = previewing.run(subscribing.services, Conditions(), events_wanted=frozenset({EventKind.NOTICE}))
    subscribing.clock.pass_(days=31)
    later = previewing.run(subscribing.services, Conditions())

    assert (others.items, others.events_held) == (0, 1)
    assert (later.items, later.events_held) == (0, 0)


def test_leaves_out_what_was_published_long_before(subscribing: Any, flagged: Any) -> None:
    subscribing.clock.pass_(days=8)
    flagged(subscribing.services, 1)  # its notice was published nine days earlier

    assert previewing.run(subscribing.services, Conditions()).items == 0


def test_a_preview_keeps_nothing(subscribing: Any, flagged: Any) -> None:
    flagged(subscribing.services, 1)

    previewing.run(subscribing.services, Conditions())

    with subscribing.services.store.reading() as session:
        assert session.exec(select(Alert)).all() == []
        assert [event.matched_at for event in session.exec(select(Event))] == [None]


@pytest.mark.parametrize(
    ("most", "days", "items"),
    [
        pytest.param(3, 30, 3, id="all that happened"),
        pytest.param(2, 14, 2, id="fewer days where it is too much"),
        pytest.param(1, 3, 1, id="fewer still"),
        pytest.param(0, 1, 1, id="a day at the least"),
    ],
)
def test_looks_back_over_fewer_days_where_too_much_happened(
    subscribing: Any, flagged: Any, most: int, days: int, items: int
) -> None:
    people = subscribing.services.settings.people.model_copy(update={"oldest_days": 365})
    subscribing.services.settings = subscribing.services.settings.model_copy(update={"people": people})
    flagged(subscribing.services, 1)
    subscribing.clock.pass_(days=20)
    flagged(subscribing.services, 2)
    subscribing.clock.pass_(days=6)
    flagged(subscribing.services, 3)

    found = previewing.run(subscribing.services, Conditions(), most=most)

    assert (found.days, found.items, found.events_held) == (days, items, items)
    assert len(found.by_day) == days
    assert sum(count for _, count in found.by_day) == items
