"""The threads of procurements: each commitment followed from notice to notice."""

from datetime import date, datetime
from typing import Any

from sqlmodel import Field, SQLModel

from monitor.models.columns import Json, UtcDateTime


class StoredThread(SQLModel, table=True):
    """One commitment through a procurement, as the notices that are held tell it."""

    __tablename__ = "thread"

    id: str = Field(
        primary_key=True, description="Made from the procurement, the theme and the place of its first words"
    )
    ocid: str = Field(index=True, description="The procurement")
    position: int = Field(description="Its place among the threads of the procurement")
    held: int = Field(description="How many notices of the procurement it was followed through")
    theme: str = Field(index=True, description="The theme's code: see 'ethos themes'")
    state: str = Field(
        index=True,
        description="open, carried, strengthened, weakened, not_seen_again, rated_met or rated_missed",
    )
    reason: str = Field(description="Why it is in this state, in one sentence")
    level: int = Field(description="How firm it was at its firmest, 0 to 4")
    quote: str | None = Field(default=None, description="Its first words")
    is_ended: bool = Field(description="Whether a notice ended the contract or the procurement")
    steps: Any = Field(sa_type=Json, description="Each notice that speaks of it: words, place, score and reasons")
    next_type: str | None = Field(default=None, description="The notice type to look for next")
    next_by: date | None = Field(default=None, index=True, description="By when, where a day follows")
    next_why: str | None = Field(default=None, description="Why that notice and that day")
    began_at: datetime = Field(sa_type=UtcDateTime, description="When its first notice was published")
    latest_at: datetime = Field(
        sa_type=UtcDateTime, index=True, description="When the latest notice that speaks of it was published"
    )
    changed_at: datetime = Field(sa_type=UtcDateTime, description="When it came into this state")
