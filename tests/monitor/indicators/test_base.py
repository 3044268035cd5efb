from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.indicators.base import Indicator, Status, assess, catalogue, raised_if, rules_version
from monitor.indicators.cases import cases_of
from monitor.indicators.errors import BadIndicator
from monitor.law.law import Law

CASES = Path(__file__).parent / "catalogue"


def only(code: str, overrides: dict[str, dict[str, int]] | None = None) -> tuple[Indicator, ...]:
    return tuple(indicator for indicator in catalogue(overrides) if indicator.code == code)


def test_the_catalogue_is_in_order_of_code() -> None:
    codes = [indicator.code for indicator in catalogue()]
    assert codes == sorted(codes)
    assert {"FP01", "OP01", "OP02", "SV01", "SV02", "SV03"} <= set(codes)


def test_a_finding_is_a_line_with_the_fields_of_the_file_mode() -> None:
    [indicator] = only("FP01")
    case = next(case for case in cases_of(indicator, CASES) if case.status is Status.RAISED)
    line = assess(case.procurement, Law(), (indicator,))[0].line()
    assert list(line) == [
        "ocid",
        "notice_id",
        "indicator",
        "status",
        "kind",
        "reason",
        "evidence",
        "legal_basis",
        "rules",
    ]
    assert json.loads(json.dumps(line))["status"] == "raised"


def test_every_indicator_concludes_on_every_procurement() -> None:
    case = cases_of(catalogue()[0], CASES)[0]
    findings = assess(case.procurement, Law(), catalogue())
    assert [finding.indicator for finding in findings] == [indicator.code for indicator in catalogue()]
    assert all(finding.reason and finding.notice_id for finding in findings)


def test_a_parameter_changes_the_conclusion_and_the_version_of_the_rules() -> None:
    strict = only("FP01", {"FP01": {"minimum_words_beside_facts": 500}})
    plain = only("FP01")
    case = next(case for case in cases_of(plain[0], CASES) if case.name == "clear when facts are told")
    assert plain[0].assess(case.procurement, Law()).status is Status.CLEAR
    assert strict[0].assess(case.procurement, Law()).status is Status.RAISED
    assert rules_version(strict) != rules_version(plain)
    assert rules_version(catalogue()) == rules_version()


def test_an_unknown_parameter_is_named() -> None:
    with pytest.raises(BadIndicator, match="FP01 has no parameter 'minimum_wrods'"):
        catalogue({"FP01": {"minimum_wrods": 3}})


@pytest.mark.parametrize(("condition", "status"), [(True, Status.RAISED), (False, Status.CLEAR)])
def test_raised_if_raises_or_clears_the_same_fact(*, condition: bool, status: Status) -> None:
    assert raised_if(condition, "31 days").status is status
