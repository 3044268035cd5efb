from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlmodel import Session, col, select

from monitor.models import Event, Flag
from monitor.store import events, notices
from monitor.store.engine import Store
from monitor.store.events import Happened
from scrapers.notice import Notice

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


def flag(key: int = 1, **fields: Any) -> Flag:
    given: dict[str, Any] = {
        "key": key,
        "ocid": "ocds-1",
        "indicator": "OP10",
        "notice_id": "n1",
        "kind": "duty",
        "raised_at": NOW,
    }
    return Flag(**(given | fields))


def kept(session: Session) -> list[Event]:
    return list(session.exec(select(Event).order_by(col(Event.key))))


def test_a_name_is_kept_once_for_ever(store: Store) -> None:
    one = Happened(name="a", kind="flag", ocid="ocds-1", severity="duty")
    with store.writing() as session:
        made = [events.add(session, [one, one], at=NOW), events.add(session, [one], at=NOW)]

    assert made == [1, 0]


@pytest.mark.parametrize(
    ("again", "made"),
    [
        pytest.param({}, 0, id="on the same notice"),
        pytest.param({"notice_id": "n2"}, 1, id="on another notice"),
    ],
)
def test_a_flag_raised_again_rings_again_only_on_another_notice(store: Store, again: dict[str, Any], made: int) -> None:
    with store.writing() as session:
        first = events.of_flags(session, [flag()], deadlines=(), passed=(), at=NOW)
        second = [events.of_flags(session, [flag(**again)], deadlines=(), passed=(), at=NOW) for _ in range(2)]

    assert (first, second) == (1, [made, 0])


def test_a_flag_by_a_day_that_passed_says_so(store: Store) -> None:
    with store.writing() as session:
        flags = [flag(), flag(2, indicator="OP01"), flag(3, ocid="ocds-2")]
        events.of_flags(session, flags, deadlines={"OP10"}, passed={"ocds-1"}, at=NOW)

        told = [(one.name, one.kind, one.facts) for one in kept(session)]

    assert told == [
        ("flag:ocds-1:OP10", "deadline", {"passed": True}),
        ("flag:ocds-1:OP01", "flag", {"passed": True}),
        ("flag:ocds-2:OP10", "deadline", {}),
    ]


def test_each_notice_that_counts_makes_one_event(store: Store, make_notice: Callable[..., Notice]) -> None:
    with store.writing() as session:
        notices.keep(session, [make_notice(1), make_notice(2)], at=NOW)
        ocids = [make_notice(1).ocid, make_notice(2).ocid]
        made = [events.of_notices(session, ocids, at=NOW) for _ in range(2)]

        assert [one.name for one in kept(session)] == [
            "notice:find_a_tender:000001-2026",
            "notice:find_a_tender:000002-2026",
        ]
    assert made == [2, 0]


def test_an_event_that_was_matched_is_not_matched_again(store: Store) -> None:
    with store.writing() as session:
        happened = [Happened(name=name, kind="flag", ocid="ocds-1", severity="duty") for name in ("a", "b")]
        events.add(session, happened, at=NOW)
        first, second = (one.key for one in events.unmatched(session))
        events.were_matched(session, [first], at=NOW)

        assert events.still_unmatched(session, [first, second]) == {second}
        assert [one.key for one in events.unmatched(session)] == [second]
        assert events.unmatched(session, after=second) == []
