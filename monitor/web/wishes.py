"""What a form of subscriptions says, read strictly: conditions, kinds of event, rhythm, hours."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from monitor.errors import BadInput
from monitor.services import Services
from monitor.subscriptions.conditions import NAMES, Conditions
from monitor.subscriptions.events import CHOICES, EventKind, Severity
from monitor.subscriptions.rhythm import Hours, Rhythm
from monitor.web.forms import Form, first

_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")
OF_A_SEARCH = {"page", "size", "since", "until"}
"""What a search has beside conditions: a standing query looks forward."""


def conditions(services: Services, values: Mapping[str, Sequence[str]]) -> Conditions:
    """The conditions among the parameters of a search or the fields of a form, or ``BadInput``."""
    given = {
        name: found[0] if len(found) == 1 else list(found)
        for name in NAMES
        if (found := [value.strip() for value in values.get(name, ()) if value.strip()])
    }
    return Conditions.of(given, indicators=[one.code for one in services.indicators])


def only_conditions(values: Mapping[str, Sequence[str]]) -> None:
    """Refuse a parameter that is no condition, as a misspelt one would ask for everything."""
    for name in values:
        if name not in {*NAMES, *OF_A_SEARCH, "events", "rhythm"}:
            raise BadInput(f"no condition is called {name[:80]!r}: write any of {', '.join(NAMES)}")


def parameters(asked: Conditions) -> list[tuple[str, str]]:
    """Conditions as the fields of a form or the parameters of an address, one pair a value."""
    return [
        (name, str(one))
        for name, value in asked.plain().items()
        for one in (value if isinstance(value, list) else [value])
    ]


def link(path: str, asked: Conditions) -> str:
    """An address that asks for these conditions."""
    found = parameters(asked)
    return f"{path}?{urlencode(found)}" if found else path


def events(values: Mapping[str, Sequence[str]]) -> frozenset[EventKind]:
    """The kinds of event that are wanted; new flags where none is named."""
    chosen = {value for value in values.get("events", ()) if value}
    if not chosen <= set(CHOICES):
        raise BadInput(f"there is no kind of event {min(chosen - set(CHOICES))[:80]!r}: {', '.join(CHOICES)}")
    return frozenset(map(EventKind, chosen)) or frozenset({EventKind.FLAG})


def rhythm(values: Mapping[str, Sequence[str]]) -> Rhythm:
    """How soon; daily where nothing is said."""
    said = next(iter(values.get("rhythm", ())), "") or Rhythm.DAILY
    if said not in set(Rhythm):
        raise BadInput(f"there is no rhythm {said[:80]!r}: write {', '.join(Rhythm)}")
    return Rhythm(said)


def hours(form: Form) -> Hours:
    """A reader's hours."""
    grave = first(form, "breaks_through")
    if grave and grave not in set(Severity):
        raise BadInput(f"there is no severity {grave[:80]!r}: write {', '.join(Severity)}")
    return Hours(
        timezone=first(form, "timezone") or "Europe/London",
        digest_hour=number(form, "digest_hour", 8),
        digest_weekday=number(form, "digest_weekday", 0),
        quiet_from=_clock(first(form, "quiet_from")),
        quiet_until=_clock(first(form, "quiet_until")),
        breaks_through=Severity(grave) if grave else None,
    )


def number(form: Form, name: str, otherwise: int) -> int:
    """A whole number of a field."""
    said = first(form, name)
    if said and not re.fullmatch(r"\d{1,9}", said):
        raise BadInput(f"{said[:80]!r} is no whole number: correct {name.replace('_', ' ')}")
    return int(said) if said else otherwise


def _clock(said: str) -> int | None:
    if not said:
        return None
    match = _CLOCK.fullmatch(said)
    if match is None:
        raise BadInput(f"{said[:80]!r} is no time of day: write it as 22:00")
    return int(match[1]) * 60 + int(match[2])
