"""Alerts to programs: a signed HTTP POST of JSON, with an id by which repeats can be told."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from pydantic import Field, SecretStr

from alerts.base import Channel, Destination
from alerts.client import Answer, post
from alerts.errors import BadAddress, BadChannel, DeliveryError, UnsafeAddress
from alerts.feeds import stable_id
from alerts.guarding import Guard, GuardedSettings, Resolve, resolve
from alerts.message import Message
from alerts.payload import payload
from alerts.signing import secret_of, signature

SHORTEST_SECRET = 32
OWN = "settings"
"""The key of the address that the settings name."""
_PASSING = frozenset({408, 425, 429})
_BROKEN_FROM = 500
_LONGEST_WAIT = 86_400.0  # whoever asks for more than a day is tried after one


class WebhookSettings(GuardedSettings):
    """Alerts to programs over HTTP."""

    enabled: bool = Field(default=False, description="Whether new flags are posted to web addresses")
    secret: SecretStr | None = Field(
        default=None,
        description="Of this the secret of each address is made, so a new one changes all: at least 32 characters, "
        "set as ETHOS_ALERTS__WEBHOOK__SECRET",
    )
    url: SecretStr | None = Field(
        default=None, description="An address of yours, if there is one: set it as ETHOS_ALERTS__WEBHOOK__URL"
    )
    schemes: tuple[str, ...] = Field(
        default=("https",), min_length=1, description="What addresses may start with: 'https', 'http'"
    )
    timeout_seconds: float = Field(default=15.0, gt=0, le=300, description="How long one delivery may take in all")


class Webhook(Channel):
    """Posts each message as JSON. Only an answer of 200 to 299 counts as delivered."""

    title = "Alerts to programs over HTTP"
    settings_type = WebhookSettings
    takes_address = True
    one_server = False

    def __init__(
        self,
        settings: WebhookSettings,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        resolve: Resolve = resolve,
        context: ssl.SSLContext | None = None,
    ) -> None:
        if settings.secret is None or len(settings.secret.get_secret_value()) < SHORTEST_SECRET:
            raise BadChannel(
                f"alerts.webhook.secret is not set or has fewer than {SHORTEST_SECRET} characters: "
                "set it, or set alerts.webhook.enabled to false"
            )
        self.settings = settings
        self.for_operators = settings.url is not None
        self._secret = settings.secret
        self._now = now
        self._context = context
        self._guard = Guard(
            schemes=settings.schemes, ports=settings.ports, networks=settings.allowed_networks, resolve=resolve
        )

    def check(self, target: str) -> str:
        """The web address as it is kept."""
        return self._guard.check(target.strip())

    def signing_secret(self, key: str) -> str:
        """What the receiver of this address checks the signature with."""
        return secret_of(self._secret.get_secret_value(), key)

    def send(self, message: Message, to: Destination | None = None) -> None:
        """Post once. A receiver that gives the same ``Ethos-Id`` twice to its program was sent a repeat."""
        to = to or self._own()
        body = payload(message)
        headers = {
            "Content-Type": "application/json",
            "User-Agent": "ethos-monitor",
            "Ethos-Id": stable_id(message.key),
            "Ethos-Signature": signature(self.signing_secret(to.key), self._now(), body),
        }
        try:
            answer = post(
                to.target,
                body=body,
                headers=headers,
                guard=self._guard,
                seconds=self.settings.timeout_seconds,
                context=self._context,
            )
        except UnsafeAddress as error:
            raise DeliveryError(str(error), lasting=True) from None
        except BadAddress as error:
            raise DeliveryError(str(error)) from None
        _settle(answer, self._now())

    def _own(self) -> Destination:
        if self.settings.url is None:
            raise DeliveryError("there is no address to post to: set alerts.webhook.url", lasting=True)
        return Destination(target=self.settings.url.get_secret_value(), key=OWN)


def _settle(answer: Answer, now: datetime) -> None:
    """Return where the receiver took the message."""
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004 - RFC 9110, section 15.3
        return
    if status in _PASSING or status >= _BROKEN_FROM:
        raise DeliveryError(f"the receiver can't take it now ({status})", retry_after=_seconds(answer.retry_after, now))
    if status in {404, 410}:
        raise DeliveryError(f"the receiver is gone ({status}): give its new address", lasting=True)
    raise DeliveryError(f"the receiver refused the message ({status}): see its own log", lasting=True)


def _seconds(header: str | None, now: datetime) -> float | None:
    """The wait that a Retry-After asks for, in either form (RFC 9110, section 10.2.3)."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return min(float(header), _LONGEST_WAIT)
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(max((moment - now).total_seconds(), 0.0), _LONGEST_WAIT)
