"""Extract: the commitments in every notice that this version of the extractor has not read as it now stands."""

from __future__ import annotations

from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import commitments, notices
from nlp.commitment import Context
from scrapers.notice import Notice

BATCH = 200


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Read what is unread, batch by batch; each batch is kept whole, so a killed run goes on where it stopped."""
    extractor = services.extractor
    took = made = after = 0
    with services.store.reading() as session:
        total = commitments.count_unread(session, extractor=extractor.version)
    while True:
        with services.store.reading() as session:
            rows = commitments.unread(session, extractor=extractor.version, after=after, limit=BATCH)
            texts = notices.segments(session, [row.key for row in rows])
        if not rows:
            return Outcome(step="extract", took=took, made=made)
        pairs = [(context(notices.facts(row)), texts[row.key]) for row in rows]
        readings = extractor.read_many(pairs)
        kept = [
            commitments.Read(notice_key=row.key, digest=row.digest, reading=reading)
            for row, reading in zip(rows, readings, strict=True)
        ]
        with services.store.writing() as session:
            made += commitments.keep(session, kept, extractor=extractor.version, at=services.clock.now())
        took += len(rows)
        after = rows[-1].key
        progress(took, total)


def context(notice: Notice) -> Context:
    """What the reader may know of a notice beside its texts."""
    return Context(
        notice_id=notice.id,
        notice_type=notice.notice_type.value,
        title=notice.title,
        category=notice.category,
        cpv=notice.cpv,
        language=notice.language,
    )
