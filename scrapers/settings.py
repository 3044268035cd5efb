"""What may be set: how all sources are asked, and what one source's own declaration is overridden with."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from scrapers.clock import as_moment


def _sensible_moment(value: datetime) -> datetime:
    # A bare number would otherwise count as seconds since 1970, so that "2026" passes for New Year 1970.
    if value.year < 2000:  # noqa: PLR2004 - no source here published anything before
        raise ValueError("give a date such as 2026-08-10 or a time such as 2026-08-10T06:00:00")
    return as_moment(value)


Origin = Annotated[str, Field(pattern=r"^https?://[^/\s@\\?#]+/?$"), AfterValidator(lambda url: url.rstrip("/"))]
"""A scheme and a host, with its port where it has one: the paths are the source's own."""

Moment = Annotated[datetime, AfterValidator(_sensible_moment)]
"""A time, kept in UTC; a date means its first moment in the UK, and a time without a zone means UK time."""


class ScrapersSettings(BaseModel):
    """How every source is asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    user_agent_contact: str = Field(
        default="",
        max_length=200,
        pattern=r"^[ -~]*$",
        description="Your web address or e-mail, sent with every call, so that a publisher can write to you.",
    )
    patience_seconds: float = Field(
        default=900,
        ge=0,
        le=86_400,
        description="The longest that one call may wait in all; a source that asks for more ends the run.",
    )
    connect_timeout_seconds: float = Field(default=10, gt=0, le=300, description="How long to wait for a connection.")
    read_timeout_seconds: float = Field(
        default=60, gt=0, le=600, description="How long to wait for the next part of an answer."
    )
    total_timeout_seconds: float = Field(
        default=300, gt=0, le=3600, description="How long one whole answer may take to arrive."
    )
    attempts: int = Field(
        default=5, ge=1, le=20, description="How often one call is tried before the source counts as unreachable."
    )
    connect_attempts: int = Field(
        default=3, ge=1, le=20, description="How often a connection is tried before the source counts as unreachable."
    )
    first_wait_seconds: float = Field(
        default=2, ge=0, le=600, description="The wait before the second try; it doubles with each further one."
    )


class SourceSettings(BaseModel):
    """What one source's declaration is overridden with; a field that is not set stays as the source declares it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    enabled: bool | None = Field(default=None, description="Whether this source is collected when none is named.")
    base_url: Origin | None = Field(
        default=None, description="The source's address without a path; a replay's address collects from the replay."
    )
    minimum_gap_seconds: float | None = Field(
        default=None, ge=0, le=3600, description="The least time between two calls."
    )
    calls_per_window: int | None = Field(default=None, ge=1, le=100_000, description="The most calls in one window.")
    window_seconds: float | None = Field(default=None, gt=0, le=86_400, description="The length of that window.")
    since: Moment | None = Field(
        default=None,
        description="Where the first collection begins: a date, or a time (UK time where it names no zone).",
    )
    every_minutes: float | None = Field(
        default=None, gt=0, le=44_640, description="How often 'ethos schedule' collects this source."
    )
    least_per_weekday: int | None = Field(
        default=None, ge=0, description="Fewer releases than this on a working day is reported as suspicious."
    )
    most_per_weekday: int | None = Field(
        default=None, ge=1, description="More releases than this on a working day is reported as suspicious."
    )
