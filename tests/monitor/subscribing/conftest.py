"""An Ethos that people can subscribe to, and a channel that keeps what it is given."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from alerts.base import Channel, ChannelSettings, Destination
from alerts.errors import BadAddress, DeliveryError
from alerts.message import Message
from monitor.models import Reader, Subscription
from monitor.outgoing import house
from monitor.services import Services
from monitor.store import people
from monitor.store.people import Kept
from monitor.subscribing import asking
from monitor.subscribing.asking import Wish
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.rhythm import Rhythm
from monitor.subscriptions.settings import PeopleSettings

SECRET = "a long secret that is not one"


class Email(Channel):
    """Keeps letters instead of sending them; ``fails`` lets each fail."""

    title = "Letters kept"
    settings_type = ChannelSettings
    takes_address = True

    def __init__(self, settings: ChannelSettings | None = None) -> None:
        self.settings = settings
        self.sent: list[tuple[str, Message]] = []
        self.fails = False

    def check(self, target: str) -> str:
        if "@" not in target:
            raise BadAddress("this is not an e-mail address we can write to: it must look like name@example.org")
        return target.strip()

    def send(self, message: Message, to: Destination | None = None) -> None:
        if self.fails:
            raise DeliveryError("the mail server can't be reached")
        self.sent.append((to.target if to else "", message))

    def signing_secret(self, key: str) -> str | None:
        return f"signs {key}"

    def to(self, target: str) -> list[Message]:
        return [message for where, message in self.sent if where == target]


@dataclass
class Subscribing:
    """Ethos, as somebody who subscribes to it meets it."""

    services: Services
    channel: Email
    clock: Any

    def ask(self, target: str = "ada@readers.example", **wish: Any) -> None:
        fields = {"conditions": Conditions(), "rhythm": Rhythm.IMMEDIATE, **wish}
        asking.ask(self.services, Wish(target=target, **fields))

    def token(self, target: str = "ada@readers.example") -> str:
        """What the latest letter to an address would have its reader open."""
        return token_of(self.channel.to(target)[-1].action_url)

    def subscribed(self, target: str = "ada@readers.example", **wish: Any) -> Kept:
        self.ask(target, **wish)
        return asking.confirm(self.services, self.token(target))[0]

    def everybody(self) -> list[Kept]:
        with self.services.store.reading() as session:
            return [kept for kept in people.every(session) if kept.reader.kept_by != "settings"]


def token_of(url: str | None) -> str:
    found = re.search(r"/subscriptions/(?:confirm|manage|stop|feed)/([^/?]+?)(?:\.atom|\.json)?$", url or "")
    assert found, url
    return found[1]


@pytest.fixture
def subscribing(make_services: Callable[..., Services], clock: Any) -> Subscribing:
    channel = Email()
    services = make_services(channels=[channel])
    services.settings = services.settings.model_copy(update={"people": PeopleSettings(secret=SecretStr(SECRET))})
    house.stand(services)
    return Subscribing(services, channel, clock)


@pytest.fixture
def opens() -> Callable[[str | None], str]:
    """What a link holds, for the one that it opens."""
    return token_of


@pytest.fixture
def of_settings(subscribing: Subscribing) -> tuple[Reader, Subscription]:
    """A reader that the settings keep, with its subscription."""
    with subscribing.services.store.reading() as session:
        kept = next(one for one in people.every(session) if one.reader.kept_by == "settings")
    return kept.reader, kept.subscriptions[0]
