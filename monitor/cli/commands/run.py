"""Run one cycle: collect, read, extract, trace, assess, notify."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from monitor import cycle
from monitor.cli import options, show


@click.command("run")
@click.option(
    "--since", type=options.UkTime(), help="Collect from here [default: where the ledger begins, else yesterday]."
)
@click.option("--until", type=options.UkTime(), help="Collect up to here [default: now].")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(since: datetime | None, until: datetime | None, *, as_json: bool) -> int:
    """Run one cycle over every enabled source, and report what it found.

    Earlier work is kept whatever happens; a killed run goes on where it stopped.

    Example:
      ethos run
      ethos run --since 2026-08-10 --until 2026-08-12

    """
    with options.services() as services:
        outcomes = cycle.run(services, telling=show.progress, since=since, until=until)
    show.rows(
        [asdict(outcome) for outcome in outcomes],
        as_json=as_json,
        columns={"step": "Step", "took": "Took", "made": "Made", "left": "Left", "failed": "Failed"},
    )
    if not as_json:
        show.console().print(
            "Look further: 'ethos flags', 'ethos notices --words apprentices', 'ethos ledger', 'ethos serve'."
        )
    return options.tell(outcomes)
