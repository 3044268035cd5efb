"""Nothing is lost, doubled or told as standing, whatever changes between the event and the message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest
from sqlmodel import Session, select

from alerts.errors import DeliveryError
from alerts.message import Message
from monitor import notify
from monitor.errors import DatabaseUnreachable
from monitor.models import Alert, Event, Flag
from monitor.outgoing import matching
from monitor.outgoing.composing import BY_READER
from monitor.services import Services
from monitor.store import people
from monitor.store.engine import Store
from monitor.subscriptions.settings import SubscriptionSettings
from scrapers.clock import Clock

Subscribe = Callable[..., int]
Flagged = Callable[..., None]
ADA, BOB = "ada@readers.example", "bob@readers.example"


def ask(services: Services, *tables: dict[str, Any]) -> None:
    wanted = tuple(SubscriptionSettings.model_validate(table) for table in tables)
    services.settings = services.settings.model_copy(update={"subscriptions": wanted})


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"hours": {"digest_hour": 7}}, id="the hour of digests"),
        pytest.param({"to": f"email:{BOB}"}, id="the address"),
        pytest.param({"most_items": 5}, id="how many items a message has"),
    ],
)
def test_what_waits_for_a_digest_follows_a_subscription_of_the_settings_that_is_changed(
    services: Services, flagged: Flagged, channel: Any, clock: Any, change: dict[str, Any]
) -> None:
    channel.name = "email"
    table = {"name": "All", "to": f"email:{ADA}", "rhythm": "daily"}
    ask(services, table)
    flagged(services, 1)
    notify.run(services)

    ask(services, table | change)
    clock.pass_(days=1)
    notify.run(services)
    notify.run(services)

    assert [*channel.to(ADA), *channel.to(BOB)] == [["000001-2026"]]


def test_what_two_subscriptions_of_the_settings_asked_for_is_told_to_both_once_one_moves(
    services: Services, flagged: Flagged, channel: Any, clock: Any
) -> None:
    channel.name = "email"
    tables = [{"name": name, "to": f"email:{ADA}", "rhythm": "daily"} for name in ("Stays", "Moves")]
    ask(services, *tables)
    flagged(services, 1)
    notify.run(services)

    ask(services, tables[0], tables[1] | {"to": f"email:{BOB}"})
    clock.pass_(days=1)
    notify.run(services)

    why = {target: [m.subscription for item in told.items for m in item.matches] for target, told in channel.sent}
    assert (why[ADA], why[BOB]) == (["Stays"], ["Moves"])


@dataclass
class Interrupted:
    """A clock that lets something happen the first time that it is asked."""

    clock: Clock
    meanwhile: Callable[[], None] | None = None

    def now(self) -> datetime:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return self.clock.now()

    def sleep(self, seconds: float) -> None:
        self.clock.sleep(seconds)


class Full(Store):
    """A database whose disk is full for so many transactions."""

    times = 0

    @contextmanager
    def writing(self) -> Iterator[Session]:
        if self.times:
            self.times -= 1
            raise DatabaseUnreachable("the database can't be used (database or disk is full)")
        with super().writing() as session:
            yield session


def test_who_subscribes_while_events_are_matched_is_owed_what_happens_from_then_on(
    services: Services, subscribe: Subscribe, flagged: Flagged, clock: Any
) -> None:
    flagged(services, 1)

    def meanwhile() -> None:
        clock.pass_(seconds=1)
        subscribe(services, targets=[BOB])
        flagged(services, 2)

    services.clock = Interrupted(clock, meanwhile)
    matching.run(services)
    matching.run(services)

    with services.store.reading() as session:
        owed = session.exec(select(Event.notice_id).join(Alert)).all()
    assert sorted(map(str, owed)) == ["000001-2026", "000002-2026", "000002-2026"]


def test_what_was_delivered_while_the_disk_was_full_is_noted_before_it_is_let_go(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    subscribe(services, targets=[ADA])
    services.store.close()
    services.store = full = Full(services.store.url)
    flagged(services, 1)
    channel.on_send = lambda _: setattr(full, "times", 1)

    with pytest.raises(DatabaseUnreachable, match="full"):
        notify.run(services)
    channel.on_send = None
    notify.run(services)

    full.close()
    assert len(channel.sent) == 2
    assert channel.to(ADA) == [["000001-2026"]]


def test_a_message_that_fails_after_its_address_was_removed_leaves_no_empty_one(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    reader = subscribe(services, targets=[ADA, BOB])
    flagged(services, 1)

    def remove_and_fail(message: Message) -> None:
        if message.why != BY_READER:
            return
        channel.on_send = None
        with services.store.writing() as session:
            kept = people.get(session, reader)
            assert kept is not None
            people.remove_address(session, kept.addresses[0].key)
        raise DeliveryError("nobody lives there", lasting=True, of_address=True)

    channel.on_send = remove_and_fail
    notify.run(services)
    notify.run(services)

    assert channel.to(BOB) == [["000001-2026"]]
    assert channel.to(ADA) == []


def test_a_flag_that_was_cleared_before_its_digest_is_told_as_no_longer_raised(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any, clock: Any
) -> None:
    subscribe(services, rhythm="daily", targets=[ADA])
    flagged(services, 1, 2)
    notify.run(services)
    with services.store.writing() as session:
        session.exec(select(Flag).where(Flag.notice_id == "000001-2026")).one().cleared_at = clock.now()
    clock.pass_(days=1)

    notify.run(services)

    [message] = [message for target, message in channel.sent if target == ADA]
    assert {item.notice_id: item.cleared for item in message.items} == {"000001-2026": True, "000002-2026": False}
