from __future__ import annotations

from monitor.law.standstill import STANDSTILL_EXEMPTIONS


def test_every_exemption_is_filed_under_its_code_and_names_its_source() -> None:
    assert all(row.code == code and row.source.section == "s.51(3)" for code, row in STANDSTILL_EXEMPTIONS.items())


def test_the_six_kinds_of_award_without_standstill_are_told() -> None:
    kinds = {"urgency", "protection", "private_utility", "framework", "dynamic_market", "light_touch"}
    assert set(STANDSTILL_EXEMPTIONS) == kinds
