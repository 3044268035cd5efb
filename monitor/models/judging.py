"""Procurements, the findings on them, and the flags that were raised."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.models.columns import Json, UtcDateTime


class StoredProcurement(SQLModel, table=True):
    """All notices of one ``ocid``, in short. ``digest`` changes when any notice or commitment of it does."""

    __tablename__ = "procurement"

    ocid: str = Field(primary_key=True, description="OCDS id of the contracting process")
    title: str | None = Field(default=None, description="The latest title published")
    buyer_name: str | None = Field(default=None, description="The buyer's name as published")
    buyer_key: str | None = Field(
        default=None, index=True, description="The buyer's scheme and id, else its folded name"
    )
    buyer_kind: str = Field(default="unknown", description="Kind of authority")
    nation: str | None = Field(default=None, description="Nation whose rules it is under, where devolved")
    regime: str = Field(description="The rules it is run under")
    began_on: date = Field(description="UK date of its first notice that we have")
    latest_at: datetime = Field(sa_type=UtcDateTime, index=True, description="When its latest notice was published")
    notices: int = Field(description="How many notices we have")
    value: Decimal | None = Field(
        default=None, max_digits=18, decimal_places=2, description="Latest value published, VAT included if told"
    )
    currency: str | None = Field(default=None, description="Currency of the value")
    digest: str = Field(description="Digest of everything it is judged by")
    traced_at: datetime = Field(sa_type=UtcDateTime, description="When this was put together")


class StoredFacts(SQLModel, table=True):
    """All that one procurement is judged by, in one row, so that judging again reads no notice again."""

    __tablename__ = "facts"

    ocid: str = Field(primary_key=True, description="The procurement")
    digest: str = Field(description="Digest of the procurement as it was put together")
    content: bytes = Field(description="Its notices without their texts, what was read in them, as MessagePack")


class StoredJudgement(SQLModel, table=True):
    """One procurement judged by one version of the rules: which facts, as of which day, and what came of it."""

    __tablename__ = "judgement"

    ocid: str = Field(primary_key=True, description="The procurement")
    rules: str = Field(primary_key=True, description="Version of the rules")
    facts: str = Field(description="Digest of the procurement that was judged")
    as_of: date = Field(description="The latest day it was judged as of")
    settled: bool = Field(description="Whether no rule looked at the day: a later day alone changes nothing")
    notice_id: str | None = Field(default=None, description="Its latest notice on that day")
    told: str = Field(description="Digest of its findings")
    inapplicable: str = Field(description="Which rules don't concern it, and why: a key of that table")
    made_at: datetime = Field(sa_type=UtcDateTime, index=True, description="When this came of it")


class StoredInapplicable(SQLModel, table=True):
    """Reasons why rules don't concern a procurement. Many procurements share them, so each set is kept once."""

    __tablename__ = "inapplicable"

    key: str = Field(primary_key=True, description="Digest of the reasons")
    reasons: Any = Field(sa_type=Json, description="The reason, by code of the indicator")


class StoredRule(SQLModel, table=True):
    """What one indicator rested on in one version of the rules."""

    __tablename__ = "rule"

    rules: str = Field(primary_key=True, description="Version of the rules")
    indicator: str = Field(primary_key=True, description="Code of the indicator")
    kind: str = Field(description="duty, policy or practice")
    legal_basis: Any = Field(sa_type=Json, description="The law, policy or practice it rests on")


class StoredFinding(SQLModel, table=True):
    """What one indicator concludes on one procurement under one version of the rules.

    That a rule doesn't concern a procurement has a row here only where it points at evidence. The view ``conclusion``
    has a row for every indicator and procurement.
    """

    __tablename__ = "finding"

    ocid: str = Field(primary_key=True, description="The procurement")
    indicator: str = Field(primary_key=True, description="Code of the indicator")
    rules: str = Field(primary_key=True, description="Version of the rules")
    notice_id: str | None = Field(default=None, description="The notice it speaks of")
    status: str = Field(index=True, description="raised, clear, not_applicable or cannot_tell")
    kind: str = Field(description="duty, policy or practice")
    reason: str = Field(description="Why, in one sentence")
    evidence: Any = Field(sa_type=Json, description="Pointers and quotes, or where it was looked for")
    legal_basis: Any = Field(sa_type=Json, description="The law, policy or practice it rests on")
    as_of: date = Field(description="The day it was judged as of when it was written; see ``judgement`` for the latest")
    made_at: datetime = Field(sa_type=UtcDateTime, description="When it was written")


class Flag(SQLModel, table=True):
    """A raised finding, from the day it was first raised to the day it no longer is."""

    __table_args__ = (UniqueConstraint("ocid", "indicator"),)

    key: int = Field(default=None, primary_key=True, description="Our number for it")
    ocid: str = Field(index=True, description="The procurement")
    indicator: str = Field(index=True, description="Code of the indicator")
    notice_id: str | None = Field(default=None, description="The notice it speaks of")
    kind: str = Field(description="duty, policy or practice")
    reason: str = Field(description="Why, in one sentence")
    evidence: Any = Field(sa_type=Json, description="Pointers and quotes, or where it was looked for")
    legal_basis: Any = Field(sa_type=Json, description="The law, policy or practice it rests on")
    rules: str = Field(description="Version of the rules that raised it last")
    raised_at: datetime = Field(sa_type=UtcDateTime, index=True, description="When it was first raised")
    cleared_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When it was no longer raised")
