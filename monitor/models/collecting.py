"""What was asked of the sources and what came: runs, windows, pages, receipts, and what was set aside.

Together they are the ledger: a day is complete when every window over it was walked to its end.
"""

from datetime import datetime

from sqlmodel import Field, SQLModel

from monitor.models.columns import UtcDateTime


class Run(SQLModel, table=True):
    """One run of one source: it ends in one of four ways, or is still open."""

    id: int = Field(default=None, primary_key=True, description="Number of the run")
    source: str = Field(index=True, description="The source that was collected")
    started_at: datetime = Field(sa_type=UtcDateTime, description="When the run began")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When the run ended")
    ending: str | None = Field(default=None, description="new, changed, unchanged or failed; empty while it runs")
    windows: int = Field(default=0, description="Windows walked to their end")
    pages: int = Field(default=0, description="Pages archived")
    releases: int = Field(default=0, description="Releases received, repeats included")
    message: str | None = Field(default=None, description="Why it failed, in one sentence")


class WalkedWindow(SQLModel, table=True):
    """A stretch of time asked of a source. It may be walked again: each walk is a row."""

    __tablename__ = "window"

    id: int = Field(default=None, primary_key=True, description="Number of the walk")
    run_id: int = Field(foreign_key="run.id", index=True, description="The run that walked it last")
    source: str = Field(index=True, description="The source")
    since: datetime = Field(sa_type=UtcDateTime, index=True, description="From when, included")
    until: datetime = Field(sa_type=UtcDateTime, description="To when, left out")
    started_at: datetime = Field(sa_type=UtcDateTime, description="When its first page was asked for")
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime, description="When its last page was archived")
    next_url: str | None = Field(default=None, description="Where to go on after an interruption")
    pages: int = Field(default=0, description="Pages archived")
    releases: int = Field(default=0, description="Releases received")
    reason: str | None = Field(default=None, description="Why the walk stopped short, in one sentence")


class ArchivedPage(SQLModel, table=True):
    """One response as it came: its bytes are in the archive under their SHA-256."""

    __tablename__ = "page"

    id: int = Field(default=None, primary_key=True, description="Number of the page")
    window_id: int = Field(foreign_key="window.id", index=True, description="The walk it belongs to")
    source: str = Field(description="The source")
    number: int = Field(description="Its place in the walk, from 1")
    url: str = Field(description="The address that was asked")
    sha256: str = Field(index=True, description="SHA-256 of its bytes: its name in the archive")
    size: int = Field(description="Length of its bytes")
    fetched_at: datetime = Field(sa_type=UtcDateTime, description="When it came")
    read_at: datetime | None = Field(
        default=None, sa_type=UtcDateTime, index=True, description="When its releases were read; empty before"
    )


class ReleaseReceipt(SQLModel, table=True):
    """A release as it stood on a page: what the ledger counts."""

    __tablename__ = "receipt"

    page_id: int = Field(foreign_key="page.id", primary_key=True, description="The page")
    position: int = Field(primary_key=True, description="Its place on the page, from 0")
    source: str = Field(index=True, description="The source")
    release_id: str | None = Field(default=None, index=True, description="Its id, if it has one")
    ocid: str | None = Field(default=None, description="Its procurement")
    day: str | None = Field(default=None, index=True, description="The UK day it was published on, YYYY-MM-DD")


class SetAsideRelease(SQLModel, table=True):
    """What could not be read: kept in the archive, listed here until it is read after all."""

    __tablename__ = "set_aside"

    id: int = Field(default=None, primary_key=True, description="Number")
    page_id: int = Field(foreign_key="page.id", index=True, description="The page it stands on")
    source: str = Field(index=True, description="The source")
    release_id: str | None = Field(default=None, description="Its id, if it has one")
    pointer: str = Field(default="", description="JSON Pointer to it in the page or release")
    reason: str = Field(description="What is wrong, in one sentence")
    whole: bool = Field(description="Whether the whole release was set aside, or one part of it")
    at: datetime = Field(sa_type=UtcDateTime, description="When")


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
