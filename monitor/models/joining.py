"""Procurements of two sources that are one."""

from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from monitor.models.columns import Json, UtcDateTime


class StoredJoin(SQLModel, table=True):
    """A procurement that counts under the ``ocid`` of another, as both are one; its notices are kept under that."""

    __tablename__ = "joined_procurement"

    ocid: str = Field(primary_key=True, description="The procurement as its source published it")
    into: str = Field(index=True, description="The procurement that counts")
    score: float = Field(description="How sure it is, 0 to 1")
    reasons: Any = Field(sa_type=Json, description="What was compared, in words")
    joined_at: datetime = Field(sa_type=UtcDateTime, description="When they were joined")
