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
