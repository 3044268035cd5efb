"""What tests of telling hand in: a channel that keeps what it is given, and readers who subscribe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from alerts.base import Destination
from alerts.errors import DeliveryError
from alerts.message import Message
from monitor.models import Address, Reader, Subscription
from monitor.services import Services


@dataclass
class Told:
    """A channel that keeps what it is given; an address fails as ``troubles`` says, every one with ``trouble``."""

    name: str = "told"
    one_server: bool = True
    is_personal: bool = False
    most_items: int | None = None
    longest_text: int = 1000
    trouble: DeliveryError | None = None
    troubles: dict[str | None, DeliveryError] = field(default_factory=dict)
    sent: list[tuple[str | None, Message]] = field(default_factory=list)
    on_send: Callable[[Message], None] | None = None

    def send(self, message: Message, to: Destination | None = None) -> None:
        target = to.target if to else None
        if trouble := self.troubles.get(target, self.trouble):
            raise trouble
        if self.on_send:
            self.on_send(message)
        self.sent.append((target, message))

    def to(self, target: str | None) -> list[list[str | None]]:
        """The notices of each message to a target."""
        return [[item.notice_id for item in message.items] for where, message in self.sent if where == target]


@pytest.fixture
def channel() -> Told:
    return Told()


@pytest.fixture
def services(make_services: Callable[..., Services], channel: Told) -> Services:
    return make_services(channels=[channel])


@pytest.fixture
def subscribe() -> Callable[..., int]:
    """Adds a reader with a subscription each; gives the reader's number."""

    def add(
        services: Services,
        *queries: dict[str, Any],
        rhythm: str = "immediate",
        events: Sequence[str] = ("flag", "deadline"),
        targets: Sequence[str] = ("ada@readers.example",),
        channel: str = "told",
        confirmed: bool = True,
        **fields: Any,
    ) -> int:
        now = services.clock.now()
        with services.store.writing() as session:
            reader = Reader(created_at=now, **fields)
            session.add(reader)
            session.flush()
            for rank, target in enumerate(targets):
                session.add(
                    Address(
                        reader_key=reader.key,
                        channel=channel,
                        target=target,
                        rank=rank,
                        created_at=now,
                        confirmed_at=now if confirmed else None,
                    )
                )
            for number, query in enumerate(queries or ({},)):
                session.add(
                    Subscription(
                        reader_key=reader.key,
                        name=f"Wish {number}",
                        query=query,
                        events=list(events),
                        rhythm=rhythm,
                        created_at=now,
                    )
                )
            return reader.key

    return add
