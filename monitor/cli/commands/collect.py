"""Collect notices from the sources into the archive."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime

import click

from monitor import collect, read
from monitor.cli import options, show


@click.command("collect")
@click.argument("source", nargs=-1)
@click.option("--since", type=options.UkTime(), help="From here [default: where the ledger begins, else yesterday].")
@click.option("--until", type=options.UkTime(), help="Up to here [default: now].")
@click.option("--again", is_flag=True, help="Walk also what was walked to the end before.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(
    source: tuple[str, ...], since: datetime | None, until: datetime | None, *, again: bool, as_json: bool
) -> int:
    """Collect SOURCE (all enabled ones unless named) and read what came into notices.

    Only what the ledger does not have is asked for. An interrupted collection goes on at the page after the last one
    kept.

    Example:
      ethos collect find_a_tender --since 2026-08-10 --until 2026-08-12

    """
    with options.services() as services:
        with show.progress("collect") as progress:
            collected = collect.run(services, names=source, since=since, until=until, again=again, progress=progress)
        with show.progress("read") as progress:
            outcomes = [collected, read.run(services, progress=progress)]
    show.rows(
        [asdict(outcome) for outcome in outcomes],
        as_json=as_json,
        columns={"step": "Step", "took": "Took", "made": "Made", "left": "Left", "failed": "Failed"},
    )
    return options.tell(outcomes)
