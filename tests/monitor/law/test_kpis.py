from __future__ import annotations

from datetime import date

from monitor.law.community import COMMUNITY_BENEFITS
from monitor.law.kpis import SOCIAL_VALUE, STATUTORY
from monitor.law.law import Law
from monitor.law.policies import SOCIAL_VALUE_THEMES


def test_the_act_asks_for_three_over_its_money_line() -> None:
    assert STATUTORY.minimum == 3
    assert STATUTORY.value == Law().money_line("kpis")


def test_only_procurements_begun_from_2027_have_a_number_of_social_value_kpis() -> None:
    assert [rule.code for rule in SOCIAL_VALUE if rule.in_force.holds(date(2026, 12, 31))] == []
    assert [rule.code for rule in SOCIAL_VALUE if rule.in_force.holds(date(2027, 1, 1))] == ["PPN 026"]


def test_community_benefits_begin_at_four_million_and_are_social_value() -> None:
    assert COMMUNITY_BENEFITS.value == Law().money_line("community_benefit") == 4_000_000
    assert set(COMMUNITY_BENEFITS.themes) <= set(SOCIAL_VALUE_THEMES)
