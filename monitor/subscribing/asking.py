"""Asking to be told, and confirming it: nothing is sent to an address before its owner said yes to our one letter.

What somebody asks for stands apart until then. Whoever asks for an address that isn't theirs learns nothing of it: the
answer is the same whether we know it or not.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from alerts.base import Channel, Destination, RetrySettings, deliver
from alerts.errors import DeliveryError
from alerts.message import Message
from monitor.errors import BadInput, NothingFound
from monitor.models import Address, Reader, Subscription
from monitor.services import Services
from monitor.store import people
from monitor.store.people import Kept
from monitor.subscribing import letters, naming
from monitor.subscribing.links import links_of, mark, permit
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import CHOICES, EventKind
from monitor.subscriptions.links import Permit, Purpose
from monitor.subscriptions.rhythm import Hours, Rhythm

LONGEST_NAME = 100
GONE = "this link was used before, or what it confirms was taken back: subscribe again, or ask for a new link"
AT_A_FORM = RetrySettings(tries=2, first_wait_seconds=1)
"""Somebody waits for the answer, and can press the button again."""


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What somebody asks for. ``channel`` and ``target`` say where; ``name`` is what they call it."""

    target: str
    conditions: Conditions
    channel: str = "email"
    events: frozenset[EventKind] = frozenset({EventKind.FLAG})
    rhythm: Rhythm = Rhythm.DAILY
    name: str = ""
    hours: Hours = field(default_factory=Hours)


def ask(services: Services, wish: Wish, *, kept_by: str = "reader") -> None:
    """Keep what is asked for, unconfirmed, and send its address the letter that asks for a yes.

    Raises ``BadInput`` where it can't be, ``BadAddress`` for an address that is none, ``DeliveryError`` where the
    letter does not go out. An address that was asked too often today gets no further letter, and nobody is told so.
    """
    channel = channel_named(services, wish.channel)
    target = channel.check(wish.target)
    now = services.clock.now()
    with services.store.writing() as session:
        _room_for_letter(services, session)
        counted = _count(services, session, channel, target)
        if counted is None:
            return
        reader = people.add(session, reader_of(wish.hours, at=now, kept_by=kept_by))
        subscription = subscription_of(session, wish, reader, at=now)
        people.add_subscription(session, subscription)
        address = people.add_address(session, address_of(channel, target, reader, at=now))
        pending = Kept(reader, (address,), (subscription,))
    message = letters.confirmation(pending, links_of(services, reader), address_key=address.key)
    try:
        _send(services, channel, message, address)
    except DeliveryError:
        with services.store.writing() as session:
            people.erase(session, reader.key)
            people.uncount(session, counted)
        raise


def add_address(services: Services, reader_key: int, channel_name: str, target: str) -> None:
    """Ask one more address of a reader to confirm itself; it stands in when those before it fail for good."""
    channel = channel_named(services, channel_name)
    target = channel.check(target)
    now = services.clock.now()
    with services.store.writing() as session:
        kept = people.get(session, reader_key)
        if kept is None:
            raise NothingFound("nobody is subscribed here any more: subscribe again")
        _room_for_address(services, kept, target)
        _room_for_letter(services, session)
        counted = _count(services, session, channel, target)
        address = people.add_address(session, address_of(channel, target, kept.reader, at=now))
        if counted is None or (address.confirmed_at and not address.failed_at):
            return
    message = letters.confirmation(kept, links_of(services, kept.reader), address_key=address.key)
    try:
        _send(services, channel, message, address)
    except DeliveryError:
        with services.store.writing() as session:
            people.uncount(session, counted)
        raise


def pending(services: Services, token: str) -> Kept:
    """What a link would confirm: shown before the yes, as mail programs open links by themselves."""
    allowed = permit(services, Purpose.CONFIRM, token)
    with services.store.reading() as session:
        return _of_address(session, allowed)


def confirm(services: Services, token: str) -> tuple[Kept, bool]:
    """Say yes: from here on the address is told. Give its reader, and whether that is whoever said so.

    Somebody who had confirmed this address before keeps one account: what is new is added to it. An address that was
    added to an account may be another's, or a room's: whoever says yes there has no business with the rest of it. So
    what is asked for at a room stands apart from an account that has other addresses too.
    """
    allowed = permit(services, Purpose.CONFIRM, token)
    with services.store.writing() as session:
        kept = _of_address(session, allowed)
        address = next(one for one in kept.addresses if one.key == allowed.key)
        is_first = not any(one.confirmed_at for one in kept.addresses if one.key != address.key)
        known = people.at(session, channel=address.channel, target=address.target) if is_first else None
        if known is not None and known.reader.key != kept.reader.key and _is_one_persons(services, known, address):
            _room_for(services, known, len(kept.subscriptions))
            people.move(session, kept, to=known.reader.key)
            address = next(one for one in known.addresses if one.target == address.target)
        people.works(session, address, at=services.clock.now())
        found = people.get(session, address.reader_key)
    if found is None:
        raise NothingFound(GONE)
    return found, is_first


