from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from monitor.indicators.base import Indicator, Status, assess, catalogue, module_name
from monitor.indicators.cases import Case, cases_of
from monitor.indicators.pages import pages
from monitor.law.law import Law
from monitor.tracing.procurement import Procurement

ROOT = Path(__file__).parents[3]
CASES = Path(__file__).parent / "catalogue"
ALL = [(indicator, case) for indicator in catalogue() for case in cases_of(indicator, CASES)]
EACH_CASE = pytest.mark.parametrize(
    ("indicator", "case"), ALL, ids=[f"{indicator.code} {case.name}" for indicator, case in ALL]
)
EACH_INDICATOR = pytest.mark.parametrize("indicator", catalogue(), ids=lambda indicator: indicator.code)


@EACH_CASE
def test_each_case_ends_in_its_status(indicator: Indicator, case: Case) -> None:
    conclusion = indicator.assess(case.procurement, Law())
    assert conclusion.status is case.status, conclusion.reason


@EACH_CASE
def test_a_reason_is_one_sentence_and_what_is_raised_has_evidence(indicator: Indicator, case: Case) -> None:
    conclusion = indicator.assess(case.procurement, Law())
    assert conclusion.reason
    assert not conclusion.reason.endswith(".")
    if conclusion.status is Status.RAISED:
        assert conclusion.evidence
        assert all(part.pointer.startswith("/") and part.notice_id for part in conclusion.evidence)


@EACH_CASE
def test_order_and_duplicates_change_nothing(indicator: Indicator, case: Case) -> None:
    told = case.procurement
    shuffled = Procurement(
        ocid=told.ocid,
        as_of=told.as_of,
        notices=(*reversed(told.notices), *told.notices),
        commitments=(*reversed(told.commitments), *told.commitments),
        readability=told.readability,
    )
    assert assess(shuffled, Law(), (indicator,)) == assess(told, Law(), (indicator,))


@EACH_CASE
def test_nothing_is_concluded_before_anything_was_published(indicator: Indicator, case: Case) -> None:
    first = min(notice.published_at for notice in case.procurement.notices)
    before = replace(case.procurement, as_of=first.date().replace(year=2024))
    assert assess(before, Law(), (indicator,)) == []


@EACH_INDICATOR
def test_each_status_has_a_case(indicator: Indicator) -> None:
    assert {case.status for case in cases_of(indicator, CASES)} == set(Status)


@EACH_INDICATOR
def test_code_title_module_and_class_agree(indicator: Indicator) -> None:
    assert type(indicator).__module__.rpartition(".")[2] == module_name(type(indicator))
    assert type(indicator).__name__.lower() == indicator.title.lower().replace(" ", "")


@EACH_INDICATOR
def test_an_indicator_says_all_that_its_page_needs(indicator: Indicator) -> None:
    assert len(indicator.title.split()) <= 5
    assert indicator.definition.count(". ") == 0
    assert indicator.legal_basis
    assert indicator.exclusions
    assert indicator.honest_reasons
    assert all(citation.url.startswith("https://") for citation in indicator.legal_basis)


def test_the_pages_of_the_reference_are_current() -> None:
    stale = [
        path.name
        for path, text in pages(ROOT).items()
        if not path.is_file() or path.read_text(encoding="utf-8") != text
    ]
    assert stale == [], "write them again with: python -m monitor.indicators.pages"


def test_every_module_of_the_catalogue_has_its_cases() -> None:
    assert {path.stem for path in CASES.glob("*.jsonl")} == {module_name(type(indicator)) for indicator in catalogue()}
