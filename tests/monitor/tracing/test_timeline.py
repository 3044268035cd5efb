from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.tracing.procurement import Procurement
from monitor.tracing.timeline import CANCELS, NOTHING_NEW, Link, Station, related, timeline
from scrapers.notice import (
    Award,
    Change,
    Contract,
    Criterion,
    Document,
    Lot,
    Metric,
    Money,
    Notice,
    NoticeType,
    Organisation,
    Period,
    Regime,
    Related,
)

OCID = "ocds-example-1"
SIGNED = datetime(2026, 9, 20, tzinfo=UTC)
BRIGHTMOP = Organisation(name="Brightmop Cleaning Ltd", scheme="GB-COH", identifier="00000001")
SUDSWORTH = Organisation(name="Sudsworth Cleaning Ltd", scheme="GB-COH", identifier="00000002")


def gross(amount: int) -> Money:
    return Money(gross=Decimal(amount), currency="GBP")


def notice(number: int, notice_type: NoticeType = NoticeType.UK4, **fields: Any) -> Notice:
    return Notice(
        source=fields.pop("source", "example"),
        id=f"{number:06}-2026",
        ocid=fields.pop("ocid", OCID),
        notice_type=notice_type,
        regime=Regime.ACT_2023,
        published_at=datetime(2026, 9, number, 9, tzinfo=UTC),
        **fields,
    )


def stations(*notices: Notice) -> tuple[Station, ...]:
    return timeline(Procurement(ocid=OCID, notices=notices, as_of=date(2026, 11, 23)))


def added(*notices: Notice) -> list[tuple[str, ...]]:
    """What the notices after the first added."""
    return [station.added for station in stations(*notices)[1:]]


def closing(day: int) -> Period:
    return Period(end=datetime(2026, 10, day, 11, tzinfo=UTC))


TENDER = notice(
    1,
    title="Cleaning of  bus shelters",
    description="With  benches.",
    buyer=Organisation(name="Borough of Northmere"),
    value=gross(300_000),
    tender_period=closing(3),
    is_framework=True,
    lots=(Lot(id="1", criteria=(Criterion(name="Price", weight=Decimal(60)),)), Lot(id="2")),
)
AWARD = Award(id="1", suppliers=(BRIGHTMOP,), value=gross(280_000), lots=("1",))
DECISION = notice(2, NoticeType.UK6, awards=(AWARD,))
DETAILS = notice(3, NoticeType.UK7, awards=(AWARD,), contracts=(Contract(id="1", signed_at=SIGNED),))


def test_the_first_notice_tells_what_it_states() -> None:
    (station,) = stations(TENDER)

    assert station.notice_id == "000001-2026"
    assert station.added == (
        'title "Cleaning of bus shelters"',
        "buyer Borough of Northmere",
        "value £300,000",
        "closing date 3 October 2026",
        "number of lots 2",
        "sets up a framework",
    )
    assert not station.is_stub
    assert not station.is_joined


def test_the_same_award_in_two_notices_is_repeated() -> None:
    first, second = stations(DECISION, DETAILS)

    assert first.added == ("award to Brightmop Cleaning Ltd for £280,000",)
    assert second.added == (
        "award to Brightmop Cleaning Ltd repeated from 000002-2026",
        "contract 1 signed 20 September 2026",
    )
    assert (first.repeats, second.repeats) == ((), ("000002-2026",))


def test_another_winner_or_lot_under_the_same_id_is_no_repeat() -> None:
    other = notice(4, NoticeType.UK6, awards=(Award(id="1", suppliers=(SUDSWORTH,), lots=("1",)),))
    lot = notice(5, NoticeType.UK6, awards=(Award(id="1", suppliers=(BRIGHTMOP,), lots=("2",)),))

    assert added(DECISION, other, lot) == [("award to Sudsworth Cleaning Ltd",), ("award to Brightmop Cleaning Ltd",)]


def test_two_awards_of_one_notice_are_no_repeats_of_one_another() -> None:
    (station,) = stations(notice(1, NoticeType.UK6, awards=(AWARD, AWARD)))

    assert station.repeats == ()


ADDED = {
    "a closing date moved": (
        {"tender_period": closing(10)},
        "changed closing date from 3 October 2026 to 10 October 2026",
    ),
    "a value changed": ({"value": gross(350_000)}, "changed value from £300,000 to £350,000"),
    "a value in another currency": (
        {"value": Money(net=Decimal("1.5"), currency="EUR")},
        "changed value from £300,000 to 1.50 EUR",
    ),
    "a value without limit": ({"value": Money(unlimited=True)}, "changed value from £300,000 to an unlimited amount"),
    "another title": ({"title": "Shelters"}, 'changed title from "Cleaning of bus shelters" to "Shelters"'),
    "other words": ({"description": "Without benches."}, "changed the description"),
    "other criteria": (
        {"lots": (Lot(id="1", criteria=(Criterion(name="Price", weight=Decimal(50)),)), Lot(id="2"))},
        "changed the award criteria",
    ),
    "a framework bought under": (
        {"related": (Related(ocid="ocds-example-9", relationships=("framework",)),)},
        "buys under the framework ocds-example-9",
    ),
    "an earlier attempt": (
        {"related": (Related(ocid="ocds-example-8", relationships=("prior",)),)},
        "follows an earlier attempt, ocds-example-8",
    ),
    "another relation": ({"related": (Related(ocid="ocds-example-7"),)}, "names ocds-example-7 as related"),
}


