"""The facts of one notice: what its page shows, and its JSON twin holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlmodel import Session

from monitor import suspects
from monitor.errors import NothingFound
from monitor.indicators import standing
from monitor.indicators.standing import Held as Standing
from monitor.models import StoredCommitment, StoredFinding, StoredNotice, StoredReading
from monitor.services import Services
from monitor.store import commitments, judgements, notices
from monitor.web import marks, states
from monitor.web.states import Said
from monitor.web.words import ATTRIBUTION, ATTRIBUTION_URL, path_part
from nlp.commitment import Readability
from nlp.taxonomy.themes import themes
from scrapers.notice import Segment

ORDER = {"raised": 0, "cannot_tell": 1, "clear": 2, "not_applicable": 3}


@dataclass(frozen=True, slots=True)
class Held:
    """All that is kept of one notice and its procurement."""

    notice: StoredNotice
    texts: Sequence[Segment]
    found: Sequence[StoredCommitment]
    reading: StoredReading | None
    findings: Sequence[StoredFinding]
    others: Sequence[StoredNotice]
    extractor: str | None

    @property
    def readability(self) -> Readability | None:
        """Whether its texts could be judged; absent if they have not been read."""
        return commitments.readability(self.reading) if self.reading else None


def of(services: Services, notice_id: str) -> dict[str, Any]:
    """The facts of the notice with this id, or ``NothingFound``."""
    titles = {one.code: one.title for one in services.indicators}
    reviews = suspects.reviews(services)
    with services.store.reading() as session:
        held = _held(session, notice_id)
        said = [Said(row.theme, row.level, row.quote) for row in held.found]
        return {
            "notice": _heading(held.notice),
            "same_as": _same_as(session, held.notice),
            "reading": _reading(held),
            "themes": _themes(held, said),
            "texts": [_text(segment, held.found) for segment in held.texts],
            "principles": _principles(held, said),
            "findings": [
                {**_finding(row, titles, held, said), "under_review": reviews.get(row.indicator)}
                for row in held.findings
            ],
            "procurement": {
                "ocid": held.notice.ocid,
                "notices": [_other(row) for row in held.others],
            },
            "licence": {"text": ATTRIBUTION, "url": ATTRIBUTION_URL},
        }


def _held(session: Session, notice_id: str) -> Held:
    row = notices.by_id(session, notice_id)
    if row is None:
        raise NothingFound(f"no notice has the id {notice_id[:80]!r}: search for its words, or check the id")
    extractor = commitments.latest_extractor(session)
    version = extractor or ""
    findings = judgements.findings_on(session, row.ocid)
    return Held(
        notice=row,
        texts=notices.segments(session, [row.key])[row.key],
        found=commitments.of_notices(session, [row.key], extractor=version)[row.key],
        reading=commitments.readings(session, [row.key], extractor=version).get(row.key),
        findings=sorted(findings, key=lambda one: (ORDER.get(one.status, len(ORDER)), one.indicator)),
        others=[other for other in notices.of_procurements(session, [row.ocid]) if other.key != row.key],
        extractor=extractor,
    )


def _heading(row: StoredNotice) -> dict[str, Any]:
    facts = notices.facts(row)
    return {
        "id": row.release_id,
        "ocid": row.ocid,
        "source": row.source,
        "notice_type": row.notice_type,
        "regime": row.regime,
        "published_at": row.published_at,
        "is_update": facts.is_update,
        "title": row.title,
        "buyer": {"name": row.buyer_name, "key": row.buyer_key, "kind": row.buyer_kind, "nation": row.nation},
        "value": {
            "net": row.value_net,
            "gross": row.value_gross,
            "currency": row.currency,
            "unlimited": facts.value.unlimited if facts.value else False,
        },
        "category": row.category,
        "region": row.region,
        "cpv": list(row.cpv),
        "above_threshold": row.above_threshold,
        "procedure": facts.procedure_details or facts.procedure,
        "language": facts.language,
        "url": row.url,
        "page_sha256": row.page_sha256 or None,
        "first_seen_at": row.first_seen_at,
    }


def _same_as(session: Session, row: StoredNotice) -> dict[str, Any] | None:
    """The notice of another source that this one repeats, and why we think so; that one counts, this one does not."""
    twin = session.get(StoredNotice, row.twin_key) if row.twin_key else None
    if twin is None:
        return None
    return {
        "id": twin.release_id,
        "source": twin.source,
        "score": row.twin_score,
        "reasons": list(row.twin_reasons),
    }


def _reading(held: Held) -> dict[str, Any]:
    return {
        "extractor": held.extractor,
        "readability": held.reading.readability if held.reading else None,
        "reason": held.reading.reason if held.reading else None,
        "commitments": len(held.found),
    }


def _themes(held: Held, said: Sequence[Said]) -> list[dict[str, Any]]:
    lines = []
    for theme in themes():
        state, firmest = states.of_theme(theme.code, said, held.readability)
        lines.append(
            {
                "theme": theme.code,
                "state": state,
                "level": firmest.level if firmest else None,
                "quote": firmest.quote if firmest else None,
            }
        )
    return lines


def _principles(held: Held, said: Sequence[Said]) -> list[dict[str, Any]]:
    """The notice by each principle, with the findings on its whole procurement."""
    findings = Counter((row.indicator, row.status) for row in held.findings)
    return [asdict(line) for line in standing.of_notice(Standing(tuple(said), held.readability), findings)]


def _text(segment: Segment, found: Sequence[StoredCommitment]) -> dict[str, Any]:
    return {
        "pointer": segment.pointer,
        "also": list(segment.also),
        "anchor": marks.place(segment.pointer),
        "text": segment.text,
        "weight": segment.weight,
        "frequency": segment.frequency,
        "commitments": [
            {
                "start": row.start,
                "end": row.end,
                "quote": row.quote,
                "theme": row.theme,
                "level": row.level,
                "modality": row.modality,
                "slots": {name: value for name, value in row.slots.items() if value is not None},
                "confidence": row.confidence,
                "found_by": row.found_by,
                "anchor": marks.anchor(row.pointer, row.start, row.end, row.theme),
            }
            for row in found
            if row.pointer == segment.pointer
        ],
    }


def _finding(row: StoredFinding, titles: dict[str, str], held: Held, said: Sequence[Said]) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "title": titles.get(row.indicator, row.indicator),
        "status": row.status,
        "kind": row.kind,
        "reason": row.reason,
        "state": states.of_finding(row.status, row.evidence, said, held.readability),
        "notice_id": row.notice_id,
        "evidence": [_evidence(one, row, held) for one in row.evidence],
        "legal_basis": list(row.legal_basis),
        "rules": row.rules,
        "as_of": row.as_of,
    }


def _evidence(one: dict[str, Any], finding: StoredFinding, held: Held) -> dict[str, Any]:
    """A piece of evidence with the address of its words; without one where they stand in no text."""
    notice_id = one.get("notice_id") or finding.notice_id or held.notice.release_id
    pointer, quote = one["pointer"], one.get("quote")
    here = notice_id == held.notice.release_id
    if not here:
        link = f"/notices/{path_part(notice_id)}#{marks.place(pointer)}" if notice_id else None
    else:
        anchor = _anchor(pointer, quote, held)
        link = f"#{anchor}" if anchor else None
    return {"notice_id": notice_id, "pointer": pointer, "quote": quote, "link": link}


def _anchor(pointer: str, quote: str | None, held: Held) -> str | None:
    """The anchor of a quote in this notice: its own where it is marked, else that of its text."""
    text = next((one for one in held.texts if pointer in {one.pointer, *one.also}), None)
    if text is None:
        return None
    marked = next((row for row in held.found if (row.pointer, row.quote) == (text.pointer, quote)), None)
    if marked is not None:
        return marks.anchor(marked.pointer, marked.start, marked.end, marked.theme)
    start = text.text.find(quote) if quote else -1
    return marks.anchor(text.pointer, start, start + len(quote)) if quote and start >= 0 else marks.place(text.pointer)


def _other(row: StoredNotice) -> dict[str, Any]:
    return {
        "id": row.release_id,
        "notice_type": row.notice_type,
        "published_at": row.published_at,
        "title": row.title,
        "page_url": f"/notices/{path_part(row.release_id)}",
    }
