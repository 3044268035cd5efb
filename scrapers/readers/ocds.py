"""Turn one OCDS release, as a source published it, into a notice in our terms.

A release that cannot be one (no id, no date that is a date, a notice type nobody knows) is set aside whole, with
the reason. A part that is broken is reported and left out; the notice is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from scrapers.notice import UNDATED, Notice, NoticeType, Organisation, Segment, SetAside
from scrapers.readers.agreements import awards_of, bids_of, contracts_of, related_of
from scrapers.readers.documents import all_documents, link_of
from scrapers.readers.fields import Log, Node, identifier, instant, section, sections, shown, text, words
from scrapers.readers.known import unknown_fields
from scrapers.readers.parties import buyer_of, parties_of, with_nation
from scrapers.readers.regime import NATIONS, is_forwarded_from_scotland, portal_of, regime_of
from scrapers.readers.segments import segments
from scrapers.readers.stage import CODES, is_update, legacy_stage, published_code
from scrapers.readers.subject import planning_facts, subject_facts
from scrapers.readers.tender import tender_facts


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What came of one release: its notice, unless it was set aside; its broken parts; the fields nobody knows."""

    notice: Notice | None = None
    problems: tuple[SetAside, ...] = ()
    unknown: tuple[str, ...] = ()


class _Heading(NamedTuple):
    id: str
    published_at: datetime
    stage: NoticeType
    tags: tuple[str, ...]


def read(raw: Any, *, source: str, page_sha256: str | None = None) -> Reading:
    """Read a release. What ``package.read_file`` set aside passes through, so that its results can be read in turn."""
    if isinstance(raw, SetAside):
        return Reading(problems=(raw,))
    if raw.__class__ is not dict:
        reason = f"A release of {source} is {shown(raw)} where an object is needed: look at the page it stands on."
        return Reading(problems=(SetAside(reason=reason),))
    log = Log()
    portal = portal_of(raw, source)
    heading = _heading(raw, portal, log)
    if isinstance(heading, SetAside):
        return Reading(problems=(heading,), unknown=unknown_fields(raw))
    notice = _notice(raw, heading, source=source, portal=portal, page_sha256=page_sha256, log=log)
    return Reading(notice=notice, problems=tuple(dict.fromkeys(log.problems)), unknown=unknown_fields(raw))


def _heading(raw: Node, portal: str, log: Log) -> _Heading | SetAside:
    release_id = identifier(raw, "id", "", Log()) or number_of_document(raw, portal)
    if release_id is None:
        named = raw.get("ocid")
        reason = (
            f"A release {f'of {named}' if named else f'of {portal}'} has {shown(raw.get('id'))} as its /id: "
            "without an id it can't be told from another; look at the page it stands on."
        )
        return SetAside(reason=reason, pointer="/id")
    log.release_id = release_id
    stage = _stage(raw, release_id, log)
    if isinstance(stage, SetAside):
        return stage
    published_at = _published_at(raw, release_id)
    if isinstance(published_at, SetAside):
        return published_at
    return _Heading(release_id, published_at, *stage)


def number_of_document(raw: Node, portal: str) -> str | None:
    """The number of the notice among its documents: Public Contracts Scotland publishes releases without an id."""
    if portal != "public_contracts_scotland":
        return None
    tender = section(raw, "tender", "", Log())
    for pointer, document in sections(tender, "documents", "/tender", Log()):
        if str(document.get("documentType")).endswith("Notice"):
            return identifier(document, "id", pointer, Log())
    return None


def _stage(raw: Node, release_id: str, log: Log) -> tuple[NoticeType, tuple[str, ...]] | SetAside:
    tags = words(raw, "tag", "", log)
    published = published_code(raw, release_id)
    if published is not None:
        pointer, code = published
        stage = CODES.get(code) if code.__class__ is str else None
        reason = (
            f"Release {release_id} has {shown(code)} as its notice type at {pointer}, which is none of UK1 to UK17: "
            "look at the notice as published, and add the type if it is new."
        )
    else:
        pointer, stage = "/tag", legacy_stage(raw, tags)
        reason = (
            f"Release {release_id} has neither a notice type nor a tag or section that tells its stage: "
            "look at the notice as published."
        )
    if stage is None:
        return SetAside(reason=reason, pointer=pointer, release_id=release_id)
    return stage, tags


def _published_at(raw: Node, release_id: str) -> datetime | SetAside:
    written = raw.get("date")
    if written is None or written == "":
        return UNDATED
    try:
        return instant(written)
    except (ValueError, OverflowError, TypeError):
        reason = (
            f"Release {release_id} has {shown(written)} as its /date, which is no date: "
            "no rule can be applied without the day of publication; look at the notice as published."
        )
        return SetAside(reason=reason, pointer="/date", release_id=release_id)


def _notice(raw: Node, heading: _Heading, *, source: str, portal: str, page_sha256: str | None, log: Log) -> Notice:
    tender = section(raw, "tender", "", log)
    facts = tender_facts(tender, heading.stage, log)
    parties = parties_of(raw, log)
    by_id: dict[str | None, Organisation] = {party.id: party for party in parties if party.id is not None}
    awards = awards_of(raw, by_id, log)
    contracts = contracts_of(raw, heading.stage, log)
    texts = _segments(raw, log)
    origin = "public_contracts_scotland" if is_forwarded_from_scotland(raw, log) else portal
    facts["regime"] = regime_of(tender, heading.stage, origin, (segment.text for segment in texts), log)
    facts["buyer"] = with_nation(buyer_of(raw, parties, by_id, log), NATIONS.get(origin))
    facts |= subject_facts(raw, tender, awards, contracts, log)
    facts |= planning_facts(raw, heading.stage, log)
    facts["documents"] = documents = all_documents(raw, tender, contracts, log)
    facts["url"] = link_of(heading.id, portal, documents)
    return Notice(
        source=source,
        id=heading.id,
        ocid=identifier(raw, "ocid", "", log) or heading.id,
        notice_type=heading.stage,
        published_at=heading.published_at,
        tags=heading.tags,
        is_update=is_update(raw, heading.stage, heading.tags),
        language=text(raw, "language", "", log),
        parties=parties,
        awards=awards,
        contracts=contracts,
        bids=bids_of(raw, log),
        related=related_of(raw, log),
        segments=texts,
        page_sha256=page_sha256,
        **facts,
    )


def _segments(raw: Node, log: Log) -> tuple[Segment, ...]:
    try:
        return segments(raw)
    except RecursionError:
        log.wrong("", "objects within objects without end", "a release of a depth that can be walked")
        return ()
