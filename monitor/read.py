"""Read: the releases of every page that has not been read become notices with their texts.

A page is read in one transaction. A release that can't be read is set aside with its reason, and its neighbours kept.
"""

from __future__ import annotations

from monitor.models import ArchivedPage
from monitor.services import Services
from monitor.steps import Outcome, Progress, silent
from monitor.store import ledger, notices
from scrapers.errors import BadPage, NoSuchPage
from scrapers.notice import SetAside
from scrapers.readers.ocds import Reading
from scrapers.source import reader_of

MOST_SENTENCES = 5


def run(services: Services, *, progress: Progress = silent) -> Outcome:
    """Read what is unread, oldest page first."""
    took = made = left = failed = after = 0
    failures: list[str] = []
    with services.store.reading() as session:
        total = ledger.count_unread(session)
    while True:
        with services.store.reading() as session:
            pages = ledger.unread(session, after=after)
        if not pages:
            break
        for page in pages:
            after = page.id
            kept, problems = _read(services, page)
            took += 1
            made += kept.new + kept.changed
            left += kept.unchanged
            whole = [problem for problem, is_whole in problems if is_whole]
            failed += len(whole)
            failures += [problem.reason for problem in whole]
            progress(took, total)
    if made:
        with services.store.writing() as session:
            notices.adopt_identifiers(session)
    return Outcome(
        step="read", took=took, made=made, left=left, failed=failed, failures=tuple(failures[:MOST_SENTENCES])
    )


def _read(services: Services, page: ArchivedPage) -> tuple[notices.Kept, list[tuple[SetAside, bool]]]:
    readings = _readings(services, page)
    problems = [(problem, reading.notice is None) for reading in readings for problem in reading.problems]
    now = services.clock.now()
    with services.store.writing() as session:
        kept = notices.keep(session, (reading.notice for reading in readings if reading.notice), at=now)
        ledger.was_read(session, page=page, problems=problems, at=now)
    return kept, problems


def _readings(services: Services, page: ArchivedPage) -> list[Reading]:
    source = reader_of(page.source, services.sources)
    if source is None:
        reason = f"Page {page.id} is of {page.source!r}, a source that is no longer known."
        return [Reading(problems=(SetAside(reason=reason),))]
    try:
        return list(source.read(services.archive.get(page.sha256), page.sha256, url=page.url))
    except (BadPage, NoSuchPage) as error:
        return [Reading(problems=(SetAside(reason=str(error)),))]
