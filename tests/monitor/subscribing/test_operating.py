"""What an operator does for people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from alerts.errors import BadAddress
from monitor import notify
from monitor.errors import BadInput, NothingFound
from monitor.models import Reader, Subscription
from monitor.subscribing import managing, operating
from monitor.subscribing.asking import Wish
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.rhythm import Rhythm

DESK = "desk@paper.example"
WISH = Wish(target=DESK, conditions=Conditions(words="ledgers"), rhythm=Rhythm.IMMEDIATE)


def test_whoever_agreed_is_told_at_once_without_a_letter_that_asks(subscribing: Any, flagged: Any) -> None:
    made = operating.add(subscribing.services, WISH, [("email", DESK), ("email", "second@paper.example")])
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)

    [kept] = subscribing.everybody()
    assert kept.reader.kept_by == "operator"
    assert [one.target for one in kept.addresses] == [DESK, "second@paper.example"]
    assert made.name == "new flags, about ledgers"
    [letter] = subscribing.channel.to(DESK)
    assert len(letter.items) == 1
    assert letter.stop_url


def test_whoever_is_known_keeps_one_account(subscribing: Any) -> None:
    kept = subscribing.subscribed(DESK)

    operating.add(subscribing.services, WISH, [("email", DESK)])

    [still] = subscribing.everybody()
    assert still.reader.key == kept.reader.key
    assert len(still.subscriptions) == 2


def test_whoever_did_not_agree_yet_is_asked(subscribing: Any) -> None:
    operating.ask(subscribing.services, WISH)

    [kept] = subscribing.everybody()
    assert (kept.reader.kept_by, kept.addresses[0].confirmed_at) == ("operator", None)
    assert operating.listed(subscribing.services)[-1].state == "not confirmed"
    assert subscribing.channel.to(DESK)[0].action_url


def test_one_bad_address_among_several_adds_nothing(subscribing: Any) -> None:
    with pytest.raises(BadAddress):
        operating.add(subscribing.services, WISH, [("email", DESK), ("email", "nobody")])

    assert subscribing.everybody() == []


def test_a_subscription_rests_tells_again_and_goes(subscribing: Any) -> None:
    key = operating.add(subscribing.services, WISH, [("email", DESK)]).key

    states = []
    for paused in (True, False):
        operating.rest(subscribing.services, key, paused=paused)
        states.append(operating.listed(subscribing.services)[-1].state)
    operating.remove(subscribing.services, key)

    assert states == ["rests", "tells"]
    assert subscribing.everybody()[0].subscriptions == ()
    with pytest.raises(NothingFound, match="subscriptions list"):
        operating.remove(subscribing.services, key)


def test_what_the_settings_keep_is_changed_there(subscribing: Any, of_settings: tuple[Reader, Subscription]) -> None:
    reader, subscription = of_settings
    kept = operating.find(subscribing.services, str(reader.key))

    for act in (
        lambda: operating.remove(subscribing.services, subscription.key),
        lambda: operating.rest(subscribing.services, subscription.key, paused=True),
        lambda: operating.erase(subscribing.services, kept),
        lambda: operating.manage_link(subscribing.services, kept),
    ):
        with pytest.raises(BadInput, match="kept by the settings"):
            act()


def test_people_are_listed_with_their_addresses_masked(subscribing: Any) -> None:
    operating.add(subscribing.services, WISH, [("email", DESK)])

    masked = operating.persons(subscribing.services)[-1]
    in_full = operating.persons(subscribing.services, in_full=True)[-1]

    assert masked.addresses == ("email:d…@paper.example (confirmed)",)
    assert in_full.addresses == (f"email:{DESK} (confirmed)",)


@pytest.mark.parametrize(
    ("target", "masked"),
    [("https://hooks.example/secret", "https://…"), ("tgram://token/1", "tgram://…"), ("odd", "…"), ("", "")],
)
def test_nothing_that_opens_a_door_shows_through_a_mask(target: str, masked: str) -> None:
    assert operating.masked(target) == masked


def test_a_reader_is_found_by_number_and_by_address(subscribing: Any) -> None:
    kept = subscribing.subscribed(DESK)

    for named in (str(kept.reader.key), DESK):
        assert operating.find(subscribing.services, named).reader.key == kept.reader.key
    with pytest.raises(NothingFound, match="subscriptions people"):
        operating.find(subscribing.services, "nobody@paper.example")


def test_the_link_that_is_printed_opens_what_is_its_readers(
    subscribing: Any, opens: Callable[[str | None], str]
) -> None:
    kept = subscribing.subscribed(DESK)

    link = operating.manage_link(subscribing.services, kept)

    assert managing.of(subscribing.services, opens(link)).reader.key == kept.reader.key


def test_erasing_takes_all_away(subscribing: Any) -> None:
    operating.erase(subscribing.services, subscribing.subscribed(DESK))

    assert subscribing.everybody() == []
