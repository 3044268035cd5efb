"""Run every source at its own rhythm until told to stop."""

from __future__ import annotations

from datetime import datetime

import click

from monitor import schedule
from monitor.cli import options, show
from monitor.store.coverage import UK


@click.command("schedule")
@show.with_exit_code
def command() -> int:
    """Collect every enabled source at its own rhythm, and read, judge and tell what came.

    The rhythm of a source is scrapers.<source>.every_minutes. Several schedulers may share one database: a lease keeps
    two from doing the same work. SIGTERM and Ctrl+C stop it within five seconds, and nothing is lost.

    Example:
      ethos schedule
      ETHOS_SCRAPERS__FIND_A_TENDER__EVERY_MINUTES=30 ethos schedule

    """

    def tell(line: str) -> None:
        click.echo(f"{datetime.now(UK):%Y-%m-%d %H:%M:%S} {line}")

    with options.services() as services:
        return schedule.Schedule(services, tell).run()
