"""An Ethos that people can subscribe to in a browser, and the letters that it sends."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from pydantic import SecretStr
from sqlmodel import select

from alerts.base import Channel, ChannelSettings, Destination
from alerts.errors import BadAddress, DeliveryError
from alerts.message import Message
from monitor.models import Flag
from monitor.services import Services
from monitor.store import events
from monitor.subscriptions.settings import PeopleSettings

ADA = "ada@readers.example"


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
        return target

    def send(self, message: Message, to: Destination | None = None) -> None:
        if self.fails:
            raise DeliveryError("the mail server mail.example is not to be trusted", lasting=True)
        self.sent.append((to.target if to else "", message))


@dataclass
class Browser:
    """Somebody who subscribes: presses buttons, reads letters, follows their links."""

    web: Any
    channel: Email
    form: dict[str, str] = field(default_factory=lambda: {"target": ADA, "words": "social value"})

    def ask(self, **fields: str) -> Any:
        return self.web.send("POST", "/subscribe", data={**self.form, **fields})

    def path(self, target: str = ADA) -> str:
        """Where the latest letter to an address leads."""
        url = [message for to, message in self.channel.sent if to == target][-1].action_url
        return re.sub(r"^http://[^/]+", "", url or "")

    def mine(self) -> str:
        """The page of all that is theirs, once they have asked and said yes."""
        self.ask()
        answer = self.web.send("POST", self.path())
        return str(answer.headers["location"].partition("?")[0])

    def press(self, page: str, **fields: str) -> Any:
        return self.web.send("POST", page, data=fields)


@pytest.fixture
def channel() -> Email:
    return Email()


@pytest.fixture
def browser(services: Services, channel: Email, web: Any) -> Browser:
    """Over the three notices of ``web``, whose flag is an event of now."""
    people = PeopleSettings(secret=SecretStr("a long secret that is not one"), oldest_days=30)
    services.settings = services.settings.model_copy(update={"people": people})
    services.sent_over = [channel]
    with services.store.writing() as session:
        flags = session.exec(select(Flag)).all()
        events.of_flags(session, flags, deadlines=(), passed=(), at=services.clock.now())
    return Browser(web, channel)


@pytest.fixture
def closed(services: Services) -> Callable[[], None]:
    """Takes the secret away."""

    def close() -> None:
        services.settings = services.settings.model_copy(update={"people": PeopleSettings()})

    return close
