"""Findings of two versions of the rules, compared on the command line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.services import Services
from monitor.store import judgements, verdicts
from monitor.store.judgements import Judged

Run = Callable[..., Any]


@pytest.fixture
def judged_twice(filled: Services, clock: Any) -> str:
    """The database of ``run``, where an older version had raised OP01 on a procurement; gives the version at work."""
    with filled.store.writing() as session:
        rules = verdicts.latest_rules(session)
        assert rules
        [ocid, *_] = sorted({one.ocid for one in verdicts.every_finding(session)})
        older = Judged(
            ocid=ocid,
            indicator="OP01",
            notice_id=None,
            status="raised",
            kind="duty",
            reason="an older rule said so",
            evidence=(),
            legal_basis=(),
        )
        judgements.keep(session, [older], rules="older", as_of=clock.moment.date(), at=clock.moment - timedelta(days=9))
    filled.close()
    return rules


def test_two_versions_are_compared_in_counts_and_lines(run: Run, judged_twice: str) -> None:
    shown = run("assess", "--compare", "older")
    found = json.loads(run("assess", "--compare", "older", "--json").out)
    rows = list(csv.DictReader(io.StringIO(run("assess", "--compare", "older", "--csv").out, newline="")))

    assert (shown.code, found["old"], found["new"], found["procurements"]) == (0, "older", judged_twice, 1)
    [changed] = [one for one in found["differences"] if one["was"]]
    assert (changed["indicator"], changed["was"], changed["was_because"]) == ("OP01", "raised", "an older rule said so")
    assert changed["now"] != "raised"
    assert len(rows) == len(found["differences"]) == sum(one["procurements"] for one in found["counts"])
    assert "an older rule said so" in shown.out
    assert "both judged 1 procurement." in shown.out


def test_any_two_versions_may_be_named(run: Run, judged_twice: str) -> None:
    found = json.loads(run("assess", "--compare", judged_twice, "--to", "older", "--json").out)

    assert (found["old"], found["new"]) == (judged_twice, "older")


def test_versions_are_listed_and_pruned(run: Run, judged_twice: str) -> None:
    before = [one["version"] for one in json.loads(run("assess", "--list-rules", "--json").out)]
    gone = json.loads(run("assess", "--prune", "--keep", "1", "--json").out)
    after = [one["version"] for one in json.loads(run("assess", "--list-rules", "--json").out)]

    assert (before, [one["version"] for one in gone], after) == ([judged_twice, "older"], ["older"], [judged_twice])


@pytest.mark.usefixtures("judged_twice")
def test_a_version_that_is_not_kept_is_told(run: Run) -> None:
    said = run("assess", "--compare", "nothing")

    assert said.code == 2
    assert "'nothing'" in said.err


@pytest.mark.usefixtures("filled")
def test_versions_of_the_extractor_are_listed_and_pruned_too(run: Run) -> None:
    [one] = json.loads(run("extract", "--list-versions", "--json").out)

    assert (one["version"], one["kept"]) == ("phrases-1", 3)
    assert "No version was old enough" in run("extract", "--prune").out


def test_a_file_is_compared_with_earlier_findings(run: Run, make_release: Any, tmp_path: Path) -> None:
    releases, findings = tmp_path / "releases.jsonl", tmp_path / "findings.jsonl"
    releases.write_text(json.dumps(make_release(1)), encoding="utf-8")
    run("assess", "--input", str(releases), "--output", str(findings))

    said = run("assess", "--input", str(releases), "--compare", str(findings))

    assert said.code == 0
    assert "Both conclude the same." in said.out


@pytest.mark.parametrize(
    "arguments",
    [
        ["--compare", "a", "--list-rules"],
        ["--prune", "--list-rules"],
        ["--prune", "--input", "a"],
        ["--compare", "a", "--input", "a", "--output", "b"],
        ["--to", "a"],
        ["--input", "a"],
        ["--list-rules", "--json", "--csv"],
    ],
    ids=" ".join,
)
def test_jobs_that_do_not_go_together_are_refused(run: Run, arguments: list[str]) -> None:
    assert run("assess", *arguments).code == 2


def test_an_extractor_does_one_job_at_a_time(run: Run) -> None:
    assert run("extract", "--prune", "--list-versions").code == 2
