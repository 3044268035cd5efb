from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import BadInput
from monitor.subscriptions.conditions import NAMES, Conditions
from monitor.subscriptions.events import EventKind
from monitor.web.asking import Asked
from nlp.taxonomy.themes import themes
from scrapers.notice import AuthorityKind, Nation, NoticeType

ALL = {
    "words": 'apprentices "living wage"',
    "buyer": "northmere",
    "buyers": ["GB-PPON-A1", "GB-PPON-B2"],
    "peers_of": "GB-PPON-C3",
    "authority": "sub_central",
    "nation": ["wales", "scotland"],
    "region": "UKL",
    "cpv": ["45", "9071"],
    "value_from": "250000",
    "value_until": "1000000.50",
    "type": "UK4",
    "theme": "jobs_skills",
    "level": 2,
    "indicator": ["SV01", "OP02"],
    "kind": "duty",
    "ocid": "ocds-h6vhtk-000001",
}


def test_all_conditions_come_back_from_their_json_as_they_were() -> None:
    plain = Conditions.of(ALL).plain()

    assert plain == ALL
    assert tuple(plain) == NAMES
    assert Conditions.of(json.loads(json.dumps(plain))) == Conditions.of(ALL)


def some(values: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return values | st.lists(values, max_size=5)


@given(
    st.fixed_dictionaries(
        {},
        optional={
            "buyer": some(st.text(max_size=20)),
            "ocid": some(st.text(max_size=20)),
            "authority": some(st.sampled_from(AuthorityKind)),
            "nation": some(st.sampled_from(Nation)),
            "type": some(st.sampled_from(NoticeType)),
            "theme": some(st.sampled_from([theme.code for theme in themes()])),
            "cpv": some(st.from_regex(r"[0-9]{2,8}", fullmatch=True)),
            "region": some(st.from_regex(r"(UK|TL)[A-Z][0-9]{0,2}", fullmatch=True)),
            "value_from": st.integers(0, 10**9) | st.decimals(0, 10**9, places=2),
            "level": st.integers(0, 4),
        },
    )
)
def test_whatever_was_read_is_read_again_from_its_json(asked: dict[str, Any]) -> None:
    once = Conditions.of(asked)

    assert Conditions.of(json.loads(json.dumps(once.plain()))) == once


def test_what_the_search_page_and_a_subscription_both_ask_has_one_name() -> None:
    paging = {"since", "until", "page", "size"}

    assert set(Asked.model_fields) - paging <= set(NAMES)


@pytest.mark.parametrize("empty", [None, "", [], ()], ids=["null", "empty text", "empty list", "empty tuple"])
def test_what_is_empty_does_not_narrow(empty: Any) -> None:
    conditions = Conditions.of(dict.fromkeys(NAMES, empty))

    assert not conditions.narrows
    assert conditions.plain() == {}


@pytest.mark.parametrize(
    ("name", "written", "read"),
    [
        ("region", "tlc1", ("UKC1",)),
        ("cpv", "45210000-2", ("4521",)),
        ("cpv", "30000000", ("30",)),
        ("cpv", "450", ("450",)),
        ("indicator", "sv01", ("SV01",)),
        ("type", "uk4", ("UK4",)),
        ("nation", ["Wales", "wales"], ("wales",)),
        ("level", "3", 3),
        ("value_from", 250_000, Decimal(250_000)),
        ("words", "  green \n energy ", "green energy"),
    ],
    ids=str,
)
def test_a_value_is_read_in_the_ways_that_people_write_it(name: str, written: Any, read: Any) -> None:
    assert getattr(Conditions.of({name: written}), name) == read


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"colour": "red"}, "no condition is called 'colour': write any of words, buyer"),
        ({"words": "!!"}, "the condition words can't be used: '!!' holds no word"),
        ({"words": ["a"]}, "is no text: write one string in quotes"),
        ({"words": "a" * 301}, "longer than 300 characters: shorten it"),
        ({"buyer": [1]}, "the condition buyer can't be used: 1 is no text"),
        ({"buyer": ["a"] * 101}, "it has 101 values: give at most 100"),
        ({"nation": "england"}, "'england' is not one: write one of wales, northern_ireland, scotland"),
        ({"region": "Wales"}, "write the code of a region"),
        ({"cpv": "4"}, "write a CPV code or its first digits"),
        ({"value_from": "cheap"}, "'cheap' is no amount: write pounds as a number"),
        ({"value_from": True}, "True is no amount"),
        ({"value_from": "NaN"}, "no amount that a contract has"),
        ({"value_until": -1}, "no amount that a contract has"),
        ({"value_from": 2, "value_until": 1}, "2 is more than value_until, 1: swap them"),
        ({"value_from": "9" * 5000}, "it is longer than 40 characters"),
        ({"level": "9" * 5000}, "it is longer than 40 characters"),
        ({"level": 5}, "5 is no level: write a whole number from 0"),
        ({"level": True}, "True is no level"),
        ({"theme": "happiness"}, "'happiness' is not one: write one of social_value"),
        ({"indicator": "late"}, "'late' is not one: write an indicator's code"),
        ({"indicator": "ZZ99"}, "'ZZ99' is not one: 'ethos indicators' lists those there are"),
        ({"kind": "crime"}, "write one of duty, policy, practice"),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_what_can_not_be_used_is_refused_in_one_sentence_that_says_what_to_write(
    asked: dict[str, Any], told: str
) -> None:
    with pytest.raises(BadInput) as caught:
        Conditions.of(asked, indicators=["SV01"])

    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("asked", "events", "told"),
    [
        (
            {"kind": "duty", "nation": "wales", "words": "apprenticeships"},
            ["flag"],
            "new flags of kind duty, at buyers in Wales, about apprenticeships",
        ),
        ({}, ["notice", "thread"], "new notices or commitments that changed state"),
        ({"buyers": "GB-PPON-A1"}, ["flag"], "new flags, at Borough of Northmere"),
        ({"peers_of": "GB-PPON-A1"}, ["flag"], "new flags, at Borough of Northmere and its peers"),
        ({"buyer": ["a", "b", "c"]}, ["deadline"], "deadlines passed without their notice, at a, b or c"),
        ({"value_from": 1000}, ["notice"], "new notices, worth £1,000 or more"),
        ({"value_until": "99.5"}, ["notice"], "new notices, worth £99.50 or less"),
        ({"value_from": 1, "value_until": 2}, ["notice"], "new notices, worth £1 to £2"),
        (
            {"theme": ["climate", "payment"], "level": 3},
            ["notice"],
            "new notices, with a commitment on Climate or Payment at level 3 or above",
        ),
        ({"region": ["TLC", "ukd3"]}, ["notice"], "new notices, in region UKC or UKD3"),
        ({"level": 4}, ["notice"], "new notices, with a commitment at level 4 or above"),
        (
            {"authority": "central", "cpv": "45", "type": "UK4", "ocid": "o-1", "indicator": "SV01"},
            ["flag"],
            "new flags by SV01, at central government, buying CPV 45, on UK4 notices, in procurement o-1",
        ),
    ],
)
def test_a_subscription_is_told_in_words(asked: dict[str, Any], events: list[str], told: str) -> None:
    assert Conditions.of(asked).in_words(events, names={"GB-PPON-A1": "Borough of Northmere"}) == told


def test_the_kinds_of_event_are_flags_unless_told() -> None:
    assert Conditions().in_words() == EventKind.FLAG.plural


@pytest.mark.parametrize("written", ["1e-9999999999", "0e-9999999999", "0e9999999999"])
def test_an_amount_of_next_to_nothing_is_kept_as_nothing(written: str) -> None:
    assert Conditions.of({"value_from": written}).plain() == {"value_from": "0"}
