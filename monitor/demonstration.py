"""The demonstration: the main job over HTTP, against a replay of the project's own invented notices."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alerts.base import catalogue as channels
from monitor import cycle, demo
from monitor.config import ArchiveSettings, DatabaseSettings, Settings
from monitor.errors import BadInput
from monitor.services import Services
from monitor.steps import Outcome
from monitor.store import commitments, search
from monitor.store.search import FlagLine
from scrapers.replay import serve
from scrapers.settings import SourceSettings

CORPUS = Path(demo.__file__).parent / "corpus"
FIRST_DAY = datetime(2026, 3, 1, tzinfo=UTC)
LAST_DAY = datetime(2026, 11, 21, tzinfo=UTC)
TODAY = datetime(2026, 11, 24, 9, tzinfo=UTC)
MARKER = "made-by-ethos-demo"
LOOK_FURTHER = """
Look further, with the demonstration's database named first:
  export ETHOS_DATABASE__URL=sqlite:///{into}/ethos.db ETHOS_ARCHIVE__PATH={into}/archive
  ethos serve                              # pages to search and read (./run ethos serve from a clone)
  ethos threads ocds-h6vhtk-0d2e6b         # what became of each commitment of a procurement
  ethos notices --theme jobs_skills        # notices by theme, words, buyer, date
  ethos benchmark "Borough of Northmere"   # a council beside its peers
Then unset both and run 'ethos run' for the real notices of Find a Tender."""


class StandingClock:
    """A clock that stands at the day the notices were written for, so that the demonstration is the same every day."""

    def now(self) -> datetime:
        """That day."""
        return TODAY

    def sleep(self, seconds: float) -> None:
        """Wait for nothing: the replay asks for no quiet."""


@contextmanager
def prepared(settings: Settings, into: Path) -> Iterator[Services]:
    """Services that work in a folder made anew, against a replay of the invented notices."""
    _empty(into)
    with serve(CORPUS) as replay:
        source = SourceSettings(base_url=replay.address, minimum_gap_seconds=0, least_per_weekday=0)
        off = {name: getattr(settings.alerts, name).model_copy(update={"enabled": False}) for name in channels()}
        feed = settings.alerts.atom.model_copy(update={"enabled": True, "path": into / "alerts.atom"})
        alerts = settings.alerts.model_copy(update={**off, "atom": feed})
        services = Services(
            settings.model_copy(
                update={
                    "database": DatabaseSettings(url=f"sqlite:///{into / 'ethos.db'}"),
                    "archive": ArchiveSettings(path=into / "archive"),
                    "sources": settings.sources.model_copy(update={"find_a_tender": source}),
                    "alerts": alerts,
                    "subscriptions": (),
                    "people": settings.people.model_copy(update={"oldest_days": (TODAY - FIRST_DAY).days + 1}),
                }
            ),
            clock=StandingClock(),
        )
        try:
            yield services
        finally:
            services.close()


def run(services: Services, *, telling: cycle.Telling) -> list[Outcome]:
    """One cycle over the invented notices."""
    return cycle.run(services, telling=telling, names=("find_a_tender",), since=FIRST_DAY, until=LAST_DAY)


def flags(services: Services) -> list[FlagLine]:
    """The flags that stand afterwards."""
    with services.store.reading() as session:
        return search.find_flags(
            session,
            search.Query(limit=1000),
            extractor=commitments.latest_extractor(session),
            sqlite=services.store.is_sqlite,
        )


def _empty(into: Path) -> None:
    """Empty a folder that an earlier demonstration made; one that holds anything else is left alone."""
    if into.exists() and not into.is_dir():
        raise BadInput(f"{into} is a file: name a folder with --into")
    if into.exists() and any(into.iterdir()) and not (into / MARKER).exists():
        raise BadInput(f"{into} holds files that no demonstration made: name an empty folder with --into")
    if into.exists():
        shutil.rmtree(into)
    into.mkdir(parents=True)
    (into / MARKER).touch()
