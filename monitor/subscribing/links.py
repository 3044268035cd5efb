"""Signed links as this Ethos makes and reads them, where it has a secret to sign with."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import replace

from monitor.errors import NothingFound
from monitor.models import Reader
from monitor.outgoing.links import Links
from monitor.services import Services
from monitor.subscriptions.links import Permit, Purpose, Signer

NOT_HERE = "this Ethos sends nothing to people's addresses: follow the feed of a search instead"


def is_open(services: Services) -> bool:
    """Whether people can subscribe here: there is a secret, and a channel that takes addresses."""
    secret = services.settings.people.secret
    return bool(secret) and any(channel.takes_address for channel in services.channels)


def links_of(services: Services, reader: Reader) -> Links.OfReader:
    """The links of a reader as of now, or ``NothingFound`` where this Ethos makes none for them."""
    links = Links(services.settings).of(reader, at=services.clock.now())
    if links is None:
        raise NothingFound(NOT_HERE)
    return links


def within(links: Links.OfReader) -> Links.OfReader:
    """The same as paths within the site, whatever name it was reached under."""
    return replace(links, root="")


def permit(services: Services, purpose: Purpose, token: str) -> Permit:
    """What a token opens, or ``BadLink``."""
    return Signer(_secret(services)).read(purpose, token, now=services.clock.now())


def mark(services: Services, channel: str, target: str) -> str:
    """What stands for an address where it must not be shown: nobody makes it without the secret."""
    told = f"{channel}:{target.casefold()}".encode()
    return hmac.new(_secret(services).encode(), told, hashlib.sha256).hexdigest()[:32]


def _secret(services: Services) -> str:
    secret = services.settings.people.secret
    if not secret:
        raise NothingFound(NOT_HERE)
    return secret.get_secret_value()
