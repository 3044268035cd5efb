from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import event

from monitor.store import facts, notices
from monitor.store.engine import Store
from monitor.store.facts import Facts, Texts
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Modality, Readability, Slots
from scrapers.notice import Money, Notice, Segment

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TEXTS = (Segment(pointer="/tender/description", text="Social value carries a tenth of the marks."),)


@pytest.fixture
def whole(make_notice: Callable[..., Notice]) -> Procurement:
    notice = make_notice(1, segments=TEXTS, value=Money(gross=Decimal("480000.50"), currency="GBP"))
    commitment = Commitment(
        notice_id=notice.id,
        pointer="/tender/description",
        start=0,
        end=12,
        quote="Social value",
        theme="social_value",
        level=Level.SPECIFIED,
        modality=Modality.SCORED,
        slots=Slots(weight=Decimal(10)),
    )
    return Procurement(
        ocid=notice.ocid,
        notices=(notice,),
        as_of=date.max,
        commitments=(commitment,),
        readability={notice.id: Readability.CANNOT_TELL},
    )


def kept(store: Store, whole: Procurement, as_of: date) -> tuple[str, Procurement]:
    with store.writing() as session:
        notices.keep(session, whole.notices, at=NOW)
        keys = {(row.source, row.release_id): row.key for row in notices.of_procurements(session, [whole.ocid])}
        facts.keep(session, [Facts(whole, "d1", keys)])
        (one,) = facts.load(session, [whole.ocid], as_of=as_of)
        assert len(list(facts.load(session, ["ocds-h6vhtk-none"], as_of=as_of))) == 0
        _ = [list(notice.segments) for notice in one[1].notices]
        return one


def plain(notice: Notice) -> dict[str, Any]:
    return {name: getattr(notice, name) for name in Notice.__slots__ if name != "segments"}


def test_what_was_kept_is_what_was_put_together(store: Store, whole: Procurement) -> None:
    digest, found = kept(store, whole, date.max)

    assert digest == "d1"
    assert [plain(notice) for notice in found.notices] == [plain(notice) for notice in whole.notices]
    assert found.commitments == whole.commitments
    assert not found.is_readable(found.notices)


def test_texts_are_those_of_the_notice(store: Store, whole: Procurement) -> None:
    _, found = kept(store, whole, date.max)

    assert tuple(found.notices[0].segments) == TEXTS


def test_notices_of_later_days_are_left_out(store: Store, whole: Procurement) -> None:
    _, found = kept(store, whole, date(2000, 1, 1))

    assert found.notices == ()
    assert found.commitments == ()


def test_texts_are_fetched_once_and_only_when_looked_at() -> None:
    asked: list[int] = []

    def fetch(key: int) -> tuple[Segment, ...]:
        asked.append(key)
        return TEXTS

    texts = Texts(7, fetch)
    assert asked == []

    assert (len(texts), texts[0], texts[:1], list(texts)) == (1, TEXTS[0], TEXTS, [*TEXTS])
    assert asked == [7]


def test_texts_that_are_asked_for_often_are_fetched_together(store: Store, make_notice: Callable[..., Notice]) -> None:
    found = [make_notice(number, segments=(replace(TEXTS[0], text=f"Words {number}."),)) for number in range(1, 9)]
    asked: list[str] = []
    with store.writing() as session:
        notices.keep(session, found, at=NOW)
        for one in found:
            keys = {(row.source, row.release_id): row.key for row in notices.of_procurements(session, [one.ocid])}
            facts.keep(session, [Facts(Procurement(ocid=one.ocid, notices=(one,), as_of=date.max), "d", keys)])
        loaded = list(facts.load(session, sorted(one.ocid for one in found), as_of=date.max))
        event.listen(session.connection(), "before_cursor_execute", lambda *told: asked.append(told[2]))
        texts = {each.latest.id: each.latest.segments[0].text for _, each in loaded}

    assert texts == {one.id: one.segments[0].text for one in found}
    assert len(asked) == len(("one", "two more", "four more", "the last"))
