"""Items of one message put in order: each once, under its buyer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from alerts.message import Item


@dataclass(frozen=True, slots=True)
class Group:
    """The items of one buyer."""

    buyer: str
    items: tuple[Item, ...]


def once(items: Iterable[Item]) -> tuple[Item, ...]:
    """Each item once, where it first stood, with all the subscriptions that asked for it."""
    kept: dict[str, Item] = {}
    for item in items:
        known = kept.get(item.key)
        if known is None:
            kept[item.key] = item
        else:
            kept[item.key] = replace(known, matches=tuple(dict.fromkeys(known.matches + item.matches)))
    return tuple(kept.values())


def by_buyer(items: Sequence[Item]) -> tuple[Group, ...]:
    """The items of each buyer together: buyers stand where their first item stood."""
    groups: dict[str, list[Item]] = {}
    for item in items:
        groups.setdefault(item.buyer, []).append(item)
    return tuple(Group(buyer, tuple(members)) for buyer, members in groups.items())
