from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from monitor import notify
from monitor.models import Address, Alert, Event, OutgoingMessage, Subscription
from monitor.outgoing import binding
from monitor.services import Services
from monitor.store import outbox
from monitor.store.events import Happened, add
from monitor.store.outbox import Owed

Subscribe = Callable[..., int]
Flagged = Callable[..., None]
ADA = "ada@readers.example"


def test_all_that_is_due_to_a_reader_goes_into_one_message(
    services: Services, subscribe: Subscribe, flagged: Flagged, clock: Any, channel: Any
) -> None:
    subscribe(services, rhythm="daily")
    flagged(services, 1, 2)
    notify.run(services)
    clock.pass_(hours=5)
    flagged(services, 3)
    notify.run(services)
    before = channel.to(ADA)

    clock.pass_(days=1)
    notify.run(services)

    assert before == []
    assert channel.to(ADA) == [["000003-2026", "000002-2026", "000001-2026"]]


def test_what_only_a_stopped_subscription_asked_for_is_forgotten(
    services: Services, subscribe: Subscribe, flagged: Flagged, clock: Any, channel: Any
) -> None:
    reader = subscribe(services, {"indicator": "OP01"}, {"ocid": "ocds-h6vhtk-000002"}, rhythm="daily")
    flagged(services, 1, 2)
    notify.run(services)
    with services.store.writing() as session:
        stopped = session.exec(select(Subscription).where(Subscription.reader_key == reader)).first()
        session.delete(stopped)

    clock.pass_(days=1)
    notify.run(services)

    assert channel.to(ADA) == [["000002-2026"]]


def test_a_message_goes_to_the_best_address_that_is_confirmed(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    reader = subscribe(services, targets=["one", "two", "three"])
    with services.store.writing() as session:
        first = session.exec(select(Address).where(Address.reader_key == reader)).first()
        assert first is not None
        first.confirmed_at = None
    flagged(services, 1)

    notify.run(services)

    assert sorted(str(target) for target, _ in channel.sent) == ["None", "two"]


def test_items_beyond_the_readers_cap_are_counted_and_linked(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    subscribe(services, most_items=2)
    flagged(services, 1, 2, 3, 4, 5)

    notify.run(services)

    [message] = [message for target, message in channel.sent if target == ADA]
    assert (len(message.items), message.omitted) == (2, 3)
    assert message.more_url == "http://127.0.0.1:8765/flags?since=2026-11-23"
    assert message.subject.startswith("5 ")


Step = tuple[str, int]
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("event"), st.integers(0, 48)),
        st.tuples(st.just("rider"), st.just(0)),
        st.tuples(st.just("pass"), st.integers(0, 30)),
    ),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_digests_never_overlap(services: Services, subscribe: Subscribe, clock: Any, steps: list[Step]) -> None:
    """Each alert is in one message, by its time, and none of a later message was due when an earlier one was made."""
    reader = subscribe(services)
    with services.store.reading() as session:
        wish = session.exec(select(Subscription.key).where(Subscription.reader_key == reader)).one()
    for kind, hours in [*steps, ("event", 0), ("pass", 49)]:
        if kind == "pass":
            clock.pass_(hours=hours, seconds=1)
            binding.run(services)
        else:
            owe(services, reader, wish, None if kind == "rider" else clock.moment + timedelta(hours=hours))

    with services.store.reading() as session:
        messages = {row.key: row.created_at for row in session.exec(select(OutgoingMessage))}
        alerts = session.exec(select(Alert).where(Alert.reader_key == reader)).all()
    carried = [(messages[one.message_key], one) for one in alerts if one.message_key]
    assert all(one.message_key for one in alerts if one.due_at)
    assert all(one.created_at <= at and (one.due_at or at) <= at for at, one in carried)
    for at, one in carried:
        earlier = [other for other, _ in carried if other < at]
        assert one.due_at is None or all(one.due_at > other or one.created_at >= other for other in earlier)


def owe(services: Services, reader: int, wish: int, due_at: datetime | None) -> None:
    """Owe a reader an event of its own."""
    now = services.clock.now()
    with services.store.writing() as session:
        number = len(session.exec(select(Event.key)).all())
        add(session, [Happened(name=f"event {number}", kind="flag", ocid="o", severity="duty")], at=now)
        owed = Owed(
            event_key=max(session.exec(select(Event.key))),
            reader_key=reader,
            subscriptions=({"key": wish, "name": "All", "reasons": []},),
            due_at=due_at,
        )
        outbox.owe(session, [owed], at=now)
