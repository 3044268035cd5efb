"""Signed links that need no password: to confirm an address, to change or stop what one gets, to follow a feed.

A link says what it opens, for how long, and which generation of its reader's links it belongs to (``Reader.links``):
raising that number makes every older one worthless. One purpose's link never opens another's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from monitor.errors import BadSettings
from monitor.subscriptions.errors import ExpiredLink, ForeignLink, WithdrawnLink

LEAST_SECRET = 16
"""Characters of a secret at least."""


class Purpose(StrEnum):
    """What a link is for."""

    CONFIRM = "confirm"
    MANAGE = "manage"
    STOP = "stop"
    FEED = "feed"

    @property
    def lasts(self) -> timedelta | None:
        """How long, or ``None`` for ever."""
        return _LASTS[self]


_LASTS = {
    Purpose.CONFIRM: timedelta(days=7),
    Purpose.MANAGE: timedelta(days=30),
    Purpose.STOP: timedelta(days=400),  # a letter is kept for a year, and its way out must still work
    Purpose.FEED: None,
}
_AGAIN = {
    Purpose.CONFIRM: "subscribe again to get another",
    Purpose.MANAGE: "ask for another on the page of subscriptions",
    Purpose.STOP: "use the link in a newer message",
    Purpose.FEED: "copy the feed's address from the page of your subscriptions again",
}


@dataclass(frozen=True, slots=True)
class Permit:
    """What a link opens: the row with a key (see the method of ``Signer`` that made it)."""

    purpose: Purpose
    key: int
    links: int
    everything: bool = False

    def unless_withdrawn(self, links: int) -> Permit:
        """The same, or ``WithdrawnLink`` where its reader's links are of another generation now."""
        if self.links != links:
            raise WithdrawnLink(f"this link was made worthless at its reader's wish: {_AGAIN[self.purpose]}")
        return self


class Signer:
    """Makes and reads links, with a secret that only the operator knows. ``links`` is always ``Reader.links``."""

    def __init__(self, secret: str) -> None:
        if len(secret) < LEAST_SECRET:
            raise BadSettings(
                f"the setting people.secret is missing or shorter than {LEAST_SECRET} characters: "
                "set ETHOS_PEOPLE__SECRET to a long random text, and keep it"
            )
        self._secret = secret

    def confirm(self, address_key: int, *, links: int, now: datetime) -> str:
        """A token to confirm an address."""
        return self._write(Permit(Purpose.CONFIRM, address_key, links), now)

    def manage(self, reader_key: int, *, links: int, now: datetime) -> str:
        """A token to see and change all that a reader has."""
        return self._write(Permit(Purpose.MANAGE, reader_key, links), now)

    def stop(self, subscription_key: int, *, links: int, now: datetime) -> str:
        """A token to stop one subscription."""
        return self._write(Permit(Purpose.STOP, subscription_key, links), now)

    def stop_all(self, reader_key: int, *, links: int, now: datetime) -> str:
        """A token to stop all subscriptions of a reader: its permit has ``everything`` set."""
        return self._write(Permit(Purpose.STOP, reader_key, links, everything=True), now)

    def feed(self, subscription_key: int, *, links: int, now: datetime) -> str:
        """A token to read a subscription's feed."""
        return self._write(Permit(Purpose.FEED, subscription_key, links), now)

    def read(self, purpose: Purpose, token: str, *, now: datetime) -> Permit:
        """What a token opens, or ``BadLink``. Call ``unless_withdrawn`` on it once its reader is known."""
        foreign = f"this link is not one of ours, or a part of it is missing: copy it whole, or {_AGAIN[purpose]}"
        try:
            body, signed_at = self._serializer(purpose).loads(token, return_timestamp=True)
        except BadData as error:
            raise ForeignLink(foreign) from error
        if purpose.lasts is not None and now - signed_at > purpose.lasts:
            raise ExpiredLink(f"this link was good for {purpose.lasts.days} days and is older: {_AGAIN[purpose]}")
        match body:
            case [int(key), int(links), bool(everything)]:
                return Permit(purpose, key, links, everything)
            case _:
                raise ForeignLink(foreign)

    def _write(self, permit: Permit, now: datetime) -> str:
        body = [permit.key, permit.links, permit.everything]
        return self._serializer(permit.purpose, now=now).dumps(body)

    def _serializer(self, purpose: Purpose, *, now: datetime | None = None) -> URLSafeTimedSerializer:
        kwargs: dict[str, Any] = {"key_derivation": "hmac", "digest_method": hashlib.sha256, "now": now}
        return URLSafeTimedSerializer(
            self._secret, salt=f"ethos.links.{purpose}", signer=_Clocked, signer_kwargs=kwargs
        )


class _Clocked(TimestampSigner):
    """Signs with the time it is given."""

    def __init__(self, *args: Any, now: datetime | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._now = now or datetime.fromtimestamp(0, UTC)

    def get_timestamp(self) -> int:
        """The second of signing."""
        return int(self._now.timestamp())
