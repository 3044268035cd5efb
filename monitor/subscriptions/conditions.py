"""What a standing query asks for, under the names that the search page's addresses use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from monitor.errors import BadInput
from monitor.subscriptions import parsing, wording
from monitor.subscriptions.events import EventKind, Severity
from nlp.taxonomy.themes import themes
from scrapers.notice import AuthorityKind, Nation, NoticeType

EMPTY: tuple[Any, ...] = (None, "", [], ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """A standing query. What is empty does not narrow; each condition given must hold, by any one of its values.

    ``buyer`` takes a key or part of a name, ``buyers`` keys alone, and ``peers_of`` one buyer's key: that buyer, and
    those of its kind under the same nation's rules. ``level`` is the least level of a commitment, on one of the themes
    where some are named. ``region`` and ``cpv`` are beginnings of codes. ``ocid`` watches a procurement.
    """

    words: str | None = None
    buyer: tuple[str, ...] = ()
    buyers: tuple[str, ...] = ()
    peers_of: str | None = None
    authority: tuple[str, ...] = ()
    nation: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    cpv: tuple[str, ...] = ()
    value_from: Decimal | None = None
    value_until: Decimal | None = None
    type: tuple[str, ...] = ()
    theme: tuple[str, ...] = ()
    level: int | None = None
    indicator: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    ocid: tuple[str, ...] = ()

    @classmethod
    def of(cls, mapping: Mapping[str, Any], *, indicators: Collection[str] | None = None) -> Conditions:
        """Read plain JSON or TOML, or raise ``BadInput`` with one sentence; ``indicators`` are the codes there are."""
        if unknown := sorted(str(name) for name in mapping.keys() - _READERS.keys()):
            raise BadInput(f"no condition is called {unknown[0]!r}: write any of {', '.join(NAMES)}")
        given = {name: value for name, value in mapping.items() if value not in EMPTY}
        found = cls(**{name: _READERS[name](name, value) for name, value in given.items()})
        _agree(found)
        if indicators is not None:
            _known(found, indicators)
        return found

    def plain(self) -> dict[str, Any]:
        """As JSON keeps it and ``of`` reads it: what is empty is left out, one value alone stands without a list."""
        values = {name: getattr(self, name) for name in NAMES}
        return {name: _plain(value) for name, value in values.items() if value not in EMPTY}

    def in_words(
        self, events: Iterable[EventKind | str] = (EventKind.FLAG,), *, names: Mapping[str, str] | None = None
    ) -> str:
        """What its reader is told of, as one phrase; ``names`` are buyers' names by their keys."""
        return wording.phrase(self, [EventKind(event) for event in events], names or {})

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self != Conditions()


NAMES = tuple(field.name for field in fields(Conditions))
"""The names of all conditions."""

_READERS: dict[str, parsing.Reader] = {
    "words": parsing.words,
    "buyer": parsing.texts,
    "buyers": parsing.texts,
    "peers_of": parsing.text,
    "authority": parsing.one_of(AuthorityKind),
    "nation": parsing.one_of(Nation),
    "region": parsing.regions,
    "cpv": parsing.cpvs,
    "value_from": parsing.pounds,
    "value_until": parsing.pounds,
    "type": parsing.one_of(NoticeType),
    "theme": parsing.one_of(theme.code for theme in themes()),
    "level": parsing.level,
    "indicator": parsing.indicators,
    "kind": parsing.one_of(Severity),
    "ocid": parsing.texts,
}


def _agree(found: Conditions) -> None:
    low, high = found.value_from, found.value_until
    if low is not None and high is not None and low > high:
        raise parsing.refused("value_from", f"{low} is more than value_until, {high}: swap them")


def _known(found: Conditions, indicators: Collection[str]) -> None:
    known = {code.upper() for code in indicators}
    if unknown := [code for code in found.indicator if code not in known]:
        raise parsing.refused("indicator", f"{unknown[0]!r} is not one: 'ethos indicators' lists those there are")


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else list(value)
    return value
