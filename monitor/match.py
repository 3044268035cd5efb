"""Match: a notice that stands on two sources is told apart from two notices, so that nothing is counted twice.

What Contracts Finder published again from Find a Tender gets a twin there, with a score and its reasons. The twin
counts: lists, comparisons and judgements leave the other out. It stays in the database, and in its source's ledger.
"""

from __future__ import annotations

from datetime import timedelta

from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import notices, twins
from scrapers.matching import APART, matches

REPEATING, COUNTING = "contracts_finder", "find_a_tender"


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Look for the twins of notices that are new on either side since the last look."""
    now = services.clock.now()
    with services.store.reading() as session:
        fresh = twins.fresh(session, sources=(REPEATING, COUNTING))
        if fresh is None:
            return Outcome(step="match")
        reach = APART + timedelta(days=1)
        ours = twins.without_twin(session, source=REPEATING, since=fresh.since - reach, until=fresh.until + reach)
        theirs = twins.of_source(session, source=COUNTING, since=fresh.since - 2 * reach, until=fresh.until + 2 * reach)
        keys = {(row.source, row.release_id): row.key for row in (*ours, *theirs)}
        found = matches([notices.facts(row) for row in ours], [notices.facts(row) for row in theirs])
    with services.store.writing() as session:
        for own, other, match in found:
            twins.pair(
                session,
                key=keys[own.source, own.id],
                twin=keys[other.source, other.id],
                score=match.score,
                reasons=match.reasons,
                at=now,
            )
        twins.looked(session, at=now)
    progress(len(ours), len(ours))
    return Outcome(step="match", took=len(ours), made=len(found), left=len(ours) - len(found))
