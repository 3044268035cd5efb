"""What was read in the texts, by which version of the extractor."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from monitor.models.columns import Json, UtcDateTime


class StoredReading(SQLModel, table=True):
    """One notice read by one version: whether its texts could be judged, and how many commitments they hold."""

    __tablename__ = "reading"

    notice_key: int = Field(foreign_key="notice.key", primary_key=True, description="The notice")
    extractor: str = Field(primary_key=True, description="Version of the extractor")
    digest: str = Field(description="Digest of the notice that was read")
    readability: str = Field(description="read or cannot_tell")
    reason: str | None = Field(default=None, description="Why it cannot be told")
    commitments: int = Field(description="How many were found")
    made_at: datetime = Field(sa_type=UtcDateTime, description="When")


class StoredCommitment(SQLModel, table=True):
    """Words that name, ask for, score, pledge or report something."""

    __tablename__ = "commitment"

    key: int = Field(default=None, primary_key=True, description="Our number for it")
    notice_key: int = Field(foreign_key="notice.key", index=True, description="The notice")
    pointer: str = Field(description="JSON Pointer of the text")
    start: int = Field(description="Offset of the first character in the text")
    end: int = Field(description="Offset behind the last character")
    quote: str = Field(description="The words themselves")
    theme: str = Field(index=True, description="The theme's code: see 'ethos themes'")
    level: int = Field(description="0 ruled out, 1 named, 2 required, 3 specified, 4 measurable")
    modality: str = Field(description="must, scored, reported, may or none")
    slots: Any = Field(
        sa_type=Json, description="Actor, action, quantity, unit, beneficiary, place, deadline, rate, check, weight"
    )
    confidence: float = Field(description="How sure the reading is, 0 to 1")
    found_by: str = Field(description="The rule or model that found it")
    extractor: str = Field(index=True, description="Version of the extractor")
