from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from monitor.law.citation import act, regulation, schedule
from monitor.law.deadlines import DEADLINES
from monitor.law.grounds import GROUNDS
from monitor.law.law import Law
from monitor.law.policies import POLICIES
from monitor.law.regimes import REGIMES
from monitor.law.thresholds import MONEY_LINES, THRESHOLDS
from scrapers.notice import AuthorityKind, Nation, Regime

LAW = Law()


@dataclass(frozen=True, kw_only=True)
class Facts:
    began_on: date = date(2026, 8, 10)
    regime: Regime = Regime.ACT_2023
    authority: AuthorityKind = AuthorityKind.CENTRAL
    nation: Nation | None = None
    buyer_name: str = "Department for Harbours"
    category: str | None = "services"
    gross: Decimal | None = Decimal(400_000)
    declared_above: bool | None = True
    is_light_touch: bool = False
    is_concession: bool = False
    is_utilities: bool = False
    is_defence: bool = False


COUNCIL = Facts(authority=AuthorityKind.SUB_CENTRAL, buyer_name="Borough of Northmere")


@pytest.mark.parametrize(
    ("facts", "amount"),
    [
        (Facts(), 135_018),
        (Facts(began_on=date(2025, 12, 31)), 139_688),
        (COUNCIL, 207_720),
        (replace(COUNCIL, began_on=date(2025, 3, 1)), 214_904),
        (replace(COUNCIL, category="works"), 5_193_000),
        (replace(COUNCIL, is_light_touch=True), 663_540),
        (replace(COUNCIL, is_light_touch=True, is_utilities=True), 884_720),
        (replace(COUNCIL, is_light_touch=True, is_concession=True), 5_372_609),
        (replace(COUNCIL, is_utilities=True), 415_440),
        (replace(COUNCIL, is_defence=True), 415_440),
    ],
)
def test_the_threshold_is_that_of_the_kind_and_the_day(facts: Facts, amount: int) -> None:
    assert LAW.threshold(facts) == amount


def test_a_threshold_of_years_not_yet_fixed_is_unknown() -> None:
    assert LAW.threshold(Facts(began_on=date(2028, 1, 1))) is None


def test_a_threshold_is_unknown_where_the_buyer_or_category_is() -> None:
    assert LAW.threshold(Facts(authority=AuthorityKind.UNKNOWN)) is None
    assert LAW.threshold(Facts(category=None)) is None


@pytest.mark.parametrize(
    ("declared", "gross", "above"),
    [
        (True, 1, True),
        (False, 207_719, False),
        (False, 207_720, None),
        (None, 207_720, True),
        (None, 207_719, False),
        (None, None, None),
        (False, None, False),
    ],
)
def test_a_declaration_stands_unless_the_value_speaks_against_it(
    *, declared: bool | None, gross: int | None, above: bool | None
) -> None:
    facts = replace(COUNCIL, declared_above=declared, gross=None if gross is None else Decimal(gross))
    assert LAW.above_threshold(facts) is above


def test_a_value_over_the_line_for_works_is_doubted_whatever_its_kind() -> None:
    facts = replace(COUNCIL, category=None, declared_above=False, gross=Decimal(6_000_000))
    assert LAW.above_threshold(facts) is None


