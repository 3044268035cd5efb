"""What processes share while they work: gates, breakers, leases, watermarks; and what operators must know."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from monitor.models.columns import UtcDateTime


class HostGate(SQLModel, table=True):
    """When a host may be called next, by any process that shares this database."""

    __tablename__ = "gate"

    host: str = Field(primary_key=True, description="The host")
    closed_until: datetime = Field(sa_type=UtcDateTime, description="The host asked for no call before this")
    calls: str = Field(default="[]", description="Times of the latest calls, as JSON numbers of seconds since 1970")


class Lease(SQLModel, table=True):
    """Who may do a piece of work now: collecting one source, or the steps behind it."""

    name: str = Field(primary_key=True, description="The source, or 'steps'")
    owner: str = Field(description="Host, process and its start, of who holds it")
    until: datetime = Field(sa_type=UtcDateTime, description="It lapses then unless renewed")


class Proof(SQLModel, table=True):
    """A second count of one source and day, and whether it agreed with the ledger."""

    id: int = Field(default=None, primary_key=True, description="Number")
    source: str = Field(index=True, description="The source")
    day: str = Field(index=True, description="The UK day, YYYY-MM-DD")
    proved_at: datetime = Field(sa_type=UtcDateTime, description="When")
    how: str = Field(description="walked again, or single procurements fetched")
    counted: int = Field(description="Releases this count came to")
    missing: int = Field(description="Releases it found that the ledger did not have")
    gone: int = Field(description="Releases the ledger has that it did not find")


class Concern(SQLModel, table=True):
    """Something an operator should look at, told once: a source gone quiet, a day with far too few releases."""

    key: str = Field(primary_key=True, description="What and when, so that it is told once")
    source: str = Field(description="The source")
    reason: str = Field(description="What is odd, in one sentence with the next step")
    raised_at: datetime = Field(sa_type=UtcDateTime, index=True, description="When it was first noticed")
    told_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When the operator was told")


class Watermark(SQLModel, table=True):
    """How far a step has looked, where that is not told by the rows themselves."""

    name: str = Field(primary_key=True, description="The step")
    at: datetime = Field(sa_type=UtcDateTime, description="Everything that came before was looked at")


class HostCircuit(SQLModel, table=True):
    """How often a host failed in a row, and until when it is left in peace."""

    __tablename__ = "circuit"

    host: str = Field(primary_key=True, description="The host")
    failures: int = Field(description="Failed calls in a row")
    rests: int = Field(description="How often it was left in peace since it last answered")
    rests_until: datetime | None = Field(default=None, sa_type=UtcDateTime, description="No call before this")
    why: str = Field(default="", description="What its latest failure was")


class AnswerSeen(SQLModel, table=True):
    """What a page can be asked for again by, if it has changed, where its source says so."""

    __tablename__ = "answer"

    url: str = Field(primary_key=True, description="The address")
    etag: str | None = Field(default=None, description="Its ETag")
    last_modified: str | None = Field(default=None, description="Its Last-Modified")
    sha256: str = Field(description="Its bytes in the archive")
