"""What an operator does for people: subscribes those who agreed, finds them, and does as they ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel import Session

from alerts.base import Channel
from monitor.errors import BadInput, NothingFound
from monitor.models import Address, Reader, Subscription
from monitor.services import Services
from monitor.store import people
from monitor.store.house import KEPT_BY
from monitor.store.people import Kept
from monitor.subscribing import asking, managing, naming
from monitor.subscribing.asking import Wish
from monitor.subscribing.links import links_of

OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One subscription as an operator sees it: no address of its reader."""

    subscription: int
    reader: int
    kept_by: str
    name: str
    asks: str
    rhythm: str
    created_at: datetime
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One reader as an operator sees them."""

    reader: int
    kept_by: str
    addresses: tuple[str, ...]
    subscriptions: int
    timezone: str
    created_at: datetime


def listed(services: Services) -> list[Listed]:
    """All subscriptions, by number."""
    with services.store.reading() as session:
        found = [
            Listed(
                subscription=one.key,
                reader=kept.reader.key,
                kept_by=kept.reader.kept_by,
                name=one.name,
                asks=naming.phrase(session, managing.conditions(one), one.events),
                rhythm=one.rhythm,
                created_at=one.created_at,
                state=_state(kept, one),
            )
            for kept in people.every(session)
            for one in kept.subscriptions
        ]
    return sorted(found, key=lambda one: one.subscription)


def persons(services: Services, *, in_full: bool = False) -> list[Person]:
    """All readers, by number; their addresses are masked unless they are wanted in full."""
    with services.store.reading() as session:
        return [
            Person(
                reader=kept.reader.key,
                kept_by=kept.reader.kept_by,
                addresses=tuple(_address(one, in_full=in_full) for one in kept.addresses),
                subscriptions=len(kept.subscriptions),
                timezone=kept.reader.timezone,
                created_at=kept.reader.created_at,
            )
            for kept in people.every(session)
        ]


def add(services: Services, wish: Wish, to: Sequence[tuple[str, str]]) -> Subscription:
    """Subscribe whoever agreed to it: their addresses, best first, count as confirmed. Give the subscription.

    Whoever has confirmed one of them before keeps one account.
    """
    places = [_place(services, channel, target) for channel, target in to]
    now = services.clock.now()
    with services.store.writing() as session:
        known = (people.at(session, channel=channel.name, target=target) for channel, target in places)
        kept = next((one for one in known if one), None)
        reader = kept.reader if kept else people.add(session, asking.reader_of(wish.hours, at=now, kept_by=OPERATOR))
        for channel, target in places:
            address = people.add_address(session, asking.address_of(channel, target, reader, at=now))
            people.works(session, address, at=now)
        return people.add_subscription(session, asking.subscription_of(session, wish, reader, at=now))


def ask(services: Services, wish: Wish) -> None:
    """Ask an address to confirm itself, for whoever did not agree yet."""
    asking.ask(services, wish, kept_by=OPERATOR)


def rest(services: Services, subscription: int, *, paused: bool) -> None:
    """Let a subscription rest, or tell again."""
    managing.change(services, _owner(services, subscription), subscription, paused=paused)


def remove(services: Services, subscription: int) -> None:
    """Take a subscription away."""
    managing.remove(services, _owner(services, subscription), subscription)


def find(services: Services, named: str) -> Kept:
    """A reader by number, or by an address of theirs as it is kept."""
    with services.store.reading() as session:
        key = int(named) if named.isascii() and named.isdecimal() else _reader_at(session, named)
        kept = people.get(session, key) if key is not None else None
    if kept is None:
        raise NothingFound("there is no such reader: 'ethos subscriptions people' lists those there are")
    return kept


def erase(services: Services, kept: Kept) -> None:
    """Take away everything that is kept of a reader."""
    _not_of_settings(kept.reader)
    managing.erase(services, kept.reader.key)


def manage_link(services: Services, kept: Kept) -> str:
    """The link that lets a reader see and change what is theirs."""
    _not_of_settings(kept.reader)
    return links_of(services, kept.reader).manage


def _place(services: Services, channel: str, target: str) -> tuple[Channel, str]:
    used = asking.channel_named(services, channel)
    return used, used.check(target)


def _reader_at(session: Session, target: str) -> int | None:
    found = [kept for kept in people.every(session) if target in {one.target for one in kept.addresses}]
    if len(found) > 1:
        numbers = ", ".join(str(one.reader.key) for one in found)
        raise BadInput(f"readers {numbers} have that address: name one of them by number")
    return found[0].reader.key if found else None


def _owner(services: Services, subscription: int) -> int:
    with services.store.reading() as session:
        kept = people.of_subscription(session, subscription)
    if kept is None:
        raise NothingFound(f"there is no subscription {subscription}: 'ethos subscriptions list' lists those there are")
    _not_of_settings(kept.reader)
    return kept.reader.key


def _not_of_settings(reader: Reader) -> None:
    if reader.kept_by == KEPT_BY:
        raise BadInput(f"reader {reader.key} is kept by the settings: change [[subscriptions]] or [alerts] there")


def _state(kept: Kept, one: Subscription) -> str:
    if not any(address.confirmed_at for address in kept.addresses):
        return "not confirmed"
    return "rests" if one.paused_at else "tells"


def _address(one: Address, *, in_full: bool) -> str:
    state = "failed" if one.failed_at else "confirmed" if one.confirmed_at else "not confirmed"
    target = one.target if in_full else masked(one.target)
    return f"{one.channel}{f':{target}' if target else ''} ({state})"


def masked(target: str) -> str:
    """An address that only its owner would recognise."""
    if "://" in target:
        return f"{urlsplit(target).scheme}://…"
    local, _, host = target.rpartition("@")
    return f"{local[:1]}…@{host}" if local else "…" if target else ""
