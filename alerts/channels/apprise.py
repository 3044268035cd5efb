"""Alerts to the services people use, through Apprise: Slack, Teams, Discord, Telegram, ntfy and the others it has."""

from __future__ import annotations

import html
import logging
import re
from collections.abc import Callable
from threading import get_ident
from types import TracebackType
from typing import Any, Self

import apprise
from apprise import NotifyBase, NotifyFormat, NotifyType
from apprise.plugins import url_to_dict
from pydantic import Field, SecretStr

from alerts.base import Channel, Destination
from alerts.bounding import bound
from alerts.briefs import brief
from alerts.cleaning import one_line, shortened
from alerts.errors import BadAddress, DeliveryError, UnsafeAddress
from alerts.guarding import LONGEST_ADDRESS, Guard, GuardedSettings, Resolve, resolve
from alerts.marks import Dialect
from alerts.message import Message

Open = Callable[[str], NotifyBase | None]

OWN = "settings"
"""The key of the address that the settings name."""
SERVICES = (
    "discord", "gchat", "gotifys", "guilded", "matrixs", "mmosts", "nctalks", "ntfys", "pbul", "pover", "revolt",
    "rockets", "slack", "tgram", "twist", "webex", "workflow", "workflows", "wxteams", "zulip",
)  # fmt: skip
# What an address may say besides where it leads. Others let it read files of ours, fetch what it likes, trust any
# certificate or call everybody in a room.
PARAMETERS = frozenset(
    {"api-version", "channel", "from", "id", "mode", "pa", "priority", "sig", "signature", "sp", "sv", "tags", "thread"}
    | {"to", "topic", "ver"}
)
# They are sent plain text, and read marks in it all the same.
_READ_MARKS = frozenset({"discord", "guilded", "mmost", "mmosts", "nctalk", "nctalks", "revolt", "zulip"})
_LASTING = frozenset({400, 401, 403, 404, 410})
# What Apprise lets through where a service answers JSON of another shape than it expects: whoever keeps a server of
# their own may answer anything, and must not stop what goes to others.
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
_STATUS = re.compile(r"error=(\d{3})\b")

_log = logging.getLogger("apprise")
_log.setLevel(logging.WARNING)
_log.propagate = False  # its words hold addresses and tokens
_log.addHandler(logging.NullHandler())  # or they would go to the terminal
logging.getLogger("urllib3").setLevel(logging.WARNING)  # below that it logs paths, which hold tokens


class AppriseSettings(GuardedSettings):
    """Alerts to the services people use."""

    enabled: bool = Field(default=False, description="Whether new flags are sent to services such as Slack")
    url: SecretStr | None = Field(
        default=None,
        description="An address of yours, as https://appriseit.com/services/ spells it: set it as "
        "ETHOS_ALERTS__APPRISE__URL",
    )
    services: tuple[str, ...] = Field(
        default=SERVICES, min_length=1, description="The services that addresses may name, by their first word"
    )
    timeout_seconds: float = Field(default=30.0, gt=0, le=300, description="How long one delivery may take in all")


def open_service(address: str) -> NotifyBase | None:
    """What Apprise makes of an address, or ``None``: it follows no redirect and reads no template."""
    bound()
    asset = apprise.AppriseAsset(app_id="Ethos", app_desc="Ethos", app_url="", http_redirects=False)
    asset.image_url_mask = asset.image_url_logo = ""  # our messages load nothing
    found: NotifyBase | None = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    return found


