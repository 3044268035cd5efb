"""Assessing again: stored procurements judged by every indicator, without reading notices again.

The yardstick is loading the same rows from the database and nothing else.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.generator import release
from benchmarks.measure import measured
from monitor import assess, trace
from monitor.config import ArchiveSettings, DatabaseSettings, Settings
from monitor.services import Services
from monitor.store import notices
from scrapers.readers import ocds

PROCUREMENTS = 5000


def main() -> None:
    """Measure."""
    with tempfile.TemporaryDirectory() as folder:
        services = Services(
            Settings(
                database=DatabaseSettings(url=f"sqlite:///{folder}/ethos.db"),
                archive=ArchiveSettings(path=Path(folder) / "archive"),
            ),
            sent_over=(),
        )
        now = datetime.now(UTC)
        with services.store.writing() as session:
            read = (ocds.read(release(number, 60), source="find_a_tender").notice for number in range(PROCUREMENTS))
            notices.keep(session, (notice for notice in read if notice), at=now)
        trace.run(services)
        with services.store.reading() as session:
            ocids = sorted({f"ocds-h6vhtk-{number:06x}" for number in range(PROCUREMENTS)})
            with measured() as span:
                for _ in notices.of_procurements(session, ocids):
                    pass
        _tell("loading the rows alone", span.wall)
        with measured() as span:
            assess.run(services)
        _tell("assess, first time", span.wall)
        with measured() as span:
            assess.run(services, again=True)
        _tell("assess, again", span.wall)
        services.close()


def _tell(what: str, seconds: float) -> None:
    print(f"  {what:26} {PROCUREMENTS / seconds:8.0f} procurements/s")
