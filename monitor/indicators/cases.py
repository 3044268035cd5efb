"""Cases: small procurements written by hand, each with the status an indicator must conclude.

A line of JSON is a case: ``ocid`` says what it shows, ``as_of`` the day of judging, ``status`` the conclusion that is
due; ``notices`` and ``commitments`` give the fields of ``scrapers.notice.Notice`` and ``nlp.commitment.Commitment`` by
name, and ``unreadable`` the ids of notices whose texts can't be judged. What a notice leaves out is filled in: the
source, the ``ocid``, the Procurement Act, and ``on`` (a day) for the time it was published.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from monitor.indicators.base import Indicator, Status, module_name
from monitor.tracing.procurement import Procurement
from nlp.commitment import Commitment, Readability
from scrapers.notice import Notice, Regime


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A procurement, what it shows, and the status that is due."""

    name: str
    procurement: Procurement
    status: Status
    source: dict[str, Any]


def cases_of(indicator: Indicator, folder: Path) -> list[Case]:
    """The cases of an indicator, from ``<module>.jsonl`` in the folder."""
    lines = (folder / f"{module_name(type(indicator))}.jsonl").read_text(encoding="utf-8").splitlines()
    return [case_from(json.loads(line)) for line in lines if line.strip()]


def case_from(source: dict[str, Any]) -> Case:
    """Build a case from its line."""
    ocid = source["ocid"]
    procurement = Procurement(
        ocid=ocid,
        as_of=date.fromisoformat(source["as_of"]),
        notices=tuple(_notice(notice, ocid) for notice in source["notices"]),
        commitments=tuple(_commitment(commitment) for commitment in source.get("commitments", ())),
        readability=dict.fromkeys(source.get("unreadable", ()), Readability.CANNOT_TELL),
    )
    return Case(name=ocid, procurement=procurement, status=Status(source["status"]), source=source)


def _notice(fields: dict[str, Any], ocid: str) -> Notice:
    filled = {"source": "example", "ocid": ocid, "regime": Regime.ACT_2023, **fields}
    if "on" in filled:
        filled["published_at"] = f"{filled.pop('on')}T10:00:00Z"
    return msgspec.convert(filled, Notice, strict=False)


def _commitment(fields: dict[str, Any]) -> Commitment:
    return msgspec.convert({"start": 0, "end": len(fields["quote"]), **fields}, Commitment, strict=False)
