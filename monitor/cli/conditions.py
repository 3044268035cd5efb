"""The options that say what somebody is told of, and when."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, ParamSpec, TypeVar
from zoneinfo import available_timezones

import click

from monitor.cli import options
from monitor.services import Services
from monitor.subscriptions.conditions import NAMES, Conditions
from monitor.subscriptions.events import CHOICES, EventKind, Severity
from monitor.subscriptions.rhythm import WEEKDAYS, Hours, Rhythm

P = ParamSpec("P")
R = TypeVar("R")
QUIET = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")

EVENTS = click.Choice([kind.value for kind in CHOICES])
RHYTHMS = click.Choice([rhythm.value for rhythm in Rhythm])
SEVERITIES = click.Choice([severity.value for severity in Severity])
DAYS = click.Choice(WEEKDAYS, case_sensitive=False)


class Quiet(click.ParamType[tuple[int, int]]):
    """Quiet hours, as minutes of the day."""

    name = "FROM-UNTIL"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        """Read them, or say what is wrong."""
        if isinstance(value, tuple):
            return value
        match = QUIET.fullmatch(value)
        if match is None:
            self.fail(f"{value!r} are no quiet hours: write them as 22:00-07:00", param, ctx)
        first, second, third, fourth = map(int, match.groups())
        return first * 60 + second, third * 60 + fourth


class Zone(click.ParamType[str]):
    """A time zone."""

    name = "ZONE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Read it, or say what is wrong."""
        if value not in available_timezones():
            self.fail(f"{value!r} is no time zone: write its IANA name, such as Europe/London", param, ctx)
        return str(value)


def _several(name: str, metavar: str, words: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    return click.option(name, metavar=metavar, multiple=True, help=words)


def condition_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options that narrow what is told; those that may be given twice take any of their values."""
    pounds = options.Pounds()
    for option in reversed(
        (
            click.option("--words", metavar="TEXT", help='Words in the text; "a phrase" in double quotes.'),
            _several("--buyer", "NAME", "A buyer's key, or part of its name."),
            _several("--buyers", "KEY", "A buyer's key."),
            click.option("--peers-of", metavar="KEY", help="This buyer, and those of its kind in its nation."),
            _several("--authority", "KIND", "By a buyer of this kind."),
            _several("--nation", "NATION", "Under the devolved rules of this nation."),
            _several("--region", "CODE", "Region code, or its beginning, such as UKC."),
            _several("--cpv", "CODE", "CPV code, or its beginning, such as 45 for building works."),
            click.option("--value-from", type=pounds, help="Worth so many pounds or more, VAT included if told."),
            click.option("--value-until", type=pounds, help="Worth so many pounds or less."),
            _several("--type", "TYPE", "UK1 to UK17, or a legacy stage."),
            _several("--theme", "CODE", "With a commitment of this theme: see 'ethos themes'."),
            click.option("--level", type=click.IntRange(0, 4), help="With a commitment at this level or above."),
            _several("--indicator", "CODE", "Flags of this indicator: see 'ethos indicators'."),
            _several("--kind", "KIND", "Of this kind: duty, policy or practice."),
            _several("--ocid", "OCID", "Of this procurement."),
            click.option("--event", "events", type=EVENTS, multiple=True, help="What to tell of [default: flag]."),
            click.option("--rhythm", type=RHYTHMS, default="daily", show_default=True, help="How soon."),
        )
    ):
        function = option(function)
    return function


def hours_options(function: Callable[P, R]) -> Callable[P, R]:
    """Give a command the options that say when its reader is told."""
    hour = click.IntRange(0, 23)
    for option in reversed(
        (
            click.option("--timezone", type=Zone(), default="Europe/London", show_default=True, help="Of these hours."),
            click.option("--digest-hour", type=hour, default=8, show_default=True, help="Of daily and weekly ones."),
            click.option("--digest-day", type=DAYS, default="Monday", show_default=True, help="Of weekly ones."),
            click.option("--quiet", type=Quiet(), help="Quiet hours, such as 22:00-07:00: nothing is sent in them."),
            click.option("--breaks-through", type=SEVERITIES, help="As grave as this: told at once."),
        )
    ):
        function = option(function)
    return function


def conditions(services: Services, given: Mapping[str, Any]) -> Conditions:
    """The options of ``condition_options`` as conditions, or ``BadInput``; bytes that are no text become marks."""
    asked = {name: _text(given[name]) for name in NAMES if given.get(name) not in (None, ())}
    return Conditions.of(asked, indicators=[one.code for one in services.indicators])


def events(given: Mapping[str, Any]) -> frozenset[EventKind]:
    """What is told of; new flags where nothing is named."""
    return frozenset(map(EventKind, given["events"])) or frozenset({EventKind.FLAG})


def hours(given: Mapping[str, Any]) -> Hours:
    """The options of ``hours_options`` as hours."""
    start, end = given["quiet"] or (None, None)
    grave = given["breaks_through"]
    return Hours(
        timezone=given["timezone"],
        digest_hour=given["digest_hour"],
        digest_weekday=WEEKDAYS.index(given["digest_day"]),
        quiet_from=start,
        quiet_until=end,
        breaks_through=Severity(grave) if grave else None,
    )


def _text(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(_text(one) for one in value)
    return value.encode(errors="replace").decode() if isinstance(value, str) else value
