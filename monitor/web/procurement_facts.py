"""The facts of one procurement: its notices in order, each commitment followed through them, and the findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from monitor import suspects
from monitor.errors import NothingFound
from monitor.law.dates import uk_date
from monitor.models import StoredCommitment, StoredFinding, StoredNotice, StoredProcurement, StoredThread
from monitor.services import Services
from monitor.store import commitments, joins, judgements, notices, threads
from monitor.tracing.procurement import Procurement
from monitor.tracing.timeline import Link, Station, related, timeline
from monitor.web import marks
from monitor.web.notice_facts import ORDER
from monitor.web.words import ATTRIBUTION, ATTRIBUTION_URL, path_part
from scrapers.notice import Segment

STATES = ("rated_missed", "weakened", "not_seen_again", "rated_met", "strengthened", "carried", "open")
"""The states in the order a reader is shown them: first what is worth a question."""
ROWS = (
    "thread", "theme", "state", "reason", "stage", "notice_id", "notice_type", "published_at", "level", "quote",
    "pointer", "score", "reasons", "shift", "rating", "measure", "next_type", "next_by", "ocid",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Held:
    """What is kept of a procurement. ``texts`` and ``found`` are by the notice's id, ``stations`` by source and id."""

    ocid: str
    procurement: StoredProcurement | None
    notices: Sequence[StoredNotice]
    threads: Sequence[StoredThread]
    findings: Sequence[StoredFinding]
    stations: Mapping[tuple[str, str], Station]
    related: Sequence[Link]
    texts: Mapping[str, Sequence[Segment]]
    found: Mapping[str, Sequence[StoredCommitment]]


def of(services: Services, ocid: str) -> dict[str, Any]:
    """The facts of the procurement with this OCID, or ``NothingFound``."""
    titles = {one.code: one.title for one in services.indicators}
    today = services.today
    reviews = suspects.reviews(services)
    with services.store.reading() as session:
        held = _held(session, ocid)
        followed = [_thread(row, held) for row in held.threads]
        for one in followed:
            due = one["next"]["by"] if one["next"] else None
            one["is_overdue"] = due is not None and due < today
        counted = Counter(row.state for row in held.threads)
        return {
            "procurement": _heading(held),
            "joined": [
                {"ocid": row.ocid, "into": row.into, "score": row.score, "reasons": list(row.reasons)}
                for row in joins.of(session, held.ocid)
            ],
            "related": [_related(session, one) for one in held.related],
            "notices": [_notice(number, row, held) for number, row in enumerate(held.notices, start=1)],
            "states": {state: counted[state] for state in STATES if counted[state]},
            "threads": sorted(followed, key=lambda one: (STATES.index(one["state"]), one["theme"] == "performance")),
            "findings": [
                {**_finding(row, titles, held), "under_review": reviews.get(row.indicator)} for row in held.findings
            ],
            "licence": {"text": ATTRIBUTION, "url": ATTRIBUTION_URL},
        }


