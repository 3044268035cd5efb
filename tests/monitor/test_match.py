"""Notices and procurements that stand on two sources, through the steps that count and judge them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import col, select

from monitor import match, trace
from monitor.models import Flag, StoredFinding, StoredJoin, StoredNotice, StoredProcurement
from monitor.services import Services
from monitor.store import joins, judgements, notices, search
from monitor.store.judgements import Judged
from scrapers.notice import Award, Money, Notice, NoticeType, Organisation, Period, Regime

PUBLISHED = datetime(2024, 5, 1, 9, tzinfo=UTC)
DEADLINE = datetime(2024, 6, 3, 11, tzinfo=UTC)
DECIDED = datetime(2024, 8, 20, tzinfo=UTC)
HERE, THERE = "ocds-h6vhtk-0a1b2c", "ocds-b5fd17-5d2f"
Keep = Callable[..., None]


def notice(**changes: Any) -> Notice:
    fields: dict[str, Any] = {
        "source": "find_a_tender",
        "id": "012345-2024",
        "ocid": HERE,
        "notice_type": NoticeType.TENDER,
        "regime": Regime.PCR_2015,
        "published_at": PUBLISHED,
        "title": "Cleaning of bus shelters",
        "buyer": Organisation(name="Northmere Borough Council"),
        "value": Money(net=Decimal(240_000), currency="GBP"),
        "cpv": ("90910000",),
        "tender_period": Period(end=DEADLINE),
        "page_sha256": "0" * 64,
    }
    return Notice(**(fields | changes))


WON = (Award(suppliers=(Organisation(name="Brightmop Cleaning Ltd"),), decided_at=DECIDED),)
TENDER = notice()
AWARD = notice(id="022222-2024", notice_type=NoticeType.AWARD, published_at=DECIDED + timedelta(days=9), awards=WON)
TENDER_THERE = notice(source="contracts_finder", id="5d2f-1", ocid=THERE, published_at=PUBLISHED + timedelta(days=1))
PLAN_THERE = replace(
    TENDER_THERE, id="5d2f-0", notice_type=NoticeType.PLANNING, published_at=PUBLISHED - timedelta(days=40)
)
AWARD_THERE = replace(AWARD, source="contracts_finder", id="5d2f-2", ocid=THERE)
OTHER = notice(id="012399-2024", ocid="ocds-h6vhtk-0a9999", title="Binding of ledgers")


@pytest.fixture
def keep(services: Services, clock: Any) -> Keep:
    def add(*fresh: Notice) -> None:
        clock.pass_(minutes=1)
        with services.store.writing() as session:
            notices.keep(session, fresh, at=clock.now())

    return add


@pytest.fixture
def look(services: Services, clock: Any) -> Callable[[], int]:
    def run() -> int:
        clock.pass_(minutes=1)
        made = match.run(services).made
        clock.pass_(minutes=1)
        trace.run(services)
        return made

    return run


def rows(services: Services) -> dict[str, tuple[str, str | None, bool]]:
    """Under which procurement each notice counts, where it was published under another, and whether it counts."""
    with services.store.reading() as session:
        return {
            row.release_id: (row.ocid, row.joined_from, row.twin_key is None)
            for row in session.exec(select(StoredNotice))
        }


def procurements(services: Services) -> dict[str, int]:
    with services.store.reading() as session:
        return {row.ocid: row.notices for row in session.exec(select(StoredProcurement))}


def test_a_notice_on_both_counts_once_and_leads_to_the_other(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER, TENDER_THERE, OTHER)

    look()

    assert rows(services)["5d2f-1"] == (HERE, THERE, False)
    assert procurements(services) == {HERE: 1, OTHER.ocid: 1}


def test_a_tender_there_and_its_award_here_are_one_procurement(services: Services, keep: Keep, look: Any) -> None:
    keep(PLAN_THERE, TENDER_THERE, AWARD, OTHER)

    look()

    assert procurements(services) == {HERE: 3, OTHER.ocid: 1}
    with services.store.reading() as session:
        (join,) = joins.of(session, THERE)
        assert join == joins.of(session, HERE)[0]
        assert join.score >= 0.75
        assert "values are the same" in join.reasons
        assert joins.leads_to(session, THERE) == joins.leads_to(session, HERE) == HERE


def test_what_was_judged_of_the_half_is_taken_back(services: Services, keep: Keep, look: Any, clock: Any) -> None:
    keep(TENDER_THERE)
    look()
    finding = Judged(
        ocid=THERE,
        indicator="OP01",
        notice_id=TENDER_THERE.id,
        status="raised",
        kind="duty",
        reason="No KPI is published.",
        evidence=(),
        legal_basis=(),
    )
    with services.store.writing() as session:
        judgements.keep(session, [finding], rules="r1", as_of=services.today, at=clock.now())
        judgements.flag(session, [finding], rules="r1", at=clock.now())

    keep(AWARD)
    look()

    assert procurements(services) == {HERE: 2}
    with services.store.reading() as session:
        assert session.exec(select(StoredFinding)).all() == []
        assert [flag.cleared_at is None for flag in session.exec(select(Flag))] == [False]


def test_a_join_that_no_longer_holds_is_undone(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER_THERE, AWARD)
    look()

    keep(replace(AWARD, title="Binding of ledgers"))
    look()

    assert rows(services) == {TENDER_THERE.id: (THERE, None, True), AWARD.id: (HERE, None, True)}
    assert procurements(services) == {THERE: 1, HERE: 1}
    with services.store.reading() as session:
        assert session.exec(select(StoredJoin)).all() == []


def test_a_twin_that_changed_counts_again(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER, TENDER_THERE)
    look()

    keep(replace(TENDER_THERE, tender_period=Period(end=DEADLINE + timedelta(days=60))))
    look()

    assert rows(services)[TENDER_THERE.id] == (THERE, None, True)
    assert procurements(services) == {HERE: 1, THERE: 1}


def test_a_joined_notice_that_changed_in_little_stays_joined(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER_THERE, AWARD)
    look()

    keep(replace(TENDER_THERE, description="With the benches beside them."))
    trace.run(services)
    assert procurements(services) == {HERE: 2, THERE: 1}
    look()

    assert rows(services)[TENDER_THERE.id] == (HERE, THERE, True)
    assert procurements(services) == {HERE: 2}


def test_a_sister_that_comes_later_parts_what_only_seemed_sure(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER_THERE, AWARD)
    look()

    keep(replace(AWARD, id="022223-2024", ocid="ocds-h6vhtk-0a1b2d"))
    look()

    assert procurements(services) == {THERE: 1, HERE: 1, "ocds-h6vhtk-0a1b2d": 1}


def test_a_second_look_changes_nothing(services: Services, keep: Keep, look: Any) -> None:
    keep(PLAN_THERE, TENDER_THERE, AWARD, TENDER, AWARD_THERE)
    first = look()
    before = rows(services)

    assert first > 0
    assert look() == 0
    assert rows(services) == before


def test_without_notices_of_the_other_source_there_is_nothing_to_look_at(services: Services, keep: Keep) -> None:
    keep(TENDER, AWARD)

    assert match.run(services).took == 0


SISTER = replace(AWARD, id="022223-2024", ocid="ocds-h6vhtk-0a1b2d", title="Cleaning of bus shelters, award")
ALL = (TENDER, AWARD, TENDER_THERE, PLAN_THERE, AWARD_THERE, OTHER, SISTER)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(ALL), pauses=st.sets(st.integers(0, len(ALL) - 1)), size=st.integers(2, len(ALL)))
def test_the_order_of_arrival_changes_nothing(
    make_services: Callable[..., Services], clock: Any, order: Sequence[Notice], pauses: set[int], size: int
) -> None:
    chosen = order[:size]
    found = [
        _arrive(make_services(folder=f"{datetime.now(UTC).timestamp()}-{part}"), clock, arriving, stops)
        for part, (arriving, stops) in enumerate(((chosen, pauses), (sorted(chosen, key=lambda one: one.id), set())))
    ]

    assert found[0] == found[1]


def _arrive(services: Services, clock: Any, order: Sequence[Notice], pauses: set[int]) -> list[Any]:
    for place, one in enumerate(order):
        clock.pass_(minutes=1)
        with services.store.writing() as session:
            notices.keep(session, [one], at=clock.now())
        if place in pauses or place == len(order) - 1:
            clock.pass_(minutes=1)
            match.run(services)
    with services.store.reading() as session:
        ids = {row.key: row.release_id for row in session.exec(select(StoredNotice))}
        told = [
            (row.release_id, row.ocid, row.joined_from, ids.get(row.twin_key or 0), row.twin_score, row.twin_reasons)
            for row in session.exec(select(StoredNotice).order_by(col(StoredNotice.release_id)))
        ]
        joined = [(row.ocid, row.into, row.score, row.reasons) for row in session.exec(select(StoredJoin))]
    return [told, sorted(joined)]


def test_a_search_for_the_other_ocid_leads_to_the_one_that_counts(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER_THERE, AWARD, OTHER)
    look()

    with services.store.reading() as session:
        found = [
            {
                line.notice_id
                for line in search.find_notices(session, search.Query(ocid=ocid), extractor=None, sqlite=True)
            }
            for ocid in (THERE, HERE, OTHER.ocid)
        ]

    assert found == [{TENDER_THERE.id, AWARD.id}, {TENDER_THERE.id, AWARD.id}, {OTHER.id}]


def test_the_buyer_of_a_joined_procurement_is_told_as_its_own_source_tells_it(
    services: Services, keep: Keep, look: Any
) -> None:
    named = Organisation(name="Northmere Borough Council", scheme="GB-PPON", identifier="PNRT-1111-AAAA")
    keep(notice(buyer=named), replace(AWARD_THERE, buyer=Organisation(name="Northmere Council")), TENDER_THERE)

    look()

    with services.store.reading() as session:
        assert session.get_one(StoredProcurement, HERE).buyer_key == "GB-PPON-PNRT-1111-AAAA"


def test_taking_the_migration_back_parts_what_was_joined(services: Services, keep: Keep, look: Any) -> None:
    keep(TENDER_THERE, AWARD)
    look()

    services.store.downgrade("0004_facts")

    with services.store.reading() as session:
        query = text("SELECT release_id, ocid FROM notice ORDER BY release_id")
        assert session.execute(query).all() == [(AWARD.id, HERE), (TENDER_THERE.id, THERE)]
