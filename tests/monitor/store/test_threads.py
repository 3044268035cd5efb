from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from monitor.models import Event, StoredThread
from monitor.store import threads
from monitor.store.engine import Store
from monitor.store.threads import Moved, ThreadQuery
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Modality
from scrapers.notice import Notice, NoticeType, Regime

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
OCID = "ocds-example-1"
ASK = "The supplier must take on 12 apprentices."


def notice(number: int, kind: NoticeType, **due: datetime) -> Notice:
    return Notice(
        source="example",
        id=f"{number:06}-2026",
        ocid=OCID,
        notice_type=kind,
        regime=Regime.ACT_2023,
        published_at=datetime(2026, 9, number, 9, tzinfo=UTC),
        award_due=due.get("award_due"),
    )


def said(number: int, quote: str = ASK, theme: str = "jobs_skills") -> Commitment:
    return Commitment(
        notice_id=f"{number:06}-2026",
        pointer="/tender/description",
        start=0,
        end=len(quote),
        quote=quote,
        theme=theme,
        level=Level.MEASURABLE,
        modality=Modality.MUST,
    )


TENDER = notice(1, NoticeType.UK4, award_due=datetime(2026, 10, 1, 12, tzinfo=UTC))
DETAILS = notice(9, NoticeType.UK7)
ASKED = Procurement(ocid=OCID, notices=(TENDER,), as_of=NOW.date(), commitments=(said(1),))
SILENT = replace(ASKED, notices=(TENDER, DETAILS))
WEAKER = replace(SILENT, commitments=(said(1), said(9, ASK.replace("12", "8"))))


def put(store: Store, *procurements: Procurement, at: datetime = NOW) -> list[Moved]:
    with store.writing() as session:
        moved = threads.put(session, procurements, at=at)
        threads.tell(session, moved, at=at)
    return moved


def kept(store: Store) -> list[StoredThread]:
    with store.reading() as session:
        rows = threads.of_procurement(session, OCID)
        session.expunge_all()
    return rows


def told(store: Store) -> list[Event]:
    with store.reading() as session:
        rows = list(session.exec(select(Event)))
        session.expunge_all()
    return rows


def test_a_thread_is_kept_with_its_steps_and_its_next_notice(store: Store) -> None:
    [moved] = put(store, ASKED)

    [row] = kept(store)
    assert (moved.id, moved.before, moved.after) == (row.id, None, "open")
    assert (row.state, row.quote, row.level, row.held) == ("open", ASK, 4, 1)
    assert (row.next_type, row.next_by) == ("UK6", date(2026, 10, 1))
    assert row.steps[0]["notice_id"] == TENDER.id
    assert row.steps[0]["quote"] == ASK


def test_putting_the_same_again_moves_nothing(store: Store) -> None:
    put(store, ASKED)

    assert put(store, ASKED, at=LATER) == []
    assert [row.changed_at for row in kept(store)] == [NOW]


def test_a_changed_state_is_given_back_and_told_once(store: Store) -> None:
    put(store, ASKED)

    [moved] = put(store, WEAKER, at=LATER)
    put(store, WEAKER, at=LATER)

    assert (moved.before, moved.after, moved.is_news) == ("open", "weakened", True)
    assert [row.changed_at for row in kept(store)] == [LATER]
    [event] = told(store)
    assert (event.kind, event.ocid, event.notice_id) == ("thread", OCID, DETAILS.id)
    assert (event.facts["from"], event.facts["to"], event.facts["theme"]) == ("open", "weakened", "jobs_skills")
    assert event.facts["quote"] == ASK.replace("12", "8")


def test_new_threads_and_new_readings_of_old_notices_tell_nobody(store: Store) -> None:
    put(store, SILENT)
    [moved] = put(store, WEAKER, at=LATER)

    assert moved.after == "weakened"
    assert told(store) == []


def test_what_is_followed_no_more_is_gone(store: Store) -> None:
    put(store, ASKED)

    [moved] = put(store, replace(ASKED, commitments=()))

    assert (moved.before, moved.after) == ("open", None)
    assert kept(store) == []


def test_the_threads_of_others_are_left_alone(store: Store) -> None:
    put(store, ASKED)
    put(store, replace(ASKED, ocid="ocds-example-2"))

    assert len(kept(store)) == 1


@pytest.mark.parametrize(
    ("query", "count"),
    [
        (ThreadQuery(), 2),
        (ThreadQuery(ocid=OCID), 2),
        (ThreadQuery(state="not_seen_again"), 2),
        (ThreadQuery(state="open"), 0),
        (ThreadQuery(theme="climate"), 1),
        (ThreadQuery(theme="climate", state="weakened"), 0),
    ],
)
def test_threads_are_found_by_state_theme_and_procurement(store: Store, query: ThreadQuery, count: int) -> None:
    green = replace(said(1, "Emissions are cut by 8%.", "climate"), start=60, end=84)
    put(store, replace(SILENT, commitments=(said(1), green)))

    with store.reading() as session:
        found = threads.find(session, query)

        assert len(found) == threads.count(session, query) == count


@pytest.mark.parametrize(("day", "count"), [(date(2026, 10, 1), 0), (date(2026, 10, 2), 1)])
def test_threads_are_found_by_what_is_overdue(store: Store, day: date, count: int) -> None:
    put(store, ASKED)

    with store.reading() as session:
        assert threads.count(session, ThreadQuery(overdue_on=day)) == count
