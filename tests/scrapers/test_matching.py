from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.matching import THRESHOLD, candidates, matches, score
from scrapers.notice import Award, Document, Money, Notice, NoticeType, Organisation, Period, Regime, Segment

PUBLISHED = datetime(2024, 5, 1, 9, tzinfo=UTC)
DEADLINE = datetime(2024, 6, 3, 11, tzinfo=UTC)


def notice(**changes: Any) -> Notice:
    """A tender of a council that does not exist, as Find a Tender has it."""
    given: dict[str, Any] = {
        "source": "find_a_tender",
        "id": "012345-2024",
        "ocid": "ocds-h6vhtk-0a1b2c",
        "notice_type": NoticeType.TENDER,
        "regime": Regime.PCR_2015,
        "published_at": PUBLISHED,
        "title": "Cleaning of bus shelters",
        "buyer": Organisation(name="Northmere Borough Council"),
        "tender_period": Period(end=DEADLINE),
        "value": Money(net=Decimal(240000), currency="GBP"),
        "cpv": ("90910000",),
    }
    return Notice(**{**given, **changes})


def twin(**changes: Any) -> Notice:
    """The same tender as Contracts Finder has it."""
    own = {"source": "contracts_finder", "id": "5d2f-1", "ocid": "ocds-b5fd17-5d2f", "published_at": PUBLISHED}
    return notice(**{**own, "published_at": PUBLISHED + timedelta(days=1), **changes})


SAME = {
    "everything": {},
    "no value": {"value": None},
    "value with VAT": {"value": Money(gross=Decimal(288000), currency="GBP")},
    "no deadline": {"tender_period": None},
    "deadline an hour off": {"tender_period": Period(end=DEADLINE + timedelta(hours=1))},
    "capitals and accents": {"title": "CLE\u00c1NING OF BUS SHELTERS"},
    "a reference before the title": {"title": "DN700123 - Cleaning of Bus Shelters"},
    "the year in one title": {"title": "Cleaning of bus shelters 2024-2027"},
    "a name turned round": {"buyer": Organisation(name="The Borough Council of Northmere")},
    "a bilingual name": {"buyer": Organisation(name="Cyngor Northmere / Northmere Council")},
    "no CPV": {"cpv": ()},
    "a mention": {
        "value": None,
        "tender_period": None,
        "segments": (Segment(pointer="/description", text="See notice 012345-2024 on Find a Tender."),),
    },
    "a link": {
        "value": None,
        "tender_period": None,
        "documents": (Document(url="https://www.find-tender.service.gov.uk/Notice/012345-2024"),),
    },
}

NEAR_MISSES = {
    "only title and buyer": ({"value": None, "tender_period": None}, "no date, value, supplier or link"),
    "another lot": ({"title": "Cleaning of bus shelters - Lot 2"}, "another lot or phase"),
    "another year": ({"title": "Cleaning of bus shelters 2023/24"}, None),
    "another number": ({"title": "Cleaning of bus shelters, depot 7"}, None),
    "another side": ({"title": "Cleaning of bus shelters (South)"}, None),
    "a sister contract": ({"title": "Repair of bus shelters"}, "words of its own"),
    "a sister contract of the same title": (
        {"value": Money(net=Decimal(260000), currency="GBP")},
        "differ in their value",
    ),
    "another title": ({"title": "School meals for Eastmere"}, "less than half their words"),
    "another buyer": ({"buyer": Organisation(name="Southmoor Borough Council")}, "buyers have different names"),
    "the county of that name": ({"buyer": Organisation(name="Northmere County Council")}, "are borough and county"),
    "another identifier": ({"buyer": Organisation(name="Northmere", scheme="GB-PPON", identifier="B")}, None),
    "last year's deadline": ({"tender_period": Period(end=DEADLINE - timedelta(days=365))}, "365 days apart"),
    "last year's notice": ({"published_at": PUBLISHED - timedelta(days=364)}, "published 364 days apart"),
    "its award": ({"notice_type": NoticeType.AWARD}, "stage tender, the other award"),
}  # fmt: skip


@pytest.mark.parametrize("changes", SAME.values(), ids=SAME)
def test_the_same_tender_on_two_sites_counts_once(changes: dict[str, Any]) -> None:
    match = score(notice(), twin(**changes))

    assert match.is_same
    assert match.reasons


@pytest.mark.parametrize(("changes", "words"), NEAR_MISSES.values(), ids=NEAR_MISSES)
def test_what_only_looks_the_same_does_not(changes: dict[str, Any], words: str | None) -> None:
    ours = notice()
    if words is None:  # what contradicts is in both
        ours = notice(
            title="Cleaning of bus shelters 2024/25, depot 8 (North)",
            buyer=Organisation(name="Northmere", scheme="GB-PPON", identifier="A"),
        )

    match = score(ours, twin(**changes))

    assert not match.is_same
    assert (words or "another") in " ".join(match.reasons) or "different identifiers" in match.reasons[0]


def test_awards_need_their_supplier_or_day(make_award: Any) -> None:
    ours = notice(
        notice_type=NoticeType.AWARD, tender_period=None, value=None, awards=(make_award("Brightmop Cleaning Ltd"),)
    )

    same = twin(
        notice_type=NoticeType.AWARD, tender_period=None, value=None, awards=(make_award("BRIGHTMOP CLEANING LIMITED"),)
    )
    other = replace(same, awards=(make_award("Sudsworth Cleaning Ltd"),))
    unnamed = replace(same, awards=())

    assert score(ours, same).is_same
    assert score(ours, other).reasons == ("their suppliers are different",)
    assert not score(ours, unnamed).is_same


@pytest.fixture
def make_award() -> Any:
    return lambda supplier: Award(suppliers=(Organisation(name=supplier),))


CHANGES = [*SAME.values(), *(changes for changes, _ in NEAR_MISSES.values())]


@given(one=st.sampled_from(CHANGES), other=st.sampled_from(CHANGES))
def test_the_order_of_the_two_is_no_matter_and_a_score_is_from_0_to_1(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    a, b = notice(**one), twin(**other)

    assert score(a, b).score == score(b, a).score
    assert 0 <= score(a, b).score <= 1
    assert score(a, b).is_same == (score(a, b).score >= THRESHOLD)


@pytest.mark.parametrize("changes", SAME.values(), ids=SAME)
def test_what_counts_once_is_among_the_candidates(changes: dict[str, Any]) -> None:
    ours, theirs = notice(), twin(**changes)

    assert list(candidates([ours], [theirs])) == [(ours, theirs)]


def test_candidates_are_few_among_many() -> None:
    depots = [notice(id=f"{number:06}-2024", title=f"Works at depot w{number}") for number in range(1000)]

    found = list(candidates(depots, [twin(title="Works at depot w7"), twin(title="School meals")]))

    assert depots[7] in [ours for ours, _ in found]
    assert len(found) <= 1000


def test_no_notice_is_in_two_pairs_and_the_surest_pair_wins() -> None:
    ours = [notice()]
    sure, less_sure = twin(), twin(id="5d2f-2", value=None)

    ((a, b, match),) = matches(ours, [less_sure, sure])

    assert (a, b) == (ours[0], sure)
    assert match.score == score(a, b).score


@pytest.mark.parametrize("missing", [{"title": None}, {"buyer": None}, {"title": ""}])
def test_a_notice_without_a_title_or_buyer_matches_nothing_by_chance(missing: dict[str, Any]) -> None:
    assert not score(notice(**missing), twin(cpv=(), value=None, **missing)).is_same
    assert matches([notice(**missing)], [twin(**missing)]) == []
