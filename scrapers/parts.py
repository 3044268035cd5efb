"""The small values that a notice is made of: money, periods, organisations, criteria, indicators, documents, texts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class AuthorityKind(StrEnum):
    """What kind of body buys, as it declares itself (``UK_CA_TYPE``)."""

    CENTRAL = "central"
    SUB_CENTRAL = "sub_central"
    PUBLIC_UNDERTAKING = "public_undertaking"
    PRIVATE_UTILITY = "private_utility"
    OTHER = "other"
    UNKNOWN = "unknown"


class Nation(StrEnum):
    """The devolved rules a body is under (``UK_CA_DEVOLVED_REGULATIONS``), or that its portal implies."""

    WALES = "wales"
    NORTHERN_IRELAND = "northern_ireland"
    SCOTLAND = "scotland"


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount before and after VAT. ``unlimited`` stands for the sources' ``1e9999``."""

    net: Decimal | None = None
    gross: Decimal | None = None
    currency: str | None = None
    unlimited: bool = False

    @property
    def payable(self) -> Decimal | None:
        """The amount the Act's lines compare with: VAT included (s.123), else the net amount, else ``None``."""
        return self.gross if self.gross is not None else self.net


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From when to when; ``max_extent`` is the end with every extension used."""

    start: datetime | None = None
    end: datetime | None = None
    max_extent: datetime | None = None
    days: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """A buyer or supplier: no personal contact details are kept.

    ``no_identifier_reason`` is why it is told without an identifier, as published (``notOnAnyRegister``).
    """

    name: str
    id: str | None = None
    scheme: str | None = None
    identifier: str | None = None
    no_identifier_reason: str | None = None
    roles: tuple[str, ...] = ()
    kind: AuthorityKind = AuthorityKind.UNKNOWN
    nation: Nation | None = None
    region: str | None = None
    scale: str | None = None
    vcse: bool | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One award criterion of a lot.

    ``weight`` is a number in the unit ``weight_type`` names (``percentageExact``, ``order``...). The older forms write
    the weight as words: with a percent sign it is ``percentageExact``; a bare number may be percent or points, and
    its ``weight_type`` is ``None``.
    """

    lot: str | None = None
    name: str | None = None
    type: str | None = None
    weight: Decimal | None = None
    weight_type: str | None = None
    description: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """A key performance indicator agreed in a contract, with how often it is measured."""

    title: str | None = None
    description: str | None = None
    every_days: int | None = None
    every_months: int | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One result of a key performance indicator; ``rating`` is ``met`` ... ``significantlyBelow`` or ``other``."""

    metric: str | None = None
    measure: str | None = None
    rating: str | None = None
    period: Period | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document listed in a notice; the notice itself is one of them."""

    id: str | None = None
    type: str | None = None
    notice_type: str | None = None
    description: str | None = None
    url: str | None = None
    format: str | None = None
    published_at: datetime | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """One string that a person wrote, at its JSON Pointer.

    A text that stands in several places of a notice is one segment under its first pointer; ``also`` lists the others.
    ``weight`` is that of the award criterion the text names (percent or points), ``frequency`` the days between two
    measurements of the indicator it names; both stand in fields of their own.
    """

    pointer: str
    text: str
    also: tuple[str, ...] = ()
    weight: Decimal | None = None
    frequency: int | None = None
