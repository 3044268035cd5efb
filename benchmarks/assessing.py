"""Assessing again: stored procurements judged by every indicator, without reading notices again.

The yardstick is what no way of judging can do without: fetching the same rows and decoding them. Figures are of
processor time, as other work on the machine does not slow that; the clock's are beside them.
"""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from benchmarks.measure import measured
from benchmarks.procurements import notices_of
from monitor import assess, extract, trace
from monitor.config import ArchiveSettings, DatabaseSettings, Settings
from monitor.services import Services
from monitor.store import facts, judgements, notices

PROCUREMENTS = 5000


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        database = DatabaseSettings(url=f"sqlite:///{folder}/ethos.db")
        services = _services(database, folder)
        _fill(services)
        other = _services(database, folder, {"FP01": {"minimum_own_words": 16}})
        tomorrow = services.today + timedelta(days=1)
        _tell("fetching and decoding alone", lambda: _load(services))
        _tell("first time, all kept", lambda: assess.run(services))
        _tell("the next day, as every night", lambda: assess.run(services, as_of=tomorrow))
        _tell("every rule asked again", lambda: assess.run(services, as_of=tomorrow, again=True))
        _tell("other rules, all kept anew", lambda: assess.run(other))
        services.close()
        other.close()


def _services(database: DatabaseSettings, folder: str, parameters: dict[str, dict[str, int]] | None = None) -> Services:
    settings = Settings(
        database=database,
        archive=ArchiveSettings(path=Path(folder) / "archive"),
        **({"indicators": parameters} if parameters else {}),
    )
    return Services(settings, sent_over=())


def _fill(services: Services) -> None:
    now = datetime.now(UTC)
    with services.store.writing() as session:
        notices.keep(session, (one for number in range(PROCUREMENTS) for one in notices_of(number)), at=now)
    extract.run(services)
    trace.run(services)


def _load(services: Services) -> None:
    gc.disable()  # as assessing does
    with services.store.reading() as session:
        ocids = judgements.to_assess(session, rules="", as_of=services.today, again=True)
        for _ in facts.load(session, ocids, as_of=services.today):
            pass
    gc.enable()


def _tell(what: str, work: Callable[[], object]) -> None:
    with measured() as span:
        work()
    print(f"  {what:30} {PROCUREMENTS / span.cpu:8.0f} a second a core {PROCUREMENTS / span.wall:8.0f} by the clock")
