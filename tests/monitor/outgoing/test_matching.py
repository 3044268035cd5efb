from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from monitor import notify
from monitor.models import Alert, Event, Subscription
from monitor.outgoing import matching
from monitor.services import Services
from monitor.store import events, notices
from monitor.store.events import Happened

Subscribe = Callable[..., int]
Flagged = Callable[..., None]
ADA = "ada@readers.example"
AT = datetime(2026, 11, 24, 9, tzinfo=UTC)


def alerts(services: Services, reader: int) -> list[Alert]:
    with services.store.reading() as session:
        return list(session.exec(select(Alert).where(Alert.reader_key == reader).order_by(Alert.id)))  # type: ignore[arg-type] # a column


def happen(services: Services, **fields: Any) -> None:
    given = {"name": "one", "kind": "flag", "ocid": "ocds-h6vhtk-000001", "severity": "practice", **fields}
    with services.store.writing() as session:
        events.add(session, [Happened(**given)], at=services.clock.now())


def test_a_reader_is_owed_an_event_once_with_the_reasons_of_each_subscription(
    services: Services, subscribe: Subscribe, flagged: Flagged
) -> None:
    reader = subscribe(services, {"buyer": "northmere"}, {"indicator": "OP01"}, {"indicator": "OP02"})
    flagged(services, 1)

    made = matching.run(services)

    [alert] = alerts(services, reader)
    assert made == 2  # the channel of the settings is owed it too
    assert [(one["name"], len(one["reasons"])) for one in alert.subscriptions] == [("Wish 0", 1), ("Wish 1", 1)]
    assert "Borough of Northmere" in alert.subscriptions[0]["reasons"][0]


def test_the_most_eager_subscription_says_when(services: Services, subscribe: Subscribe, flagged: Flagged) -> None:
    reader = subscribe(services, {"buyer": "northmere"}, rhythm="daily")
    with services.store.writing() as session:
        session.add(Subscription(reader_key=reader, name="Now", rhythm="immediate", created_at=AT))
    flagged(services, 1)

    matching.run(services)

    assert [alert.due_at for alert in alerts(services, reader)] == [AT]


@pytest.mark.parametrize(
    ("fields", "due_at"),
    [
        pytest.param({"rhythm": "immediate"}, AT, id="at once"),
        pytest.param({"rhythm": "daily"}, datetime(2026, 11, 25, 8, tzinfo=UTC), id="next morning"),
        pytest.param({"rhythm": "weekly"}, datetime(2026, 11, 30, 8, tzinfo=UTC), id="next Monday"),
        pytest.param(
            {"rhythm": "immediate", "quiet_from": 8 * 60, "quiet_until": 11 * 60},
            datetime(2026, 11, 24, 11, tzinfo=UTC),
            id="after the quiet hours",
        ),
        pytest.param({"rhythm": "weekly", "breaks_through": "duty"}, AT, id="grave enough to break through"),
    ],
)
def test_a_reader_is_told_at_their_hours(
    services: Services, subscribe: Subscribe, flagged: Flagged, fields: dict[str, Any], due_at: datetime
) -> None:
    reader = subscribe(services, **fields)
    flagged(services, 1)

    matching.run(services)

    assert [alert.due_at for alert in alerts(services, reader)] == [due_at]


def test_matching_again_owes_nothing_more(services: Services, subscribe: Subscribe, flagged: Flagged) -> None:
    reader = subscribe(services)
    flagged(services, 1, 2)

    made = [matching.run(services) for _ in range(2)]

    assert made == [4, 0]
    assert len(alerts(services, reader)) == 2


def test_a_subscription_made_after_an_event_does_not_match_it(
    services: Services, subscribe: Subscribe, flagged: Flagged, clock: Any
) -> None:
    flagged(services, 1)
    clock.pass_(seconds=1)
    reader = subscribe(services)

    matching.run(services)

    assert alerts(services, reader) == []


