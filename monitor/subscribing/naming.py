"""Conditions in words, with buyers by their names and not their keys."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session

from monitor.store import audience
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind


def phrase(session: Session, conditions: Conditions, events: Iterable[EventKind | str]) -> str:
    """What is told of, as one phrase: "new flags, at Borough of Northmere and its peers"."""
    keys = {*conditions.buyers, *conditions.buyer, *filter(None, (conditions.peers_of,))}
    return conditions.in_words(sorted(events), names=audience.buyer_names(session, keys) if keys else {})
