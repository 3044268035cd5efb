"""An inverted index: the few subscriptions that a happening can match at all.

Each value stands under the keys of one of its conditions only, the one that the fewest happenings of a sample answer
to. All that stand under one of a happening's keys are looked at in full, so the index may find too much, never too
little.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Generic, TypeVar

from monitor.subscriptions.checks import Peers
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.happening import Happening
from monitor.subscriptions.words import terms

Held = TypeVar("Held")
Key = tuple[str, object]
"""A condition's name and one value of it."""

SAMPLE = 400
_EVERYTHING: Key = ("everything", None)
_TRIGRAM = 3
_REGIONS = range(2, 6)
"""Letters of a region's code and of its beginnings: UK, UKL, UKL1, UKL14."""


class Index(Generic[Held]):
    """Values by the keys of one condition each."""

    def __init__(self) -> None:
        self._held: dict[Key, list[Held]] = {}

    def add(self, keys: Iterable[Key], held: Held) -> None:
        """Put a value under some keys."""
        for key in keys:
            self._held.setdefault(key, []).append(held)

    def candidates(self, keys: Iterable[Key]) -> list[Held]:
        """All values under any of these keys, each once."""
        found = [held for key in keys for held in self._held.get(key, ())]
        return list({id(held): held for held in found}.values())


def counted(sample: Sequence[Happening]) -> Counter[Key]:
    """How often each key comes, among some happenings evenly taken from a sample."""
    step = max(1, len(sample) // SAMPLE)
    return Counter(key for event in sample[::step] for key in event_keys(event))


def rarest_keys(conditions: Conditions, peers: Peers, seen: Counter[Key]) -> tuple[Key, ...]:
    """The keys to look for a match under: of the condition whose keys come most seldom, else of the narrower one."""
    choices = _choices(conditions, peers, seen)
    return min(choices, key=lambda keys: sum(seen[key] for key in keys), default=(_EVERYTHING,))


def event_keys(event: Happening) -> list[Key]:
    """All keys that a happening answers to, each once."""
    found: dict[Key, None] = {
        _EVERYTHING: None,
        ("ocid", event.ocid): None,
        ("indicator", (event.indicator or "").upper()): None,
        ("type", event.notice_type): None,
        ("nation", event.nation): None,
        ("authority", event.buyer_kind): None,
        ("peers", (event.buyer_kind, event.nation)): None,
        ("kind", str(event.severity)): None,
    }
    found |= dict.fromkeys(("region", event.region_code[:length]) for length in _REGIONS)
    found |= dict.fromkeys(("buyer", key) for key in event.buyer_keys)
    found |= dict.fromkeys(("name", part) for part in _trigrams(event.buyer_called))
    found |= dict.fromkeys(("cpv", branch) for branch in event.cpv_branches)
    found |= dict.fromkeys(("theme", theme) for theme in event.themes)
    found |= dict.fromkeys(("word", stem) for stem in event.text.stems)
    return list(found)


def _choices(given: Conditions, peers: Peers, seen: Counter[Key]) -> Iterator[tuple[Key, ...]]:
    """The keys of each condition: what matches has one of them. What is narrower as a rule comes first."""
    if given.ocid:
        yield _keys("ocid", given.ocid)
    if given.buyers:
        yield _keys("buyer", [key.lower() for key in given.buyers])
    if given.buyer and min(map(len, given.buyer)) >= _TRIGRAM:
        yield _named([part.lower() for part in given.buyer], seen)
    for stem in sorted({stem for term in terms(given.words or "") for stem in term}, key=lambda one: (-len(one), one)):
        yield (("word", stem),)
    for name in ("indicator", "cpv", "region", "nation", "type", "theme"):
        if values := getattr(given, name):
            yield _keys(name, values)
    if given.peers_of:
        yield ("buyer", given.peers_of.lower()), ("peers", peers.get(given.peers_of))
    for name in ("authority", "kind"):
        if values := getattr(given, name):
            yield _keys(name, values)


def _keys(name: str, values: Iterable[str]) -> tuple[Key, ...]:
    return tuple((name, str(value)) for value in values)


def _named(parts: Sequence[str], seen: Counter[Key]) -> tuple[Key, ...]:
    """The keys of buyers that are named in part: the part may be a key whole, or three rare letters of it in a name."""
    letters = (min((("name", three) for three in _trigrams(part)), key=seen.__getitem__) for part in parts)
    return (*_keys("buyer", parts), *letters)


def _trigrams(name: str) -> list[str]:
    return [name[at : at + _TRIGRAM] for at in range(len(name) - _TRIGRAM + 1)]