def test_a_reader_who_has_confirmed_no_address_is_owed_nothing(
    services: Services, subscribe: Subscribe, flagged: Flagged
) -> None:
    reader = subscribe(services, confirmed=False)
    flagged(services, 1)

    matching.run(services)

    assert alerts(services, reader) == []


@pytest.mark.parametrize(
    ("kind", "age", "facts", "told"),
    [
        pytest.param("flag", 6, {}, 1, id="of this week"),
        pytest.param("flag", 8, {}, 0, id="filled in late"),
        pytest.param("notice", 8, {}, 0, id="a notice filled in late"),
        pytest.param("deadline", 400, {}, 0, id="a deadline filled in late"),
        pytest.param("deadline", 400, {"passed": True}, 1, id="a deadline that passed today"),
    ],
)
def test_what_was_published_long_before_is_told_to_nobody(
    services: Services,
    subscribe: Subscribe,
    make_notice: Any,
    clock: Any,
    kind: str,
    age: int,
    facts: dict[str, bool],
    told: int,
) -> None:
    reader = subscribe(services, events=("flag", "notice", "deadline"))
    with services.store.writing() as session:
        notice = make_notice(1, published_at=clock.moment - timedelta(days=age))
        notices.keep(session, [notice], at=clock.moment)
    happen(services, kind=kind, notice_id=notice.id, indicator="OP10", facts=facts)

    matching.run(services)

    with services.store.reading() as session:
        assert session.exec(select(Event)).one().matched_at == clock.moment
    assert len(alerts(services, reader)) == told


def test_words_are_looked_for_in_the_notice(services: Services, subscribe: Subscribe, flagged: Flagged) -> None:
    asked, not_asked = subscribe(services, {"words": "binding"}), subscribe(services, {"words": "asbestos"})
    flagged(services, 1)

    matching.run(services)

    assert len(alerts(services, asked)) == 1
    assert alerts(services, not_asked) == []


def test_a_correction_rides_along_with_the_next_message_to_those_who_were_told(
    services: Services, subscribe: Subscribe, flagged: Flagged, make_notice: Any, clock: Any, channel: Any
) -> None:
    subscribe(services, {"ocid": ["ocds-h6vhtk-000001", "ocds-h6vhtk-000002"]})
    subscribe(services, {"ocid": "ocds-h6vhtk-000002"}, targets=["bob@readers.example"])
    flagged(services, 1)
    notify.run(services)
    clock.pass_(hours=1)
    with services.store.writing() as session:
        notices.keep(session, [make_notice(1, text="Binding of older ledgers.")], at=clock.moment)
        made = events.of_notices(session, ["ocds-h6vhtk-000001"], at=clock.moment)
        again = events.of_notices(session, ["ocds-h6vhtk-000001"], at=clock.moment)

    notify.run(services)
    silent = channel.to(ADA)[1:]
    flagged(services, 2)
    notify.run(services)

    assert (made, again) == (2, 0)  # the notice itself, which nobody subscribed to, and its correction
    assert silent == []
    assert channel.to(ADA)[1:] == [["000002-2026", "000001-2026"]]
    assert channel.to("bob@readers.example") == [["000002-2026"]]
    [_, (_, message)] = [pair for pair in channel.sent if pair[0] == ADA]
    assert [item.corrected for item in message.items] == [False, True]


def test_a_notice_corrected_before_anyone_was_told_makes_no_correction(
    services: Services, make_notice: Any, clock: Any, flagged: Flagged
) -> None:
    with services.store.writing() as session:
        notices.keep(session, [make_notice(1)], at=clock.moment)
        events.of_notices(session, ["ocds-h6vhtk-000001"], at=clock.moment)
    clock.pass_(hours=1)
    flagged(services, 1)  # which keeps the notice with a value, and so changed
    clock.pass_(hours=1)
    notify.run(services)

    with services.store.writing() as session:
        made = events.of_notices(session, ["ocds-h6vhtk-000001"], at=clock.moment)

    assert made == 0
