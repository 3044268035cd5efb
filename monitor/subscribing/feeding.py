"""A subscription as a feed: what it tells of, for whoever would rather fetch it than be sent it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from datetime import timedelta

from alerts.feeds import Feed, stable_id
from alerts.message import Item, Match
from monitor.errors import NothingFound
from monitor.outgoing import composing
from monitor.services import Services
from monitor.store import people
from monitor.subscribing import previewing
from monitor.subscribing.links import links_of, permit
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.links import Purpose

MOST_ITEMS = 200


def run(services: Services, token: str, ending: str) -> tuple[Feed, list[Item]]:
    """The feed that a link opens, and its items of the last days; ``ending`` is the form it is asked for in."""
    allowed = permit(services, Purpose.FEED, token)
    since = services.clock.now() - timedelta(days=previewing.DAYS)
    with services.store.reading() as session:
        kept = people.of_subscription(session, allowed.key)
        if kept is None:
            raise NothingFound("this subscription was stopped, and its feed with it: subscribe again")
        allowed.unless_withdrawn(kept.reader.links)
        row = next(one for one in kept.subscriptions if one.key == allowed.key)
        wanted = frozenset(EventKind(kind) for kind in row.events)
        matched = previewing.matched(services, session, Conditions.of(row.query), wanted, since=since)
        found = deque(matched, maxlen=MOST_ITEMS)
        items = composing.items(services, session, [event for event, _, _ in found])
    told = [
        replace(items[event.key], matches=(Match(subscription=row.name, conditions=match.reasons),))
        for event, _, match in reversed(found)
    ]
    feed = Feed(
        id=stable_id(f"feed:subscription:{row.key}"),
        title=f"Ethos: {row.name}",
        updated=row.created_at,
        home_url=services.settings.web.public_url,
        self_url=links_of(services, kept.reader).feed(row.key, ending),
    )
    return feed, told
