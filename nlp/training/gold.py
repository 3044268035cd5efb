"""Labelled notices: releases cut into numbered segments, with a reader's labels at exact offsets."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from nlp.commitment import Context
from nlp.errors import BadPattern
from nlp.training.scoring import Mark

TEXT_KEYS = frozenset(
    {
        "acceleratedRationale",
        "awardCriteriaDetails",
        "description",
        "eligibilityCriteria",
        "features",
        "financialTerms",
        "name",
        "noAgreedMetricsRationale",
        "noEngagementNoticeRationale",
        "performanceTerms",
        "periodRationale",
        "preQualification",
        "procurementMethodRationale",
        "rationale",
        "reviewDetails",
        "riskDetails",
        "statusDetails",
        "submissionMethodDetails",
        "text",
        "title",
        "weightingDescription",
    }
)
_SKIPPED = re.compile(
    r"^/(parties|buyer|links|relatedProcesses|bids)\b|/suppliers/|/tenderers/|/additionalClassifications/|/classification/"
    r"|/deliveryAddresses/|/tag/|/procurementMethodRationaleClassifications/|/address/|/participationFees/|/gazetteer/|/identifiers/",
)
_SHORTEST = 4
_SECTIONS = ("planning", "tender")
_LISTS = ("awards", "contracts")
_PERCENT = "percentageExact"
"""The unit that counts where a criterion has several numbers, as in ``scrapers.readers.criteria``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldSegment:
    """One text of a labelled notice."""

    pointer: str
    text: str
    weight: Decimal | None = None
    frequency: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldNotice:
    """One labelled notice. ``kind`` is its type, or the source that it came from where it has none."""

    context: Context
    kind: str
    segments: tuple[GoldSegment, ...]
    labels: tuple[Mark, ...]


def read_gold(folder: Path) -> Iterator[GoldNotice]:
    """All notices of a gold folder with their labels, or ``BadPattern`` naming what is missing."""
    notices, labels = folder / "notices.jsonl", folder / "labels.jsonl"
    if not notices.is_file() or not labels.is_file():
        raise BadPattern(f"{folder} has no notices.jsonl and labels.jsonl; name a folder with labelled notices")
    by_notice: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in _lines(labels):
        if not row.get("none"):
            by_notice[row["id"]].append(row)
    for release in _lines(notices):
        yield _notice(release, by_notice[release["id"]])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            try:
                yield json.loads(line)
            except json.JSONDecodeError as error:
                raise BadPattern(f"{path.name}, line {number}: not JSON ({error.msg}); mend the line") from error


def _notice(release: dict[str, Any], rows: list[dict[str, Any]]) -> GoldNotice:
    notice_id = release["id"]
    weights = dict(_weights(release))
    texts = _segments(release)
    segments = tuple(GoldSegment(pointer=pointer, text=text, weight=weights.get(pointer)) for pointer, text in texts)
    kind = _type(release)
    return GoldNotice(
        context=Context(
            notice_id=notice_id,
            notice_type=kind,
            title=(release.get("tender") or {}).get("title"),
            cpv=tuple(_codes(release)),
        ),
        kind=kind or (notice_id.split(":")[0] if ":" in notice_id else "older regime"),
        segments=segments,
        labels=tuple(_mark(notice_id, row, segments) for row in rows),
    )


def _mark(notice_id: str, row: Mapping[str, Any], segments: tuple[GoldSegment, ...]) -> Mark:
    segment = segments[row["segment"]]
    start = segment.text.find(row["quote"])
    if start < 0:
        raise BadPattern(
            f"labels.jsonl: notice {notice_id}: the quote {row['quote'][:60]!r} is not in segment {row['segment']}"
        )
    return Mark(notice_id, segment.pointer, start, start + len(row["quote"]), row["theme"], int(row["level"]))


def _segments(release: dict[str, Any]) -> list[tuple[str, str]]:
    """The texts that persons wrote, each once, under its first pointer."""
    seen: dict[str, str] = {}
    for pointer, text in _strings(release, ""):
        if _SKIPPED.search(pointer) or pointer.rsplit("/", 1)[-1] not in TEXT_KEYS or len(text.strip()) < _SHORTEST:
            continue
        if not text.startswith("http") and not text.endswith("on Find a Tender"):
            seen.setdefault(text, pointer)
    return [(pointer, text) for text, pointer in seen.items()]


def _strings(node: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _strings(value, f"{pointer}/{key}")
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from _strings(value, f"{pointer}/{number}")
    elif isinstance(node, str):
        yield pointer, node


def _weights(release: dict[str, Any]) -> Iterator[tuple[str, Decimal]]:
    """Weights by the pointers of the criteria's texts: a field of their own, or the description of older regimes."""
    for i, lot in enumerate((release.get("tender") or {}).get("lots") or []):
        for j, criterion in enumerate((lot.get("awardCriteria") or {}).get("criteria") or []):
            numbers = criterion.get("numbers") or []
            exact = [number for number in numbers if number.get("weight") == _PERCENT] or numbers
            said = exact[0].get("number") if exact else str(criterion.get("description") or "").strip(" %")
            try:
                weight = Decimal(str(said))
            except InvalidOperation:
                continue
            for text in ("name", "description"):
                yield f"/tender/lots/{i}/awardCriteria/criteria/{j}/{text}", weight


def _type(release: dict[str, Any]) -> str | None:
    documents = [document for part in _SECTIONS for document in (release.get(part) or {}).get("documents") or []]
    documents += [
        document for part in _LISTS for item in release.get(part) or [] for document in item.get("documents") or []
    ]
    types = [document["noticeType"] for document in documents if document.get("noticeType")]
    return types[-1] if types else None


def _codes(release: dict[str, Any]) -> Iterator[str]:
    tender = release.get("tender") or {}
    items = list(tender.get("items") or []) + [
        item for award in release.get("awards") or [] for item in award.get("items") or []
    ]
    for found in [tender, *items]:
        for code in [found.get("classification") or {}, *(found.get("additionalClassifications") or [])]:
            if code.get("scheme") == "CPV" and code.get("id"):
                yield code["id"]
