"""Conditions in the words of their readers: as a phrase for a list of subscriptions, as clauses for why they get it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from monitor.subscriptions.events import EventKind
from nlp.taxonomy.themes import themes

if TYPE_CHECKING:
    from monitor.subscriptions.conditions import Conditions

NATIONS = {"wales": "Wales", "scotland": "Scotland", "northern_ireland": "Northern Ireland"}
AUTHORITIES = {
    "central": "central government",
    "sub_central": "sub-central authorities",
    "public_undertaking": "public undertakings",
    "private_utility": "private utilities",
    "other": "other bodies",
    "unknown": "bodies of unknown kind",
}
_TITLES = {theme.code: theme.title for theme in themes()}


def phrase(conditions: Conditions, events: Sequence[EventKind], names: Mapping[str, str]) -> str:
    """What a reader is told of: "new flags of kind duty, at buyers in Wales, about apprenticeships"."""
    head = " ".join(_kept([any_of([event.plural for event in events]), _raised(conditions)]))
    return ", ".join(_kept([head, *_at(conditions, names), *_about(conditions)]))


def any_of(values: Iterable[str]) -> str:
    """Some values as a choice: "a, b or c"."""
    *first, last = values
    return f"{', '.join(first)} or {last}" if first else last


def pounds(amount: Decimal) -> str:
    """An amount, with pence only where there are some."""
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


def theme_title(code: str) -> str:
    """A theme's title, or its code where it is no longer known."""
    return _TITLES.get(code, code)


def _raised(conditions: Conditions) -> str | None:
    kind = f"of kind {any_of(conditions.kind)}" if conditions.kind else None
    indicator = f"by {any_of(conditions.indicator)}" if conditions.indicator else None
    return " ".join(_kept([kind, indicator])) or None


def _at(conditions: Conditions, names: Mapping[str, str]) -> list[str | None]:
    named = [names.get(one, one) for one in (*conditions.buyers, *conditions.buyer)]
    peers = conditions.peers_of
    return [
        f"at {any_of(named)}" if named else None,
        f"at {names.get(peers, peers)} and its peers" if peers else None,
        f"at {any_of(AUTHORITIES[one] for one in conditions.authority)}" if conditions.authority else None,
        f"at buyers in {any_of(NATIONS[one] for one in conditions.nation)}" if conditions.nation else None,
        f"in region {any_of(conditions.region)}" if conditions.region else None,
    ]


def _about(conditions: Conditions) -> list[str | None]:
    return [
        f"about {conditions.words}" if conditions.words else None,
        _committed(conditions),
        f"buying CPV {any_of(conditions.cpv)}" if conditions.cpv else None,
        worth(conditions.value_from, conditions.value_until),
        f"on {any_of(conditions.type)} notices" if conditions.type else None,
        f"in procurement {any_of(conditions.ocid)}" if conditions.ocid else None,
    ]


def _committed(conditions: Conditions) -> str | None:
    level = "" if conditions.level is None else f" at level {conditions.level} or above"
    if conditions.theme:
        return f"with a commitment on {any_of(theme_title(code) for code in conditions.theme)}{level}"
    return f"with a commitment{level}" if level else None


def worth(low: Decimal | None, high: Decimal | None) -> str | None:
    """A range of values, if it has an end."""
    if low is not None and high is not None:
        return f"worth {pounds(low)} to {pounds(high)}"
    if low is not None:
        return f"worth {pounds(low)} or more"
    return None if high is None else f"worth {pounds(high)} or less"


def _kept(parts: Iterable[str | None]) -> list[str]:
    return [part for part in parts if part]
