"""A subscription as a feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from monitor.errors import NothingFound
from monitor.subscribing import feeding, managing
from monitor.subscribing.links import links_of
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.errors import WithdrawnLink

Opens = Callable[[str | None], str]


def test_a_feed_holds_what_its_subscription_asks_for_and_says_why(subscribing: Any, flagged: Any, opens: Opens) -> None:
    kept = subscribing.subscribed(conditions=Conditions(ocid=("ocds-h6vhtk-000002",)), name="Ledgers")
    flagged(subscribing.services, 1, 2)
    url = links_of(subscribing.services, kept.reader).feed(kept.subscriptions[0].key, "atom")

    feed, items = feeding.run(subscribing.services, opens(url), "atom")

    assert feed.title == "Ethos: Ledgers"
    assert feed.self_url == url
    assert [item.ocid for item in items] == ["ocds-h6vhtk-000002"]
    assert items[0].matches[0].subscription == "Ledgers"
    assert items[0].matches[0].conditions


def test_a_feed_never_expires_but_ends_with_its_subscription(subscribing: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    token = opens(links_of(subscribing.services, kept.reader).feed(kept.subscriptions[0].key, "json"))
    subscribing.clock.pass_(days=4000)

    assert feeding.run(subscribing.services, token, "json")[1] == []

    managing.remove(subscribing.services, kept.reader.key, kept.subscriptions[0].key)
    with pytest.raises(NothingFound, match="stopped"):
        feeding.run(subscribing.services, token, "json")


def test_a_feed_ends_with_the_links_of_its_reader(subscribing: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    token = opens(links_of(subscribing.services, kept.reader).feed(kept.subscriptions[0].key, "atom"))

    managing.withdraw_links(subscribing.services, kept.reader.key)

    with pytest.raises(WithdrawnLink):
        feeding.run(subscribing.services, token, "atom")


def test_a_feed_holds_the_latest_and_not_more_than_it_may(subscribing: Any, flagged: Any, opens: Opens) -> None:
    kept = subscribing.subscribed()
    flagged(subscribing.services, *range(1, feeding.MOST_ITEMS + 3))
    token = opens(links_of(subscribing.services, kept.reader).feed(kept.subscriptions[0].key, "atom"))

    _, items = feeding.run(subscribing.services, token, "atom")

    assert len(items) == feeding.MOST_ITEMS
    assert "ocds-h6vhtk-000001" not in {item.ocid for item in items}
