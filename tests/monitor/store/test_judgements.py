from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from monitor.models import Flag, StoredFinding, StoredProcurement
from monitor.store import judgements, verdicts
from monitor.store.engine import Store
from monitor.store.judgements import Judged
from monitor.store.verdicts import Verdict

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
TODAY = date(2026, 11, 24)
OCID = "ocds-h6vhtk-000001"


def judged(status: str = "raised", reason: str = "No KPI is published.", **changes: Any) -> Judged:
    fields: dict[str, Any] = {
        "ocid": OCID,
        "indicator": "OP01",
        "notice_id": "000001-2026",
        "status": status,
        "kind": "duty",
        "reason": reason,
        "evidence": ({"pointer": "/contracts/0", "quote": None, "notice_id": "000001-2026"},),
        "legal_basis": ({"text": "Procurement Act 2023, s.52", "url": None},),
    }
    return Judged(**(fields | changes))


def the_flag(session: Session) -> Flag:
    return session.exec(select(Flag)).one()


def test_a_raised_finding_becomes_a_flag(store: Store) -> None:
    with store.writing() as session:
        flagged = judgements.flag(session, [judged()], rules="r1", at=NOW)
        flag = the_flag(session)

    assert flagged == judgements.Flagged(new=(flag.key,))
    assert (flag.raised_at, flag.cleared_at, flag.reason) == (NOW, None, "No KPI is published.")


def test_a_flag_that_still_holds_is_not_new_and_says_the_latest_reason(store: Store) -> None:
    with store.writing() as session:
        judgements.flag(session, [judged()], rules="r1", at=NOW)
        flagged = judgements.flag(session, [judged(reason="Still none.")], rules="r2", at=LATER)
        flag = the_flag(session)

    assert flagged == judgements.Flagged()
    assert (flag.raised_at, flag.reason, flag.rules) == (NOW, "Still none.", "r2")


@pytest.mark.parametrize("status", ["clear", "not_applicable", "cannot_tell"])
def test_a_flag_that_no_longer_holds_is_cleared_once(store: Store, status: str) -> None:
    with store.writing() as session:
        judgements.flag(session, [judged()], rules="r1", at=NOW)
        first = judgements.flag(session, [judged(status)], rules="r1", at=LATER)
        second = judgements.flag(session, [judged(status)], rules="r1", at=LATER + timedelta(days=1))
        flag = the_flag(session)

    assert (first, second) == (judgements.Flagged(cleared=1), judgements.Flagged())
    assert flag.cleared_at == LATER


def test_a_flag_that_is_raised_again_stands_again_and_is_not_new(store: Store) -> None:
    with store.writing() as session:
        for status, at in (("raised", NOW), ("clear", LATER)):
            judgements.flag(session, [judged(status)], rules="r1", at=at)
        flagged = judgements.flag(session, [judged()], rules="r1", at=LATER + timedelta(days=1))
        flag = the_flag(session)

    assert flagged == judgements.Flagged(again=(flag.key,))
    assert (flag.raised_at, flag.cleared_at) == (NOW, None)


def test_a_finding_that_is_not_raised_makes_no_flag(store: Store) -> None:
    with store.writing() as session:
        assert judgements.flag(session, [judged("clear")], rules="r1", at=NOW) == judgements.Flagged()
        assert session.exec(select(Flag)).all() == []


def test_findings_of_older_rules_stay_beside_newer_ones(store: Store) -> None:
    with store.writing() as session:
        judgements.keep(session, [judged()], rules="r1", as_of=TODAY, at=NOW)
        judgements.keep(session, [judged("clear", "There are some.")], rules="r2", as_of=TODAY, at=LATER)

        assert judgements.latest_rules(session) == "r2"
        assert [one.status for one in judgements.findings_on(session, OCID)] == ["clear"]
        assert [one.status for one in judgements.findings_on(session, OCID, rules="r1")] == ["raised"]


def test_findings_under_the_same_rules_take_the_place_of_earlier_ones(store: Store) -> None:
    with store.writing() as session:
        for status in ("raised", "clear"):
            judgements.keep(session, [judged(status)], rules="r1", as_of=TODAY, at=NOW)
        rows = session.exec(select(StoredFinding)).all()

    assert [row.status for row in rows] == ["clear"]
    assert rows[0].evidence == [{"pointer": "/contracts/0", "quote": None, "notice_id": "000001-2026"}]


def procurement(digest: str = "d1") -> StoredProcurement:
    return StoredProcurement(
        ocid=OCID,
        regime="act_2023",
        began_on=TODAY,
        latest_at=NOW,
        notices=1,
        digest=digest,
        traced_at=NOW,
    )


def verdict(facts: str = "d1") -> Verdict:
    return Verdict(
        ocid=OCID,
        facts=facts,
        settled=True,
        notice_id="000001-2026",
        findings=tuple,
        told="none",
        inapplicable="few",
        reasons={"OP02": "no contract details notice is held"},
    )


@pytest.mark.parametrize(
    ("digest", "rules", "as_of", "due"),
    [
        pytest.param("d1", "r1", TODAY, [], id="as it was judged"),
        pytest.param("d2", "r1", TODAY, [OCID], id="changed since"),
        pytest.param("d1", "r2", TODAY, [OCID], id="by other rules"),
        pytest.param("d1", "r1", TODAY + timedelta(days=1), [OCID], id="on another day"),
    ],
)
def test_a_procurement_is_judged_again_only_when_something_differs(
    store: Store, digest: str, rules: str, as_of: date, due: list[str]
) -> None:
    with store.writing() as session:
        judgements.put(session, [procurement()])
        verdicts.put(session, [verdict()], rules="r1", as_of=TODAY, at=NOW)
    with store.writing() as session:
        judgements.put(session, [procurement(digest)])

    with store.reading() as session:
        assert judgements.to_assess(session, rules=rules, as_of=as_of) == due
        assert judgements.to_assess(session, rules=rules, as_of=as_of, again=True) == [OCID]


def test_putting_the_same_procurement_again_makes_nothing(store: Store) -> None:
    with store.writing() as session:
        made = [judgements.put(session, [procurement(digest)]) for digest in ("d1", "d1", "d2")]

    assert made == [1, 0, 1]
