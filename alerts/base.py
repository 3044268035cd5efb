"""What all channels share: their settings, the catalogue of them, and delivering, with its retries and its limits.

A channel is one module in ``alerts/channels`` with one class: it declares its settings and sends a message once.
"""

from __future__ import annotations

import inspect
import logging
import pkgutil
import re
from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import ClassVar, Protocol, get_args

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from tenacity import RetryCallState, Retrying, stop_after_attempt

from alerts import channels as folder
from alerts.cleaning import shortened
from alerts.errors import BadAddress, BadChannel, DeliveryError
from alerts.message import Item, Match, Message, Quote

_log = logging.getLogger(__name__)


class Clock(Protocol):
    """Now, and waiting: a test hands in one that never sleeps."""

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


class Section(BaseModel):
    """A table of the settings: unknown keys are errors, values never change, and no error shows one."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class ChannelSettings(Section):
    """What every channel can be told. Fields of type ``SecretStr`` are secrets: set them by environment variable."""

    enabled: bool = Field(default=False, description="Whether new flags are sent over this channel")

    @classmethod
    def secrets(cls) -> tuple[str, ...]:
        """The names of the fields that are secret."""
        return tuple(name for name, field in cls.model_fields.items() if _is_secret(field.annotation))


class RetrySettings(Section):
    """How often, and after which waits, a failed delivery is tried again."""

    tries: int = Field(default=4, ge=1, le=10, description="How often one delivery is tried before it has failed")
    first_wait_seconds: float = Field(
        default=2.0, ge=0, le=600, description="Wait before the second try; each later wait is twice as long"
    )
    longest_wait_seconds: float = Field(default=60.0, ge=0, le=3600, description="Wait between two tries at most")


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where one message goes: an address that a reader gave, never shown, and the key we know it by.

    A channel that signs derives the address's secret from that key, so it must never change.
    """

    target: str = field(repr=False)
    key: str


class Channel(ABC):
    """One way to tell people. ``send`` is called by ``deliver``, which retries, shortens and logs.

    A channel that takes addresses sends to whoever is named with each message; any other goes where its settings say.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    settings_type: ClassVar[type[ChannelSettings]]
    most_items: ClassVar[int | None] = 50
    for_operators: bool = True
    """Whether what concerns the operator alone may go this way: not a public feed, nor where no address is theirs."""
    longest_text: ClassVar[int] = 1000
    takes_address: ClassVar[bool] = False
    is_personal: ClassVar[bool] = False
    """Whether one person alone reads what goes to an address: no link to all that is theirs stands anywhere else."""
    one_server: ClassVar[bool] = True
    """Whether all addresses are reached through one server: where it fails, it fails everybody."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.name = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    @abstractmethod
    def __init__(self, settings: ChannelSettings) -> None:
        """Keep the settings, or raise ``BadChannel`` where they can't work."""

    @abstractmethod
    def send(self, message: Message, to: Destination | None = None) -> None:
        """Send once, or raise ``DeliveryError``, without an address or a secret in its words.

        Without a destination it goes where the settings say.
        """

    def check(self, target: str) -> str:
        """The address as it is kept, or ``BadAddress`` with a sentence for the person who gave it."""
        del target
        raise BadAddress(f"{self.name} takes no address: it goes where the settings say")

    def signing_secret(self, key: str) -> str | None:
        """The secret by which whoever holds the address of this key can check what we send, if the channel signs."""
        del key
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A message was delivered: over what, when, and at which try."""

    channel: str
    key: str
    delivered_at: datetime
    tries: int


@cache
def catalogue() -> dict[str, type[Channel]]:
    """All channels by name: the one class of each module in ``alerts/channels``."""
    modules = (import_module(f"{folder.__name__}.{found.name}") for found in pkgutil.iter_modules(folder.__path__))
    return {module.__name__.rpartition(".")[2]: channel_of(module) for module in modules}


def channel_of(module: ModuleType) -> type[Channel]:
    """The one channel that a module declares, named as the module is."""
    own = [
        member
        for member in vars(module).values()
        if inspect.isclass(member) and issubclass(member, Channel) and member.__module__ == module.__name__
    ]
    expected = module.__name__.rpartition(".")[2]
    if [channel.name for channel in own] != [expected]:
        raise BadChannel(f"{module.__name__} must declare one channel, named {expected.title().replace('_', '')}")
    return own[0]


def deliver(
    channel: Channel,
    message: Message,
    clock: Clock,
    to: Destination | None = None,
    *,
    retry: RetrySettings | None = None,
) -> Receipt:
    """Send the message, fitted to the channel, or raise ``DeliveryError`` when no further try can help now."""
    retry = retry or RetrySettings()
    fields = {"channel": channel.name, "key": message.key}
    retrying = Retrying(
        sleep=clock.sleep,
        stop=stop_after_attempt(retry.tries),
        wait=lambda state: _wait(state, retry),
        retry=lambda state: _may_pass(state, retry),
        before_sleep=_log_of(fields),
        reraise=True,
    )
    try:
        retrying(channel.send, fitted(message, channel), to)
    except DeliveryError as error:
        _log.warning("delivery failed", extra={**fields, "error": str(error), "lasting": error.lasting})
        raise
    tries = int(retrying.statistics["attempt_number"])
    _log.info("delivered", extra={**fields, "tries": tries})
    return Receipt(channel=channel.name, key=message.key, delivered_at=clock.now(), tries=tries)


def fitted(message: Message, channel: Channel) -> Message:
    """The message within the channel's limits: what is left out is counted."""
    kept = message.items[: channel.most_items]
    items = tuple(_fitted_item(item, channel.longest_text) for item in kept)
    return replace(message, items=items, omitted=message.omitted + len(message.items) - len(kept))


