from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import col, select

from alerts.errors import DeliveryError
from monitor import notify
from monitor.errors import NothingFound
from monitor.models import Address, Alert, OutgoingMessage
from monitor.outgoing import binding, matching, sending
from monitor.outgoing.sending import Worker
from monitor.services import Services
from monitor.steps import silent
from monitor.store import leases, outbox, people

Subscribe = Callable[..., int]
Flagged = Callable[..., None]
ADA, BOB = "ada@readers.example", "bob@readers.example"
GONE = DeliveryError("nobody lives there", lasting=True, of_address=True)
DOWN = DeliveryError("the post is on strike")


def messages(services: Services) -> list[OutgoingMessage]:
    with services.store.reading() as session:
        return list(session.exec(select(OutgoingMessage).order_by(col(OutgoingMessage.created_at))))


def test_an_address_that_fails_for_good_hands_over_to_the_next_under_a_new_key(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    reader = subscribe(services, targets=[ADA, BOB])
    channel.troubles = {ADA: GONE}
    flagged(services, 1)

    outcome = notify.run(services)

    with services.store.reading() as session:
        first, second = session.exec(select(Address).where(Address.reader_key == reader).order_by(col(Address.rank)))
        [alert] = session.exec(select(Alert).where(Alert.reader_key == reader))
        message = session.get_one(OutgoingMessage, alert.message_key)
    assert (outcome.made, outcome.failed) == (2, 1)
    assert channel.to(BOB) == [["000001-2026"]]
    assert (first.trouble, second.failed_at) == ("nobody lives there", None)
    assert message.address_key == second.key
    assert len(messages(services)) == 2  # the other is the channel's own


def test_an_address_that_failed_for_good_is_not_tried_again(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any, clock: Any
) -> None:
    subscribe(services, targets=[ADA, BOB])
    channel.troubles = {ADA: GONE}
    flagged(services, 1)
    notify.run(services)
    channel.troubles = {}
    clock.pass_(hours=1)
    flagged(services, 2)

    notify.run(services)

    assert channel.to(ADA) == []
    assert channel.to(BOB) == [["000001-2026"], ["000002-2026"]]


def test_with_no_address_left_it_is_set_aside_and_what_comes_later_is_kept(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any, clock: Any
) -> None:
    subscribe(services)
    channel.troubles = {ADA: GONE}
    flagged(services, 1)
    notify.run(services)
    clock.pass_(hours=1)
    flagged(services, 2)
    notify.run(services)
    [given_up] = [row for row in messages(services) if row.set_aside]

    channel.troubles = {}
    queued = notify.retry(services, (given_up.key,))
    notify.run(services)

    assert (given_up.trouble, queued) == ("nobody lives there", 1)
    assert sorted(channel.to(ADA)) == [["000001-2026"], ["000002-2026"]]


def test_a_server_that_refuses_everybody_costs_no_address(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    subscribe(services, targets=[ADA, BOB])
    channel.trouble = DeliveryError("the login was refused", lasting=True)
    flagged(services, 1)

    notify.run(services)

    with services.store.reading() as session:
        assert session.exec(select(Address).where(col(Address.failed_at).is_not(None))).all() == []
    assert sorted(row.set_aside for row in messages(services)) == [False, True]  # the channel's own is given up


def test_a_channel_that_fails_again_and_again_rests_until_the_next_run(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    for number in range(10):
        subscribe(services, targets=[f"reader-{number}@readers.example"])
    channel.trouble = DOWN
    flagged(services, 1)

    failed = notify.run(services)
    channel.trouble = None
    next_run = notify.run(services)

    assert (failed.failed, failed.left) == (sending.MOST_IN_A_ROW, 11)
    assert failed.failures == ("told: the post is on strike",)
    assert (next_run.made, next_run.left) == (11 - sending.MOST_IN_A_ROW, sending.MOST_IN_A_ROW)


def test_addresses_with_a_server_each_fail_by_themselves(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    channel.one_server = False
    targets = [f"reader-{number}" for number in range(8)]
    for target in targets:
        subscribe(services, targets=[target])
    channel.troubles = dict.fromkeys(targets[:7], DOWN)
    flagged(services, 1)

    outcome = notify.run(services)

    assert (outcome.failed, outcome.made) == (7, 2)


def test_a_receiver_that_asks_for_a_longer_wait_has_it(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any, clock: Any
) -> None:
    subscribe(services)
    channel.troubles = {ADA: DeliveryError("too many", retry_after=7200)}
    flagged(services, 1)

    notify.run(services)

    [row] = [row for row in messages(services) if row.sent_at is None]
    assert row.not_before == clock.moment + timedelta(hours=2)


def test_two_workers_never_hold_the_same_message(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    for number in range(5):
        subscribe(services, targets=[f"reader-{number}@readers.example"])
    flagged(services, 1)
    seen: list[int] = []

    def run_another(_: Any) -> None:
        channel.on_send = None
        seen.append(Worker(services, silent).run().made)

    channel.on_send = run_another
    outcome = notify.run(services)

    assert seen == [0]  # the first holds all of them
    assert outcome.made == 6
    assert len({target for target, _ in channel.sent}) == 6


@pytest.mark.parametrize(
    ("holder", "minutes", "made"),
    [
        pytest.param("elsewhere:1:1/other", 9, 0, id="while a worker elsewhere may be sending"),
        pytest.param("elsewhere:1:1/other", 11, 1, id="once its lease is over"),
        pytest.param("{me}", 0, 1, id="at once where its process is no more"),
    ],
)
def test_a_message_that_a_worker_left_is_taken_over(
    services: Services, flagged: Flagged, clock: Any, holder: str, minutes: int, made: int
) -> None:
    flagged(services, 1)
    matching.run(services)
    binding.run(services)
    dead = f"{leases.me().partition(':')[0]}:999999999:1/other"
    with services.store.writing() as session:
        outbox.lease(session, worker=holder.format(me=dead), channels=["told"], now=clock.moment, most=9)
    clock.pass_(minutes=minutes)

    assert Worker(services, silent).run().made == made


def test_what_was_given_up_can_be_dropped(services: Services, flagged: Flagged, channel: Any) -> None:
    channel.trouble = DeliveryError("it is closed", lasting=True)
    flagged(services, 1)
    notify.run(services)
    channel.trouble = None

    dropped = notify.drop(services, ())
    outcome = notify.run(services)

    assert (dropped, outcome.made, channel.sent) == (1, 0, [])
    with services.store.reading() as session:
        assert session.exec(select(Alert)).all() == []


@pytest.mark.parametrize("act", [notify.retry, notify.drop])
def test_a_message_that_was_not_given_up_is_told(services: Services, act: Callable[..., int]) -> None:
    with pytest.raises(NothingFound, match="'ethos status' lists them"):
        act(services, ("m1",))


def test_a_reader_erased_while_their_message_waits_is_sent_nothing(
    services: Services, subscribe: Subscribe, flagged: Flagged, channel: Any
) -> None:
    readers = {f"reader-{number}": subscribe(services, targets=[f"reader-{number}"]) for number in range(3)}
    flagged(services, 1)

    def erase(_: Any) -> None:
        channel.on_send = None
        with services.store.writing() as session:
            for reader in readers.values():
                people.erase(session, reader)

    channel.on_send = erase
    outcome = notify.run(services)

    assert (outcome.failed, outcome.left) == (0, 0)
    assert len([target for target, _ in channel.sent if target is not None]) <= 1  # the one that was on its way


@pytest.mark.parametrize("alone", [True, False])
def test_only_where_one_person_reads_alone_stands_the_link_to_all_that_is_theirs(
    make_services: Callable[..., Services], subscribe: Subscribe, flagged: Flagged, channel: Any, *, alone: bool
) -> None:
    channel.is_personal = alone
    services = make_services(channels=[channel])
    people_settings = services.settings.people.model_copy(update={"secret": SecretStr("sixteen letters!")})
    services.settings = services.settings.model_copy(update={"people": people_settings})
    subscribe(services, targets=[ADA])
    flagged(services, 1)

    notify.run(services)

    [letter] = [message for target, message in channel.sent if target == ADA]
    assert (letter.change_url is not None) is alone
    assert letter.stop_url is not None
