"""Schedule: every source at its own rhythm, and the steps behind them, until told to stop.

APScheduler runs one job a source, with the steps behind it, and one that tells what has come due. A job never overlaps
itself, late runs are merged into one, and a lease in the database keeps two schedulers from doing the same work.
SIGTERM stops at the next page or batch; what is not done by then is killed, which loses nothing.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from monitor import assess, collect, concerns, extract, match, notify, read, trace
from monitor.errors import MonitorError
from monitor.services import Services
from monitor.steps import Step, Stopped
from monitor.store import leases
from scrapers.clock import Clock
from scrapers.errors import ScraperError
from scrapers.source import Source

GRACE = timedelta(hours=6)
STOP_SECONDS = 4.0
TELL_SECONDS = 60
"""Digests come due at readers' own hours, whatever the sources do."""
JITTER_SHARE = 0.1
STEPS: tuple[Step, ...] = (read.run, match.run, extract.run, trace.run, assess.run, notify.run, concerns.run)
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StoppableClock:
    """A clock whose waits end at once when the scheduler is told to stop."""

    clock: Clock
    stop: threading.Event

    def now(self) -> datetime:
        """The time."""
        return self.clock.now()

    def sleep(self, seconds: float) -> None:
        """Wait, or raise ``Stopped``."""
        if self.stop.wait(seconds):
            raise Stopped("told to stop")


@dataclass
class Schedule:
    """The jobs of one process. ``tell`` gets a line for each thing that happens."""

    services: Services
    tell: Callable[[str], None]
    stop: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.services.clock = StoppableClock(self.services.clock, self.stop)
        self.services.asked = False

    def run(self) -> int:
        """Work until SIGTERM or SIGINT; give the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._told_to_stop)
        for part in ("store", "archive", "extractor", "channels"):
            getattr(self.services, part)  # made here once, and not by two jobs at a time
        scheduler = self._scheduler()
        scheduler.start()
        sources = len(scheduler.get_jobs()) - 1
        self.tell(f"{sources} source{'' if sources == 1 else 's'} and telling; stop with Ctrl+C or SIGTERM")
        self.stop.wait()
        finished = threading.Thread(target=scheduler.shutdown, daemon=True)
        finished.start()
        finished.join(STOP_SECONDS)
        if finished.is_alive():
            self.tell("stopped while a call was under way; the next start goes on from there")
            os._exit(0)
        self.tell("stopped")
        return 0

    def collect(self, source: Source) -> None:
        """Collect one source, then do the steps behind it."""
        self._guarded(source.name, collect.run, names=(source.name,), again_due=True)
        self.steps()

    def steps(self) -> None:
        """Read, extract, trace, assess, notify: unless another process is at it."""
        with leases.held(self.services.store, self.services.clock, name="steps") as held:
            if isinstance(held, str):
                return
            for step in STEPS:
                self._guarded(step.__module__.rpartition(".")[2], step)

    def telling(self) -> None:
        """Send what has come due: unless another process is at it."""
        with leases.held(self.services.store, self.services.clock, name="telling") as held:
            if not isinstance(held, str):
                self._guarded("notify", notify.run)

    def _scheduler(self) -> BackgroundScheduler:
        sources = [source for source in self.services.sources.values() if source.enabled]
        scheduler = BackgroundScheduler(
            timezone="UTC",
            executors={"default": ThreadPoolExecutor(max_workers=max(4, len(sources)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": int(GRACE.total_seconds())},
        )
        scheduler.add_listener(self._job_failed, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        for source in sources:
            seconds = source.every_minutes * 60
            scheduler.add_job(
                self.collect,
                "interval",
                args=[source],
                id=source.name,
                seconds=seconds,
                jitter=int(seconds * JITTER_SHARE),
                next_run_time=self.services.clock.now(),
            )
        scheduler.add_job(self.telling, "interval", id="telling", seconds=TELL_SECONDS)
        return scheduler

    def _progress(self, done: int, total: int | None) -> None:  # noqa: ARG002 - the shape of a Progress
        if self.stop.is_set():
            raise Stopped("told to stop")

    def _guarded(self, name: str, step: Step, **arguments: Any) -> None:
        """Do one piece of work and tell how it went; its trouble never stops the next."""
        try:
            outcome = step(self.services, progress=self._progress, **arguments)
        except Stopped:
            return
        except (MonitorError, ScraperError, OSError) as error:
            self.tell(f"{name}: failed: {error}")
            return
        if outcome.took or outcome.made or outcome.failed:
            self.tell(f"{name}: took {outcome.took}, made {outcome.made}, failed {outcome.failed}")
        for failure in outcome.failures:
            self.tell(f"{name}: {failure}")

    def _job_failed(self, event: JobExecutionEvent) -> None:
        self.tell(f"{event.job_id}: {event.exception or 'missed its time'}")
        _log.error("job failed", extra={"job": event.job_id, "error": str(event.exception)})

    def _told_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.stop.set()
