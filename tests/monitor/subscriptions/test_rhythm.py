from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import BadInput
from monitor.subscriptions.events import Severity
from monitor.subscriptions.rhythm import Hours, Rhythm, due_at

ODD = (
    "Europe/London",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Kathmandu",
    "Pacific/Apia",
)
SHIFTS = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),  # London goes on
    datetime(2026, 10, 25, 1, tzinfo=UTC),  # London goes back
    datetime(2026, 4, 4, 15, tzinfo=UTC),  # Lord Howe goes back, by half an hour
    datetime(2026, 10, 3, 15, 30, tzinfo=UTC),  # and on
    datetime(2026, 2, 15, 2, tzinfo=UTC),  # Casablanca goes back for Ramadan
    datetime(2026, 3, 22, 2, tzinfo=UTC),  # and on
    datetime(2026, 3, 8, 5, 30, tzinfo=UTC),  # St John's goes on
    datetime(2026, 11, 1, 4, 30, tzinfo=UTC),  # and back
    datetime(2011, 12, 30, 10, tzinfo=UTC),  # Apia leaves a day out
)
near_shifts = st.builds(
    lambda shift, seconds: shift + timedelta(seconds=seconds),
    st.sampled_from(SHIFTS),
    st.integers(-2 * 86_400, 2 * 86_400),
)
moments = near_shifts | st.integers(1_100_000_000, 2_100_000_000).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)
minutes = st.integers(0, 1439)
quiets = st.none() | st.tuples(minutes, minutes).filter(lambda both: both[0] != both[1])


def hours_of(zone: str, digest: int, weekday: int, quiet: tuple[int, int] | None, breaks: Severity | None) -> Hours:
    return Hours(
        timezone=zone,
        digest_hour=digest,
        digest_weekday=weekday,
        quiet_from=quiet[0] if quiet else None,
        quiet_until=quiet[1] if quiet else None,
        breaks_through=breaks,
    )


any_hours = st.builds(
    hours_of,
    st.sampled_from(ODD),
    st.integers(0, 23),
    st.integers(0, 6),
    quiets,
    st.none() | st.sampled_from(Severity),
)
rhythms = st.sampled_from(Rhythm)
severities = st.sampled_from(Severity)
many = settings(max_examples=400, deadline=None)


def breaks(severity: Severity, hours: Hours) -> bool:
    return hours.breaks_through is not None and severity.reaches(hours.breaks_through)


def wait(hours: Hours) -> timedelta:
    """Quiet hours at their longest: as their clocks show them, and an hour for a shift."""
    if hours.quiet_from is None or hours.quiet_until is None:
        return timedelta()
    return timedelta(minutes=(hours.quiet_until - hours.quiet_from) % 1440 + 60)


@many
@given(moments, rhythms, severities, any_hours)
def test_nothing_is_due_before_now(now: datetime, rhythm: Rhythm, severity: Severity, hours: Hours) -> None:
    due = due_at(now, rhythm, severity, hours)

    assert due >= now
    assert due.tzinfo is UTC


@many
@given(moments, rhythms, severities, any_hours)
def test_quiet_hours_hold_unless_it_breaks_through(
    now: datetime, rhythm: Rhythm, severity: Severity, hours: Hours
) -> None:
    due = due_at(now, rhythm, severity, hours)

    if breaks(severity, hours):
        assert due == now
    else:
        assert not hours.is_quiet(due)


@many
@given(moments, severities, any_hours)
def test_a_daily_digest_is_a_day_and_a_shift_away_at_most_beside_quiet_hours(
    now: datetime, severity: Severity, hours: Hours
) -> None:
    due = due_at(now, Rhythm.DAILY, severity, hours)

    assert due - now <= timedelta(hours=25) + wait(hours)


@many
@given(moments, any_hours)
def test_a_weekly_digest_is_a_week_and_a_shift_away_at_most_beside_quiet_hours(now: datetime, hours: Hours) -> None:
    due = due_at(now, Rhythm.WEEKLY, Severity.PRACTICE, hours)

    assert due - now <= timedelta(days=7, hours=1) + wait(hours)


@many
@given(moments, st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]), st.sampled_from(ODD), st.integers(0, 23))
def test_a_digest_comes_at_its_hour_as_the_clocks_show_it(
    now: datetime, rhythm: Rhythm, zone: str, digest_hour: int
) -> None:
    hours = Hours(timezone=zone, digest_hour=digest_hour, digest_weekday=2)

    local = due_at(now, rhythm, Severity.DUTY, hours).astimezone(hours.zone)

    asked = local.replace(hour=digest_hour, minute=0)
    exists = asked.astimezone(UTC).astimezone(hours.zone).replace(fold=0) == asked.replace(fold=0)
    if exists:
        assert (local.hour, local.minute, local.second) == (digest_hour, 0, 0)
    else:
        assert timedelta() < local.replace(tzinfo=None) - asked.replace(tzinfo=None) <= timedelta(hours=1)
    if rhythm is Rhythm.WEEKLY:
        assert local.weekday() == 2