class Apprise(Channel):
    """Sends each message in few words, escaped as the service reads them."""

    title = "Alerts to Slack, Teams, Discord, Telegram, ntfy and others"
    settings_type = AppriseSettings
    most_items = 20
    longest_text = 400
    takes_address = True
    one_server = False

    def __init__(self, settings: AppriseSettings, *, open: Open = open_service, resolve: Resolve = resolve) -> None:  # noqa: A002 - it opens
        self.settings = settings
        self.for_operators = settings.url is not None
        self._open = open
        self._guard = Guard(
            schemes=settings.services, ports=settings.ports, networks=settings.allowed_networks, resolve=resolve
        )

    def check(self, target: str) -> str:
        """The address as it is kept. Web addresses that a service itself gives out are taken too."""
        target = target.strip()
        self._check_words(target)
        service = self._opened(target)
        if "host" in service.template_tokens and service.host:
            self._check_host(service)
        return target

    def send(self, message: Message, to: Destination | None = None) -> None:
        """Send once. The services can't tell repeats."""
        target = to.target if to else self._own()
        try:
            self._check_words(target)
            service = self._opened(target)
            with self._guard.watching(self.settings.timeout_seconds), _Statuses() as statuses:
                delivered = _notify(service, message)
        except BadAddress as error:
            raise DeliveryError(str(error), lasting=True) from None
        except _UNREADABLE:
            raise DeliveryError("the service answered what can't be read: try again later") from None
        if not delivered:
            raise _failure(statuses.found)

    def _own(self) -> str:
        if self.settings.url is None:
            raise DeliveryError("there is no address to send to: set alerts.apprise.url", lasting=True)
        return self.settings.url.get_secret_value()

    def _check_words(self, target: str) -> None:
        if len(target) > LONGEST_ADDRESS or one_line(target) != target or " " in target:
            raise BadAddress("this address is too long, or holds spaces or control characters")
        scheme = target.partition("://")[0].lower()
        if scheme not in {*self.settings.services, "https"}:
            known = ", ".join(self.settings.services)
            raise BadAddress(f"this address names no service that is allowed here, which are {known}")
        said = url_to_dict(target) or {}  # type: ignore[no-untyped-call] # it has no types
        if set(said.get("qsd", ())) - PARAMETERS:
            raise BadAddress("this address says more than where it leads: leave out what it says after the '?'")

    def _check_host(self, service: NotifyBase) -> None:
        host = str(service.host)
        try:
            self._guard.peers(host, int(service.port or (443 if service.secure else 80)))
        except UnsafeAddress:
            raise
        except BadAddress:
            # A single word is no host but, for ntfy, a topic. Where it leads is seen when we connect.
            if "." in host:
                raise

    def _opened(self, target: str) -> NotifyBase:
        service = self._open(target)
        if service is None or not _names(service) & set(self.settings.services):
            raise BadAddress("this address is not complete: see https://appriseit.com/services/ for how to write it")
        return service


def _names(service: NotifyBase) -> set[str]:
    names: set[str] = set()
    given: tuple[Any, ...] = (service.protocol, service.secure_protocol)  # each is a word, several, or nothing
    for name in given:
        names |= {name} if isinstance(name, str) else set(name or ())
    return names


def _notify(service: NotifyBase, message: Message) -> bool:
    """Send in the form that the service reads, which is told to Apprise so that it changes no more than it must."""
    form = service.resolve_format(NotifyFormat.TEXT)
    dialect = _dialect(service, form)
    longest_title = int(service.title_maxlen)
    titled = longest_title > 0 and dialect is Dialect.PLAIN
    body = brief(message, dialect, room=int(service.body_maxlen), measure=_size, titled=titled)
    title = shortened(one_line(message.subject), longest_title) if titled else ""
    if form is NotifyFormat.HTML:
        body, title = _in_html(body), _in_html(title)
    elif form is NotifyFormat.MARKDOWN:
        body = body.replace("\n", "  \n")  # or Markdown would run the lines together
    return service.notify(body=body, title=title, notify_type=NotifyType.INFO, body_format=form)


def _dialect(service: NotifyBase, form: NotifyFormat) -> Dialect:
    names = _names(service)
    if "slack" in names:
        return Dialect.SLACK
    if "gchat" in names:
        return Dialect.GOOGLE_CHAT
    return Dialect.MARKDOWN if form is NotifyFormat.MARKDOWN or names & _READ_MARKS else Dialect.PLAIN


def _in_html(words: str) -> str:
    return html.escape(words, quote=False).replace("\n", "<br/>")


def _size(words: str) -> int:
    """What the words may come to on their way, escaped and encoded: services count in different ways."""
    return len(_in_html(words).encode())


def _failure(statuses: list[int]) -> DeliveryError:
    """What Apprise says no more of than that it failed, as far as its log tells."""
    if not statuses:
        return DeliveryError("the service can't be reached: try again later")
    if statuses[-1] in _LASTING:
        return DeliveryError(f"the service refused the message ({statuses[-1]}): give its new address", lasting=True)
    return DeliveryError(f"the service can't take the message now ({statuses[-1]}): try again later")


class _Statuses(logging.Handler):
    """The answers that services gave in this thread: Apprise tells of them in its log alone."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.found: list[int] = []
        self._thread = get_ident()

    def __enter__(self) -> Self:
        _log.addHandler(self)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _log.removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Take note of an answer."""
        if record.thread == self._thread:
            self.found += [int(status) for status in _STATUS.findall(record.getMessage())]
