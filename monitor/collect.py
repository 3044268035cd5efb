"""Collect: ask each source for the stretches of time that nobody has walked to the end, and archive what comes.

A page is archived first, then its receipts and the way on are kept in one transaction. Killed anywhere, the next run
goes on at the page after the last one kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from monitor.errors import BadInput
from monitor.models import Run, WalkedWindow
from monitor.services import Services
from monitor.steps import Outcome, Progress, Stopped, silent
from monitor.store import coverage, due, leases, ledger
from monitor.store.answers import SharedMemory
from monitor.store.breaker import SharedBreaker
from monitor.store.gate import SharedGate
from scrapers.client import Client
from scrapers.clock import Clock
from scrapers.errors import BadPage, ScraperError, SourceRefused, SourceUnreachable
from scrapers.page import Page, Window
from scrapers.source import Source, catalogue

SETTLING = timedelta(minutes=2)  # a window ends this long ago, so that clocks may differ and a source may lag a little
MOST_BAD_WINDOWS = 3


@dataclass
class _Tally:
    windows: int = 0
    pages: int = 0
    releases: int = 0
    new: bool = False
    changed: bool = False
    trouble: str | None = None
    unreachable: bool = False

    @property
    def ending(self) -> str:
        """Which of the four ways the run ends in."""
        if self.trouble:
            return "failed"
        return "new" if self.new else "changed" if self.changed else "unchanged"


def run(
    services: Services,
    *,
    names: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    again: bool = False,
    again_due: bool = False,
    progress: Progress = silent,
) -> Outcome:
    """Collect the sources named, else those enabled; one that fails never stops the next.

    ``again`` walks also what was walked to the end before; ``again_due`` what is due to be walked again.
    """
    end = until or services.clock.now()
    if since is not None and since >= end:
        raise BadInput(f"there is nothing between {since:%Y-%m-%d %H:%M} and {end:%Y-%m-%d %H:%M}: begin earlier")
    tallies = []
    for source in sources(services, names):
        with leases.held(services.store, services.clock, name=source.name) as held:
            if isinstance(held, str):
                tallies.append(_Tally(trouble=f"{source.title} is being collected by {held}: nothing was done here"))
                continue
            plan = _Plan(_asked(services, source, since=since, until=until), again, again_due)
            tallies.append(_collect(services, source, plan, held, progress))
    failures = tuple(tally.trouble for tally in tallies if tally.trouble)
    return Outcome(
        step="collect",
        took=sum(tally.windows for tally in tallies),
        made=sum(tally.pages for tally in tallies),
        failed=len(failures),
        failures=failures,
        unreachable=any(tally.unreachable for tally in tallies),
    )


def sources(services: Services, names: Sequence[str] = ()) -> list[Source]:
    """The sources named, else those enabled, as the settings have them; a kind stands for all declared of it."""
    known = services.sources
    if not names:
        return [source for source in known.values() if source.enabled]
    chosen: dict[str, Source] = {}
    for name in names:
        found = {own: source for own, source in known.items() if own == name or own.startswith(f"{name}.")}
        if not found and name in catalogue():
            raise BadInput(f"no {name} is declared: docs/guides says how to declare one in config.toml")
        if not found:
            raise BadInput(f"no source is called {name!r}: there are {', '.join(known)}")
        chosen |= found
    return list(chosen.values())


def _collect(services: Services, source: Source, plan: _Plan, clock: Clock, progress: Progress) -> _Tally:
    now = clock.now()
    with services.store.writing() as session:
        ledger.abandoned(session, source=source.name, at=now)
        run = ledger.open_run(session, source=source.name, at=now)
    tally = _Tally()
    gate = SharedGate(
        store=services.store,
        clock=clock,
        paces={source.host: source.pace},
        patience_seconds=services.settings.scrapers.patience_seconds,
    )
    try:
        breaker = SharedBreaker(store=services.store, clock=clock, asked=services.asked)
        memory = SharedMemory(store=services.store, archive=services.archive)
        with source.client(services.settings.scrapers, gate, clock, breaker=breaker, memory=memory) as client:
            _walk_all(services, source, client, run, plan, tally, progress)
    except ScraperError as error:
        tally.trouble = str(error)
        tally.unreachable = isinstance(error, SourceUnreachable)
    except Stopped:
        _end(services, run, tally, message="stopped when told to; the next run goes on from there")
        raise
    _end(services, run, tally, message=tally.trouble)
    return tally


def _end(services: Services, run: Run, tally: _Tally, *, message: str | None) -> None:
    with services.store.writing() as session:
        kept = session.get_one(Run, run.id)
        kept.ended_at = services.clock.now()
        kept.ending = tally.ending
        kept.windows, kept.pages, kept.releases = tally.windows, tally.pages, tally.releases
        kept.message = message
        session.add(kept)


def _asked(services: Services, source: Source, *, since: datetime | None, until: datetime | None) -> Window:
    """The stretch of time a run is for: what is named, else from the first day ever asked for, else from yesterday."""
    now = services.clock.now()
    latest = now - SETTLING
    if since is None:
        with services.store.reading() as session:
            covered = coverage.covered(session, source=source.name)
        since = local_time(source.since) if source.since else covered[0].since if covered else _yesterday(now)
    until = min(until or latest, latest)
    return Window(since=max(since, source.earliest), until=max(until, since))


def _yesterday(now: datetime) -> datetime:
    return coverage.day_bounds(now.astimezone(coverage.UK).date() - timedelta(days=1))[0]


def local_time(value: date | datetime) -> datetime:
    """A date as the moment it begins in the UK; a time without a zone as UK time."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    return (value if value.tzinfo else value.replace(tzinfo=coverage.UK)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class _Plan:
    asked: Window
    again: bool = False
    again_due: bool = False


