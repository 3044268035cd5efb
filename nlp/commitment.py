"""What reading gives: commitments, each the exact words of a segment, with a theme, a level and slots."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Protocol


class Level(IntEnum):
    """How firm the words are, from ruled out to measurable."""

    RULED_OUT = 0
    NAMED = 1
    REQUIRED = 2
    SPECIFIED = 3
    MEASURABLE = 4


class Modality(StrEnum):
    """Who is bound, and how."""

    MUST = "must"
    SCORED = "scored"
    REPORTED = "reported"
    MAY = "may"
    NONE = "none"


class Segment(Protocol):
    """One string that a person wrote: what the reader is given. See ``scrapers.notice.Segment`` for the fields."""

    @property
    def pointer(self) -> str:
        """Where it stands (RFC 6901)."""
        ...

    @property
    def text(self) -> str:
        """The words as published."""
        ...

    @property
    def weight(self) -> Decimal | None:
        """The weight of the criterion that it names."""
        ...

    @property
    def frequency(self) -> int | None:
        """The days between two measurements of the indicator that it names."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What the reader may know of the notice beside its texts: it tells a subject from a commitment."""

    notice_id: str
    notice_type: str | None = None
    title: str | None = None
    category: str | None = None
    cpv: tuple[str, ...] = ()
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Slots:
    """What a commitment says of who, what, how much, when and how it is checked. Absent ones are ``None``."""

    actor: str | None = None
    action: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    beneficiary: str | None = None
    place: str | None = None
    deadline: str | None = None
    rate: str | None = None
    check: str | None = None
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """Words that name, ask for, score, pledge or report something. ``quote == segment.text[start:end]``, always."""

    notice_id: str
    pointer: str
    start: int
    end: int
    quote: str
    theme: str
    level: Level
    modality: Modality
    slots: Slots = field(default_factory=Slots)
    confidence: float = 1.0
    found_by: str = ""
    extractor: str = ""


class Readability(StrEnum):
    """Whether "nothing found" may be read as "nothing said"."""

    READ = "read"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The commitments of one notice, or why its texts can't be judged."""

    commitments: tuple[Commitment, ...] = ()
    readability: Readability = Readability.READ
    reason: str | None = None
