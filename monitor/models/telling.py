"""The outbox: who is owed which flag over which channel, and what became of it."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.models.columns import UtcDateTime


class OutgoingMessage(SQLModel, table=True):
    """One message over one channel. Its key and alerts are fixed before the first attempt, so repeats can be told."""

    __tablename__ = "message"

    key: str = Field(primary_key=True, description="Never changes between attempts")
    channel: str = Field(index=True, description="The channel")
    created_at: datetime = Field(sa_type=UtcDateTime, description="When it was put together")
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True, description="When it was delivered")
    tries: int = Field(default=0, description="Attempts so far")
    not_before: datetime = Field(sa_type=UtcDateTime, description="No attempt before this")
    set_aside: bool = Field(default=False, index=True, description="Whether it was given up: see 'ethos status'")
    trouble: str | None = Field(default=None, description="What the latest attempt failed with")


class Alert(SQLModel, table=True):
    """One flag owed over one channel, written in the transaction that raises the flag."""

    __table_args__ = (UniqueConstraint("flag_key", "channel"),)

    id: int = Field(default=None, primary_key=True, description="Number")
    flag_key: int = Field(foreign_key="flag.key", index=True, description="The flag")
    channel: str = Field(description="The channel")
    created_at: datetime = Field(sa_type=UtcDateTime, description="When it came to be owed")
    message_key: str | None = Field(
        default=None, foreign_key="message.key", index=True, description="The message that carries it; empty before"
    )
