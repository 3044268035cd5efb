"""Trace: the notices of one ``ocid``, put together as a procurement. Silence removes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from monitor.indicators.procurement import Procurement
from monitor.models import StoredNotice, StoredProcurement
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import commitments, judgements, notices
from monitor.store.chunks import chunks
from scrapers.notice import NoticeType

BATCH = 200
TENDERS = (NoticeType.UK4, NoticeType.TENDER)


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Put together every procurement with something new."""
    extractor = services.extractor.version
    with services.store.reading() as session:
        ocids = judgements.to_trace(session, extractor=extractor)
    took = made = 0
    today = services.today
    for batch in chunks(ocids, BATCH):
        now = services.clock.now()
        with services.store.writing() as session:
            loaded = load(session, batch, extractor=extractor, as_of=today)
            made += judgements.put(session, (_row(procurement, rows, extractor, now) for procurement, rows in loaded))
        took += len(batch)
        progress(took, len(ocids))
    return Outcome(step="trace", took=took, made=made, left=took - made)


def load(
    session: Session, ocids: Sequence[str], *, extractor: str, as_of: date, texts: bool = False
) -> Iterator[tuple[Procurement, list[StoredNotice]]]:
    """Procurements as they stood on a day, each with its rows, in the order of their ids.

    With ``texts``, tender notices have their segments: an absence is only told after looking for the words themselves.
    """
    rows_of: dict[str, list[StoredNotice]] = {ocid: [] for ocid in ocids}
    for row in notices.of_procurements(session, ocids):
        rows_of[row.ocid].append(row)
    keys = [row.key for rows in rows_of.values() for row in rows]
    found = commitments.of_notices(session, keys, extractor=extractor)
    readings = commitments.readings(session, keys, extractor=extractor)
    tenders = [row.key for rows in rows_of.values() for row in rows if row.notice_type in TENDERS] if texts else []
    segments = notices.segments(session, tenders)
    for ocid, rows in rows_of.items():
        procurement = Procurement(
            ocid=ocid,
            notices=tuple(replace(notices.facts(row), segments=tuple(segments.get(row.key, ()))) for row in rows),
            as_of=as_of,
            commitments=tuple(commitments.value(one, row.release_id) for row in rows for one in found[row.key]),
            readability={row.release_id: commitments.readability(readings.get(row.key)) for row in rows},
        )
        yield procurement, rows


def _row(procurement: Procurement, rows: Sequence[StoredNotice], extractor: str, now: object) -> StoredProcurement:
    digest = hashlib.sha256(extractor.encode())
    for row in rows:
        digest.update(f"{row.release_id}:{row.digest};".encode())
    value = procurement.value
    buyer = procurement.buyer
    titles = [notice.title for notice in procurement.notices if notice.title]
    return StoredProcurement.model_validate(
        {
            "ocid": procurement.ocid,
            "title": titles[-1] if titles else None,
            "buyer_name": buyer.name if buyer else None,
            "buyer_key": next((row.buyer_key for row in reversed(rows) if row.buyer_key), None),
            "buyer_kind": procurement.authority.value,
            "nation": procurement.nation.value if procurement.nation else None,
            "regime": procurement.regime.value,
            "began_on": procurement.began_on,
            "latest_at": procurement.latest.published_at,
            "notices": len(procurement.notices),
            "value": value.payable if value else None,
            "currency": value.currency if value else None,
            "digest": digest.hexdigest(),
            "traced_at": now,
        }
    )
