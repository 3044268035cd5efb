"""Messages are sent: leased, delivered and noted one by one, so that a killed run neither loses nor doubles.

A message is this worker's alone while its lease lasts. Killed between delivering and noting it, it is sent once more
under the same key, by which its receiver can tell; no other message is sent twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from alerts.base import Destination, deliver
from alerts.errors import DeliveryError
from alerts.message import Message
from monitor.models import Address, OutgoingMessage
from monitor.outgoing import binding, composing
from monitor.services import Services
from monitor.steps import Progress
from monitor.store import audience, leases, outbox, queues

FIRST_WAIT = timedelta(minutes=5)
MOST_TRIES = 12
MOST_DOUBLINGS = 8
BATCH = 50
MOST_IN_A_ROW = 5
"""So many failures in a row rest a channel until the next run: a server that is down is not asked for every message."""


@dataclass(slots=True)
class Sent:
    """How it went: messages delivered and failed, and what the first of each channel's failures said."""

    made: int = 0
    failed: int = 0
    failures: dict[str, None] = field(default_factory=dict)


@dataclass
class Worker:
    """One run of one process, under a name that no other has."""

    services: Services
    progress: Progress
    name: str = field(default_factory=lambda: f"{leases.me()}/{uuid.uuid4().hex[:12]}")
    told: Sent = field(default_factory=Sent)

    def __post_init__(self) -> None:
        self._channels = {channel.name: channel for channel in self.services.channels}
        self._in_a_row = dict.fromkeys(self._channels, 0)
        self._clock = leases.LeasedClock(self.services.clock, self._renew)
        self._until = self.services.clock.now()
        self._delivered: dict[str, datetime] = {}

    def run(self) -> Sent:
        """Send until nothing is due over a channel that works."""
        with self.services.store.writing() as session:
            outbox.free_dead(session, now=self.services.clock.now())
            total = queues.waiting(session)
        try:
            while batch := self._lease():
                self._send_all(batch)
                done = self.told.made + self.told.failed
                self.progress(done, max(total, done))
        finally:
            self._note()
            with self.services.store.writing() as session:
                outbox.give_back(session, worker=self.name)
        return self.told

    def _lease(self) -> Sequence[OutgoingMessage]:
        working = [name for name, failures in self._in_a_row.items() if failures < MOST_IN_A_ROW]
        now = self.services.clock.now()
        with self.services.store.writing() as session:
            rows = outbox.lease(session, worker=self.name, channels=working, now=now, most=BATCH)
        self._until = now + outbox.LEASE
        return rows

    def _send_all(self, batch: Sequence[OutgoingMessage]) -> None:
        with self.services.store.reading() as session:
            composed = composing.compose(self.services, session, batch)
            addresses = audience.addresses(session, {row.address_key for row in batch})
        for row in batch:
            if self._until - self.services.clock.now() < outbox.LEASE / 2:
                self._renew()
            if self._in_a_row[row.channel] < MOST_IN_A_ROW and self._holds(row):
                self._send(row, composed[row.key], addresses[row.address_key])

    def _holds(self, row: OutgoingMessage) -> bool:
        """Whether it is still ours: not where the machine slept too long, nor where its reader was erased."""
        with self.services.store.reading() as session:
            return outbox.is_held(session, row.key, worker=self.name, now=self.services.clock.now())

    def _send(self, row: OutgoingMessage, message: Message, address: Address) -> None:
        channel = self._channels[row.channel]
        try:
            deliver(
                channel,
                message,
                self._clock,
                destination(address),
                retry=self.services.settings.alerts.retry,
            )
        except DeliveryError as error:
            self._failed(row, address, error)
            return
        self._delivered[row.key] = self.services.clock.now()
        self._note()
        self._in_a_row[row.channel] = 0
        self.told.made += 1

    def _note(self) -> None:
        """Note what was delivered; what a full disk or a locked database leaves unnoted is noted at the end."""
        if not self._delivered:
            return
        with self.services.store.writing() as session:
            for key, at in self._delivered.items():
                outbox.was_sent(session, key, at=at)
        self._delivered.clear()

    def _failed(self, row: OutgoingMessage, address: Address, error: DeliveryError) -> None:
        """Try later, or at the reader's next address, or set it aside for the operator."""
        now = self.services.clock.now()
        trouble = str(error)
        wait = FIRST_WAIT * 2 ** min(row.tries, MOST_DOUBLINGS)
        is_house = not address.target
        of_address = error.of_address or not self._channels[row.channel].one_server
        over = row.tries + 1 >= MOST_TRIES or (error.lasting and (is_house or of_address))
        with self.services.store.writing() as session:
            is_ours = outbox.is_held(session, row.key, worker=self.name, now=now)
            if error.lasting and of_address and not is_house:
                audience.address_failed(session, address.key, trouble=trouble, at=now)
            instead = audience.next_address(session, address) if over and is_ours else None
            if instead is not None:
                carried = [alert.id for alert, _ in outbox.alerts_of(session, [row.key])[row.key]]
                outbox.replace(session, row.key, binding.message_to(instead, carried, at=now))
            elif is_ours:
                wait = max(wait, timedelta(seconds=error.retry_after or 0))
                outbox.failed(session, row.key, trouble=trouble, not_before=now + wait, set_aside=over)
        if not of_address:
            self._in_a_row[row.channel] += 1
        self.told.failed += 1
        self.told.failures.setdefault(f"{row.channel}: {trouble}")

    def _renew(self) -> None:
        now = self.services.clock.now()
        with self.services.store.writing() as session:
            outbox.renew(session, worker=self.name, now=now)
        self._until = now + outbox.LEASE


def destination(address: Address) -> Destination | None:
    """Where a message goes, if not where the channel's settings say."""
    return Destination(target=address.target, key=f"address-{address.key}") if address.target else None
