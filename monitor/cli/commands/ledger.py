"""Show, for each source and day, what was walked and what came."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from monitor import collect
from monitor.cli import options, show
from monitor.store import ledger


@click.command("ledger")
@click.argument("source", nargs=-1)
@click.option("--since", type=options.UkDate(), help="From this UK day.")
@click.option("--until", type=options.UkDate(), help="To this UK day.")
@show.output_options
def command(source: tuple[str, ...], since: date | None, until: date | None, *, as_json: bool, as_csv: bool) -> None:
    """Show the ledger of SOURCE (all unless named), a line for each UK day.

    A day is complete when finished walks cover it from midnight to midnight; partial when only part of it was walked;
    unknown when it was never asked for, or came out empty where it should not. Gaps are notice numbers between the
    first and the last of the day that did not appear: the source numbers drafts too, so some are usual.

    Example:
      ethos ledger find_a_tender --since 2026-08-10 --until 2026-08-11

    """
    lines = []
    with options.services() as services, services.store.reading() as session:
        for one in collect.sources(services, source):
            lines += ledger.days(session, source=one.name, least=collect.least(one), since=since, until=until)
    show.rows(
        [asdict(line) for line in lines],
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "source": "Source",
            "day": "Day",
            "state": "State",
            "windows": "Windows",
            "pages": "Pages",
            "releases": "Releases",
            "distinct": "Distinct",
            "duplicates": "Repeats",
            "gaps": "Gaps",
            "set_aside": "Set aside",
            "notices": "Notices",
            "note": "Note",
        },
        empty="The ledger is empty. 'ethos collect' begins it.",
    )
