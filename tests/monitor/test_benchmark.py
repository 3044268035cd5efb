from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from monitor import benchmark
from monitor.errors import NothingFound
from monitor.models import StoredProcurement
from monitor.services import Services
from monitor.store import commitments, judgements, notices
from monitor.store.comparing import Share
from monitor.store.judgements import Judged
from nlp.commitment import Commitment, Level, Modality, Reading
from scrapers.notice import AuthorityKind, Nation, Notice, Organisation

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)

# From table I of Robert Newcombe's comparison of seven methods for a single proportion, Statistics in Medicine 17
# of 1998, where this is the score method without continuity correction.
NEWCOMBE = [
    (81, 263, 0.2553, 0.3662),
    (15, 148, 0.0624, 0.1605),
    (0, 20, 0.0000, 0.1611),
    (1, 29, 0.0061, 0.1718),
]


@pytest.mark.parametrize(("hits", "total", "low", "high"), NEWCOMBE)
def test_intervals_are_those_published(hits: int, total: int, low: float, high: float) -> None:
    assert benchmark.wilson(hits, total) == pytest.approx((low, high), abs=0.00006)


@pytest.mark.parametrize(("hits", "total", "low", "high"), NEWCOMBE)
def test_intervals_of_the_others_are_their_mirror(hits: int, total: int, low: float, high: float) -> None:
    assert benchmark.wilson(total - hits, total) == pytest.approx((1 - high, 1 - low), abs=0.00006)


def test_there_is_no_interval_of_nothing() -> None:
    assert benchmark.wilson(0, 0) is None


def test_an_interval_lies_within_the_possible_and_holds_its_share() -> None:
    for total in range(1, 40):
        for hits in range(total + 1):
            found = benchmark.wilson(hits, total)
            assert found is not None
            assert 0 <= found[0] <= hits / total <= found[1] <= 1


