from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.subscriptions.checks import checks
from monitor.subscriptions.conditions import Conditions
from monitor.subscriptions.events import CHOICES, EventKind, Severity
from monitor.subscriptions.matcher import Happening, Match, Matcher, Standing
from monitor.subscriptions.rhythm import Rhythm
from monitor.subscriptions.words import Text

NOW = datetime(2026, 11, 25, 9, tzinfo=UTC)
BUYERS: dict[str, tuple[str, str | None]] = {
    "GB-PPON-A1": ("sub_central", "wales"),
    "GB-PPON-B2": ("sub_central", "wales"),
    "GB-PPON-C3": ("central", None),
}
FLAG = Happening(
    kind=EventKind.FLAG,
    ocid="ocds-h6vhtk-000001",
    severity=Severity.DUTY,
    at=NOW,
    notice_id="000001-2026",
    indicator="SV01",
    buyer_key="GB-PPON-A1",
    buyer_name="Borough of Northmere",
    buyer_kind="sub_central",
    nation="wales",
    region="TLL14",
    cpv=("45210000-2", "71000000"),
    value=Decimal(250_000),
    notice_type="UK4",
    themes={"jobs_skills": 3, "climate": 1, "payment": 0},
    text=Text.of(["Borough of Northmere", "Bidders must employ apprentices and pay the real living wage."]),
)


def standing(asked: dict[str, Any] | None = None, key: int = 1, **more: Any) -> Standing:
    return Standing(
        key=key, reader_key=key * 10, conditions=Conditions.of(asked or {}), created_at=NOW - timedelta(days=1), **more
    )


def reasons(asked: dict[str, Any], event: Happening = FLAG) -> tuple[str, ...] | None:
    found = Matcher([standing(asked)], buyers=BUYERS).matches(event)
    return found[0].reasons if found else None


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"ocid": "ocds-h6vhtk-000001"}, "it is of the procurement ocds-h6vhtk-000001"),
        ({"indicator": ["OP01", "sv01"]}, "it was raised by SV01"),
        ({"kind": ["policy", "duty"]}, "it is of kind duty"),
        ({"type": "uk4"}, "it is on a notice of type UK4"),
        ({"buyers": ["gb-ppon-a1"]}, "its buyer is Borough of Northmere"),
        ({"buyer": "NORTHMERE"}, "its buyer is Borough of Northmere"),
        ({"buyer": "of n"}, "its buyer is Borough of Northmere"),
        ({"buyer": "no"}, "its buyer is Borough of Northmere"),
        ({"buyer": "gb-ppon-a1"}, "its buyer is Borough of Northmere"),
        ({"peers_of": "GB-PPON-A1"}, "its buyer is Borough of Northmere"),
        ({"peers_of": "GB-PPON-B2"}, "its buyer, Borough of Northmere, is a peer of one you chose"),
        ({"authority": "sub_central"}, "its buyer is a sub-central authority"),
        ({"nation": "wales"}, "its buyer is in Wales"),
        ({"region": "UKL1"}, "its region is TLL14"),
        ({"region": "TLL"}, "its region is TLL14"),
        ({"cpv": "4521"}, "it buys under CPV 45210000-2"),
        ({"cpv": "71000000"}, "it buys under CPV 71000000"),
        ({"value_from": 250_000}, "its value is £250,000: worth £250,000 or more"),
        ({"value_from": 1, "value_until": 250_000}, "its value is £250,000: worth £1 to £250,000"),
        ({"theme": "jobs_skills", "level": 3}, "it has a commitment on Jobs and skills at level 3"),
        ({"theme": ["integrity", "climate"]}, "it has a commitment on Climate at level 1"),
        ({"level": 2}, "it has a commitment on Jobs and skills at level 3"),
        ({"theme": "payment", "level": 0}, "it has a commitment on Payment at level 0"),
        ({"words": 'apprentice "living wages"'}, 'its text has apprentice "living wages"'),
        ({}, "it is a new flag, and this subscription takes them all"),
    ],
    ids=str,
)
def test_what_matches_says_by_which_condition(asked: dict[str, Any], told: str) -> None:
    assert reasons(asked) == (told,)


