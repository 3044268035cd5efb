"""A day that passes is news of an old procurement; old notices that are filled in late are not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from monitor import assess, cycle, notify
from monitor.services import Services
from monitor.steps import Progress, silent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from alerts.base import Destination
    from alerts.message import Message

Make = Callable[..., Services]
CLOSES = {"tenderPeriod": {"endDate": "2026-12-01T12:00:00Z"}}


class Told:
    """A channel that keeps which indicators it was told of."""

    name = "told"
    one_server = True
    is_personal = False
    most_items = None
    longest_text = 1000

    def __init__(self) -> None:
        self.indicators: list[str] = []

    def send(self, message: Message, to: Destination | None = None) -> None:
        assert to is None
        self.indicators += [item.indicator for item in message.items]


@contextmanager
def untold(_: str) -> Iterator[Progress]:
    yield silent


@pytest.fixture
def channel() -> Told:
    return Told()


def test_a_deadline_that_passes_without_its_notice_is_told_on_that_day(
    make_services: Make, replayed: Any, make_release: Any, clock: Any, channel: Told
) -> None:
    services = make_services(replayed([make_release(1, **CLOSES)]), channels=[channel])
    cycle.run(services, telling=untold, since=clock.moment - timedelta(days=2))
    at_first = list(channel.indicators)

    clock.pass_(days=400)
    for _ in range(2):
        assess.run(services)
        notify.run(services)

    assert "OP11" not in at_first
    assert channel.indicators[len(at_first) :] == ["OP11"]


def test_old_notices_that_are_filled_in_late_are_told_to_nobody(
    make_services: Make, replayed: Any, make_release: Any, clock: Any, channel: Told
) -> None:
    services = make_services(replayed([make_release(1, **CLOSES)]), channels=[channel])
    published = clock.moment - timedelta(days=2)
    clock.pass_(days=400)

    outcomes = cycle.run(services, telling=untold, since=published, until=published + timedelta(days=2))

    assert {one.step: one.made for one in outcomes}["assess"] > 0
    assert channel.indicators == []