def rows(facts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every step of every thread as a row of a table."""
    return [
        {
            **step,
            "thread": thread["id"],
            "theme": thread["theme"],
            "state": thread["state"],
            "reason": thread["reason"],
            "reasons": "; ".join(step["reasons"]),
            "shift": step["shift"]["words"] if step["shift"] else None,
            "next_type": thread["next"]["notice_type"] if thread["next"] else None,
            "next_by": thread["next"]["by"] if thread["next"] else None,
            "ocid": facts["procurement"]["ocid"],
        }
        for thread in facts["threads"]
        for step in thread["steps"]
    ]


def _held(session: Session, asked: str) -> Held:
    ocid = joins.leads_to(session, asked)
    found = [row for row in notices.of_procurements(session, [ocid]) if row.twin_key is None]
    if not found:
        raise NothingFound(f"no procurement has the OCID {asked[:80]!r}: search for its words, or check the OCID")
    ordered = sorted(found, key=lambda row: (row.published_at, row.release_id))
    keys = {row.key: row.release_id for row in ordered}
    version = commitments.latest_extractor(session) or ""
    texts = notices.segments(session, list(keys))
    read = commitments.of_notices(session, list(keys), extractor=version)
    findings = judgements.findings_on(session, ocid)
    procurement = Procurement(
        ocid=ocid,
        notices=tuple(notices.facts(row) for row in ordered),
        as_of=uk_date(ordered[-1].published_at),
    )
    return Held(
        ocid=ocid,
        procurement=session.get(StoredProcurement, ocid),
        notices=ordered,
        threads=threads.of_procurement(session, ocid),
        findings=sorted(findings, key=lambda one: (ORDER.get(one.status, len(ORDER)), one.indicator)),
        stations={(one.source, one.notice_id): one for one in timeline(procurement)},
        related=related(procurement),
        texts={name: texts[key] for key, name in keys.items()},
        found={name: read[key] for key, name in keys.items()},
    )


def _heading(held: Held) -> dict[str, Any]:
    row, latest = held.procurement, held.notices[-1]
    return {
        "ocid": held.ocid,
        "title": row.title if row else latest.title,
        "buyer": {
            "name": row.buyer_name if row else latest.buyer_name,
            "key": row.buyer_key if row else latest.buyer_key,
            "kind": row.buyer_kind if row else latest.buyer_kind,
            "nation": row.nation if row else latest.nation,
        },
        "value": row.value if row else None,
        "currency": row.currency if row else None,
        "regime": row.regime if row else latest.regime,
        "began_on": row.began_on if row else uk_date(held.notices[0].published_at),
        "is_traced": row is not None,
    }


def _notice(number: int, row: StoredNotice, held: Held) -> dict[str, Any]:
    station = held.stations.get((row.source, row.release_id))
    return {
        "number": number,
        "id": row.release_id,
        "notice_type": row.notice_type,
        "is_update": station.is_update if station else False,
        "is_joined": station.is_joined if station else False,
        "added": list(station.added) if station else [],
        "repeats": list(station.repeats) if station else [],
        "published_at": row.published_at,
        "title": row.title,
        "source": row.source,
        "page_url": f"/notices/{path_part(row.release_id)}",
        "url": row.url,
    }


def _related(session: Session, link: Link) -> dict[str, Any]:
    return {
        "ocid": link.ocid,
        "relationship": link.relationship,
        "notice_id": link.notice_id,
        "is_held": session.get(StoredProcurement, link.ocid) is not None,
    }


def _thread(row: StoredThread, held: Held) -> dict[str, Any]:
    following = None
    if row.next_type is not None:
        following = {"notice_type": row.next_type, "by": row.next_by, "why": row.next_why}
    return {
        "id": row.id,
        "theme": row.theme,
        "state": row.state,
        "reason": row.reason,
        "level": row.level,
        "quote": row.quote,
        "is_ended": row.is_ended,
        "changed_at": row.changed_at,
        "next": following,
        "steps": [_step(step, row.theme, held) for step in row.steps],
    }


def _step(step: Mapping[str, Any], theme: str, held: Held) -> dict[str, Any]:
    pointer, quote = step.get("pointer", ""), step.get("quote")
    return {
        "stage": step["stage"],
        "notice_id": step["notice_id"],
        "notice_type": step["notice_type"],
        "published_at": datetime.fromisoformat(step["published_at"]),
        "quote": quote,
        "pointer": pointer,
        "start": step.get("start", 0),
        "end": step.get("end", 0),
        "level": step.get("level"),
        "is_kpi": step.get("is_kpi", False),
        "score": step.get("score"),
        "reasons": step.get("reasons", []),
        "shift": step.get("shift"),
        "rating": step.get("rating"),
        "measure": step.get("measure"),
        "link": _link(step["notice_id"], pointer, quote, held, theme=theme, start=step.get("start", 0)),
    }


def _finding(row: StoredFinding, titles: Mapping[str, str], held: Held) -> dict[str, Any]:
    return {
        "indicator": row.indicator,
        "title": titles.get(row.indicator, row.indicator),
        "status": row.status,
        "kind": row.kind,
        "reason": row.reason,
        "state": None,
        "notice_id": row.notice_id,
        "evidence": [_evidence(one, row, held) for one in row.evidence],
        "legal_basis": list(row.legal_basis),
        "rules": row.rules,
        "as_of": row.as_of,
    }


def _evidence(one: Mapping[str, Any], finding: StoredFinding, held: Held) -> dict[str, Any]:
    notice_id = one.get("notice_id") or finding.notice_id
    pointer, quote = one["pointer"], one.get("quote")
    link = _link(notice_id, pointer, quote, held) if notice_id else None
    return {"notice_id": notice_id, "pointer": pointer, "quote": quote, "link": link}


def _link(
    notice_id: str, pointer: str, quote: str | None, held: Held, *, theme: str = "", start: int | None = None
) -> str:
    """The address of some words: where they are marked, else their text, else the notice."""
    page = f"/notices/{path_part(notice_id)}"
    text = next((one for one in held.texts.get(notice_id, ()) if pointer in {one.pointer, *one.also}), None)
    if text is None:
        return page
    marked = [one for one in held.found[notice_id] if (one.pointer, one.quote) == (text.pointer, quote)]
    best = max(marked, key=lambda one: (one.start == start, one.theme == theme), default=None)
    if best is None:
        return f"{page}#{marks.place(text.pointer)}"
    return f"{page}#{marks.anchor(best.pointer, best.start, best.end, best.theme)}"
