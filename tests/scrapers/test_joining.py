from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scrapers.joining import REACH, joins, may_be_one, references, score
from scrapers.notice import Award, Contract, Document, Money, Notice, NoticeType, Organisation, Period, Regime, Related

PUBLISHED = datetime(2024, 5, 1, 9, tzinfo=UTC)
DEADLINE = datetime(2024, 6, 3, 11, tzinfo=UTC)
DECIDED = datetime(2024, 8, 20, tzinfo=UTC)
VALUE = Money(net=Decimal(240_000), currency="GBP")
BUYER = Organisation(name="Northmere Borough Council")
BRIGHTMOP = (Award(suppliers=(Organisation(name="Brightmop Cleaning Ltd"),), decided_at=DECIDED, value=VALUE),)
SUDSWORTH = (Award(suppliers=(Organisation(name="Sudsworth Cleaning Ltd"),), decided_at=DECIDED, value=VALUE),)


def notice(**changes: Any) -> Notice:
    """A notice of a council that does not exist, as Find a Tender has it."""
    given: dict[str, Any] = {
        "source": "find_a_tender",
        "id": "012345-2024",
        "ocid": "ocds-h6vhtk-0a1b2c",
        "notice_type": NoticeType.TENDER,
        "regime": Regime.PCR_2015,
        "published_at": PUBLISHED,
        "title": "Cleaning of bus shelters",
        "buyer": BUYER,
        "value": VALUE,
        "cpv": ("90910000",),
    }
    return Notice(**{**given, **changes})


def elsewhere(**changes: Any) -> Notice:
    """A tender as Contracts Finder has it."""
    own = {"source": "contracts_finder", "id": "5d2f-1", "ocid": "ocds-b5fd17-5d2f"}
    return notice(**{**own, "tender_period": Period(end=DEADLINE), **changes})


def award(**changes: Any) -> Notice:
    """The award that follows it on Find a Tender."""
    given = {"notice_type": NoticeType.AWARD, "published_at": DECIDED + timedelta(days=9), "awards": BRIGHTMOP}
    return notice(**{**given, **changes})


ONE = {
    "a tender here and its award there, of one title and value": ([elsewhere()], [award()]),
    "the title says that it is the award": ([elsewhere()], [award(title="Cleaning of bus shelters - Award Notice")]),
    "a reference number in both titles": (
        [elsewhere(title="DN-700123 Cleaning of shelters", value=None)],
        [award(title="DN700123: bus shelters, cleaning and repair", value=None)],
    ),
    "a link to the notice": (
        [elsewhere(value=None, documents=(Document(url="https://find-tender.example/Notice/012345-2024"),))],
        [award(value=None)],
    ),
    "the number of the notice as the journal writes it": (
        [elsewhere(value=None, description="As published in 2024/S 000-012345.")],
        [award(value=None)],
    ),
    "a notice that stands on both, beside others": (
        [elsewhere(), elsewhere(id="5d2f-2", notice_type=NoticeType.PLANNING, published_at=PUBLISHED - REACH / 2)],
        [notice(tender_period=Period(end=DEADLINE)), award(id="022222-2024", title="Cleaning of bus shelters, award")],
    ),
    "an award here and there, with other words for the stage": (
        [elsewhere(notice_type=NoticeType.AWARD, awards=BRIGHTMOP, published_at=DECIDED)],
        [award(value=None)],
    ),
}

APART = {
    "title and buyer alone": ([elsewhere(value=None)], [award(value=None)], "one thing alone"),
    "an award long after": ([elsewhere()], [award(published_at=PUBLISHED + timedelta(days=300))], "one thing alone"),
    "an award of another year": (
        [elsewhere()],
        [award(published_at=PUBLISHED + timedelta(days=500))],
        "500 days apart",
    ),
    "an award before the tender": (
        [elsewhere()],
        [award(published_at=PUBLISHED - timedelta(days=30))],
        "before the tender",
    ),
    "another value": (
        [elsewhere()],
        [award(value=Money(net=Decimal(900_000), currency="GBP"), awards=())],
        "day or value is another",
    ),
    "a sister of much the same title": (
        [elsewhere(title="Cleaning of bus stops")],
        [award()],
        "titles are not the same",
    ),
    "another title": ([elsewhere(title="School meals")], [award()], "less than half"),
    "another lot": ([elsewhere(title="Cleaning of bus shelters - Lot 2")], [award()], "another lot"),
    "another buyer": ([elsewhere(buyer=Organisation(name="Southmoor Borough Council"))], [award()], "different names"),
    "no buyer": ([elsewhere(buyer=None)], [award()], "no buyer"),
    "other goods": ([elsewhere(cpv=("15000000",))], [award()], "different groups"),
    "another reference of one series": (
        [elsewhere(title="DN700123 Cleaning of bus shelters")],
        [award(title="DN700124 Cleaning of bus shelters")],
        "different reference numbers",
    ),
    "another winner": (
        [elsewhere(), elsewhere(id="5d2f-2", notice_type=NoticeType.AWARD, awards=SUDSWORTH)],
        [award()],
        "suppliers are different",
    ),
    "a framework and what is bought under it": (
        [elsewhere(procedure_details="Call-off from a framework agreement")],
        [award(is_framework=True)],
        "buys under one",
    ),
    "its framework by number": (
        [elsewhere(related=(Related(ocid="ocds-h6vhtk-0a1b2c", relationships=("framework",)),))],
        [award()],
        "as related",
    ),
    "an earlier attempt": (
        [elsewhere()],
        [award(related=(Related(ocid="ocds-b5fd17-5d2f", relationships=("prior",)),))],
        "as related",
    ),
    "the same award but signed another day": (
        [elsewhere(notice_type=NoticeType.AWARD, awards=BRIGHTMOP, contracts=(Contract(signed_at=DECIDED),))],
        [award(contracts=(Contract(signed_at=DECIDED + timedelta(days=6)),))],
        "day or value is another",
    ),
}
Sides = tuple[list[Notice], list[Notice]]


