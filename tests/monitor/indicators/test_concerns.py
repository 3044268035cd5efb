from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.indicators.base import Indicator, Status, assess, catalogue
from monitor.indicators.cases import Case, cases_of
from monitor.indicators.concerns import ANYTHING, CONTRACTS
from monitor.indicators.concluding import conclude
from monitor.law.law import Law
from scrapers.notice import NoticeType

ALL = catalogue()
CASES = Path(__file__).parent / "catalogue"
EACH_CASE = pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{one.code} {case.name}") for one in ALL for case in cases_of(one, CASES)]
)


@EACH_CASE
def test_a_rule_that_is_not_asked_would_not_have_applied(case: Case) -> None:
    unasked = [one for one in ALL if not one.concerns.meets(case.procurement.types)]

    assert unasked
    assert {one.assess(case.procurement, Law()).status for one in unasked} == {Status.NOT_APPLICABLE}


@EACH_CASE
def test_the_short_form_says_what_the_findings_say(case: Case) -> None:
    findings = assess(case.procurement, Law(), ALL)
    short = conclude(case.procurement, Law(), ALL)

    assert [(one.indicator, one.reason) for one in findings if one.indicator not in short.inapplicable] == [
        (one.code, conclusion.reason) for one, conclusion in short.told
    ]
    assert {one.indicator: one.reason for one in findings if one.indicator in short.inapplicable} == short.inapplicable


@pytest.mark.parametrize("indicator", [one for one in ALL if one.concerns is not ANYTHING], ids=lambda one: one.code)
def test_every_type_that_a_rule_concerns_is_needed_by_a_case(indicator: Indicator) -> None:
    applying = [case for case in cases_of(indicator, CASES) if case.status is not Status.NOT_APPLICABLE]

    assert all(indicator.concerns.meets(case.procurement.types) for case in applying)


def test_a_rule_without_its_notices_says_which_are_missing() -> None:
    assert CONTRACTS.without == "no contract details notice is held"
    assert CONTRACTS.meets({NoticeType.UK7, NoticeType.UK4})
    assert not CONTRACTS.meets({NoticeType.UK4})


def test_a_procurement_of_which_nothing_was_known_has_no_conclusions() -> None:
    case = cases_of(ALL[0], CASES)[0]
    before = replace(case.procurement, as_of=case.procurement.as_of.replace(year=2000))

    assert conclude(before, Law(), ALL).told == []