@pytest.mark.parametrize(
    ("facts", "binds", "code"),
    [
        (Facts(), True, "PPN 002"),
        (Facts(began_on=date(2025, 10, 1)), True, "PPN 002"),
        (Facts(began_on=date(2025, 9, 30)), False, None),
        (Facts(began_on=date(2026, 12, 31)), True, "PPN 002"),
        (Facts(began_on=date(2027, 1, 1), gross=Decimal(1_000_000)), True, "PPN 026"),
        (Facts(began_on=date(2027, 1, 1), gross=Decimal(999_999)), False, "PPN 026"),
        (Facts(began_on=date(2027, 1, 1), gross=None), None, "PPN 026"),
        (Facts(began_on=date(2027, 1, 1), gross=Decimal(2_000_000), is_defence=True), None, "PPN 026"),
        (Facts(regime=Regime.PCR_2015, began_on=date(2024, 5, 1)), True, "PPN 06/20"),
        (Facts(regime=Regime.PCR_2015, began_on=date(2020, 12, 31)), False, None),
        (Facts(regime=Regime.PROVIDER_SELECTION), False, None),
        (Facts(is_defence=True), False, "PPN 002"),
        (Facts(declared_above=False, gross=Decimal(50_000)), False, "PPN 002"),
        (Facts(authority=AuthorityKind.UNKNOWN), None, "PPN 002"),
        (Facts(buyer_name="Northmere Hospitals NHS Foundation Trust"), None, "PPN 002"),
        (Facts(nation=Nation.WALES), False, None),
        (Facts(nation=Nation.SCOTLAND), False, None),
        (Facts(nation=Nation.NORTHERN_IRELAND), True, "PPN 01/21"),
        (Facts(nation=Nation.NORTHERN_IRELAND, category="goods"), False, "PPN 01/21"),
        (Facts(authority=AuthorityKind.PRIVATE_UTILITY), False, None),
        (COUNCIL, False, None),
    ],
)
def test_a_policy_binds_whom_it_names_when_it_is_mandatory(
    *, facts: Facts, binds: bool | None, code: str | None
) -> None:
    scope = LAW.social_value_policy(facts)
    assert (scope.binds, scope.policy.code if scope.policy else None) == (binds, code)
    assert scope.reason


@pytest.mark.parametrize(("gross", "weight"), [(1_000_000, 10), (4_999_999, 10), (5_000_000, 20), (None, None)])
def test_the_policy_of_2027_asks_for_twice_the_weight_from_five_million(gross: int | None, weight: int | None) -> None:
    policy = next(policy for policy in POLICIES if policy.code == "PPN 026")
    assert policy.minimum_weight(None if gross is None else Decimal(gross)) == weight


def test_contract_details_have_thirty_days_and_light_touch_a_hundred_and_twenty() -> None:
    assert [LAW.contract_details_days(light_touch=flag) for flag in (False, True)] == [30, 120]


def test_light_touch_contracts_have_no_standstill() -> None:
    assert LAW.deadline("standstill", light_touch=True) is None
    assert LAW.deadline("standstill", light_touch=False) == 8


def test_the_standstill_begins_on_the_day_of_the_award_notice() -> None:
    assert LAW.standstill_end(datetime(2026, 8, 10, 12, tzinfo=UTC)) == date(2026, 8, 19)


def test_the_line_for_indicators_is_five_million() -> None:
    assert LAW.money_line("kpis") == 5_000_000


def test_every_regime_has_a_name_in_plain_words() -> None:
    assert {LAW.regime_title(regime) for regime in Regime if regime is not Regime.OTHER} == {
        row.title for row in REGIMES
    }


def test_rows_of_one_thing_never_overlap() -> None:
    for row in THRESHOLDS:
        holding = [one for one in THRESHOLDS if one.kind is row.kind and one.in_force.holds(row.in_force.since)]
        assert holding == [row]
    for policy in POLICIES:
        begun = policy.in_force.since
        same = [one for one in POLICIES if (one.regime, one.nation) == (policy.regime, policy.nation)]
        assert [one for one in same if one.in_force.holds(begun)] == [policy]


def test_every_row_names_its_source() -> None:
    sources = [row.source for row in THRESHOLDS]
    sources += [row.source for row in MONEY_LINES]
    sources += [row.source for row in DEADLINES]
    sources += [row.source for row in POLICIES]
    sources += [row.source for row in REGIMES]
    sources += [row.source for row in GROUNDS.values()]
    assert all(source.url.startswith("https://") for source in sources)


def test_a_citation_gives_the_address_of_its_section() -> None:
    assert act("53(1)").url == "https://www.legislation.gov.uk/ukpga/2023/54/section/53"
    assert schedule(5, "para 6").url == "https://www.legislation.gov.uk/ukpga/2023/54/schedule/5"
    assert regulation("32(2)(r)").url == "https://www.legislation.gov.uk/uksi/2024/692/regulation/32"
    assert str(act("53(1)")) == "Procurement Act 2023, s.53(1)"