@pytest.mark.parametrize(("fields", "sentence"), ADDED.values(), ids=ADDED)
def test_an_update_tells_what_it_changed(fields: dict[str, Any], sentence: str) -> None:
    assert added(TENDER, notice(2, is_update=True, **fields)) == [(sentence,)]


SILENT = {
    "a sparse update": notice(2, is_update=True),
    "the same again": notice(2, is_update=True, title="Cleaning of bus shelters", tender_period=closing(3)),
    "other spaces": notice(2, is_update=True, description="With benches. "),
    "its own page": notice(
        2, documents=(Document(id="000002-2026", url="https://tenders.example/2", format="text/html"),)
    ),
}


@pytest.mark.parametrize("update", SILENT.values(), ids=SILENT)
def test_silence_is_never_told_as_a_removal(update: Notice) -> None:
    (_, station) = stations(TENDER, update)

    assert station.added == (NOTHING_NEW,)
    assert station.is_stub


def test_a_stub_says_nothing_but_that_it_cancels() -> None:
    (_, stub, full) = stations(
        TENDER,
        notice(2, NoticeType.UK12, awards=(Award(id="1", status="cancelled", lots=("1",)),)),
        notice(3, NoticeType.UK12, description="No longer needed."),
    )

    assert stub.added == (CANCELS,)
    assert stub.is_stub
    assert full.added == ("cancels", "changed the description")
    assert not full.is_stub


def test_documents_that_come_later_are_counted_once() -> None:
    first = Document(id="A", url="https://tenders.example/a", format="application/pdf")
    second = Document(id="B", url="https://tenders.example/b", format="application/pdf")
    told = added(notice(1, documents=(first,)), notice(2, documents=(first, second)), notice(3, documents=(second,)))

    assert told == [("1 document more",), (NOTHING_NEW,)]


def test_an_award_without_a_winner_is_told() -> None:
    (station,) = stations(notice(1, NoticeType.UK6, awards=(Award(status="unsuccessful", lots=("2",)),)))

    assert station.added == ("an award that is unsuccessful, lot 2",)


def test_the_life_of_a_contract_is_told() -> None:
    kpis = Contract(id="1", signed_at=SIGNED, value=gross(5), metrics=(Metric(title="Clean"), Metric(title="Dry")))
    changed = Contract(id="1", changes=(Change(value=gross(400_000)),))
    proposed = Contract(id="1", changes=(Change(id="C2", proposed=True),))
    ended = Contract(id="1", ended_at=datetime(2026, 9, 30, tzinfo=UTC), failures=("late",))

    told = [
        station.added
        for station in stations(
            notice(1, NoticeType.UK7, contracts=(kpis,)),
            notice(2, NoticeType.UK10, contracts=(changed,)),
            notice(3, NoticeType.UK10, contracts=(proposed,)),
            notice(4, NoticeType.UK11, contracts=(ended,)),
            notice(5, NoticeType.UK7, contracts=(Contract(id="2", no_metrics_reason="Goods."),)),
        )
    ]

    assert told == [
        ("contract 1 signed 20 September 2026 for £5", "2 key performance indicators of contract 1"),
        ("change 1 of contract 1, value £400,000",),
        ("proposed change C2 of contract 1",),
        ("1 breach of contract 1", "end of contract 1 on 30 September 2026"),
        ("a reason for no key performance indicators of contract 2",),
    ]


def test_many_winners_are_named_in_part() -> None:
    firms = tuple(Organisation(name=f"Firm {letter}") for letter in "EDCBA")
    (station,) = stations(notice(1, NoticeType.UK6, awards=(Award(suppliers=firms),)))

    assert station.added == ("award to Firm A, Firm B, Firm C and 2 more",)


def test_a_notice_of_another_source_is_told_as_joined() -> None:
    (_, station) = stations(TENDER, notice(2, NoticeType.TENDER, ocid="ocds-elsewhere-1", source="elsewhere"))

    assert station.is_joined
    assert station.source == "elsewhere"


def test_what_another_source_says_otherwise_is_no_change() -> None:
    there = notice(2, NoticeType.TENDER, ocid="ocds-elsewhere-1", title="Bus shelters: cleaning", value=gross(300_000))

    assert added(TENDER, there, notice(3, is_update=True, title="Cleaning of  bus shelters")) == [
        ('title "Bus shelters: cleaning"',),
        (NOTHING_NEW,),
    ]


def test_related_procurements_are_links_each_once_and_never_itself() -> None:
    framework = Related(ocid="ocds-example-9", relationships=("framework",), pointer="/relatedProcesses/0")
    itself = Related(ocid=OCID, relationships=("planning",), pointer="/relatedProcesses/1")
    notices = (notice(2, related=(framework, itself)), notice(1, related=(framework,)))

    assert related(Procurement(ocid=OCID, notices=notices, as_of=date(2026, 11, 23))) == (
        Link(
            ocid="ocds-example-9",
            relationship="framework",
            notice_id="000001-2026",
            pointer="/relatedProcesses/0",
        ),
    )


WHOLE = [TENDER, DECISION, DETAILS, *(notice(9, NoticeType.UK12),)]


@given(order=st.permutations([*WHOLE, TENDER, DETAILS]))
def test_order_and_duplicates_change_no_station(order: list[Notice]) -> None:
    assert stations(*order) == stations(*WHOLE)
