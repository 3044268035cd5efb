"""The signed links of a reader: to confirm an address, to change or stop what they get, to follow it as a feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from monitor.config import Settings
from monitor.models import Reader
from monitor.store.house import KEPT_BY
from monitor.subscriptions.links import Signer

CONFIRM = "/subscriptions/confirm"
FEED = "/subscriptions/feed"
MANAGE = "/subscriptions/manage"
STOP = "/subscriptions/stop"


class Links:
    """Makes links for readers who subscribed themselves, where the settings hold a secret to sign with."""

    @dataclass(frozen=True, slots=True)
    class OfReader:
        """The links of one reader. Made for one moment, so that a message composed again has the same."""

        root: str
        signer: Signer
        reader: Reader
        at: datetime

        @property
        def stop_all(self) -> str:
            """Where a bare POST stops everything (RFC 8058), and a GET asks first."""
            token = self.signer.stop_all(self.reader.key, links=self.reader.links, now=self.at)
            return f"{self.root}{STOP}/{token}"

        @property
        def manage(self) -> str:
            """Where all that they have is seen and changed."""
            token = self.signer.manage(self.reader.key, links=self.reader.links, now=self.at)
            return f"{self.root}{MANAGE}/{token}"

        def stop(self, subscription_key: int) -> str:
            """Where one subscription is stopped."""
            token = self.signer.stop(subscription_key, links=self.reader.links, now=self.at)
            return f"{self.root}{STOP}/{token}"

        def confirm(self, address_key: int) -> str:
            """Where an address says yes."""
            token = self.signer.confirm(address_key, links=self.reader.links, now=self.at)
            return f"{self.root}{CONFIRM}/{token}"

        def feed(self, subscription_key: int, ending: str) -> str:
            """Where one subscription is a feed: ``atom`` or ``json``."""
            token = self.signer.feed(subscription_key, links=self.reader.links, now=self.at)
            return f"{self.root}{FEED}/{token}.{ending}"

    def __init__(self, settings: Settings) -> None:
        self._root = settings.web.public_url.rstrip("/")
        secret = settings.people.secret
        self._signer = Signer(secret.get_secret_value()) if secret else None

    def of(self, reader: Reader, *, at: datetime) -> OfReader | None:
        """The links of a reader; none for those whom the settings keep."""
        if self._signer is None or reader.kept_by == KEPT_BY:
            return None
        return self.OfReader(self._root, self._signer, reader, at)
