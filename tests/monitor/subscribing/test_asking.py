"""Double opt-in: one letter, one yes, and nothing before it."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller

from alerts.channels.email import Email, EmailSettings
from alerts.errors import BadAddress, DeliveryError
from monitor import notify
from monitor.errors import BadInput, NothingFound
from monitor.subscribing import asking, managing
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.errors import ExpiredLink, ForeignLink, WithdrawnLink
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.rhythm import Hours

ADA = "ada@readers.example"


def test_one_letter_asks_for_a_yes_and_carries_nobodys_words(subscribing: Any) -> None:
    subscribing.ask(name="Win a prize at prize.example", conditions=Conditions(words="visit prize.example"))

    [letter] = subscribing.channel.to(ADA)
    words = " ".join((letter.subject, *letter.body, letter.action, letter.why))
    assert "- new flags, at once" in letter.body
    assert "prize" not in words
    assert letter.action_url.startswith("http://127.0.0.1:8765/subscriptions/confirm/")


def test_nothing_is_sent_to_an_address_before_its_owner_said_yes(subscribing: Any, flagged: Any) -> None:
    subscribing.ask()
    flagged(subscribing.services, 1)
    notify.run(subscribing.services)

    assert len(subscribing.channel.to(ADA)) == 1

    asking.confirm(subscribing.services, subscribing.token())
    subscribing.clock.pass_(hours=1)
    flagged(subscribing.services, 2)
    notify.run(subscribing.services)

    assert [len(letter.items) for letter in subscribing.channel.to(ADA)] == [0, 1]


def test_confirming_twice_changes_nothing(subscribing: Any) -> None:
    subscribing.ask()
    first, is_first = asking.confirm(subscribing.services, subscribing.token())
    subscribing.clock.pass_(days=1)

    again, _ = asking.confirm(subscribing.services, subscribing.token())

    assert is_first
    assert again.addresses[0].confirmed_at == first.addresses[0].confirmed_at
    assert len(subscribing.everybody()) == 1


def test_a_known_address_keeps_one_account(subscribing: Any) -> None:
    known = subscribing.subscribed(conditions=Conditions(words="trees"), hours=Hours(timezone="Europe/Paris"))

    kept = subscribing.subscribed(conditions=Conditions(words="ledgers"))

    assert kept.reader.key == known.reader.key
    assert [one.query for one in kept.subscriptions] == [{"words": "trees"}, {"words": "ledgers"}]
    assert kept.reader.timezone == "Europe/Paris"
    assert len(subscribing.everybody()) == 1


def test_asking_for_the_same_twice_makes_one_subscription(subscribing: Any) -> None:
    subscribing.subscribed(name="First")

    kept = subscribing.subscribed(name="Second")

    assert [one.name for one in kept.subscriptions] == ["Second"]


def test_a_yes_says_that_a_failed_address_works_again(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    with subscribing.services.store.writing() as session:
        row = session.get(type(kept.addresses[0]), kept.addresses[0].key)
        row.failed_at = subscribing.clock.now()

    again = subscribing.subscribed()

    assert again.addresses[0].failed_at is None


def test_an_address_asked_too_often_gets_no_further_letter_and_the_same_answer(subscribing: Any) -> None:
    answers = [subscribing.ask(target) for target in (ADA, ADA, "Ada@readers.example", ADA, ADA)]

    assert answers == [None] * 5
    assert len(subscribing.channel.sent) == 3

    subscribing.clock.pass_(days=1, seconds=1)
    subscribing.ask()

    assert len(subscribing.channel.sent) == 4


def test_a_letter_that_does_not_go_out_leaves_nothing_and_is_not_counted(subscribing: Any) -> None:
    subscribing.channel.fails = True
    for _ in range(4):
        with pytest.raises(DeliveryError):
            subscribing.ask()

    assert subscribing.everybody() == []

    subscribing.channel.fails = False
    subscribing.ask()

    assert len(subscribing.channel.sent) == 1


@pytest.mark.parametrize(
    ("wish", "error", "words"),
    [
        ({"target": "nobody"}, BadAddress, "name@example.org"),
        ({"channel": "fax"}, BadInput, "there are email"),
        ({"events": frozenset({EventKind.CORRECTED})}, BadInput, "say what to be told of"),
        ({"events": frozenset()}, BadInput, "say what to be told of"),
    ],
)
def test_a_wish_that_cannot_be_is_refused_and_leaves_nothing(
    subscribing: Any, wish: dict[str, Any], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        subscribing.ask(**wish)

    assert subscribing.everybody() == []
    assert subscribing.channel.sent == []


def test_a_link_expires_and_what_it_would_confirm_is_forgotten(subscribing: Any) -> None:
    subscribing.ask()
    token = subscribing.token()
    subscribing.clock.pass_(days=7)
    notify.run(subscribing.services)

    assert len(subscribing.everybody()) == 1

    subscribing.clock.pass_(seconds=1)
    notify.run(subscribing.services)

    assert subscribing.everybody() == []
    with pytest.raises(ExpiredLink, match="subscribe again"):
        asking.confirm(subscribing.services, token)


def test_those_who_confirmed_are_never_forgotten_but_their_unconfirmed_addresses_are(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    asking.add_address(subscribing.services, kept.reader.key, "email", "second@readers.example")
    subscribing.clock.pass_(days=8)

    assert asking.forget(subscribing.services) == 1

    [still] = subscribing.everybody()
    assert [one.target for one in still.addresses] == [ADA]


@pytest.mark.parametrize("token", ["", "x", "WzEsMCxmYWxzZV0.aaaaaa.bbbb"])
def test_a_link_that_was_never_given_opens_nothing(subscribing: Any, token: str) -> None:
    with pytest.raises(ForeignLink):
        asking.confirm(subscribing.services, token)


def test_numbers_of_the_erased_are_not_given_to_others(subscribing: Any) -> None:
    subscribing.ask()
    old = subscribing.token()
    managing.erase(subscribing.services, subscribing.everybody()[0].reader.key)
    subscribing.ask("other@readers.example")

    with pytest.raises(NothingFound, match="used before"):
        asking.confirm(subscribing.services, old)

    assert subscribing.everybody()[0].addresses[0].confirmed_at is None


def test_a_withdrawn_link_confirms_nothing(subscribing: Any) -> None:
    subscribing.ask()
    managing.withdraw_links(subscribing.services, subscribing.everybody()[0].reader.key)

    with pytest.raises(WithdrawnLink):
        asking.confirm(subscribing.services, subscribing.token())


def test_more_subscriptions_than_one_person_may_have_are_refused(subscribing: Any) -> None:
    people = subscribing.services.settings.people.model_copy(update={"most_subscriptions": 1})
    subscribing.services.settings = subscribing.services.settings.model_copy(update={"people": people})
    subscribing.subscribed()

    with pytest.raises(BadInput, match="1 subscriptions of 1"):
        subscribing.subscribed(conditions=Conditions(words="trees"))


def test_an_added_address_is_told_only_once_confirmed_and_opens_no_account(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    asking.add_address(subscribing.services, kept.reader.key, "email", "room@readers.example")

    found, is_first = asking.confirm(subscribing.services, subscribing.token("room@readers.example"))

    assert not is_first
    assert [bool(one.confirmed_at) for one in found.addresses] == [True, True]


def test_adding_somebody_elses_address_takes_nothing_from_either(subscribing: Any) -> None:
    ada, bob = subscribing.subscribed(), subscribing.subscribed("bob@readers.example")
    asking.add_address(subscribing.services, ada.reader.key, "email", "bob@readers.example")

    asking.confirm(subscribing.services, subscribing.token("bob@readers.example"))

    still = {kept.reader.key: len(kept.addresses) for kept in subscribing.everybody()}
    assert still == {ada.reader.key: 2, bob.reader.key: 1}


def test_whoever_reads_at_an_address_that_stands_in_does_not_come_by_the_account(subscribing: Any) -> None:
    ada = subscribing.subscribed()
    asking.add_address(subscribing.services, ada.reader.key, "email", "bob@readers.example")
    asking.confirm(subscribing.services, subscribing.token("bob@readers.example"))
    letters = len(subscribing.channel.to("bob@readers.example"))

    asking.send_link(subscribing.services, "bob@readers.example")
    bob = subscribing.subscribed("bob@readers.example", conditions=Conditions(words="trees"))

    assert len(subscribing.channel.to("bob@readers.example")) == letters + 1  # which asked for a yes
    assert bob.reader.key != ada.reader.key
    assert [one.target for one in bob.addresses] == ["bob@readers.example"]


def test_whoever_reads_in_a_room_does_not_come_by_the_address_of_who_gave_it(subscribing: Any) -> None:
    ada = subscribing.subscribed("room@readers.example")
    asking.add_address(subscribing.services, ada.reader.key, "email", ADA)
    asking.confirm(subscribing.services, subscribing.token())

    other = subscribing.subscribed("room@readers.example", conditions=Conditions(words="trees"))

    assert other.reader.key != ada.reader.key
    assert [one.target for one in other.addresses] == ["room@readers.example"]


def test_a_mailbox_keeps_one_account_whatever_stands_in_for_it(subscribing: Any) -> None:
    subscribing.channel.is_personal = True
    ada = subscribing.subscribed()
    asking.add_address(subscribing.services, ada.reader.key, "email", "room@readers.example")

    again = subscribing.subscribed(conditions=Conditions(words="trees"))

    assert again.reader.key == ada.reader.key
    assert len(again.subscriptions) == 2


def test_nobody_new_is_asked_once_as_many_letters_went_out_as_may_in_a_day(subscribing: Any) -> None:
    people = subscribing.services.settings.people.model_copy(update={"most_letters": 2})
    subscribing.services.settings = subscribing.services.settings.model_copy(update={"people": people})
    ada = subscribing.subscribed()
    subscribing.ask("bob@readers.example")

    with pytest.raises(BadInput, match="2 addresses to confirm themselves within a day"):
        subscribing.ask("cy@readers.example")
    with pytest.raises(BadInput, match="try again tomorrow"):
        asking.add_address(subscribing.services, ada.reader.key, "email", "cy@readers.example")
    asking.send_link(subscribing.services, ADA)
    subscribing.clock.pass_(days=1)
    subscribing.ask("cy@readers.example")

    assert len(subscribing.channel.to(ADA)) == 2
    assert len(subscribing.channel.to("cy@readers.example")) == 1


def test_more_addresses_than_one_person_may_have_are_refused(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    for number in range(4):
        asking.add_address(subscribing.services, kept.reader.key, "email", f"{number}@readers.example")

    with pytest.raises(BadInput, match="5 addresses"):
        asking.add_address(subscribing.services, kept.reader.key, "email", "more@readers.example")


def test_the_link_to_ones_own_goes_to_known_addresses_alone(
    subscribing: Any, opens: Callable[[str | None], str]
) -> None:
    kept = subscribing.subscribed()
    subscribing.ask("unconfirmed@readers.example")
    before = len(subscribing.channel.sent)

    for target in (ADA, "unconfirmed@readers.example", "nobody@readers.example"):
        asking.send_link(subscribing.services, target)

    [(to, letter)] = subscribing.channel.sent[before:]
    assert to == ADA
    assert managing.of(subscribing.services, opens(letter.action_url)).reader.key == kept.reader.key
    assert letter.one_click


def test_the_link_is_sent_only_so_often_a_day(subscribing: Any) -> None:
    subscribing.subscribed()
    for _ in range(5):
        asking.send_link(subscribing.services, ADA)

    assert len(subscribing.channel.to(ADA)) == 3  # the letter that asked, and two links


def test_a_link_that_cannot_be_sent_tells_nobody_that_the_address_is_known(subscribing: Any) -> None:
    subscribing.subscribed()
    subscribing.channel.fails = True

    assert asking.send_link(subscribing.services, ADA) is None


def test_no_address_and_no_token_stands_in_a_log(subscribing: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    subscribing.subscribed()
    asking.send_link(subscribing.services, ADA)
    token = subscribing.token()
    subscribing.channel.fails = True
    with pytest.raises(DeliveryError):
        subscribing.ask("other@readers.example")

    told = " ".join(str(vars(record)) for record in caplog.records)
    assert "delivered" in told
    assert "readers.example" not in told
    assert token not in told


class Postbox:
    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Server(Controller):
    """A mail server on any free port."""

    def _trigger_server(self) -> None:
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Email]]:
    box = Postbox()
    server = Server(box, hostname="127.0.0.1", port=0, server_hostname="localhost")
    server.start()
    fields = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "sender": "ethos@ethos.example",
        "to": "desk@ethos.example",
        "greeting": "localhost",
    }
    yield box, Email(EmailSettings.model_validate(fields))
    server.stop()


def test_the_letter_arrives_at_a_mail_server_with_its_link_in_both_forms(
    subscribing: Any, postbox: tuple[Postbox, Email]
) -> None:
    box, channel = postbox
    subscribing.services.sent_over = [channel]
    subscribing.services.__dict__.pop("channels", None)

    subscribing.ask("Ada@Readers.example")

    [letter] = box.letters
    assert letter["To"] == "Ada@readers.example"
    for kind in ("plain", "html"):
        part = letter.get_body((kind,)).get_content()
        link = re.search(r"http://127\.0\.0\.1:8765/subscriptions/confirm/([\w.-]+)", part)
        assert link, part
        assert asking.pending(subscribing.services, link[1]).addresses[0].target == "Ada@readers.example"
