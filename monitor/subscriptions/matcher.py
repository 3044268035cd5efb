"""Matching: who waits for what happened, and why.

Subscriptions that ask the same are looked at once, and only those are looked at that the index finds under one of
the happening's own keys. So a day's work grows with what matches, not with subscriptions times happenings.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.subscriptions.checks import Check, Peers, checks, everything
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind
from monitor.subscriptions.happening import Happening, Match, Standing
from monitor.subscriptions.index import Index, Key, counted, event_keys, rarest_keys

__all__ = ["Happening", "Match", "Matcher", "Standing"]


@dataclass(slots=True)
class _Group:
    """All subscriptions that ask the same."""

    checks: tuple[Check, ...]
    standing: list[Standing] = field(default_factory=list)

    def reasons(self, event: Happening) -> tuple[str, ...] | None:
        """Why it matches, or ``None`` where it doesn't."""
        found: list[str] = []
        for check in self.checks:
            reason = check(event)
            if reason is None:
                return None
            found.append(reason)
        return tuple(found) or (everything(event.kind),)


class Matcher:
    """Standing queries, made ready once for many happenings.

    ``buyers`` tells the kind and nation of those whose peers are asked for. ``sample``, best the happenings that are to
    be matched, only makes it quicker.
    """

    def __init__(
        self, subscriptions: Iterable[Standing], *, buyers: Peers | None = None, sample: Sequence[Happening] = ()
    ) -> None:
        self._indexes: dict[EventKind, Index[_Group]] = {kind: Index() for kind in EventKind}
        self._buyers = buyers or {}
        seen = counted(sample)
        groups: dict[tuple[Conditions, frozenset[EventKind]], _Group] = {}
        for one in subscriptions:
            asked = (one.conditions, one.events)
            if asked not in groups:
                groups[asked] = self._add(one, seen)
            groups[asked].standing.append(one)

    def matches(self, event: Happening) -> list[Match]:
        """The subscriptions that ask for it and were there before it, by key, each with its reasons."""
        found = [
            Match(one.key, one.reader_key, reasons, one.rhythm)
            for group in self._indexes[event.kind].candidates(event_keys(event))
            if (reasons := group.reasons(event)) is not None
            for one in group.standing
            if one.created_at <= event.at
        ]
        return sorted(found, key=lambda match: match.subscription_key)

    def _add(self, one: Standing, seen: Counter[Key]) -> _Group:
        """A new group for what this one asks, where each kind of event that it wants finds it."""
        group = _Group(checks(one.conditions, self._buyers))
        keys = rarest_keys(one.conditions, self._buyers, seen)
        for kind, index in self._indexes.items():
            if kind.is_wanted(one.events):
                index.add(keys, group)
        return group
