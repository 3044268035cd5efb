"""Alerts that are due become messages: all that one reader is owed now goes into one.

What only subscriptions asked for that were stopped or paused since is forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from monitor.models import Address, Alert, OutgoingMessage
from monitor.services import Services
from monitor.store import audience, outbox
from monitor.store.chunks import chunks

BATCH = 200


def run(services: Services) -> int:
    """Put what is due into messages, one a reader; give how many alerts that were."""
    now = services.clock.now()
    with services.store.reading() as session:
        waiting = outbox.readers_to_tell(session, now=now)
    bound = 0
    for batch in chunks(waiting, BATCH):
        with services.store.writing() as session:
            bound += _bind(session, batch, now)
    return bound


def message_to(address: Address, alerts: Sequence[int], *, at: datetime) -> OutgoingMessage:
    """A message to an address, whose key tells it from every other for ever."""
    named = f"{address.key}:{','.join(str(alert) for alert in alerts)}"
    return OutgoingMessage(
        key=hashlib.sha256(named.encode()).hexdigest()[:32],
        address_key=address.key,
        channel=address.channel,
        created_at=at,
        not_before=at,
    )


def _bind(session: Session, batch: Sequence[int], now: datetime) -> int:
    owed = {reader: [alert.id for alert in alerts] for reader, alerts in _wanted(session, batch, now).items()}
    addresses = audience.best_addresses(session, list(owed))
    messages = [
        (message_to(addresses[reader], alerts, at=now), alerts)
        for reader, alerts in owed.items()
        if reader in addresses
    ]
    outbox.carry(session, messages)
    return sum(len(alerts) for _, alerts in messages)


def _wanted(session: Session, batch: Sequence[int], now: datetime) -> dict[int, list[Alert]]:
    """What is owed to some readers, less what only subscriptions asked for that were stopped since."""
    owed = outbox.owed_to(session, batch, now=now)
    standing = audience.still_standing(session, list(owed))
    stopped = {
        alert.id
        for alerts in owed.values()
        for alert in alerts
        if standing.isdisjoint(one["key"] for one in alert.subscriptions)
    }
    outbox.forget(session, sorted(stopped))
    wanted = {reader: [alert for alert in alerts if alert.id not in stopped] for reader, alerts in owed.items()}
    return {reader: alerts for reader, alerts in wanted.items() if any(alert.due_at for alert in alerts)}
