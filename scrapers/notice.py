"""A notice in our terms: what a source published, typed, with every text at its place.

Names are those of OCDS 1.1 and the UK extension. Money is ``Decimal`` with its currency, time is aware and in
UTC, an absent field is ``None`` or an empty tuple. Every part knows the JSON Pointer (RFC 6901) it was read from, so
that a finding can point at its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from scrapers.parts import (
    AuthorityKind,
    Criterion,
    Document,
    Metric,
    Money,
    Nation,
    Observation,
    Organisation,
    Period,
    Segment,
)

__all__ = [
    "UNDATED",
    "AuthorityKind",
    "Award",
    "Bids",
    "Change",
    "Contract",
    "Criterion",
    "DirectAward",
    "Document",
    "Lot",
    "Metric",
    "Money",
    "Nation",
    "Notice",
    "NoticeType",
    "Observation",
    "Organisation",
    "Period",
    "Regime",
    "Related",
    "Segment",
    "SetAside",
]

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
"""The publication time of a release that has none, as drafts have: before every rule, so that no dated rule applies."""


class Regime(StrEnum):
    """The rules a procurement is run under, decided by the text first and the legal basis second."""

    ACT_2023 = "act_2023"
    PCR_2015 = "pcr_2015"
    SCOTLAND = "scotland"
    PROVIDER_SELECTION = "provider_selection"
    OTHER = "other"


class NoticeType(StrEnum):
    """The Procurement Act's notices by code, and the stages of everything older."""

    UK1 = "UK1"
    UK2 = "UK2"
    UK3 = "UK3"
    UK4 = "UK4"
    UK5 = "UK5"
    UK6 = "UK6"
    UK7 = "UK7"
    UK8 = "UK8"
    UK9 = "UK9"
    UK10 = "UK10"
    UK11 = "UK11"
    UK12 = "UK12"
    UK13 = "UK13"
    UK14 = "UK14"
    UK15 = "UK15"
    UK16 = "UK16"
    UK17 = "UK17"
    PLANNING = "planning"
    TENDER = "tender"
    AWARD = "award"
    CHANGE = "change"
    CANCELLATION = "cancellation"
    IMPLEMENTATION = "implementation"

    @property
    def is_legacy(self) -> bool:
        """Whether this is a stage of an older regime and not a notice of the Act."""
        return not self.value.startswith("UK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """A part of a tender that can be won alone."""

    id: str | None = None
    title: str | None = None
    description: str | None = None
    status: str | None = None
    value: Money | None = None
    period: Period | None = None
    sme: bool | None = None
    vcse: bool | None = None
    has_options: bool | None = None
    has_renewal: bool | None = None
    criteria: tuple[Criterion, ...] = ()
    criteria_text: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Award:
    """A decision for one or more suppliers."""

    id: str | None = None
    title: str | None = None
    status: str | None = None
    status_details: str | None = None
    decided_at: datetime | None = None
    value: Money | None = None
    suppliers: tuple[Organisation, ...] = ()
    lots: tuple[str, ...] = ()
    above_threshold: bool | None = None
    period: Period | None = None
    standstill_end: datetime | None = None
    summaries_sent_at: datetime | None = None
    signature_due: datetime | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change of a contract, made or proposed."""

    id: str | None = None
    at: datetime | None = None
    description: str | None = None
    rationale: str | None = None
    grounds: tuple[str, ...] = ()
    value: Money | None = None
    period: Period | None = None
    proposed: bool = False
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """An agreement that follows an award."""

    id: str | None = None
    award_id: str | None = None
    title: str | None = None
    status: str | None = None
    status_details: str | None = None
    signed_at: datetime | None = None
    value: Money | None = None
    final_value: Money | None = None
    ended_at: datetime | None = None
    above_threshold: bool | None = None
    period: Period | None = None
    metrics: tuple[Metric, ...] = ()
    no_metrics_reason: str | None = None
    observations: tuple[Observation, ...] = ()
    failures: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    termination_grounds: tuple[str, ...] = ()
    documents: tuple[Document, ...] = ()
    has_options: bool | None = None
    has_renewal: bool | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectAward:
    """The stated case for an award without competition: grounds by id, and the reason in the buyer's words."""

    grounds: tuple[str, ...] = ()
    reason: str | None = None
    legal_basis: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bids:
    """A count of bids, for all lots or one (``measure`` as published: ``bids``, ``finalStageBids``...)."""

    measure: str
    value: Decimal | None = None
    lot: str | None = None
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """Another procurement that this one names: its framework, its earlier attempt."""

    ocid: str | None = None
    relationships: tuple[str, ...] = ()
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One release of a source, read.

    ``sme``, ``vcse``, ``period`` are those of the whole tender, where a source has no lots (Contracts Finder);
    ``interest_due`` ends the first of two stages; ``next_notice_due`` is the day a planning notice promises the next.
    """

    source: str
    id: str
    ocid: str
    notice_type: NoticeType
    regime: Regime
    published_at: datetime
    tags: tuple[str, ...] = ()
    is_update: bool = False
    language: str | None = None
    buyer: Organisation | None = None
    parties: tuple[Organisation, ...] = ()
    title: str | None = None
    description: str | None = None
    category: str | None = None
    cpv: tuple[str, ...] = ()
    region: str | None = None
    status: str | None = None
    value: Money | None = None
    period: Period | None = None
    sme: bool | None = None
    vcse: bool | None = None
    above_threshold: bool | None = None
    special_regimes: tuple[str, ...] = ()
    procedure: str | None = None
    procedure_details: str | None = None
    is_framework: bool = False
    is_dynamic_market: bool = False
    is_concession: bool = False
    direct_award: DirectAward | None = None
    accelerated_reason: str | None = None
    no_lots_reason: str | None = None
    no_engagement_reason: str | None = None
    has_engagement: bool = False
    risk: str | None = None
    payment_terms: str | None = None
    criteria_text: str | None = None
    lots: tuple[Lot, ...] = ()
    awards: tuple[Award, ...] = ()
    contracts: tuple[Contract, ...] = ()
    bids: tuple[Bids, ...] = ()
    related: tuple[Related, ...] = ()
    documents: tuple[Document, ...] = ()
    tender_period: Period | None = None
    interest_due: datetime | None = None
    enquiry_end: datetime | None = None
    award_due: datetime | None = None
    next_notice_due: datetime | None = None
    url: str | None = None
    segments: tuple[Segment, ...] = ()
    page_sha256: str | None = None

    @property
    def is_dated(self) -> bool:
        """Whether the release said when it was published."""
        return self.published_at != UNDATED

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The award criteria of all lots, in order."""
        return tuple(criterion for lot in self.lots for criterion in lot.criteria)

    @property
    def metrics(self) -> tuple[Metric, ...]:
        """The key performance indicators of all contracts, in order."""
        return tuple(metric for contract in self.contracts for metric in contract.metrics)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Something a page held that could not be read: what, where, and why, for a person to look at."""

    reason: str
    pointer: str = ""
    release_id: str | None = None
