"""What kind of notice a release is: the Act's code where a document bears one, else the stage that its tags name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scrapers.notice import NoticeType
from scrapers.readers.fields import Node

CODES = {kind.value: kind for kind in NoticeType if not kind.is_legacy}

STAGES = {
    "contractAmendment": NoticeType.CHANGE,
    "tenderCancellation": NoticeType.CANCELLATION,
    "awardCancellation": NoticeType.CANCELLATION,
    "contractTermination": NoticeType.IMPLEMENTATION,
    "implementation": NoticeType.IMPLEMENTATION,
    "implementationUpdate": NoticeType.IMPLEMENTATION,
    "award": NoticeType.AWARD,
    "awardUpdate": NoticeType.AWARD,
    "contract": NoticeType.AWARD,
    "contractUpdate": NoticeType.AWARD,
    "tender": NoticeType.TENDER,
    "tenderUpdate": NoticeType.TENDER,
    "tenderAmendment": NoticeType.TENDER,
    "planning": NoticeType.PLANNING,
    "planningUpdate": NoticeType.PLANNING,
}
"""OCDS release tags, the one that decides first (https://standard.open-contracting.org/1.1/en/schema/codelists/)."""

SECTIONS = {
    "contracts": NoticeType.AWARD,
    "awards": NoticeType.AWARD,
    "tender": NoticeType.TENDER,
    "planning": NoticeType.PLANNING,
}
"""What a release without a telling tag is, by the last section it fills: drafts, compiled releases."""

UPDATES = frozenset({tag for tag in STAGES if tag.endswith("Update")} | {"tenderAmendment"})

OWN_AMENDMENTS = frozenset({NoticeType.UK10, NoticeType.UK15, NoticeType.CHANGE})
"""Notices whose amendments are what they announce, and no correction of themselves."""


def published_code(raw: Node, release_id: str | None) -> tuple[str, Any] | None:
    """The ``noticeType`` of the document that is this notice (its id is the release's), with its pointer.

    Where no document has the release's id, the last code counts: sections follow the order of a procurement.
    """
    last = None
    for pointer, document in _documents(raw):
        code = document.get("noticeType")
        if code is not None:
            last = (f"{pointer}/noticeType", code)
            if document.get("id") == release_id:
                return last
    return last


def _documents(raw: Node) -> Iterator[tuple[str, Node]]:
    for key in ("planning", "tender", "awards", "contracts"):
        value = raw.get(key)
        parts = value if value.__class__ is list else [value]
        for position, part in enumerate(parts):
            documents = part.get("documents") if part.__class__ is dict else None
            if documents.__class__ is list:
                at = f"/{key}/{position}" if parts is value else f"/{key}"
                for number, document in enumerate(documents):
                    if document.__class__ is dict:
                        yield f"{at}/documents/{number}", document


def legacy_stage(raw: Node, tags: tuple[str, ...]) -> NoticeType | None:
    """The stage of a notice without a code; ``None`` where the release has neither a known tag nor a section."""
    if "contractUpdate" in tags and _has_amendments(raw, "contracts"):
        return NoticeType.CHANGE
    for tag, stage in STAGES.items():
        if tag in tags:
            return stage
    return next((stage for key, stage in SECTIONS.items() if raw.get(key)), None)


def is_update(raw: Node, stage: NoticeType, tags: tuple[str, ...]) -> bool:
    """Whether the release replaces or corrects an earlier one, by its tags or by the amendments it lists."""
    if not UPDATES.isdisjoint(tags):
        return True
    if stage in OWN_AMENDMENTS:
        return False
    return any(_has_amendments(raw, key) for key in ("tender", "awards", "contracts"))


def _has_amendments(raw: Node, key: str) -> bool:
    value = raw.get(key)
    if value.__class__ is dict:
        return bool(value.get("amendments"))
    return value.__class__ is list and any(item.__class__ is dict and item.get("amendments") for item in value)
