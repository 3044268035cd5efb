"""Links where there is a secret, and where there is none."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.errors import NothingFound
from monitor.services import Services
from monitor.subscribing import asking, links
from monitor.subscribing.asking import Wish
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.links import Purpose


def test_people_can_subscribe_where_there_are_a_secret_and_a_channel(subscribing: Any, services: Services) -> None:
    assert links.is_open(subscribing.services)
    assert not links.is_open(services)


def test_without_a_secret_nothing_is_made_and_the_sentence_says_what_else_there_is(subscribing: Any) -> None:
    kept = subscribing.subscribed()
    people = subscribing.services.settings.people.model_copy(update={"secret": None})
    subscribing.services.settings = subscribing.services.settings.model_copy(update={"people": people})

    assert not links.is_open(subscribing.services)
    for act in (
        lambda: links.links_of(subscribing.services, kept.reader),
        lambda: links.permit(subscribing.services, Purpose.MANAGE, "x"),
        lambda: asking.ask(subscribing.services, Wish(target="ada@readers.example", conditions=Conditions())),
    ):
        with pytest.raises(NothingFound, match="sends nothing to people's addresses"):
            act()


def test_within_the_site_a_link_is_a_path(subscribing: Any) -> None:
    made = links.links_of(subscribing.services, subscribing.subscribed().reader)

    assert made.manage == f"http://127.0.0.1:8765{links.within(made).manage}"


def test_a_mark_shows_no_address_and_is_the_same_in_either_case(subscribing: Any) -> None:
    services = subscribing.services

    mark = links.mark(services, "email", "Ada@readers.example")

    assert mark == links.mark(services, "email", "ada@readers.example")
    assert mark != links.mark(services, "webhook", "ada@readers.example")
    assert "ada" not in mark
