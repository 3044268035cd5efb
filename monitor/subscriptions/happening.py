"""What the matcher takes and gives: what happened, who waits for what, and who is owed it, with the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import EventKind, Severity
from monitor.subscriptions.parsing import region
from monitor.subscriptions.rhythm import Rhythm
from monitor.subscriptions.words import Text

LEAST_CPV = 2


@dataclass(frozen=True, kw_only=True)
class Happening:
    """An event with all that a subscription may ask of it. ``value`` is in pounds; other currencies have none.

    ``buyer_fold`` is the key that its buyer had for as long as no notice gave an identifier. ``themes`` are the
    notice's, each with its highest level. The flags of one notice share one ``text``.
    """

    kind: EventKind
    ocid: str
    severity: Severity
    at: datetime
    notice_id: str | None = None
    indicator: str | None = None
    buyer_key: str | None = None
    buyer_fold: str | None = None
    buyer_name: str | None = None
    buyer_kind: str = "unknown"
    nation: str | None = None
    region: str | None = None
    cpv: tuple[str, ...] = ()
    value: Decimal | None = None
    notice_type: str | None = None
    themes: Mapping[str, int] = field(default_factory=dict)
    text: Text = field(default_factory=lambda: Text.of(()))

    @cached_property
    def buyer_keys(self) -> frozenset[str]:
        """All keys that the buyer has had, in lower case."""
        return frozenset(key.lower() for key in (self.buyer_key, self.buyer_fold) if key)

    @cached_property
    def buyer_called(self) -> str:
        """The buyer's name in lower case."""
        return (self.buyer_name or "").lower()

    @cached_property
    def region_code(self) -> str:
        """The region as NUTS writes it."""
        return region(self.region or "")

    @cached_property
    def cpv_branches(self) -> dict[str, str]:
        """Every branch that its CPV codes stand in, with the first such code."""
        found: dict[str, str] = {}
        for code in self.cpv:
            digits = code.partition("-")[0]
            for length in range(LEAST_CPV, len(digits) + 1):
                found.setdefault(digits[:length], code)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A subscription that is not paused, as the matcher needs it."""

    key: int
    reader_key: int
    conditions: Conditions
    created_at: datetime
    events: frozenset[EventKind] = frozenset({EventKind.FLAG})
    rhythm: Rhythm = Rhythm.DAILY


@dataclass(frozen=True, slots=True)
class Match:
    """That a subscription's reader is owed what happened; each reason is a clause, "its buyer is in Wales"."""

    subscription_key: int
    reader_key: int
    reasons: tuple[str, ...]
    rhythm: Rhythm
