"""A day is walked again as it ages, by a plan that is kept once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.models import Run, WalkedWindow
from monitor.store.due import due_again
from scrapers.page import Window

SOURCE = "find_a_tender"
DAY = Window(since=datetime(2026, 11, 10, tzinfo=UTC), until=datetime(2026, 11, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("age", "walked_at_age", "expected"),
    [
        pytest.param(timedelta(hours=12), timedelta(0), [], id="not yet a day old"),
        pytest.param(timedelta(days=1), timedelta(0), [DAY], id="a day old"),
        pytest.param(timedelta(days=2), timedelta(days=1), [], id="walked again since"),
        pytest.param(timedelta(days=7), timedelta(days=1), [DAY], id="a week old"),
        pytest.param(timedelta(days=20), timedelta(days=1), [], id="a plan long missed is left"),
        pytest.param(timedelta(days=30), timedelta(days=7), [DAY], id="a month old"),
        pytest.param(timedelta(days=60), timedelta(days=30), [], id="done with"),
    ],
)
def test_a_day_is_walked_again_as_it_ages(
    store: Any, age: timedelta, walked_at_age: timedelta, expected: list[Window]
) -> None:
    started_at = DAY.until + walked_at_age
    with store.writing() as session:
        run = Run(source=SOURCE, started_at=started_at)
        session.add(run)
        session.flush()
        walk = WalkedWindow(run_id=run.id, source=SOURCE, since=DAY.since, until=DAY.until, started_at=started_at)
        walk.ended_at = started_at
        session.add(walk)

    with store.reading() as session:
        assert due_again(session, source=SOURCE, now=DAY.until + age) == expected