@pytest.mark.parametrize(
    ("own", "others", "words"),
    [
        (Share(0, 0), Share(5, 10), "nothing to compare"),
        (Share(5, 10), Share(0, 0), "no peers to compare with"),
        (Share(4, 4), Share(0, 1000), "too few to tell"),
        (Share(9, 10), Share(100, 1000), "more often than peers"),
        (Share(0, 50), Share(500, 1000), "less often than peers"),
        (Share(5, 10), Share(500, 1000), "no clear difference"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.hits} of {value.total}",
)
def test_a_difference_is_told_only_where_the_intervals_are_apart(own: Share, others: Share, words: str) -> None:
    assert benchmark.reading(own, others) == words


@pytest.fixture
def filled(services: Services, make_notice: Callable[..., Notice]) -> Services:
    """Buyer A with six tenders, all raised and all asking for climate; peers B and C with two of four raised."""
    council = AuthorityKind.SUB_CENTRAL
    buyers = [Organisation(name="Borough of Northmere", scheme="X", identifier="A", kind=council)] * 6
    buyers += [Organisation(name="Sallowfen District Council", scheme="X", identifier="B", kind=council)] * 2
    buyers += [Organisation(name="Oxenholt City Council", scheme="X", identifier="C", kind=council)] * 2
    buyers += [Organisation(name="Llanfair Vale Council", kind=council, nation=Nation.WALES)]
    buyers += [Organisation(name="Office for Public Ledgers", kind=AuthorityKind.CENTRAL)]
    fresh = [make_notice(number, buyer=buyer) for number, buyer in enumerate(buyers, start=1)]
    with services.store.writing() as session:
        notices.keep(session, fresh, at=NOW)
        keys = [notices.by_id(session, notice.id) for notice in fresh]
        readings = [
            commitments.Read(notice_key=row.key, digest=row.digest, reading=_reading(row.release_id, number <= 6))
            for number, row in enumerate(keys, start=1)
            if row
        ]
        commitments.keep(session, readings, extractor="phrases-1", at=NOW)
        judgements.put(session, (_procurement(notice) for notice in fresh))
        findings = [_finding(notice, raised=number <= 6 or number % 2 == 0) for number, notice in enumerate(fresh, 1)]
        judgements.keep(session, findings, rules="r1", as_of=date(2026, 11, 24), at=NOW)
    return services


def _reading(notice_id: str, found: bool) -> Reading:  # noqa: FBT001 - one of two
    climate = Commitment(
        notice_id=notice_id,
        pointer="/tender/description",
        start=0,
        end=7,
        quote="Binding",
        theme="climate",
        level=Level.REQUIRED,
        modality=Modality.MUST,
        extractor="phrases-1",
    )
    return Reading(commitments=(climate,) if found else ())


def _procurement(notice: Notice) -> StoredProcurement:
    return StoredProcurement(
        ocid=notice.ocid,
        buyer_key=notices.buyer_key(notice.buyer),
        regime="act_2023",
        began_on=date(2026, 11, 23),
        latest_at=NOW,
        notices=1,
        digest="d",
        traced_at=NOW,
    )


def _finding(notice: Notice, *, raised: bool) -> Judged:
    return Judged(
        ocid=notice.ocid,
        indicator="OP01",
        notice_id=notice.id,
        status="raised" if raised else "clear",
        kind="duty",
        reason="So it is.",
        evidence=(),
        legal_basis=(),
    )


def line(found: benchmark.Benchmark, measure: str) -> benchmark.Line:
    return next(one for one in found.lines if one.measure == measure)


@pytest.mark.parametrize("name", ["Borough of Northmere", "borough OF northmere", "northmere", "X-A", "x-a"])
def test_a_buyer_is_found_by_name_part_or_key(filled: Services, name: str) -> None:
    assert benchmark.run(filled, name).buyer.buyer_key == "X-A"


def test_a_buyer_stands_beside_those_of_its_kind_and_nation_only(filled: Services) -> None:
    found = benchmark.run(filled, "Northmere")

    raised = line(found, "OP01")
    climate = line(found, "climate")
    assert found.peers == 2
    assert (raised.buyer_hits, raised.buyer_total, raised.peers_hits, raised.peers_total) == (6, 6, 2, 4)
    assert (raised.buyer_share, raised.buyer_low, raised.buyer_high) == (1.0, *(benchmark.wilson(6, 6) or ()))
    assert (climate.buyer_hits, climate.buyer_total, climate.peers_hits, climate.peers_total) == (6, 6, 0, 4)
    assert climate.reading == "more often than peers"
    assert raised.reading == "no clear difference"


def test_every_indicator_and_theme_has_its_line(filled: Services) -> None:
    found = benchmark.run(filled, "Northmere")

    assert len({one.measure for one in found.lines}) == len(found.lines)
    assert {one.code for one in filled.indicators} < {one.measure for one in found.lines}


def test_a_buyer_alone_in_its_kind_has_no_peers(filled: Services) -> None:
    found = benchmark.run(filled, "Llanfair Vale Council")

    assert found.peers == 0
    assert line(found, "OP01").reading == "no peers to compare with"


def test_a_name_that_may_be_several_is_told_with_all_of_them(filled: Services) -> None:
    with pytest.raises(NothingFound, match="may be any of") as caught:
        benchmark.run(filled, "council")

    assert "Sallowfen District Council (X-B)" in str(caught.value)
    assert "Oxenholt City Council (X-C)" in str(caught.value)


@pytest.mark.parametrize("name", ["Nowhere Council", "%", "_", "northm_re"])
def test_a_name_that_nobody_has_is_told(filled: Services, name: str) -> None:
    with pytest.raises(NothingFound, match="ethos buyers"):
        benchmark.run(filled, name)


def test_an_empty_database_says_so(services: Services) -> None:
    with pytest.raises(NothingFound):
        benchmark.run(services, "Northmere")
