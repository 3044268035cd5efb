from __future__ import annotations

import pytest

from monitor.indicators.base import Kind, catalogue
from monitor.indicators.suspicion import BY_KIND, FEWEST, NEVER_TELLS, OWN, of, plausible

BY_CODE = {indicator.code: indicator for indicator in catalogue()}


@pytest.mark.parametrize(
    ("code", "raised", "clear", "suspect"),
    [
        pytest.param("OP01", 30, 70, True, id="a duty raised on three in ten of a hundred"),
        pytest.param("OP01", 25, 75, False, id="a duty raised on a quarter, which chance may make of a fifth"),
        pytest.param("OP01", FEWEST, 0, True, id="a duty always raised on the fewest that count"),
        pytest.param("OP01", FEWEST - 1, 0, False, id="too few to say anything"),
        pytest.param("FP10", 55, 45, False, id="a practice raised on little more than half"),
        pytest.param("FP10", 70, 30, True, id="a practice raised on most"),
        pytest.param("SV02", 70, 30, False, id="a practice whose own share is higher"),
        pytest.param("OP01", 0, 500, False, id="never raised, which is good news"),
    ],
)
def test_a_rule_is_suspect_when_its_share_is_surely_higher_than_plausible(
    code: str, raised: int, clear: int, *, suspect: bool
) -> None:
    found = of(BY_CODE[code], {"raised": raised, "clear": clear, "not_applicable": 1000})

    assert found.is_suspect is suspect
    assert (found.raised, found.judged) == (raised, raised + clear)


def test_a_suspect_rule_says_on_how_many_it_fired() -> None:
    found = of(BY_CODE["OP01"], {"raised": 1500, "clear": 500})

    assert found.review == "this rule fired on 1,500 of 2,000 procurements: it is being looked at"


@pytest.mark.parametrize(
    ("counts", "suspect"),
    [
        ({"cannot_tell": NEVER_TELLS}, True),
        ({"cannot_tell": NEVER_TELLS - 1}, False),
        ({"cannot_tell": NEVER_TELLS, "clear": 1}, False),
        ({"not_applicable": 10 * NEVER_TELLS}, False),
        ({}, False),
    ],
    ids=["never told", "few", "told once", "concerns nobody", "nothing judged"],
)
def test_a_rule_that_can_never_tell_is_suspect(counts: dict[str, int], *, suspect: bool) -> None:
    assert of(BY_CODE["FP07"], counts).is_suspect is suspect


def test_without_conclusions_there_is_no_share() -> None:
    found = of(BY_CODE["OP01"], {})

    assert (found.share, found.low, found.high) == (None, None, None)


def test_every_own_share_is_of_an_indicator_and_has_a_reason() -> None:
    for code, own in OWN.items():
        kind = BY_CODE[code].kind
        assert own.share > BY_KIND[kind].share
        assert own.why


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_has_a_plausible_share(kind: Kind) -> None:
    assert plausible("ZZ99", kind) is BY_KIND[kind]