@pytest.mark.parametrize(
    "asked",
    [
        {"ocid": "ocds-h6vhtk-000002"},
        {"indicator": "OP01"},
        {"kind": "practice"},
        {"type": "UK6"},
        {"buyers": "northmere"},
        {"buyer": "Southmere"},
        {"peers_of": "GB-PPON-C3"},
        {"peers_of": "GB-PPON-Z9"},
        {"authority": "central"},
        {"nation": "scotland"},
        {"region": "UKL2"},
        {"cpv": "4522"},
        {"value_from": 250_001},
        {"value_until": 249_999},
        {"theme": "payment"},
        {"theme": "climate", "level": 2},
        {"level": 4},
        {"words": "apprentice carpentry"},
        {"words": '"wage living"'},
        {"nation": "wales", "kind": "practice"},
    ],
    ids=str,
)
def test_what_fails_one_condition_does_not_match(asked: dict[str, Any]) -> None:
    assert reasons(asked) is None


def test_all_conditions_are_given_as_reasons() -> None:
    found = reasons({"words": "apprentices", "kind": "duty", "nation": "wales"})

    assert found == ("it is of kind duty", "its buyer is in Wales", "its text has apprentices")


def test_a_match_names_the_subscription_its_reader_and_its_rhythm() -> None:
    found = Matcher([standing({"nation": "wales"}, 7, rhythm=Rhythm.WEEKLY)]).matches(FLAG)

    assert found == [Match(7, 70, ("its buyer is in Wales",), Rhythm.WEEKLY)]


def test_what_is_not_published_matches_no_condition_on_it() -> None:
    bare = Happening(kind=EventKind.NOTICE, ocid="ocds-h6vhtk-000001", severity=Severity.PRACTICE, at=NOW)
    everything: list[dict[str, Any]] = [
        {"indicator": "SV01"},
        {"type": "UK4"},
        {"buyers": "GB-PPON-A1"},
        {"buyer": "Northmere"},
        {"peers_of": "GB-PPON-A1"},
        {"peers_of": "GB-PPON-Z9"},
        {"nation": "wales"},
        {"region": "UKL"},
        {"cpv": "45"},
        {"value_from": 0},
        {"value_until": 1},
        {"theme": "climate"},
        {"level": 0},
        {"words": "apprentices"},
    ]

    found = Matcher(
        [standing(asked, key, events=frozenset(CHOICES)) for key, asked in enumerate(everything)], buyers=BUYERS
    ).matches(bare)

    assert found == []


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        (EventKind.FLAG, {1, 4}),
        (EventKind.NOTICE, {2, 4}),
        (EventKind.THREAD, {3}),
        (EventKind.DEADLINE, set()),
        (EventKind.CORRECTED, {1, 2, 4}),
    ],
)
def test_only_the_kinds_of_event_that_were_chosen_are_told(kind: EventKind, told: set[int]) -> None:
    chosen = {1: {EventKind.FLAG}, 2: {EventKind.NOTICE}, 3: {EventKind.THREAD}, 4: {EventKind.FLAG, EventKind.NOTICE}}
    matcher = Matcher(standing(None, key, events=frozenset(events)) for key, events in chosen.items())

    found = matcher.matches(replace(FLAG, kind=kind))

    assert {match.subscription_key for match in found} == told


def test_what_happened_before_a_subscription_was_made_does_not_match_it() -> None:
    matcher = Matcher([standing()])

    assert not matcher.matches(replace(FLAG, at=NOW - timedelta(days=2)))
    assert matcher.matches(replace(FLAG, at=NOW - timedelta(days=1)))


@pytest.mark.parametrize("name", ["buyers", "buyer", "peers_of"])
def test_a_buyer_that_was_chosen_before_it_gave_an_identifier_still_matches(name: str) -> None:
    event = replace(FLAG, buyer_fold="borough-of-northmere")

    assert reasons({name: "borough-of-northmere"}, event) == ("its buyer is Borough of Northmere",)


def test_subscriptions_that_ask_the_same_are_all_told_in_the_order_of_their_keys() -> None:
    nation, kind = {"nation": "wales"}, {"kind": "duty"}
    matcher = Matcher([standing(nation, 3), standing(nation, 1), standing(None, 4), standing(kind, 2)])

    assert [match.subscription_key for match in matcher.matches(FLAG)] == [1, 2, 3, 4]