def checked(services: Services, target: str) -> str:
    """An e-mail address as it is kept, or ``BadAddress``."""
    return channel_named(services, "email").check(target)


def send_link(services: Services, target: str) -> None:
    """Send whoever confirmed this e-mail address the link to all that is theirs; nothing where nobody did.

    Whoever asked is not waiting: neither how long it takes nor whether it fails tells if the address is known.
    """
    channel = channel_named(services, "email")
    with services.store.writing() as session:
        known = people.at(session, channel=channel.name, target=target)
        if known is None or _count(services, session, channel, target) is None:
            return
        address = next(one for one in known.addresses if one.target == target)
    with suppress(DeliveryError):  # it is in the log, and they can ask again
        _send(services, channel, letters.link(known, links_of(services, known.reader)), address)


def forget(services: Services) -> int:
    """Take away what was asked for and not confirmed while its link was good; give how many addresses that were."""
    lasts = Purpose.CONFIRM.lasts or timedelta(0)
    with services.store.writing() as session:
        return people.forget_unconfirmed(session, before=services.clock.now() - lasts)


def channel_named(services: Services, name: str) -> Channel:
    """An enabled channel that takes addresses, or ``BadInput`` that says which there are."""
    taking = {channel.name: channel for channel in services.channels if channel.takes_address}
    if name not in taking:
        there_are = ", ".join(sorted(taking)) or "none: enable one, such as alerts.email, in config.toml"
        raise BadInput(f"this Ethos sends nothing to addresses of the kind {name[:40]!r}: there are {there_are}")
    return taking[name]


def reader_of(hours: Hours, *, at: datetime, kept_by: str) -> Reader:
    """A new reader with these hours."""
    return Reader(kept_by=kept_by, created_at=at, **hours_kept(hours))


def hours_kept(hours: Hours) -> dict[str, Any]:
    """Hours as a reader's row holds them."""
    grave = hours.breaks_through
    return {**asdict(hours), "breaks_through": grave.value if grave else None}


def address_of(channel: Channel, target: str, reader: Reader, *, at: datetime) -> Address:
    """A new address of a reader, not confirmed yet."""
    return Address(reader_key=reader.key, channel=channel.name, target=target, created_at=at, asked_at=at)


def subscription_of(session: Session, wish: Wish, reader: Reader, *, at: datetime) -> Subscription:
    """A new subscription of a reader, called what it looks for where its reader doesn't say."""
    if not wish.events or not wish.events <= set(CHOICES):
        raise BadInput(f"say what to be told of: {', '.join(CHOICES)}")
    name = " ".join(wish.name.split()) or naming.phrase(session, wish.conditions, wish.events)
    return Subscription(
        reader_key=reader.key,
        name=name[:LONGEST_NAME],
        query=wish.conditions.plain(),
        events=sorted(wish.events),
        rhythm=wish.rhythm.value,
        created_at=at,
    )


def _send(services: Services, channel: Channel, message: Message, address: Address) -> None:
    to = Destination(target=address.target, key=f"address-{address.key}")
    deliver(channel, message, services.clock, to, retry=AT_A_FORM)


def _count(services: Services, session: Session, channel: Channel, target: str) -> str | None:
    """Count one more letter of ours to an address, or say no where it had the most of a day."""
    named = mark(services, channel.name, target)
    most = services.settings.people.most_confirmations
    return people.count(session, mark=named, most=most, at=services.clock.now())


def _of_address(session: Session, allowed: Permit) -> Kept:
    kept = people.of_address(session, allowed.key)
    if kept is None:
        raise NothingFound(GONE)
    allowed.unless_withdrawn(kept.reader.links)
    return kept


def _is_one_persons(services: Services, known: Kept, address: Address) -> bool:
    """Whether whoever reads at an address may have all that is the account's: nobody else reads there, or it is all."""
    return len(known.addresses) == 1 or channel_named(services, address.channel).is_personal


def _room_for_letter(services: Services, session: Session) -> None:
    most = services.settings.people.most_letters
    if people.letters_since(session, services.clock.now() - people.DAY) >= most:
        raise BadInput(
            f"this Ethos has asked {most:,} addresses to confirm themselves within a day, the most it may: "
            "try again tomorrow, or follow the feed of the search until then"
        )


def _room_for(services: Services, known: Kept, more: int) -> None:
    most = services.settings.people.most_subscriptions
    if len(known.subscriptions) + more > most:
        raise BadInput(
            f"you have {len(known.subscriptions)} subscriptions of {most} that one person may: stop one first"
        )


def _room_for_address(services: Services, kept: Kept, target: str) -> None:
    most = services.settings.people.most_addresses
    if len(kept.addresses) >= most and target not in {one.target for one in kept.addresses}:
        raise BadInput(f"you have {len(kept.addresses)} addresses, the most there may be: take one away first")
