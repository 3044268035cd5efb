from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import insert, text
from sqlmodel import select

from monitor.models import StoredFinding, StoredInapplicable
from monitor.store import verdicts
from monitor.store.engine import Store
from monitor.store.verdicts import Judged

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
TODAY = date(2026, 11, 24)
BASIS = ({"text": "Procurement Act 2023, s.52", "url": None},)


def judged(number: int, indicator: str, status: str, *, evidence: bool = False) -> Judged:
    return Judged(
        ocid=f"ocds-h6vhtk-{number:06x}",
        indicator=indicator,
        notice_id=f"{number:06d}-2026",
        status=status,
        kind="duty",
        reason=f"so it is with {indicator}",
        evidence=({"pointer": "/tender", "quote": None, "notice_id": None},) if evidence else (),
        legal_basis=BASIS,
    )


FINDINGS = [
    judged(1, "OP01", "not_applicable"),
    judged(1, "OP02", "raised", evidence=True),
    judged(1, "OP03", "not_applicable", evidence=True),
    judged(2, "OP01", "not_applicable"),
    judged(2, "OP02", "clear", evidence=True),
]


def test_every_finding_is_read_though_not_every_one_is_a_row(store: Store) -> None:
    with store.writing() as session:
        verdicts.keep(session, FINDINGS, rules="r1", as_of=TODAY, at=NOW)

        rows = session.exec(select(StoredFinding.ocid, StoredFinding.indicator)).all()
        found = list(verdicts.every_finding(session))

    assert sorted(rows) == [(one.ocid, one.indicator) for one in FINDINGS if one.evidence]
    assert [verdicts.columns(one) for one in FINDINGS] == [
        {
            **{name: getattr(one, name) for name in verdicts.columns(FINDINGS[0])},
            "evidence": tuple(one.evidence),
            "legal_basis": tuple(one.legal_basis),
        }
        for one in found
    ]
    assert {(one.rules, one.as_of, one.made_at) for one in found} == {("r1", TODAY, NOW)}


def test_reasons_that_several_procurements_share_are_kept_once(store: Store) -> None:
    with store.writing() as session:
        for _ in range(2):
            verdicts.keep(session, [FINDINGS[0], FINDINGS[3]], rules="r1", as_of=TODAY, at=NOW)

        assert [one.reasons for one in session.exec(select(StoredInapplicable))] == [{"OP01": "so it is with OP01"}]


def test_findings_are_of_the_latest_day_they_were_found_on(store: Store) -> None:
    tomorrow = TODAY + timedelta(days=1)
    with store.writing() as session:
        verdicts.keep(session, FINDINGS, rules="r1", as_of=TODAY, at=NOW)
        verdicts.move(session, [FINDINGS[0].ocid], rules="r1", as_of=tomorrow)

        days = {one.ocid: one.as_of for one in verdicts.every_finding(session)}

    assert days == {FINDINGS[0].ocid: tomorrow, FINDINGS[3].ocid: TODAY}


@pytest.mark.parametrize("rules", [None, "r0"])
def test_nothing_is_found_where_nothing_was_judged(store: Store, rules: str | None) -> None:
    with store.reading() as session:
        assert verdicts.findings_on(session, "ocds-h6vhtk-000001", rules=rules) == []
        assert list(verdicts.every_finding(session, rules=rules)) == []


def test_what_was_judged_before_the_short_form_is_still_read(database_at: Callable[[str], str]) -> None:
    url = database_at("data")
    older = Store(url)
    older.downgrade("0003_threads")
    row = {**verdicts.columns(FINDINGS[1]), "rules": "r0", "as_of": TODAY, "made_at": NOW}
    with older.writing() as session:
        session.execute(insert(StoredFinding), [row])
    older.close()

    store = Store(url)

    with store.reading() as session:
        found = verdicts.findings_on(session, FINDINGS[1].ocid)
        view = session.execute(text("SELECT indicator, status FROM conclusion")).all()
    store.close()
    assert [(one.indicator, one.status, one.as_of) for one in found] == [("OP02", "raised", TODAY)]
    assert [tuple(one) for one in view] == [("OP02", "raised")]
