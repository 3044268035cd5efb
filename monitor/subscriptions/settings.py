"""``[[subscriptions]]``, the operator's own standing queries, and ``[people]``, what the public may do."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, SecretStr, model_validator

from alerts.base import Section, catalogue
from monitor.errors import BadInput
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import CHOICES, EventKind, Severity
from monitor.subscriptions.rhythm import WEEKDAYS, Hours, Rhythm

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Recipient:
    """A channel, and the address there that an operator named; empty where the channel's own settings hold it."""

    channel: str
    target: str = ""


def _clock(value: Any) -> Any:
    """A time of day as its minutes from midnight."""
    match = _CLOCK.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise ValueError("must be a time of day, such as 22:00")
    return int(match[1]) * 60 + int(match[2])


def _weekday(value: Any) -> Any:
    known = {name.lower(): number for number, name in enumerate(WEEKDAYS)}
    if not isinstance(value, str) or value.lower() not in known:
        raise ValueError("must be a weekday, such as Monday")
    return known[value.lower()]


def _conditions(value: Any) -> Conditions:
    if isinstance(value, Conditions):
        return value
    if not isinstance(value, dict):
        raise ValueError('must be a table, such as { nation = "wales" }')  # noqa: TRY004 - pydantic takes ValueError
    try:
        return Conditions.of(value)
    except BadInput as error:
        raise ValueError(str(error)) from error


def _events(value: Any) -> frozenset[EventKind]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list | tuple | set | frozenset) or not values or not set(values) <= set(CHOICES):
        raise ValueError(f"must be one or several of {', '.join(CHOICES)}")
    return frozenset(map(EventKind, values))


def _recipients(value: Any) -> tuple[Recipient, ...]:
    values = list(value) if isinstance(value, list | tuple) else [value]
    if not values:
        raise ValueError('must name a channel, such as "email:desk@example.org" or "atom"')
    return tuple(one if isinstance(one, Recipient) else _recipient(one) for one in values)


def _recipient(value: Any) -> Recipient:
    channel, _, target = value.partition(":") if isinstance(value, str) else ("", "", "")
    if channel not in catalogue():
        raise ValueError(f"must begin with a channel: {', '.join(sorted(catalogue()))}")
    return Recipient(channel, target.strip())


Clock = Annotated[int, BeforeValidator(_clock)]


class HoursSettings(Section):
    """When the readers of a subscription are told."""

    timezone: str = Field(default="Europe/London", description="Time zone of these hours (IANA)")
    digest_hour: int = Field(default=8, ge=0, le=23, description="Hour of daily and weekly digests")
    digest_weekday: Annotated[int, BeforeValidator(_weekday)] = Field(
        default=0, description="Day of weekly digests, such as Monday"
    )
    quiet_from: Clock | None = Field(default=None, description="When quiet hours begin, such as 22:00")
    quiet_until: Clock | None = Field(default=None, description="When they end, such as 07:00")
    breaks_through: Severity | None = Field(
        default=None, description="The least severity that is told at once, at any hour: duty, policy or practice"
    )

    @model_validator(mode="after")
    def _possible(self) -> HoursSettings:
        try:
            self.hours()
        except BadInput as error:
            raise ValueError(str(error)) from error
        return self

    def hours(self) -> Hours:
        """As values."""
        return Hours(**self.model_dump())


class SubscriptionSettings(Section):
    """A standing query of the operator's."""

    name: str = Field(min_length=1, max_length=100, description="What it is called: no two alike")
    to: Annotated[tuple[Recipient, ...], PlainValidator(_recipients)] = Field(
        repr=False,
        description='Where it is told, best first, such as ["email:desk@example.org", "atom"]: the next stands in when '
        "one fails for good",
    )
    conditions: Annotated[Conditions, PlainValidator(_conditions)] = Field(
        default=Conditions(), description="What to look for, as a search asks it; empty for everything"
    )
    events: Annotated[frozenset[EventKind], PlainValidator(_events)] = Field(
        default=frozenset({EventKind.FLAG}), description=f"What to tell of: {', '.join(CHOICES)}"
    )
    rhythm: Rhythm = Field(default=Rhythm.IMMEDIATE, description="How soon: immediate, daily or weekly")
    hours: HoursSettings = Field(default_factory=HoursSettings, description="When its readers are told")
    most_items: int = Field(default=50, ge=1, le=500, description="Items in one message at most; the rest is counted")


def _distinct(tables: tuple[SubscriptionSettings, ...]) -> tuple[SubscriptionSettings, ...]:
    names = [table.name for table in tables]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"two are called {twice[0]!r}: give each its own name, by which it is known from run to run")
    return tables


Subscriptions = Annotated[tuple[SubscriptionSettings, ...], AfterValidator(_distinct)]


class PeopleSettings(Section):
    """What people who subscribe may do. Without a secret there are no signed links, and the public can't subscribe."""

    secret: SecretStr | None = Field(
        default=None, description="Signs their links, 16 characters or more: set it as ETHOS_PEOPLE__SECRET"
    )
    most_subscriptions: int = Field(default=50, ge=1, le=10_000, description="Subscriptions of one person at most")
    most_addresses: int = Field(default=5, ge=1, le=100, description="Addresses of one person at most")
    most_confirmations: int = Field(
        default=3, ge=1, le=100, description="How often one address is asked to confirm itself in a day at most"
    )
    most_letters: int = Field(
        default=1000,
        ge=1,
        le=1_000_000,
        description="How many letters that ask for a yes or bring a link may go out in a day in all: beyond it nobody "
        "new is asked",
    )
    oldest_days: int = Field(
        default=7, ge=0, le=3650, description="Nobody is told of a notice published longer ago: it was filled in late"
    )