@pytest.mark.parametrize("sides", ONE.values(), ids=ONE)
def test_procurements_that_are_one_are_joined_with_the_reasons(sides: Sides) -> None:
    ours, theirs = sides

    (join,) = joins({"ours": ours}, {"theirs": theirs})

    assert (join.ocid, join.into) == ("ours", "theirs")
    assert join.score >= 0.75
    assert len(join.reasons) > 2


@pytest.mark.parametrize(("ours", "theirs", "words"), APART.values(), ids=APART)
def test_procurements_that_may_be_two_are_left_apart(ours: list[Notice], theirs: list[Notice], words: str) -> None:
    match = score(ours, theirs)

    assert not match.is_same
    assert words in match.reasons[-1]
    assert joins({"ours": ours}, {"theirs": theirs}) == []


SISTERS: dict[str, Callable[[], tuple[dict[str, list[Notice]], dict[str, list[Notice]]]]] = {
    "two awards for one tender": lambda: (
        {"ours": [elsewhere()]},
        {"a": [award()], "b": [award(id="012346-2024", ocid="ocds-h6vhtk-0a1b2d")]},
    ),
    "two tenders for one award": lambda: (
        {"a": [elsewhere()], "b": [elsewhere(id="5d30-1", ocid="ocds-b5fd17-5d30")]},
        {"theirs": [award()]},
    ),
}


@pytest.mark.parametrize("make", SISTERS.values(), ids=SISTERS)
def test_where_two_are_equally_like_none_is_joined(make: Any) -> None:
    assert joins(*make()) == []


def test_the_one_that_shares_a_notice_is_ahead_of_its_sister() -> None:
    ours = {"ours": [elsewhere()]}
    sister = award(title="Cleaning of bus stops", id="012346-2024")

    (join,) = joins(ours, {"sister": [sister], "own": [notice(tender_period=Period(end=DEADLINE))]})

    assert join.into == "own"


NOTICES = [one for sides in ONE.values() for side in sides for one in side]
NOTICES += [one for *sides, _ in APART.values() for side in sides for one in side]


@given(
    ours=st.lists(st.sampled_from(NOTICES), min_size=1, max_size=4),
    theirs=st.lists(st.sampled_from(NOTICES), min_size=1, max_size=4),
    data=st.data(),
)
def test_sides_order_and_duplicates_are_no_matter_to_the_score(
    ours: list[Notice], theirs: list[Notice], data: st.DataObject
) -> None:
    match = score(ours, theirs)
    shuffled = data.draw(st.permutations([*ours, ours[0]]))

    assert score(theirs, shuffled).score == match.score
    assert score(shuffled, theirs) == match
    assert 0 <= match.score <= 1


@given(
    ours=st.dictionaries(
        st.sampled_from("abc"), st.lists(st.sampled_from(NOTICES), min_size=1, max_size=3), max_size=3
    ),
    theirs=st.dictionaries(
        st.sampled_from("xyz"), st.lists(st.sampled_from(NOTICES), min_size=1, max_size=3), max_size=3
    ),
)
def test_joins_are_one_to_one_and_among_those_that_may_be_one(
    ours: dict[str, list[Notice]], theirs: dict[str, list[Notice]]
) -> None:
    found = joins(ours, theirs)

    assert len({join.ocid for join in found}) == len({join.into for join in found}) == len(found)
    assert all(any(may_be_one(a, b) for a in ours[join.ocid] for b in theirs[join.into]) for join in found)


def test_a_look_at_title_buyer_and_day_tells_what_is_worth_comparing() -> None:
    ours, theirs = elsewhere(), award()

    assert may_be_one(ours, theirs)
    assert not may_be_one(replace(ours, title="School meals"), theirs)
    assert not may_be_one(replace(ours, buyer=Organisation(name="Southmoor Parish")), theirs)
    assert not may_be_one(replace(ours, published_at=theirs.published_at - REACH - timedelta(days=1)), theirs)


@pytest.mark.parametrize(
    ("title", "numbers"),
    [
        ("DN700123 - Ledgers", {"dn700123"}),
        ("Ledgers (DN-700123)", {"dn700123"}),
        ("C29663.008 Ledgers", {"c29663.008"}),
        ("715728489 Ledgers", {"715728489"}),
        ("Ledgers 2024-2027", set()),
        ("Works on the A4174 and M25", set()),
        ("Binding to ISO9001 and BS5839 under RM6187", set()),
        ("FY2026 ledgers for 120 rooms", set()),
    ],
)
def test_reference_numbers_are_told_from_years_roads_and_standards(title: str, numbers: set[str]) -> None:
    assert references(title) == numbers
