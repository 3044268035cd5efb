"""Two versions of the rules are compared on the procurements that both judged, and old ones are forgotten."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor import files, versions
from monitor.errors import BadInput, NothingFound
from monitor.services import Services
from monitor.store import commitments, judgements, notices
from monitor.store import versions as stored
from monitor.store.judgements import Judged
from nlp.commitment import Commitment, Level, Modality, Reading

TEXT = "Social value is welcome."


def finding(ocid: str, indicator: str, status: str, reason: str = "because") -> Judged:
    return Judged(
        ocid=ocid,
        indicator=indicator,
        notice_id=None,
        status=status,
        kind="duty",
        reason=reason,
        evidence=(),
        legal_basis=(),
    )


@pytest.fixture
def judge(services: Services, clock: Any) -> Callable[..., None]:
    def judged(rules: str, *findings: Judged) -> None:
        clock.pass_(hours=1)
        with services.store.writing() as session:
            judgements.keep(session, findings, rules=rules, as_of=services.today, at=services.clock.now())

    return judged


@pytest.fixture
def twice(services: Services, judge: Callable[..., None]) -> Services:
    """Procurement a went from raised to clear, b from clear to not applicable, and c was judged by one alone."""
    judge(
        "old",
        finding("a", "OP01", "raised"),
        finding("b", "OP01", "clear"),
        finding("b", "OP02", "not_applicable"),
        finding("c", "OP01", "raised"),
    )
    judge(
        "new",
        finding("a", "OP01", "clear", "three are published"),
        finding("b", "OP01", "not_applicable"),
        finding("b", "OP02", "not_applicable"),
    )
    return services


def test_lists_the_changes_on_what_both_judged_line_by_line(twice: Services) -> None:
    found = versions.compare(twice, "old")

    assert (found.old, found.new, found.procurements, found.days_differ) == ("old", "new", 2, False)
    assert [(one.ocid, one.indicator, one.was, one.now) for one in found.differences] == [
        ("a", "OP01", "raised", "clear"),
        ("b", "OP01", "clear", "not_applicable"),
    ]
    assert found.differences[0].now_because == "three are published"


def test_counts_the_changes_by_indicator(twice: Services) -> None:
    counted = [(one.indicator, one.was, one.now, one.procurements) for one in versions.compare(twice, "old").counts]

    assert counted == [("OP01", "clear", "not_applicable", 1), ("OP01", "raised", "clear", 1)]


def test_any_two_versions_are_compared_either_way(twice: Services) -> None:
    found = versions.compare(twice, "new", "old")

    assert [(one.was, one.now) for one in found.differences] == [("clear", "raised"), ("not_applicable", "clear")]


def test_a_version_is_the_same_as_itself(twice: Services) -> None:
    assert versions.compare(twice, "new").differences == ()


@pytest.mark.parametrize(("old", "new"), [("older", None), ("old", "newer")], ids=["old", "new"])
def test_a_version_that_judged_nothing_is_named_with_those_that_did(twice: Services, old: str, new: str | None) -> None:
    with pytest.raises(NothingFound, match="there are new, old"):
        versions.compare(twice, old, new)


def test_days_that_differ_are_told(services: Services, judge: Callable[..., None], clock: Any) -> None:
    judge("old", finding("a", "OP01", "clear"))
    clock.pass_(days=3)
    judge("new", finding("a", "OP01", "raised"))

    assert versions.compare(services, "old").days_differ


def test_versions_are_listed_the_latest_first_with_what_they_judged(twice: Services) -> None:
    assert [(one.version, one.kept) for one in versions.rules(twice)] == [("new", 2), ("old", 3)]


def test_pruning_keeps_the_latest_and_forgets_the_rest(services: Services, judge: Callable[..., None]) -> None:
    for rules in ("r1", "r2", "r3", "r4"):
        judge(rules, finding("a", "OP01", "raised"), finding("a", "OP02", "not_applicable", f"reason of {rules}"))

    gone = versions.prune_rules(services, keep=2)

    assert [one.version for one in gone] == ["r2", "r1"]
    assert [one.version for one in versions.rules(services)] == ["r4", "r3"]
    with services.store.reading() as session:
        assert stored.findings(session, ["a"], rules="r1") == []
        assert {one.reason for one in stored.findings(session, ["a"], rules="r4")} == {"because", "reason of r4"}


def test_pruning_again_forgets_nothing(twice: Services) -> None:
    assert versions.prune_rules(twice) == []
    assert len(versions.rules(twice)) == 2


def test_versions_of_the_extractor_are_listed_and_pruned_alike(
    services: Services, make_notice: Any, clock: Any
) -> None:
    found = Commitment(
        notice_id="000001-2026",
        pointer="/tender/description",
        start=0,
        end=len("Social value"),
        quote="Social value",
        theme="social_value",
        level=Level.NAMED,
        modality=Modality.MAY,
        found_by="a rule",
    )
    for version in ("e1", "e2"):
        clock.pass_(hours=1)
        with services.store.writing() as session:
            notices.keep(session, [make_notice(1, TEXT)], at=clock.now())
            row = notices.by_id(session, "000001-2026")
            assert row
            read = commitments.Read(notice_key=row.key, digest=row.digest, reading=Reading(commitments=(found,)))
            commitments.keep(session, [read], extractor=version, at=clock.now())

    gone = versions.prune_extractors(services, keep=1)

    assert [one.version for one in gone] == ["e1"]
    assert [(one.version, one.kept) for one in versions.extractors(services)] == [("e2", 1)]
    with services.store.reading() as session:
        assert (commitments.count(session, extractor="e1"), commitments.count(session, extractor="e2")) == (0, 1)


@pytest.fixture
def written(services: Services, make_release: Any, tmp_path: Path) -> tuple[Path, Path]:
    """A file of releases, and the findings on them."""
    releases, findings = tmp_path / "releases.jsonl", tmp_path / "findings.jsonl"
    releases.write_text("\n".join(json.dumps(make_release(number)) for number in (1, 2)), encoding="utf-8")
    files.assess(services, path=str(releases), output=str(findings))
    return releases, findings


def test_a_file_has_not_changed_since_it_was_written(services: Services, written: tuple[Path, Path]) -> None:
    found, outcome = versions.compare_file(services, path=str(written[0]), earlier=written[1])

    assert (found.procurements, found.differences, found.old) == (2, (), found.new)
    assert (outcome.took, outcome.failed) == (2, 0)


def test_what_changed_since_a_file_was_written_is_told(services: Services, written: tuple[Path, Path]) -> None:
    lines = written[1].read_text(encoding="utf-8").splitlines()
    first = json.loads(lines[0])
    lines[0] = json.dumps({**first, "status": "raised", "reason": "an older rule said so", "rules": "older"})
    written[1].write_text("\n".join(lines), encoding="utf-8")

    found, _ = versions.compare_file(services, path=str(written[0]), earlier=written[1])

    [one] = found.differences
    assert (one.ocid, one.indicator, one.was, one.now) == (first["ocid"], first["indicator"], "raised", first["status"])
    assert one.was_because == "an older rule said so"
    assert found.old.startswith("older, ")


@pytest.mark.parametrize("line", ["{", "[]", '{"ocid": "a"}'], ids=["no JSON", "a list", "no finding"])
def test_a_file_that_holds_no_findings_is_told_with_its_line(
    services: Services, written: tuple[Path, Path], line: str
) -> None:
    written[1].write_text(f"\n{line}\n", encoding="utf-8")

    with pytest.raises(BadInput, match="line 2 of"):
        versions.compare_file(services, path=str(written[0]), earlier=written[1])


def test_a_file_that_is_not_there_is_told(services: Services, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="can't be read"):
        versions.compare_file(services, path="-", earlier=tmp_path / "nothing.jsonl")


def test_the_oldest_moment_of_a_version_comes_before_its_latest(services: Services, judge: Callable[..., None]) -> None:
    judge("r1", finding("a", "OP01", "raised"))
    judge("r1", finding("b", "OP01", "raised"))

    [one] = versions.rules(services)

    assert one.latest_at - one.first_at == timedelta(hours=1)
