from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from sqlmodel import col, select

from alerts.base import Channel, Destination
from alerts.errors import DeliveryError
from alerts.message import Message
from monitor import assess, cycle, notify
from monitor.models import Alert, Event, OutgoingMessage, Reader
from monitor.outgoing import sending
from monitor.services import Services
from monitor.steps import silent
from monitor.store import queues

Make = Callable[..., Services]


@dataclass
class Told:
    """A channel that keeps what it is given, or fails as it is told."""

    name: str = "told"
    one_server: bool = True
    is_personal: bool = False
    most_items: int | None = None
    longest_text: int = 1000
    trouble: DeliveryError | None = None
    killed: bool = False
    messages: list[Message] = field(default_factory=list)
    targets: list[str | None] = field(default_factory=list)

    def send(self, message: Message, to: Destination | None = None) -> None:
        if self.trouble:
            raise self.trouble
        self.targets.append(to.target if to else None)
        self.messages.append(message)
        if self.killed:
            raise Killed


class Killed(BaseException):
    """The process ends here."""


Flagged = Callable[..., None]


def test_what_is_owed_goes_out_in_one_message_that_says_all(make_services: Make, flagged: Flagged) -> None:
    channel = Told()
    services = make_services(channels=[channel])
    flagged(services, 1, 2)

    outcome = notify.run(services)

    [message] = channel.messages
    item = message.items[0]
    assert (outcome.took, outcome.made, outcome.left, outcome.failed) == (2, 1, 0, 0)
    assert len(message.items) == 2
    assert item.buyer == "Borough of Northmere"
    assert item.indicator_title == "KPIs missing"
    assert item.value == "£6,000,000.50"
    assert [(one.text, one.pointer) for one in item.quotes] == [("Binding of ledgers.", "/tender/description")]
    assert [(one.text, one.url) for one in item.laws] == [("Procurement Act 2023, s.52", "https://law.example/52")]
    assert item.page_url == f"http://127.0.0.1:8765/notices/{item.notice_id}"
    assert item.archive_url == "http://127.0.0.1:8765/archive/" + "0" * 64
    assert "alerts.told.enabled" in message.why


def test_running_again_tells_nobody_twice(make_services: Make, flagged: Flagged) -> None:
    channel = Told()
    services = make_services(channels=[channel])
    flagged(services, 1)

    outcomes = [notify.run(services) for _ in range(3)]

    assert [outcome.made for outcome in outcomes] == [1, 0, 0]
    assert len(channel.messages) == 1


def test_a_flag_raised_again_tells_nobody_again(make_services: Make, flagged: Flagged) -> None:
    channel = Told()
    services = make_services(channels=[channel])
    flagged(services, 1)
    notify.run(services)

    flagged(services, 1)
    notify.run(services)

    assert len(channel.messages) == 1


def test_a_failing_channel_never_stops_the_next(make_services: Make, flagged: Flagged) -> None:
    failing, working = Told(name="failing", trouble=DeliveryError("the post is on strike")), Told()
    services = make_services(channels=[failing, working])
    flagged(services, 1)

    outcome = notify.run(services)

    assert len(working.messages) == 1
    assert (outcome.made, outcome.failed) == (1, 1)
    assert outcome.failures == ("failing: the post is on strike",)


def row(services: Services) -> OutgoingMessage:
    with services.store.reading() as session:
        return OutgoingMessage.model_validate(session.exec(select(OutgoingMessage)).one().model_dump())


def test_waits_grow_from_try_to_try_until_it_is_given_up(make_services: Make, flagged: Flagged, clock: Any) -> None:
    channel = Told(trouble=DeliveryError("the post is on strike"))
    services = make_services(channels=[channel])
    flagged(services, 1)
    waits: list[timedelta] = []

    while not (kept := row(services) if waits else None) or not kept.set_aside:
        notify.run(services)
        waits.append(row(services).not_before - clock.moment)
        clock.moment = row(services).not_before

    assert len(waits) == sending.MOST_TRIES
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert all(later >= earlier for earlier, later in pairwise(waits))
    assert max(waits) < timedelta(days=1)


def test_no_try_is_made_before_its_time(make_services: Make, flagged: Flagged, clock: Any) -> None:
    channel = Told(trouble=DeliveryError("the post is on strike"))
    services = make_services(channels=[channel])
    flagged(services, 1)
    notify.run(services)
    channel.trouble = None

    early = notify.run(services)
    clock.pass_(minutes=5)
    late = notify.run(services)

    assert (early.made, early.left, late.made, late.left) == (0, 1, 1, 0)
    assert row(services).tries == 2


def test_a_lasting_failure_is_set_aside_at_once(make_services: Make, flagged: Flagged, clock: Any) -> None:
    channel = Told(trouble=DeliveryError("nobody lives there", lasting=True))
    services = make_services(channels=[channel])
    flagged(services, 1)

    notify.run(services)
    clock.pass_(days=30)
    again = notify.run(services)

    assert (row(services).set_aside, row(services).tries) == (True, 1)
    assert (again.failed, again.left) == (0, 0)
    with services.store.reading() as session:
        [queue] = queues.queues(session)
    assert (queue.set_aside, queue.trouble) == (1, "nobody lives there")


def test_killed_between_sending_and_noting_it_sends_the_same_message_once_more(
    make_services: Make, flagged: Flagged, clock: Any
) -> None:
    channel = Told(killed=True)
    services = make_services(channels=[channel])
    flagged(services, 1, 2)
    with pytest.raises(Killed):
        notify.run(services)
    clock.pass_(minutes=1)
    flagged(services, 3)
    channel.killed = False

    notify.run(services)
    notify.run(services)

    first, again, other = channel.messages
    assert again == first
    assert other.key != first.key
    assert [item.notice_id for item in other.items] == ["000003-2026"]


def test_a_channel_that_is_enabled_later_is_owed_only_what_is_raised_from_then_on(
    make_services: Make, flagged: Flagged, clock: Any
) -> None:
    services = make_services(channels=[])
    flagged(services, 1)
    clock.pass_(minutes=10)
    later = Told()
    services.channels = cast("list[Channel]", [later])
    flagged(services, 2)

    notify.run(services)

    assert [item.notice_id for message in later.messages for item in message.items] == ["000002-2026"]


def test_an_assessment_owes_each_new_flag_once(
    make_services: Make, replayed: Any, make_release: Any, clock: Any
) -> None:
    services = make_services(replayed([make_release(1)]), channels=[Told("a"), Told("b")])
    cycle.run(services, telling=_untold, since=clock.moment - timedelta(days=2))

    for _ in range(2):
        clock.pass_(days=1)
        assess.run(services, again=True)
        notify.run(services)

    with services.store.reading() as session:
        alerts = list(
            session.exec(
                select(Event.name, Reader.name)
                .select_from(Alert)
                .join(Event, col(Event.key) == col(Alert.event_key))
                .join(Reader, col(Reader.key) == col(Alert.reader_key))
            )
        )
    assert alerts
    assert len(alerts) == len(set(alerts))
    assert {channel for _, channel in alerts} == {"a", "b"}


def _untold(_: str) -> Any:
    return _Untold()


class _Untold:
    def __enter__(self) -> Any:
        return silent

    def __exit__(self, *_: object) -> None:
        pass