@many
@given(moments, st.integers(0, 3 * 86_400), rhythms, severities, any_hours)
def test_what_is_owed_later_is_never_due_earlier(
    now: datetime, seconds: int, rhythm: Rhythm, severity: Severity, hours: Hours
) -> None:
    later = now + timedelta(seconds=seconds)

    assert due_at(now, rhythm, severity, hours) <= due_at(later, rhythm, severity, hours)


@many
@given(moments, st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]), any_hours)
def test_what_a_digest_leaves_behind_is_due_after_it(now: datetime, rhythm: Rhythm, hours: Hours) -> None:
    calm = Hours(timezone=hours.timezone, digest_hour=hours.digest_hour, digest_weekday=hours.digest_weekday)
    due = due_at(now, rhythm, Severity.PRACTICE, calm)

    assert due > now
    assert due_at(due, rhythm, Severity.PRACTICE, calm) > due
    assert due_at(due - timedelta(microseconds=1), rhythm, Severity.PRACTICE, calm) == due


@many
@given(moments, any_hours)
def test_quiet_hours_hold_no_longer_than_they_last(now: datetime, hours: Hours) -> None:
    calm = Hours(timezone=hours.timezone, quiet_from=hours.quiet_from, quiet_until=hours.quiet_until)

    due = due_at(now, Rhythm.IMMEDIATE, Severity.PRACTICE, calm)

    assert all(calm.is_quiet(now + (due - now) * part / 50) for part in range(50) if due > now)
    assert due == now or calm.is_quiet(due - timedelta(seconds=1))


def london(text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London"), fold=fold)


NIGHT: dict[str, Any] = {"quiet_from": 22 * 60, "quiet_until": 7 * 60}


@pytest.mark.parametrize(
    ("now", "rhythm", "hours", "due"),
    [
        ("2026-11-25T12:00", Rhythm.IMMEDIATE, {}, london("2026-11-25T12:00")),
        ("2026-11-25T07:59", Rhythm.DAILY, {}, london("2026-11-25T08:00")),
        ("2026-11-25T08:00", Rhythm.DAILY, {}, london("2026-11-26T08:00")),
        ("2026-11-25T12:00", Rhythm.WEEKLY, {}, london("2026-11-30T08:00")),
        ("2026-11-30T07:00", Rhythm.WEEKLY, {}, london("2026-11-30T08:00")),
        ("2026-03-28T20:00", Rhythm.DAILY, {}, london("2026-03-29T08:00")),
        ("2026-03-28T20:00", Rhythm.DAILY, {"digest_hour": 1}, london("2026-03-29T02:00")),
        ("2026-10-24T20:00", Rhythm.DAILY, {"digest_hour": 1}, london("2026-10-25T01:00", fold=0)),
        ("2026-11-25T23:30", Rhythm.IMMEDIATE, NIGHT, london("2026-11-26T07:00")),
        ("2026-11-26T06:59", Rhythm.IMMEDIATE, NIGHT, london("2026-11-26T07:00")),
        ("2026-11-26T07:00", Rhythm.IMMEDIATE, NIGHT, london("2026-11-26T07:00")),
        ("2026-11-25T21:59", Rhythm.IMMEDIATE, NIGHT, london("2026-11-25T21:59")),
        ("2026-11-25T12:00", Rhythm.DAILY, NIGHT | {"digest_hour": 5}, london("2026-11-26T07:00")),
        (
            "2026-03-29T00:30",
            Rhythm.IMMEDIATE,
            {"quiet_from": 0, "quiet_until": 90},
            london("2026-03-29T02:00"),
        ),
        (
            "2026-10-25T00:30",
            Rhythm.IMMEDIATE,
            {"quiet_from": 0, "quiet_until": 90},
            london("2026-10-25T01:30", fold=0),
        ),
    ],
)
def test_what_is_due_when(now: str, rhythm: Rhythm, hours: dict[str, Any], due: datetime) -> None:
    found = due_at(london(now), rhythm, Severity.POLICY, Hours(**hours))

    assert found == due.astimezone(UTC)


@pytest.mark.parametrize(
    ("severity", "held"),
    [(Severity.DUTY, False), (Severity.POLICY, False), (Severity.PRACTICE, True)],
)
def test_what_is_grave_enough_breaks_through_quiet_hours_and_digests(severity: Severity, *, held: bool) -> None:
    now = london("2026-11-25T23:30")

    due = due_at(now, Rhythm.WEEKLY, severity, Hours(breaks_through=Severity.POLICY, **NIGHT))

    assert (due > now) == held


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"timezone": "Europe/Northmere"}, "'Europe/Northmere' is no time zone"),
        ({"timezone": "../etc"}, "is no time zone"),
        ({"digest_hour": 24}, "24 is no hour"),
        ({"digest_weekday": 7}, "7 is no weekday"),
        ({"quiet_from": 60}, "give both or neither"),
        ({"quiet_from": 60, "quiet_until": 60}, "write another end"),
        ({"quiet_from": 60, "quiet_until": 1440}, "write minutes of the day"),
    ],
)
def test_hours_that_can_not_be_are_refused(wrong: dict[str, Any], told: str) -> None:
    with pytest.raises(BadInput, match=told):
        Hours(**wrong)
