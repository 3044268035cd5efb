"""What is a reader's: seen, changed, stopped, taken along and erased, by whoever holds their link."""

from __future__ import annotations

from typing import Any

from monitor.errors import BadInput, NothingFound
from monitor.models import Subscription
from monitor.services import Services
from monitor.store import people
from monitor.store.people import Kept
from monitor.subscribing import asking
from monitor.subscribing.links import permit
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import CHOICES, EventKind
from monitor.subscriptions.links import Purpose
from monitor.subscriptions.rhythm import Hours, Rhythm

GONE = "nobody is subscribed here any more: subscribe again"
MOST_ITEMS = 500


def of(services: Services, token: str) -> Kept:
    """Whose link it is, with all that is theirs, or ``BadLink``."""
    allowed = permit(services, Purpose.MANAGE, token)
    with services.store.reading() as session:
        kept = people.get(session, allowed.key)
    if kept is None:
        raise NothingFound(GONE)
    allowed.unless_withdrawn(kept.reader.links)
    return kept


def set_hours(services: Services, reader_key: int, hours: Hours, *, most_items: int = 50) -> None:
    """Change a reader's hours, and how many items one message has at most."""
    if not 1 <= most_items <= MOST_ITEMS:
        raise BadInput(f"{most_items} is no number of items: write a whole number from 1 to {MOST_ITEMS}")
    with services.store.writing() as session:
        reader = _kept(people.get(session, reader_key)).reader
        reader.sqlmodel_update({**asking.hours_kept(hours), "most_items": most_items})
        session.add(reader)


def change(
    services: Services,
    reader_key: int,
    subscription_key: int,
    *,
    rhythm: Rhythm | None = None,
    events: frozenset[EventKind] | None = None,
    paused: bool | None = None,
) -> None:
    """Change how soon, or of what, a subscription tells, or let it rest for a while."""
    with services.store.writing() as session:
        one = _own(_kept(people.get(session, reader_key)), subscription_key)
        if rhythm is not None:
            one.rhythm = rhythm.value
        if events is not None:
            if not events or not events <= set(CHOICES):
                raise BadInput(f"say what to be told of: {', '.join(CHOICES)}")
            one.events = sorted(events)
        if paused is not None:
            one.paused_at = (one.paused_at or services.clock.now()) if paused else None
        session.add(one)


def remove(services: Services, reader_key: int, subscription_key: int) -> None:
    """Take one subscription away."""
    with services.store.writing() as session:
        people.remove_subscription(session, _own(_kept(people.get(session, reader_key)), subscription_key).key)


def remove_address(services: Services, reader_key: int, address_key: int) -> None:
    """Take one address away; the last one stays, as nobody could be told any more."""
    with services.store.writing() as session:
        kept = _kept(people.get(session, reader_key))
        if address_key not in {one.key for one in kept.addresses}:
            raise NothingFound("this address is not among yours any more: load the page again")
        if not [one for one in kept.addresses if one.key != address_key and one.confirmed_at]:
            raise BadInput("this is your last confirmed address: give another first, or have everything erased")
        people.remove_address(session, address_key)


def erase(services: Services, reader_key: int) -> None:
    """Take away everything that is kept of a reader."""
    with services.store.writing() as session:
        people.erase(session, reader_key)


def withdraw_links(services: Services, reader_key: int) -> None:
    """Make every link that a reader was given worthless, as when a letter was passed on."""
    with services.store.writing() as session:
        people.withdraw_links(session, reader_key)


def export(services: Services, reader_key: int) -> dict[str, Any]:
    """Everything that is kept of a reader, as plain structures."""
    with services.store.reading() as session:
        kept = _kept(people.get(session, reader_key))
        told = people.told(session, reader_key)
    return {
        "reader": kept.reader.model_dump(exclude={"links"}),
        "addresses": [one.model_dump(exclude={"reader_key"}) for one in kept.addresses],
        "subscriptions": [one.model_dump(exclude={"reader_key"}) for one in kept.subscriptions],
        "told": told,
    }


def signing_secrets(services: Services, kept: Kept) -> dict[int, str]:
    """By what a program can check that messages to it are ours, by the number of its address."""
    by_name = {channel.name: channel for channel in services.channels}
    found = {
        one.key: by_name[one.channel].signing_secret(f"address-{one.key}")
        for one in kept.addresses
        if one.channel in by_name
    }
    return {key: secret for key, secret in found.items() if secret}


def to_stop(services: Services, token: str) -> tuple[Kept, Subscription | None]:
    """What a link would stop: one subscription, or all of its reader's (``None``)."""
    allowed = permit(services, Purpose.STOP, token)
    with services.store.reading() as session:
        kept = people.get(session, allowed.key) if allowed.everything else people.of_subscription(session, allowed.key)
    if kept is None:
        raise NothingFound("this was stopped before: nothing more is sent for it")
    # A way out stays open: links that were made worthless still stop what they stand for.
    return kept, None if allowed.everything else _own(kept, allowed.key)


def stop(services: Services, token: str) -> None:
    """Stop what a link stands for. Stopping twice is no error: mail programs press the button again."""
    try:
        kept, one = to_stop(services, token)
    except NothingFound:
        return
    with services.store.writing() as session:
        for row in kept.subscriptions if one is None else (one,):
            people.remove_subscription(session, row.key)
        if one is None:
            people.forget_unsent(session, kept.reader.key)


def conditions(subscription: Subscription) -> Conditions:
    """What a subscription asks for."""
    return Conditions.of(subscription.query)


def _kept(kept: Kept | None) -> Kept:
    if kept is None:
        raise NothingFound(GONE)
    return kept


def _own(kept: Kept, subscription_key: int) -> Subscription:
    found = next((one for one in kept.subscriptions if one.key == subscription_key), None)
    if found is None:
        raise NothingFound("this subscription is not among yours any more: load the page again")
    return found
