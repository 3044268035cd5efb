"""Telling people: who reads, what they subscribed to, what happened, which of it they are owed, and what was sent.

An event is written in the transaction of what it tells of. Matching it to subscriptions writes alerts; alerts that are
due are bound to a message, whose key and items never change again; a worker leases the message, sends it, notes it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from monitor.models.columns import Json, UtcDateTime

NUMBERED_ONCE = {"sqlite_autoincrement": True}
"""Signed links and messages' keys hold these numbers: SQLite would give those of erased rows to others."""


class Reader(SQLModel, table=True):
    """A person who is told, or a channel of the operator's, with the hours that are theirs."""

    __tablename__ = "reader"
    __table_args__ = NUMBERED_ONCE

    key: int = Field(default=None, primary_key=True, description="Our number for them")
    kept_by: str = Field(default="reader", description="Who may change them: 'reader', 'settings' or 'operator'")
    name: str = Field(default="", description="What the settings or the operator call them; empty for the public")
    timezone: str = Field(default="Europe/London", description="Time zone of their hours (IANA)")
    digest_hour: int = Field(default=8, description="Hour of daily and weekly digests, 0 to 23")
    digest_weekday: int = Field(default=0, description="Day of weekly digests, 0 is Monday")
    quiet_from: int | None = Field(default=None, description="Minute of the day at which quiet hours begin")
    quiet_until: int | None = Field(default=None, description="Minute of the day at which they end")
    breaks_through: str | None = Field(
        default=None, description="The least severity that quiet hours and digests don't hold: duty, policy, practice"
    )
    most_items: int = Field(default=50, description="Items in one message at most; the rest is counted and linked")
    links: int = Field(default=0, description="Raised to make every signed link given before worthless")
    created_at: datetime = Field(sa_type=UtcDateTime, description="When they first asked")


class Address(SQLModel, table=True):
    """Where a reader is told, best first: the next one stands in when one fails for good."""

    __tablename__ = "address"
    __table_args__ = (UniqueConstraint("reader_key", "channel", "target"), NUMBERED_ONCE)

    key: int = Field(default=None, primary_key=True, description="Our number for it")
    reader_key: int = Field(foreign_key="reader.key", index=True, description="Whose it is")
    channel: str = Field(index=True, description="The channel")
    target: str = Field(default="", index=True, description="E-mail or web address; empty where settings hold it")
    rank: int = Field(default=0, description="0 is tried first")
    created_at: datetime = Field(sa_type=UtcDateTime, description="When it was given")
    confirmed_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When its owner confirmed it: nothing is sent before"
    )
    asked_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, description="When its owner was last asked to confirm it"
    )
    failed_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When it failed for good")
    trouble: str | None = Field(default=None, description="What it failed with")


class Subscription(SQLModel, table=True):
    """A standing query: what to look for, which kinds of event, and how soon to tell."""

    __tablename__ = "subscription"
    __table_args__ = NUMBERED_ONCE

    key: int = Field(default=None, primary_key=True, description="Our number for it")
    reader_key: int = Field(foreign_key="reader.key", index=True, description="Whose it is")
    name: str = Field(description="What its reader calls it")
    query: Any = Field(default_factory=dict, sa_type=Json, description="The conditions, as a search has them")
    events: Any = Field(
        default=("flag",), sa_type=Json, description="flag, notice, thread, deadline: what it is told of"
    )
    rhythm: str = Field(default="daily", description="immediate, daily or weekly")
    created_at: datetime = Field(sa_type=UtcDateTime, description="When it was made: earlier events don't match it")
    paused_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When it was paused, if it is")


class Event(SQLModel, table=True):
    """Something that happened and may be told, once: its name is unique for ever."""

    __tablename__ = "event"

    key: int = Field(default=None, primary_key=True, description="Our number for it")
    name: str = Field(unique=True, description="What tells it from every other: 'flag:<ocid>:<indicator>'")
    kind: str = Field(description="flag, notice, thread, deadline or corrected")
    ocid: str = Field(index=True, description="The procurement")
    notice_id: str | None = Field(default=None, description="The notice it speaks of")
    indicator: str | None = Field(default=None, description="Code of the indicator, of a flag")
    severity: str = Field(description="duty, policy or practice")
    facts: Any = Field(default_factory=dict, sa_type=Json, description="What else its reader is told, in our words")
    at: datetime = Field(sa_type=UtcDateTime, index=True, description="When we saw it")
    matched_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, index=True, description="When subscriptions were looked through for it"
    )


class OutgoingMessage(SQLModel, table=True):
    """One message to one address. Its key and alerts are fixed before the first attempt, so repeats can be told."""

    __tablename__ = "message"

    key: str = Field(primary_key=True, description="Never changes between attempts")
    address_key: int = Field(foreign_key="address.key", index=True, description="Where it goes")
    channel: str = Field(index=True, description="The channel of that address")
    created_at: datetime = Field(sa_type=UtcDateTime, description="When it was put together")
    sent_at: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True, description="When it was delivered")
    tries: int = Field(default=0, description="Attempts so far")
    not_before: datetime = Field(sa_type=UtcDateTime, index=True, description="No attempt before this")
    leased_by: str | None = Field(default=None, description="The worker that is sending it")
    leased_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="Whose it is until then")
    set_aside: bool = Field(default=False, index=True, description="Whether it was given up: see 'ethos status'")
    trouble: str | None = Field(default=None, description="What the latest attempt failed with")


class Alert(SQLModel, table=True):
    """One event owed to one reader, however many of their subscriptions match it."""

    __tablename__ = "alert"
    __table_args__ = (UniqueConstraint("event_key", "reader_key"), NUMBERED_ONCE)

    id: int = Field(default=None, primary_key=True, description="Number")
    event_key: int = Field(foreign_key="event.key", index=True, description="The event")
    reader_key: int = Field(foreign_key="reader.key", index=True, description="Who is owed it")
    subscriptions: Any = Field(
        default=(), sa_type=Json, description="Which subscriptions match, and by which conditions, in words"
    )
    created_at: datetime = Field(sa_type=UtcDateTime, description="When it came to be owed")
    due_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, index=True, description="When to tell; empty: along with the next message"
    )
    message_key: str | None = Field(
        default=None, foreign_key="message.key", index=True, description="The message that carries it; empty before"
    )
