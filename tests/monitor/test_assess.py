from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select, text

from monitor import assess, extract, files, trace
from monitor.demonstration import CORPUS
from monitor.indicators import base
from monitor.indicators.settings import IndicatorsSettings
from monitor.models import Flag, StoredFinding, StoredInapplicable, StoredJudgement
from monitor.services import Services
from monitor.store import notices, verdicts
from scrapers.readers import ocds, package

AUTUMN = date(2026, 11, 24)
SPRING = date(2026, 4, 1)
IN_A_YEAR = AUTUMN + timedelta(days=365)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration's notices in one file."""
    path = tmp_path_factory.mktemp("corpus") / "releases.jsonl"
    found = [release for page in sorted(CORPUS.rglob("*.json")) for _, release in package.read_file(str(page))]
    path.write_text("".join(json.dumps(release) + "\n" for release in found), encoding="utf-8")
    return path


@pytest.fixture
def filled(services: Services, releases: Path) -> Services:
    """The demonstration's notices, kept, read and put together."""
    read = (ocds.read(release, source="find_a_tender").notice for _, release in package.read_file(str(releases)))
    with services.store.writing() as session:
        notices.keep(session, [notice for notice in read if notice], at=services.clock.now())
    extract.run(services)
    trace.run(services)
    return services


def kept(services: Services) -> list[tuple[Any, ...]]:
    with services.store.reading() as session:
        return [
            (
                one.ocid,
                one.indicator,
                one.notice_id,
                one.status,
                one.kind,
                one.reason,
                [(part["pointer"], part["quote"], part["notice_id"]) for part in one.evidence],
            )
            for one in verdicts.every_finding(session)
        ]


def concluded(services: Services, releases: Path, as_of: date) -> list[tuple[Any, ...]]:
    """What file mode concludes, which keeps nothing."""
    found, _ = files.procurements(services, path=str(releases), as_of=as_of)
    return [
        (
            one.ocid,
            one.indicator,
            one.notice_id,
            one.status.value,
            one.kind.value,
            one.reason,
            [(part.pointer, part.quote, part.notice_id) for part in one.evidence],
        )
        for procurement in found
        for one in base.assess(procurement, services.law, services.indicators)
    ]


@pytest.mark.parametrize(
    "days",
    [
        pytest.param([AUTUMN], id="today"),
        pytest.param([SPRING], id="a day before some notices"),
        pytest.param([SPRING, AUTUMN, IN_A_YEAR], id="one day after another"),
        pytest.param([IN_A_YEAR, SPRING], id="back to an earlier day"),
    ],
)
def test_what_is_kept_is_what_the_notices_themselves_give(filled: Services, releases: Path, days: list[date]) -> None:
    for day in days:
        assess.run(filled, as_of=day)

    assert kept(filled) == concluded(filled, releases, days[-1])


def test_deadlines_that_pass_are_seen_on_a_later_day(filled: Services) -> None:
    assess.run(filled, as_of=AUTUMN)
    before = kept(filled)
    outcome = assess.run(filled, as_of=IN_A_YEAR)

    differing = {after[1] for earlier, after in zip(before, kept(filled), strict=True) if earlier != after}
    assert "OP10" in differing
    assert outcome.made > 0


@pytest.mark.parametrize("again", [pytest.param(False, id="the next day"), pytest.param(True, id="every rule asked")])
def test_judging_again_writes_nothing_that_came_out_the_same(filled: Services, clock: Any, *, again: bool) -> None:
    assess.run(filled, as_of=AUTUMN)
    first = clock.now()
    clock.pass_(days=1)

    outcome = assess.run(filled, as_of=AUTUMN + timedelta(days=1), again=again)

    with filled.store.reading() as session:
        judged = session.exec(select(StoredJudgement)).all()
        written = set(session.exec(select(StoredFinding.made_at)))
    assert {one.as_of for one in judged} == {AUTUMN + timedelta(days=1)}
    assert written == {first}
    assert (outcome.took, outcome.made, outcome.left) == (len(judged), 0, 0)


def test_a_procurement_is_settled_when_no_rule_looked_at_the_day(filled: Services) -> None:
    assess.run(filled, as_of=AUTUMN)

    with filled.store.reading() as session:
        settled = set(session.exec(select(StoredJudgement.settled)))
    assert settled == {True, False}


def test_other_rules_stand_beside_and_take_over_the_flags(filled: Services) -> None:
    parameters = IndicatorsSettings.model_validate({"FP01": {"minimum_own_words": 16}})
    settings = filled.settings.model_copy(update={"indicators": parameters})
    other = Services(settings, clock=filled.clock, sent_over=(), reader=filled.reader)
    assess.run(filled, as_of=AUTUMN)
    before = kept(filled)

    outcome = assess.run(other, as_of=AUTUMN)

    with filled.store.reading() as session:
        versions = set(session.exec(select(StoredJudgement.rules)))
        flags = set(session.exec(select(Flag.rules)))
        earlier = base.rules_version(filled.indicators)
        assert len(list(verdicts.every_finding(session, rules=earlier))) == len(before)
    other.close()
    assert versions == {earlier, base.rules_version(other.indicators)}
    assert flags == {base.rules_version(other.indicators)}
    assert outcome.made == 0


def test_reasons_why_rules_do_not_apply_are_kept_once_and_read_by_sql(filled: Services) -> None:
    assess.run(filled, as_of=AUTUMN)

    with filled.store.reading() as session:
        every = [(one.ocid, one.indicator, one.status, one.reason) for one in verdicts.every_finding(session)]
        query = text("SELECT ocid, indicator, status, reason FROM conclusion ORDER BY ocid, indicator")
        assert [tuple(row) for row in session.execute(query)] == every
        procurements = len({ocid for ocid, *_ in every})
        assert len(session.exec(select(StoredInapplicable)).all()) < procurements
    assert len(every) == procurements * len(filled.indicators)
