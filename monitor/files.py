"""File mode: releases in a file to commitments or findings in a file, with no database and no network."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from monitor.errors import BadInput
from monitor.extract import context
from monitor.indicators import base
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Readability
from scrapers.errors import BadPage
from scrapers.notice import Notice, SetAside
from scrapers.readers import ocds, package

MOST_SENTENCES = 20
ENCODER = msgspec.json.Encoder(decimal_format="number")


@dataclass(slots=True)
class _Input:
    """The notices of a file, and what was set aside on the way: whole releases, and parts of those that are kept."""

    path: str
    source: str
    taken: int = 0
    problems: list[SetAside] = field(default_factory=list)

    def notices(self) -> Iterator[Notice]:
        for raw in self._releases():
            self.taken += 1
            reading = ocds.read(raw, source=self.source)
            self.problems += reading.problems
            if reading.notice is not None:
                yield reading.notice

    def _releases(self) -> Iterator[Any]:
        try:
            yield from (raw for _, raw in package.read_file(self.path))
        except BadPage as error:
            raise BadInput(str(error)) from error


def extract(
    services: Services, *, path: str, output: str, source: str = "find_a_tender", progress: Progress = silent
) -> Outcome:
    """Write a line for each commitment in the releases of a file, in the order they stand there."""
    made = 0
    given = _Input(path, source)
    with _writing(output) as out:
        for commitments in _commitments(services, given.notices()):
            for commitment in commitments:
                out.write(ENCODER.encode(commitment_line(commitment)) + b"\n")
            made += len(commitments)
            progress(given.taken, None)
    return _outcome("extract", given, made)


def assess(
    services: Services,
    *,
    path: str,
    output: str,
    as_of: date | None = None,
    source: str = "find_a_tender",
    progress: Progress = silent,
) -> Outcome:
    """Write a line for each finding on the procurements of a file, by ocid and indicator."""
    found, outcome = procurements(services, path=path, as_of=as_of, source=source, progress=progress)
    made = 0
    with _writing(output) as out:
        for procurement in found:
            for finding in base.assess(procurement, services.law, services.indicators):
                out.write(ENCODER.encode(finding_line(finding)) + b"\n")
                made += 1
    return replace(outcome, made=made)


def procurements(
    services: Services,
    *,
    path: str,
    as_of: date | None = None,
    source: str = "find_a_tender",
    progress: Progress = silent,
) -> tuple[list[Procurement], Outcome]:
    """The procurements of a file by ocid, with what was read from their texts, and what was set aside on the way."""
    given = _Input(path, source)
    by_ocid: dict[str, list[Notice]] = {}
    read: dict[str, tuple[tuple[Commitment, ...], Readability]] = {}
    for notice in given.notices():
        reading = services.extractor.read(context(notice), notice.segments)
        read[notice.id] = (reading.commitments, reading.readability)
        by_ocid.setdefault(notice.ocid, []).append(notice)
        progress(given.taken, None)
    found = [
        Procurement(
            ocid=ocid,
            notices=tuple(by_ocid[ocid]),
            as_of=as_of or services.today,
            commitments=tuple(one for notice in by_ocid[ocid] for one in read[notice.id][0]),
            readability={notice.id: read[notice.id][1] for notice in by_ocid[ocid]},
        )
        for ocid in sorted(by_ocid)
    ]
    return found, _outcome("assess", given, 0)


def commitment_line(commitment: Commitment) -> dict[str, Any]:
    """A commitment as file mode writes it: absent slots are left out."""
    line = asdict(commitment)
    line["slots"] = {name: value for name, value in line["slots"].items() if value is not None}
    return line


def finding_line(finding: base.Finding) -> dict[str, Any]:
    """A finding as file mode writes it."""
    return {
        "ocid": finding.ocid,
        "notice_id": finding.notice_id,
        "indicator": finding.indicator,
        "status": finding.status,
        "kind": finding.kind,
        "reason": finding.reason,
        "evidence": [{"pointer": one.pointer, "quote": one.quote} for one in finding.evidence],
        "legal_basis": "; ".join(finding.legal_basis),
        "rules": finding.rules,
    }


def _commitments(services: Services, notices: Iterable[Notice]) -> Iterator[Sequence[Commitment]]:
    pairs = ((context(notice), notice.segments) for notice in notices)
    for reading in services.extractor.read_many(pairs):
        yield reading.commitments


@contextmanager
def _writing(output: str) -> Iterator[BinaryIO]:
    """A file that is there whole or not at all; ``-`` is standard output."""
    if output == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(output)
    if path.is_dir():
        raise BadInput(f"{path} is a directory: name a file to write")
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        out = part.open("wb")
    except OSError as error:
        raise BadInput(
            f"{path} can't be written ({error.strerror}): name a file in a folder you may write to"
        ) from error
    try:
        with out:
            yield out
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _outcome(step: str, given: _Input, made: int) -> Outcome:
    return Outcome(
        step=step,
        took=given.taken,
        made=made,
        failed=len(given.problems),
        failures=tuple(problem.reason for problem in given.problems[:MOST_SENTENCES]),
    )
