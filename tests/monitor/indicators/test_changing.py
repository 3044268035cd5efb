from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from monitor.indicators.changing import Pair, growth, has_versions, pairs, values
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Level, Modality, Slots
from scrapers.notice import Contract, Money, Notice, NoticeType, Regime

WORDS = Commitment(
    notice_id="1",
    pointer="/tender/description",
    start=0,
    end=32,
    quote="Ten people from Northmere will be",
    theme="jobs_skills",
    level=Level.MEASURABLE,
    modality=Modality.MUST,
    slots=Slots(quantity=Decimal(10), unit="people"),
)


def notice(number: str, *, kind: NoticeType = NoticeType.UK4, day: int = 1, gross: int | None = None) -> Notice:
    value = None if gross is None else Money(gross=Decimal(gross), currency="GBP")
    return Notice(
        source="example",
        id=number,
        ocid="x",
        notice_type=kind,
        regime=Regime.ACT_2023,
        published_at=datetime(2026, 9, day, 12, tzinfo=UTC),
        is_update=day > 1,
        contracts=(Contract(id="1", value=value, pointer="/contracts/0"),),
    )


def procurement(*notices: Notice, commitments: tuple[Commitment, ...] = ()) -> Procurement:
    return Procurement(ocid="x", notices=notices, as_of=date(2026, 11, 23), commitments=commitments)


def test_the_same_words_in_an_update_make_a_pair() -> None:
    later = replace(WORDS, notice_id="2")

    found = list(pairs(procurement(notice("1"), notice("2", day=2), commitments=(WORDS, later)), ("jobs_skills",)))

    assert found == [Pair(WORDS, later)]
    assert found[0].weakening is None


def test_what_an_update_is_silent_about_makes_no_pair() -> None:
    told = procurement(notice("1"), notice("2", day=2), commitments=(WORDS,))
    assert list(pairs(told, ("jobs_skills",))) == []
    assert has_versions(told)


def test_notices_of_two_kinds_are_no_versions_of_one() -> None:
    assert not has_versions(procurement(notice("1"), notice("2", kind=NoticeType.UK6, day=2)))


@pytest.mark.parametrize(
    ("slots", "level", "is_weaker"),
    [
        (Slots(quantity=Decimal(9), unit="people"), Level.MEASURABLE, True),
        (Slots(quantity=Decimal(11), unit="people"), Level.MEASURABLE, False),
        (Slots(quantity=Decimal(9), unit="visits"), Level.MEASURABLE, False),
        (Slots(), Level.NAMED, True),
    ],
)
def test_fewer_of_the_same_or_a_lower_level_is_weaker(*, slots: Slots, level: Level, is_weaker: bool) -> None:
    later = replace(WORDS, notice_id="2", slots=slots, level=level)
    assert (Pair(WORDS, later).weakening is not None) is is_weaker


def test_fewer_days_are_not_weaker() -> None:
    before = replace(WORDS, slots=Slots(quantity=Decimal(30), unit="days"))
    after = replace(WORDS, slots=Slots(quantity=Decimal(20), unit="days"))
    assert Pair(before, after).weakening is None


def test_a_corrected_notice_is_no_change_of_the_contract() -> None:
    told = procurement(
        notice("1", kind=NoticeType.UK7, gross=100),
        notice("2", kind=NoticeType.UK7, day=2, gross=200),
        notice("3", kind=NoticeType.UK10, day=3, gross=300),
    )

    found = [one.value.gross for one in values(told)["1"]]

    assert found == [200, 300]


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [
        (Money(gross=Decimal(100)), Money(gross=Decimal(150)), 50),
        (Money(net=Decimal(100)), Money(net=Decimal(90), gross=Decimal(108)), -10),
        (Money(net=Decimal(100)), Money(gross=Decimal(108)), None),
        (Money(gross=Decimal(0)), Money(gross=Decimal(108)), None),
        (Money(gross=Decimal(100), currency="GBP"), Money(gross=Decimal(108), currency="EUR"), None),
    ],
)
def test_growth_compares_like_with_like(before: Money, after: Money, percent: int | None) -> None:
    assert growth(before, after) == percent
