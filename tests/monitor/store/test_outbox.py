from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from monitor.models import Address, Alert, Event, OutgoingMessage, Reader
from monitor.store import outbox, queues
from monitor.store.engine import Store
from monitor.store.outbox import Owed

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)


def add_reader(session: Session, *, confirmed: bool = True) -> int:
    reader = Reader(created_at=NOW)
    session.add(reader)
    session.flush()
    session.add(
        Address(
            reader_key=reader.key,
            channel="email",
            target=f"reader-{reader.key}@readers.example",
            created_at=NOW,
            confirmed_at=NOW if confirmed else None,
        )
    )
    session.flush()
    return reader.key


def add_events(session: Session, number: int) -> list[int]:
    events = [Event(name=f"flag:{one}", kind="flag", ocid=f"o{one}", severity="duty", at=NOW) for one in range(number)]
    session.add_all(events)
    session.flush()
    return [event.key for event in events]


def owe(session: Session, reader: int, events: Sequence[int], due_at: datetime | None = NOW) -> None:
    outbox.owe(
        session,
        [Owed(event_key=event, reader_key=reader, subscriptions=(), due_at=due_at) for event in events],
        at=NOW,
    )


def message(key: str = "m1", **changes: object) -> OutgoingMessage:
    fields: dict[str, Any] = {"key": key, "address_key": 1, "channel": "email", "created_at": NOW, "not_before": NOW}
    return OutgoingMessage(**(fields | changes))


def test_the_database_takes_no_second_alert_for_an_event_and_reader(store: Store) -> None:
    with store.writing() as session:
        reader, events = add_reader(session), add_events(session, 1)
        owe(session, reader, events)

    with pytest.raises(IntegrityError), store.writing() as session:
        owe(session, reader, events)


def test_what_rides_along_is_due_to_nobody_by_itself(store: Store) -> None:
    with store.writing() as session:
        reader, other = add_reader(session), add_reader(session)
        first, second, third = add_events(session, 3)
        owe(session, reader, [first])
        owe(session, reader, [second], None)
        owe(session, other, [third], None)

        owed = outbox.owed_to(session, [reader, other], now=NOW)

    assert {key: [alert.event_key for alert in alerts] for key, alerts in owed.items()} == {reader: [first, second]}


def test_only_readers_with_something_due_and_an_address_are_to_be_told(store: Store) -> None:
    with store.writing() as session:
        due, later, unconfirmed = add_reader(session), add_reader(session), add_reader(session, confirmed=False)
        one, two, three = add_events(session, 3)
        owe(session, due, [one])
        owe(session, later, [two], LATER)
        owe(session, unconfirmed, [three])

        assert outbox.readers_to_tell(session, now=NOW) == [due]


def test_alerts_that_a_message_carries_are_no_longer_owed(store: Store) -> None:
    with store.writing() as session:
        reader, events = add_reader(session), add_events(session, 1100)
        owe(session, reader, events)
        alerts = [alert.id for alert in outbox.owed_to(session, [reader], now=NOW)[reader]]
        outbox.carry(session, [(message(), alerts)])

        assert outbox.owed_to(session, [reader], now=NOW) == {}
        assert [event.key for _, event in outbox.alerts_of(session, ["m1"])["m1"]] == events


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"channel": "atom"}, id="over another channel"),
        pytest.param({"sent_at": NOW}, id="sent"),
        pytest.param({"set_aside": True}, id="given up"),
        pytest.param({"not_before": LATER}, id="not yet"),
        pytest.param({"leased_by": "another", "leased_until": LATER}, id="another worker's"),
    ],
)
def test_a_message_is_not_leased(store: Store, changes: dict[str, object]) -> None:
    with store.writing() as session:
        add_reader(session)
        session.add_all([message("m1"), message("m2", **changes)])
        session.flush()

        rows = outbox.lease(session, worker="me", channels=["email"], now=NOW, most=9)

    assert [(row.key, row.leased_by, row.leased_until) for row in rows] == [("m1", "me", NOW + outbox.LEASE)]


@pytest.mark.parametrize(
    ("act", "holds"),
    [
        pytest.param(lambda _: None, 1, id="leased"),
        pytest.param(lambda session: outbox.give_back(session, worker="me"), 0, id="given back"),
        pytest.param(lambda session: outbox.was_sent(session, "m1", at=NOW), 0, id="sent"),
        pytest.param(lambda session: outbox.renew(session, worker="other", now=NOW), 1, id="another's renewed"),
    ],
)
def test_a_worker_holds_what_it_leased(store: Store, act: Callable[[Session], None], holds: int) -> None:
    with store.writing() as session:
        add_reader(session)
        session.add(message())
        session.flush()
        outbox.lease(session, worker="me", channels=["email"], now=NOW, most=9)
        session.flush()
        act(session)

        assert outbox.is_held(session, "m1", worker="me", now=NOW) == holds
        assert not outbox.is_held(session, "m1", worker="me", now=NOW + outbox.LEASE)


def test_a_renewed_lease_lasts_longer(store: Store) -> None:
    with store.writing() as session:
        add_reader(session)
        session.add(message())
        session.flush()
        outbox.lease(session, worker="me", channels=["email"], now=NOW, most=9)
        session.flush()
        outbox.renew(session, worker="me", now=NOW + timedelta(minutes=5))

        assert outbox.is_held(session, "m1", worker="me", now=NOW + outbox.LEASE)


def test_a_message_replaced_hands_its_alerts_over(store: Store) -> None:
    with store.writing() as session:
        reader, events = add_reader(session), add_events(session, 2)
        owe(session, reader, events)
        alerts = [alert.id for alert in outbox.owed_to(session, [reader], now=NOW)[reader]]
        outbox.carry(session, [(message(), alerts)])
        outbox.replace(session, "m1", message("m2"))

        assert {key: len(found) for key, found in outbox.alerts_of(session, ["m1", "m2"]).items()} == {"m1": 0, "m2": 2}


def test_queues_tell_how_each_channel_stands(store: Store) -> None:
    with store.writing() as session:
        reader, (event,) = add_reader(session), add_events(session, 1)
        session.add_all(
            [
                message("m1", sent_at=NOW, created_at=NOW - timedelta(days=2)),
                message("m2", tries=1, trouble="The post is on strike."),
                message("m3", created_at=LATER),
                message("m4", set_aside=True, trouble="Nobody lives there.", tries=3),
            ]
        )
        session.flush()
        session.add(Alert(event_key=event, reader_key=reader, created_at=NOW, message_key="m4"))
        session.flush()

        [queue] = queues.queues(session)
        [given_up] = queues.given_up(session, limit=5)

    assert (queue.channel, queue.waiting, queue.oldest, queue.failing, queue.sent, queue.set_aside) == (
        "email",
        2,
        NOW,
        1,
        1,
        1,
    )
    assert queue.trouble in {"The post is on strike.", "Nobody lives there."}
    assert (given_up.key, given_up.items, given_up.tries) == ("m4", 1, 3)


def test_what_is_owed_is_counted_by_when_and_whether_it_can_go(store: Store) -> None:
    with store.writing() as session:
        reader, stranded = add_reader(session), add_reader(session, confirmed=False)
        events = add_events(session, 5)
        owe(session, reader, events[:1], NOW - timedelta(hours=3))
        owe(session, reader, events[1:3], LATER)
        owe(session, reader, events[3:4], None)
        owe(session, stranded, events[4:])

        owed = queues.owed(session, now=NOW)

    assert (owed.unmatched, owed.due, owed.later, owed.stranded) == (5, 1, 2, 1)
    assert owed.oldest == NOW - timedelta(hours=3)
