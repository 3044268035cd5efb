"""Count what a file of notices publishes, with the lawful exceptions taken off."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from monitor import files, tally
from monitor.cli import options, show


@click.command("tables")
@click.option(
    "--input", "path", metavar="FILE", required=True, help="OCDS package, list or JSON lines; '-' is standard input."
)
@click.option("--as-of", type=options.UkDate(), help="Judge as of this UK day [default: today].")
@click.option(
    "--source", default="find_a_tender", show_default=True, help="The source that published the file's releases."
)
@show.output_options
@show.with_exit_code
def command(path: str, as_of: date | None, source: str, *, as_json: bool, as_csv: bool) -> int:
    """Count what the notices of a file publish, and how each duty ends, with the lawful exceptions by name.

    Example:
      ethos tables --input releases.json
      ethos tables --input releases.jsonl --as-of 2026-11-23 --csv

    """
    show.one_form(as_json=as_json, as_csv=as_csv)
    with options.services() as services:
        with show.progress("read") as progress:
            procurements, outcome = files.procurements(
                services, path=path, as_of=as_of, source=source, progress=progress
            )
        rows = tally.run(procurements, services.law, services.indicators)
    show.rows(
        [asdict(row) for row in rows],
        as_json=as_json,
        as_csv=as_csv,
        columns={"table": "Table", "what": "What", "count": "Count", "of": "Of"},
    )
    return options.tell([outcome])
