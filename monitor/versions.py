"""Versions: the rules and extractors that findings and readings are kept under, compared and pruned."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from sqlmodel import Session

from monitor import files
from monitor.errors import BadInput, NothingFound
from monitor.indicators import base
from monitor.indicators.differences import Count, Difference, Verdict, counts, differences
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import versions
from monitor.store.chunks import chunks
from monitor.store.versions import Version

KEEP = 3
FIELDS = ("ocid", "indicator", "status", "reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What two versions of the rules conclude differently on so many procurements that both judged.

    ``days_differ`` says that they judged as of different days, which alone can change a finding.
    """

    old: str
    new: str
    procurements: int
    days_differ: bool
    counts: tuple[Count, ...]
    differences: tuple[Difference, ...]


def rules(services: Services) -> list[Version]:
    """The versions of the rules that findings are kept of, the latest first."""
    with services.store.reading() as session:
        return versions.of_rules(session)


def extractors(services: Services) -> list[Version]:
    """The versions of the extractor that readings are kept of, the latest first."""
    with services.store.reading() as session:
        return versions.of_extractor(session)


def compare(services: Services, old: str, new: str | None = None) -> Comparison:
    """Compare the findings of two versions of the rules; the new one is the latest unless it is named."""
    with services.store.reading() as session:
        known = {one.version: one for one in versions.of_rules(session)}
        new = new or next(iter(known), old)
        for version in (old, new):
            if version not in known:
                raise NothingFound(
                    f"no findings are kept of the rules {version!r}: there are {', '.join(known) or 'none'}"
                )
        procurements, found = _compared(session, old, new)
    return Comparison(
        old=old,
        new=new,
        procurements=procurements,
        days_differ=known[old].judged_as_of != known[new].judged_as_of,
        counts=tuple(counts(found)),
        differences=tuple(found),
    )


def compare_file(
    services: Services,
    *,
    path: str,
    earlier: Path,
    as_of: date | None = None,
    source: str = "find_a_tender",
    progress: Progress = silent,
) -> tuple[Comparison, Outcome]:
    """Judge the releases of a file, and compare with the findings that an earlier call wrote; no database is opened."""
    old, versions_named = _earlier(earlier)
    procurements, outcome = files.procurements(services, path=path, as_of=as_of, source=source, progress=progress)
    findings = (
        finding
        for procurement in procurements
        for finding in base.assess(procurement, services.law, services.indicators)
    )
    new = [
        Verdict(ocid=one.ocid, indicator=one.indicator, status=one.status.value, reason=one.reason) for one in findings
    ]
    both, found = differences(old, new)
    comparison = Comparison(
        old=", ".join(versions_named) or str(earlier),
        new=base.rules_version(services.indicators),
        procurements=both,
        days_differ=False,
        counts=tuple(counts(found)),
        differences=tuple(found),
    )
    return comparison, replace(outcome, made=len(found))


def prune_rules(services: Services, keep: int = KEEP) -> list[Version]:
    """Forget the findings of all versions of the rules but the latest so many; give those that are gone."""
    old = rules(services)[keep:]
    with services.store.writing() as session:
        for one in old:
            versions.forget_rules(session, one.version)
    return old


def prune_extractors(services: Services, keep: int = KEEP) -> list[Version]:
    """Forget the readings of all versions of the extractor but the latest so many; give those that are gone."""
    old = extractors(services)[keep:]
    with services.store.writing() as session:
        for one in old:
            versions.forget_extractor(session, one.version)
    return old


def _compared(session: Session, old: str, new: str) -> tuple[int, list[Difference]]:
    before, after = (versions.judged_by(session, rules=version) for version in (old, new))
    both = sorted(before.keys() & after.keys())
    found: list[Difference] = []
    for ocids in chunks([ocid for ocid in both if before[ocid] != after[ocid] or not all(before[ocid])]):
        found += differences(*(_verdicts(session, ocids, version) for version in (old, new)))[1]
    return len(both), found


def _verdicts(session: Session, ocids: Sequence[str], version: str) -> Iterator[Verdict]:
    for one in versions.findings(session, ocids, rules=version):
        yield Verdict(ocid=one.ocid, indicator=one.indicator, status=one.status, reason=one.reason)


def _earlier(path: Path) -> tuple[list[Verdict], list[str]]:
    try:
        lines = [(number, line) for number, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.strip()]
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(
            f"{path} can't be read ({error}): name findings that 'ethos assess --input ... --output ...' wrote"
        ) from error
    rows = [_row(path, number, line) for number, line in lines]
    named = dict.fromkeys(str(row["rules"]) for row in rows if row.get("rules"))
    return list(_read(rows)), list(named)


def _row(path: Path, number: int, line: str) -> dict[str, object]:
    try:
        row = json.loads(line)
    except ValueError:
        row = None
    if not isinstance(row, dict) or not all(isinstance(row.get(name), str) for name in FIELDS):
        raise BadInput(
            f"line {number} of {path} is no finding: name a file that 'ethos assess --input ... --output ...' wrote"
        )
    return row


def _read(rows: Iterable[dict[str, object]]) -> Iterator[Verdict]:
    for row in rows:
        ocid, indicator, status, reason = (str(row[name]) for name in FIELDS)
        yield Verdict(ocid=ocid, indicator=indicator, status=status, reason=reason)
