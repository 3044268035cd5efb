"""Notices as read, and the texts in them."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.models.columns import Json, UtcDateTime


class StoredNotice(SQLModel, table=True):
    """One notice, as its source last published it. ``facts`` is the whole of it; the columns are for asking."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("source", "release_id"),)

    key: int = Field(default=None, primary_key=True, description="Our number for it")
    source: str = Field(description="The source")
    release_id: str = Field(index=True, description="Its id at the source, for example 075962-2026")
    ocid: str = Field(index=True, description="Its procurement (OCDS: contracting process), under which it counts")
    joined_from: str | None = Field(
        default=None,
        index=True,
        description="The ocid it was published under, where its procurement was joined to that",
    )
    notice_type: str = Field(index=True, description="UK1 to UK17, or the stage of an older regime")
    regime: str = Field(description="act_2023, pcr_2015, scotland, provider_selection or other")
    published_at: datetime = Field(sa_type=UtcDateTime, index=True, description="When it was published")
    buyer_name: str | None = Field(default=None, description="The buyer's name as published")
    buyer_key: str | None = Field(
        default=None, index=True, description="The buyer's scheme and id, else its folded name"
    )
    buyer_fold: str | None = Field(
        default=None, index=True, description="The buyer's name without case and punctuation"
    )
    buyer_kind: str = Field(default="unknown", description="central, sub_central, public_undertaking, ...")
    nation: str | None = Field(
        default=None, description="wales, scotland or northern_ireland, where its rules are devolved"
    )
    title: str | None = Field(default=None, description="Title")
    description: str | None = Field(default=None, description="Description")
    category: str | None = Field(default=None, description="goods, services or works")
    region: str | None = Field(default=None, description="Region code of the buyer or the delivery")
    cpv: Any = Field(default=(), sa_type=Json, description="CPV codes")
    value_net: Decimal | None = Field(default=None, max_digits=18, decimal_places=2, description="Value without VAT")
    value_gross: Decimal | None = Field(default=None, max_digits=18, decimal_places=2, description="Value with VAT")
    currency: str | None = Field(default=None, description="Currency of both values")
    above_threshold: bool | None = Field(default=None, description="As the notice declares")
    url: str | None = Field(default=None, description="The notice's own page")
    facts: bytes = Field(description="The notice as read, as JSON, without its texts")
    digest: str = Field(description="SHA-256 of the notice as read, its texts included")
    page_sha256: str = Field(description="The archived page it was read from")
    twin_key: int | None = Field(
        default=None,
        foreign_key="notice.key",
        index=True,
        description="The same notice at another source, which counts",
    )
    twin_score: float | None = Field(default=None, description="How sure that is, 0 to 1")
    twin_reasons: Any = Field(default=(), sa_type=Json, description="What was compared, in words")
    first_seen_at: datetime = Field(sa_type=UtcDateTime, description="When we first read it")
    changed_at: datetime = Field(sa_type=UtcDateTime, description="When its words or figures last changed for us")


class StoredSegment(SQLModel, table=True):
    """One string that a person wrote."""

    __tablename__ = "segment"

    notice_key: int = Field(foreign_key="notice.key", primary_key=True, description="The notice")
    number: int = Field(primary_key=True, description="Its place in the notice, from 0")
    pointer: str = Field(description="JSON Pointer into the release as published")
    text: str = Field(description="The text, unchanged")
    also: Any = Field(default=(), sa_type=Json, description="Where else in the notice the same text stands")
    weight: Decimal | None = Field(
        default=None, max_digits=18, decimal_places=4, description="Weight of the criterion it names"
    )
    frequency: int | None = Field(default=None, description="Days between two measurements of the indicator it names")