def _fitted_item(item: Item, limit: int) -> Item:
    return replace(
        item,
        title=shortened(item.title, limit),
        buyer=shortened(item.buyer, limit),
        heading=shortened(item.heading, limit),
        reason=shortened(item.reason, limit),
        quotes=tuple(_fitted_quote(quote, limit) for quote in item.quotes),
        matches=tuple(_fitted_match(match, limit) for match in item.matches),
    )


def _fitted_match(match: Match, limit: int) -> Match:
    return replace(
        match,
        subscription=shortened(match.subscription, limit),
        conditions=tuple(shortened(condition, limit) for condition in match.conditions),
    )


def _is_secret(annotation: object) -> bool:
    return SecretStr in {annotation, *get_args(annotation)}


def _fitted_quote(quote: Quote, limit: int) -> Quote:
    before = quote.before if len(quote.before) <= limit else "…" + quote.before[1 - limit :]
    return replace(quote, text=shortened(quote.text, limit), before=before, after=shortened(quote.after, limit))


def _wait(state: RetryCallState, retry: RetrySettings) -> float:
    """As long as the receiver asks, and at least twice as long as the time before."""
    growing: float = retry.first_wait_seconds * 2 ** (state.attempt_number - 1)
    return max(min(growing, retry.longest_wait_seconds), _asked(_error_of(state)))


def _may_pass(state: RetryCallState, retry: RetrySettings) -> bool:
    """Whether to try again here and now: not where it can't help, nor where we are asked to stay away for long."""
    error = _error_of(state)
    return isinstance(error, DeliveryError) and not error.lasting and _asked(error) <= retry.longest_wait_seconds


def _asked(error: BaseException | None) -> float:
    return (error.retry_after or 0.0) if isinstance(error, DeliveryError) else 0.0


def _error_of(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome else None


def _log_of(fields: dict[str, str]) -> Callable[[RetryCallState], None]:
    def log(state: RetryCallState) -> None:
        error = _error_of(state)
        wait = state.next_action.sleep if state.next_action else 0
        extra = {**fields, "tries": state.attempt_number, "wait_seconds": wait, "error": str(error)}
        _log.info("delivery to be tried again", extra=extra)

    return log
