"""Extract commitments: from the notices kept, or from a file to a file."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor import extract, files
from monitor.cli import options, show


@click.command("extract")
@click.option("--input", "path", metavar="FILE", help="OCDS package, list or JSON lines; '-' is standard input.")
@click.option("--output", metavar="FILE", help="Commitments as JSON lines; '-' is standard output.")
@click.option(
    "--source", default="find_a_tender", show_default=True, help="The source that published the file's releases."
)
@show.with_exit_code
def command(path: str | None, output: str | None, source: str) -> int:
    """Read the commitments in every notice that this version of the extractor has not read.

    With --input and --output: from a file to a file, with no database and no network.

    Example:
      ethos extract
      ethos extract --input releases.jsonl --output commitments.jsonl

    """
    if (path is None) != (output is None):
        raise click.UsageError("--input and --output go together: name both, or neither.")
    with options.services() as services, show.progress("extract") as progress:
        if path is not None and output is not None:
            outcome = files.extract(services, path=path, output=output, source=source, progress=progress)
        else:
            outcome = extract.run(services, progress=progress)
    if output != "-":
        show.rows(
            [asdict(outcome)],
            as_json=False,
            columns={"step": "Step", "took": "Took", "made": "Commitments", "failed": "Failed"},
        )
    return options.tell([outcome])
