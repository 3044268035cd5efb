"""Conditions as checks: each answers with its reason, "its buyer is in Wales", or with nothing where it fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.happening import Happening
from monitor.subscriptions.wording import NATIONS, pounds, theme_title, worth
from monitor.subscriptions.words import terms

Check = Callable[[Happening], str | None]
Peers = Mapping[str, tuple[str, str | None]]
"""The kind of each buyer, and the nation whose rules it is under, by its key."""

_AUTHORITIES = {
    "central": "central government",
    "sub_central": "a sub-central authority",
    "public_undertaking": "a public undertaking",
    "private_utility": "a private utility",
    "other": "another body",
    "unknown": "a body of unknown kind",
}


def checks(conditions: Conditions, peers: Peers) -> tuple[Check, ...]:
    """The checks of the conditions given, the quickest first."""
    return tuple(_checks(conditions, peers))


def _checks(given: Conditions, peers: Peers) -> Iterator[Check]:
    yield from _of_event(given)
    yield from _of_buyer(given, peers)
    if given.cpv:
        yield _cpv(given.cpv)
    if given.value_from is not None or given.value_until is not None:
        yield _value(given.value_from, given.value_until)
    if given.theme or given.level is not None:
        yield _theme(given.theme, 1 if given.level is None else given.level)
    if given.words:
        yield _words(given.words)


def _of_event(given: Conditions) -> Iterator[Check]:
    if given.ocid:
        watched = {ocid: f"it is of the procurement {ocid}" for ocid in given.ocid}
        yield lambda event: watched.get(event.ocid)
    if given.indicator:
        codes = {code: f"it was raised by {code}" for code in given.indicator}
        yield lambda event: codes.get((event.indicator or "").upper())
    if given.kind:
        kinds = {str(kind): f"it is of kind {kind}" for kind in given.kind}
        yield lambda event: kinds.get(event.severity)
    if given.type:
        types = {kind: f"it is on a notice of type {kind}" for kind in given.type}
        yield lambda event: types.get(event.notice_type or "")


def _of_buyer(given: Conditions, peers: Peers) -> Iterator[Check]:
    if given.buyers:
        yield _buyers(frozenset(key.lower() for key in given.buyers))
    if given.peers_of:
        yield _peers(given.peers_of, peers)
    if given.authority:
        kinds = {str(kind): f"its buyer is {_AUTHORITIES[kind]}" for kind in given.authority}
        yield lambda event: kinds.get(event.buyer_kind)
    if given.nation:
        nations = {str(nation): f"its buyer is in {NATIONS[nation]}" for nation in given.nation}
        yield lambda event: nations.get(event.nation or "")
    if given.region:
        begin = given.region
        yield lambda event: f"its region is {event.region}" if event.region_code.startswith(begin) else None
    if given.buyer:
        yield _buyer(tuple(text.lower() for text in given.buyer))


def _buyers(keys: frozenset[str]) -> Check:
    def check(event: Happening) -> str | None:
        return None if keys.isdisjoint(event.buyer_keys) else f"its buyer is {_called(event)}"

    return check


def _buyer(parts: tuple[str, ...]) -> Check:
    def check(event: Happening) -> str | None:
        if any(part in event.buyer_keys or part in event.buyer_called for part in parts):
            return f"its buyer is {_called(event)}"
        return None

    return check


def _peers(chosen: str, peers: Peers) -> Check:
    like = peers.get(chosen)
    key = chosen.lower()

    def check(event: Happening) -> str | None:
        if key in event.buyer_keys:
            return f"its buyer is {_called(event)}"
        if like is not None and event.buyer_key and (event.buyer_kind, event.nation) == like:
            return f"its buyer, {_called(event)}, is a peer of one you chose"
        return None

    return check


def _called(event: Happening) -> str:
    return event.buyer_name or event.buyer_key or ""


def _cpv(branches: tuple[str, ...]) -> Check:
    def check(event: Happening) -> str | None:
        held = event.cpv_branches
        found = next((branch for branch in branches if branch in held), None)
        return f"it buys under CPV {held[found]}" if found else None

    return check


def _value(low: Decimal | None, high: Decimal | None) -> Check:
    told = worth(low, high)

    def check(event: Happening) -> str | None:
        value = event.value
        if value is None or (low is not None and value < low) or (high is not None and value > high):
            return None
        return f"its value is {pounds(value)}: {told}"

    return check


def _theme(chosen: tuple[str, ...], least: int) -> Check:
    def check(event: Happening) -> str | None:
        held = event.themes
        for code in chosen or sorted(held):
            if held.get(code, -1) >= least:
                return f"it has a commitment on {theme_title(code)} at level {held[code]}"
        return None

    return check


def _words(words: str) -> Check:
    asked = terms(words)
    reason = f"its text has {words}"

    def check(event: Happening) -> str | None:
        return reason if all(event.text.has(term) for term in asked) else None

    return check


def everything(kind: EventKind) -> str:
    """The reason of a subscription without conditions."""
    return f"it is a {kind.singular}, and this subscription takes them all"
