"""Assess procurements: those kept, or those of a file."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

import click

from monitor import assess, extract, files, trace
from monitor.cli import options, show


@click.command("assess")
@click.option("--input", "path", metavar="FILE", help="OCDS package, list or JSON lines; '-' is standard input.")
@click.option("--output", metavar="FILE", help="Findings as JSON lines; '-' is standard output.")
@click.option("--as-of", type=options.UkDate(), help="Judge as of this UK day [default: today].")
@click.option(
    "--source", default="find_a_tender", show_default=True, help="The source that published the file's releases."
)
@click.option("--again", is_flag=True, help="Judge also what was judged before.")
@show.with_exit_code
def command(path: str | None, output: str | None, as_of: date | None, source: str, *, again: bool) -> int:
    """Let every indicator conclude on every procurement, and raise or clear its flags.

    With --input and --output: from a file to a file, with no database and no network.

    Example:
      ethos assess
      ethos assess --input releases.jsonl --as-of 2026-11-23 --output findings.jsonl

    """
    if (path is None) != (output is None):
        raise click.UsageError("--input and --output go together: name both, or neither.")
    with options.services() as services, show.progress("assess") as progress:
        if path is not None and output is not None:
            outcomes = [files.assess(services, path=path, output=output, as_of=as_of, source=source, progress=progress)]
        else:
            outcomes = [extract.run(services), trace.run(services)]
            outcomes.append(assess.run(services, as_of=as_of, again=again, progress=progress))
    if output != "-":
        show.rows(
            [asdict(outcome) for outcome in outcomes],
            as_json=False,
            columns={"step": "Step", "took": "Took", "made": "Made", "left": "Left", "failed": "Failed"},
        )
    return options.tell(outcomes)
