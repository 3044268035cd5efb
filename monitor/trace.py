"""Trace: the notices of one ``ocid``, put together as a procurement. Silence removes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date

from sqlmodel import Session

from monitor.models import StoredNotice, StoredProcurement
from monitor.outgoing import house
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import commitments, events, facts, judgements, notices, threads
from monitor.store.chunks import chunks
from monitor.store.facts import Facts
from monitor.tracing.procurement import Procurement

BATCH = 200


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Put together every procurement with something new."""
    extractor = services.extractor.version
    with services.store.reading() as session:
        ocids = judgements.to_trace(session, extractor=extractor)
    took = made = 0
    today = services.today
    house.stand(services)
    for batch in chunks(ocids, BATCH):
        now = services.clock.now()
        with services.store.writing() as session:
            loaded = list(load(session, batch, extractor=extractor))
            made += judgements.put(session, (_row(whole.on(today), rows, extractor, now) for whole, rows in loaded))
            facts.keep(session, (_facts(whole, rows, extractor) for whole, rows in loaded))
            moved = threads.put(session, (whole.on(today) for whole, _ in loaded), at=now)
            threads.tell(session, moved, at=now)
            events.of_notices(session, batch, at=now)
        took += len(batch)
        progress(took, len(ocids))
    return Outcome(step="trace", took=took, made=made, left=took - made)


def load(session: Session, ocids: Sequence[str], *, extractor: str) -> Iterator[tuple[Procurement, list[StoredNotice]]]:
    """Procurements with all their notices but no texts, each with its rows, in the order of their ids."""
    rows_of: dict[str, list[StoredNotice]] = {ocid: [] for ocid in ocids}
    for row in notices.of_procurements(session, ocids):
        rows_of[row.ocid].append(row)
    keys = [row.key for rows in rows_of.values() for row in rows]
    found = commitments.of_notices(session, keys, extractor=extractor)
    readings = commitments.readings(session, keys, extractor=extractor)
    for ocid, rows in rows_of.items():
        procurement = Procurement(
            ocid=ocid,
            notices=tuple(notices.facts(row) for row in rows),
            as_of=date.max,
            commitments=tuple(commitments.value(one, row.release_id) for row in rows for one in found[row.key]),
            readability={row.release_id: commitments.readability(readings.get(row.key)) for row in rows},
        )
        yield procurement, rows


def _facts(whole: Procurement, rows: Sequence[StoredNotice], extractor: str) -> Facts:
    keys = {(row.source, row.release_id): row.key for row in rows}
    return Facts(procurement=whole, digest=_digest(rows, extractor), keys=keys)


def _digest(rows: Sequence[StoredNotice], extractor: str) -> str:
    digest = hashlib.sha256(extractor.encode())
    for row in rows:
        digest.update(f"{row.release_id}:{row.digest};".encode())
    return digest.hexdigest()


def _row(procurement: Procurement, rows: Sequence[StoredNotice], extractor: str, now: object) -> StoredProcurement:
    value = procurement.value
    buyer = procurement.buyer
    titles = [notice.title for notice in procurement.notices if notice.title]
    return StoredProcurement.model_validate(
        {
            "ocid": procurement.ocid,
            "title": titles[-1] if titles else None,
            "buyer_name": buyer.name if buyer else None,
            "buyer_key": next((row.buyer_key for row in _own_first(rows) if row.buyer_key), None),
            "buyer_kind": procurement.authority.value,
            "nation": procurement.nation.value if procurement.nation else None,
            "regime": procurement.regime.value,
            "began_on": procurement.began_on,
            "latest_at": procurement.latest.published_at,
            "notices": len(procurement.notices),
            "value": value.payable if value else None,
            "currency": value.currency if value else None,
            "digest": _digest(rows, extractor),
            "traced_at": now,
        }
    )


def _own_first(rows: Sequence[StoredNotice]) -> list[StoredNotice]:
    """The newest first, those joined from another source behind: a name there is no identifier here."""
    return sorted(rows, key=lambda row: (row.joined_from is None, row.published_at, row.release_id), reverse=True)
