"""List buyers, with how many notices and flags there are of each."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from monitor.cli import options, show
from monitor.store import buyers, search


@click.command("buyers")
@click.argument("name", required=False)
@click.option("--since", type=options.UkDate(), help="With notices published on or after this UK date.")
@click.option("--until", type=options.UkDate(), help="With notices published on or before this UK date.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many.")
@show.output_options
def command(
    name: str | None, since: date | None, until: date | None, limit: int, *, as_json: bool, as_csv: bool
) -> None:
    """List buyers whose key is NAME or whose name holds it, those with most notices first.

    Example:
      ethos buyers council
      ethos buyers --since 2026-08-10 --csv

    """
    query = search.Query(buyer=name, since=since, until=until, limit=limit)
    with options.services() as services, services.store.reading() as session:
        found = buyers.find(session, query)
    show.rows(
        [asdict(line) for line in found],
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "buyer": "Buyer",
            "buyer_key": "Key",
            "kind": "Kind",
            "nation": "Devolved",
            "notices": "Notices",
            "procurements": "Procurements",
            "flags": "Flags",
        },
        empty="No buyer answers. 'ethos buyers' alone lists all.",
    )