WORDS = ("apprentices", "carbon", "living", "wage", "ferry", "Northmere", "council")
asked_for = st.fixed_dictionaries(
    {},
    optional={
        "words": st.lists(st.sampled_from(WORDS), min_size=1, max_size=2).map(" ".join),
        "buyer": st.lists(st.sampled_from(("north", "re c", "no", "GB-PPON-C3")), min_size=1, max_size=2),
        "buyers": st.lists(st.sampled_from((*sorted(BUYERS), "northmere-council")), min_size=1, max_size=2),
        "peers_of": st.sampled_from((*sorted(BUYERS), "GB-PPON-Z9")),
        "authority": st.sampled_from(("central", "sub_central")),
        "nation": st.lists(st.sampled_from(("wales", "scotland")), min_size=1, max_size=2),
        "region": st.sampled_from(("UKL", "UKL1", "TLM")),
        "cpv": st.lists(st.sampled_from(("45", "4521", "71", "90")), min_size=1, max_size=2),
        "value_from": st.sampled_from((1, 1000)),
        "type": st.sampled_from(("UK4", "UK6")),
        "theme": st.lists(st.sampled_from(("climate", "payment")), min_size=1, max_size=2),
        "level": st.integers(0, 4),
        "indicator": st.sampled_from(("SV01", "OP01")),
        "kind": st.sampled_from(Severity),
        "ocid": st.sampled_from(("o-1", "o-2")),
    },
).map(lambda asked: dict(list(asked.items())[:3]))
happenings = st.builds(
    Happening,
    kind=st.sampled_from(EventKind),
    ocid=st.sampled_from(("o-1", "o-2")),
    severity=st.sampled_from(Severity),
    at=st.just(NOW),
    indicator=st.sampled_from((None, "SV01", "OP01")),
    buyer_key=st.sampled_from((None, *BUYERS)),
    buyer_fold=st.sampled_from((None, "northmere-council")),
    buyer_name=st.sampled_from((None, "Northmere Council", "NO")),
    buyer_kind=st.sampled_from(("central", "sub_central", "unknown")),
    nation=st.sampled_from((None, "wales", "scotland")),
    region=st.sampled_from((None, "UKL14", "TLM", "South West")),
    cpv=st.sampled_from(((), ("45210000-2",), ("71000000", "90910000"))),
    value=st.sampled_from((None, Decimal(500), Decimal(5000))),
    notice_type=st.sampled_from((None, "UK4", "UK6")),
    themes=st.dictionaries(st.sampled_from(("climate", "payment")), st.integers(0, 4)),
    text=st.lists(st.sampled_from(WORDS), max_size=4).map(Text.of),
)
wanted = st.sets(st.sampled_from(CHOICES), min_size=1).map(frozenset)


@settings(max_examples=300, deadline=None)
@given(
    subscriptions=st.lists(st.tuples(asked_for, wanted), max_size=12),
    day=st.lists(happenings, min_size=1, max_size=4),
    sampled=st.booleans(),
)
def test_the_index_finds_what_asking_each_subscription_finds(
    subscriptions: list[tuple[dict[str, Any], frozenset[EventKind]]], day: list[Happening], *, sampled: bool
) -> None:
    everyone = [standing(asked, key, events=events) for key, (asked, events) in enumerate(subscriptions)]
    matcher = Matcher(everyone, buyers=BUYERS, sample=day if sampled else ())

    for event in day:
        asked_in_turn = [
            one.key
            for one in everyone
            if event.kind.is_wanted(one.events)
            and all(check(event) is not None for check in checks(one.conditions, BUYERS))
        ]
        assert [match.subscription_key for match in matcher.matches(event)] == asked_in_turn


def test_a_sample_puts_a_subscription_under_its_rarest_condition() -> None:
    day = [replace(FLAG, ocid=f"o-{number}") for number in range(50)]
    plain = Matcher([standing({"words": "apprentices", "type": "UK6"})])
    sampled = Matcher([standing({"words": "apprentices", "type": "UK6"})], sample=day)

    assert ("word", "apprentic") in plain._indexes[EventKind.FLAG]._held
    assert ("type", "UK6") in sampled._indexes[EventKind.FLAG]._held