def _walk_all(
    services: Services, source: Source, client: Client, run: Run, plan: _Plan, tally: _Tally, progress: Progress
) -> None:
    """Finish what was interrupted, then walk what is uncovered, oldest first."""
    with services.store.reading() as session:
        open_rows = list(ledger.interrupted(session, source=source.name))
    with services.store.reading() as session:
        stretches = [plan.asked] if plan.again else coverage.uncovered(session, source=source.name, window=plan.asked)
        if plan.again_due:
            stretches += due.due_again(session, source=source.name, now=services.clock.now())
    begun = [Window(since=row.since, until=row.until) for row in open_rows]
    fresh = [
        window for stretch in _without(stretches, begun) for window in source.windows(stretch.since, stretch.until)
    ]
    total = len(open_rows) + len(fresh)
    bad = 0
    items: list[WalkedWindow | Window] = [*open_rows, *fresh]
    for number, item in enumerate(items, start=1):
        row = item if isinstance(item, WalkedWindow) else _opened(services, run, item)
        try:
            _walk(services, source, client, run, row, tally)
        except BadPage as error:
            bad += 1
            tally.trouble = str(error)
            _stopped_short(services, row, str(error), restart=True)
            if bad >= MOST_BAD_WINDOWS:
                return
        except ScraperError as error:
            _stopped_short(services, row, str(error), restart=False)
            raise
        progress(number, total)


def _without(stretches: Iterable[Window], taken: Sequence[Window]) -> list[Window]:
    """Stretches less the windows that are walked anyway."""
    left = list(stretches)
    for window in taken:
        pieces = []
        for stretch in left:
            if window.until <= stretch.since or window.since >= stretch.until:
                pieces.append(stretch)
                continue
            if window.since > stretch.since:
                pieces.append(Window(since=stretch.since, until=window.since))
            if window.until < stretch.until:
                pieces.append(Window(since=window.until, until=stretch.until))
        left = pieces
    return left


def _opened(services: Services, run: Run, window: Window) -> WalkedWindow:
    with services.store.writing() as session:
        return ledger.open_window(session, run=run, window=window, at=services.clock.now())


def _walk(services: Services, source: Source, client: Client, run: Run, row: WalkedWindow, tally: _Tally) -> None:
    """Walk one window to its end, from where an earlier walk stopped."""
    window = Window(since=row.since, until=row.until)
    if row.run_id != run.id:
        with services.store.writing() as session:
            session.get_one(WalkedWindow, row.id).run_id = run.id
    try:
        _keep_all(services, source.pages(client, window, row.next_url), row, tally)
    except SourceRefused:
        if row.next_url is None:
            raise
        row = _anew(services, row)
        _keep_all(services, source.pages(client, window, None), row, tally)
    tally.windows += 1


def _anew(services: Services, row: WalkedWindow) -> WalkedWindow:
    with services.store.writing() as session:
        row = session.get_one(WalkedWindow, row.id)
        ledger.forget_walk(session, row)
    return row


def _keep_all(services: Services, pages: Iterable[Page], row: WalkedWindow, tally: _Tally) -> None:
    for page in pages:
        services.archive.put(page.body, sha256=page.sha256)
        ids = [receipt.release_id for receipt in page.receipts if receipt.release_id]
        window_day = row.since.astimezone(coverage.UK).date().isoformat()
        days = [uk_day(receipt.published) or window_day for receipt in page.receipts]
        with services.store.writing() as session:
            if not tally.new:
                known = ledger.known_ids(session, source=page.source, ids=ids)
                tally.new = len(known) < len(set(ids))
                tally.changed |= bool(ids) and not ledger.known_page(session, page.sha256)
            ledger.add_page(session, window=session.get_one(WalkedWindow, row.id), page=page, days=days)
        tally.pages += 1
        tally.releases += len(page.receipts)


def uk_day(published: str | None) -> str | None:
    """The UK day of a time as a source writes it."""
    try:
        moment = datetime.fromisoformat(published or "")
    except ValueError:
        return None
    return (moment.astimezone(coverage.UK) if moment.tzinfo else moment).date().isoformat()


def _stopped_short(services: Services, row: WalkedWindow, reason: str, *, restart: bool) -> None:
    """Remember why a walk stopped; its pages are kept, and are replaced only when it is walked from its start again."""
    with services.store.writing() as session:
        kept = session.get_one(WalkedWindow, row.id)
        kept.reason = reason
        if restart:
            kept.next_url = None
        session.add(kept)


def least(source: Source) -> list[int]:
    """The fewest releases a source is expected to publish, Monday to Sunday."""
    return [source.least_per_weekday] * 5 + [0, 0]
