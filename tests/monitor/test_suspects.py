"""Indicators that fire on an implausible share report themselves, once to the operator."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from monitor import concerns, status, suspects
from monitor.indicators.suspicion import FEWEST
from monitor.models import Concern, StoredProcurement
from monitor.services import Services
from monitor.store import judgements
from monitor.store.judgements import Judged

WORDS = f"this rule fired on {FEWEST} of {FEWEST} procurements: it is being looked at"


@pytest.fixture
def judge(services: Services) -> Callable[..., None]:
    """Judges so many procurements, of which an indicator is raised on the first few and clear on the others."""

    def judged(raised: int, clear: int = 0, *, rules: str = "r1") -> None:
        at = services.clock.now()
        ocids = [f"ocds-example-{number}" for number in range(raised + clear)]
        findings = [
            Judged(
                ocid=ocid,
                indicator="OP01",
                notice_id=None,
                status="raised" if number < raised else "clear",
                kind="duty",
                reason="because",
                evidence=(),
                legal_basis=(),
            )
            for number, ocid in enumerate(ocids)
        ]
        with services.store.writing() as session:
            judgements.put(session, [procurement(ocid, at) for ocid in ocids])
            judgements.keep(session, findings, rules=rules, as_of=services.today, at=at)

    return judged


def procurement(ocid: str, at: Any) -> StoredProcurement:
    return StoredProcurement(
        ocid=ocid, regime="act_2023", began_on=date(2026, 11, 1), latest_at=at, notices=1, digest="d", traced_at=at
    )


def reasons(services: Services) -> list[str]:
    with services.store.reading() as session:
        return [row.reason for row in session.exec(select(Concern))]


def test_a_rule_that_fires_on_all_is_suspect_and_no_other(services: Services, judge: Callable[..., None]) -> None:
    judge(FEWEST)

    assert suspects.reviews(services) == {"OP01": WORDS}
    assert [one.indicator for one in status.run(services).suspects] == ["OP01"]


def test_a_rule_that_fires_now_and_then_is_not(services: Services, judge: Callable[..., None]) -> None:
    judge(3, 27)

    assert suspects.reviews(services) == {}
    assert status.run(services).suspects == []


def test_an_empty_database_holds_no_suspect(services: Services) -> None:
    assert suspects.reviews(services) == {}


def test_only_the_rules_that_judged_last_count(services: Services, judge: Callable[..., None], clock: Any) -> None:
    judge(FEWEST, rules="r1")
    clock.pass_(hours=1)
    judge(0, FEWEST, rules="r2")

    assert suspects.reviews(services) == {}


def test_the_count_is_made_again_after_a_while(services: Services, judge: Callable[..., None], clock: Any) -> None:
    judge(0, FEWEST)
    before = suspects.reviews(services)
    judge(FEWEST)

    at_once = suspects.reviews(services)
    clock.pass_(seconds=suspects.SECONDS)

    assert (before, at_once, suspects.reviews(services)) == ({}, {}, {"OP01": WORDS})


def test_an_operator_is_told_once_under_one_version_of_the_rules(
    services: Services, judge: Callable[..., None], clock: Any
) -> None:
    judge(FEWEST)

    first, second = concerns.run(services), concerns.run(services)

    assert (first.made, second.made) == (1, 0)
    assert reasons(services) == [f"OP01: {WORDS}; 'ethos flags --indicator OP01' lists what it raised"]
    clock.pass_(hours=1)
    judge(FEWEST, rules="r2")
    assert concerns.run(services).made == 1
