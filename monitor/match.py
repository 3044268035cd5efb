"""Match: what stands on two sources is told apart from what is two, so that nothing is counted or judged twice.

A notice that Contracts Finder published again from Find a Tender gets a twin there, which counts: lists, comparisons
and judgements leave the other out. A procurement of Contracts Finder that is one with one of Find a Tender is joined to
it, where the evidence is good. All stays in the database, with the reasons, and in its source's ledger; and what no
longer holds when a notice changes is undone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from monitor.models import StoredNotice
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import joins, neighbours, notices, twins
from monitor.store.twins import Twin
from scrapers.joining import Join
from scrapers.joining import joins as joined
from scrapers.matching import matches
from scrapers.notice import Notice

REPEATING, COUNTING = "contracts_finder", "find_a_tender"
SOURCES = (REPEATING, COUNTING)


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Look at what is new on either side since the last look, and at all that it is like."""
    now = services.clock.now()
    with services.store.reading() as session:
        fresh = twins.fresh(session, sources=SOURCES)
        groups = neighbours.groups(session, fresh, sources=SOURCES) if twins.any_of(session, source=REPEATING) else []
    took = made = left = 0
    for done, group in enumerate(groups, start=1):
        with services.store.writing() as session:
            rows = twins.of_procurements(session, group, sources=SOURCES)
            ours = [row.key for row in rows if row.source == REPEATING]
            pairs, found = _compare(rows)
            changed = twins.settle(session, pairs, among=ours) | joins.settle(session, found, among=group, at=now)
            joins.take_back(session, changed, at=now)
        took += len(ours)
        made += len(changed)
        left += len(ours) - len(pairs)
        progress(done, len(groups))
    if fresh:
        with services.store.writing() as session:
            twins.looked(session, at=now)
    return Outcome(step="match", took=took, made=made, left=left)


def _compare(rows: Sequence[StoredNotice]) -> tuple[dict[int, Twin], list[Join]]:
    """The twins of our notices by number, and the joins, among notices of two sources."""
    keys = {(row.source, row.release_id): row.key for row in rows}
    sides: dict[str, defaultdict[str, list[Notice]]] = {source: defaultdict(list) for source in SOURCES}
    for row in rows:
        notice = notices.facts(row)
        sides[row.source][notice.ocid].append(notice)
    ours, theirs = sides[REPEATING], sides[COUNTING]
    pairs = matches(_all(ours), _all(theirs))
    return (
        {keys[a.source, a.id]: Twin(keys[b.source, b.id], match.score, match.reasons) for a, b, match in pairs},
        joined(ours, theirs),
    )


def _all(procurements: dict[str, list[Notice]]) -> list[Notice]:
    return [notice for notices in procurements.values() for notice in notices]
