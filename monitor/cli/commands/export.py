"""Export notices, commitments, findings or flags as JSON lines or CSV."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from monitor import publish
from monitor.cli import options
from monitor.errors import BadInput


@click.command("export")
@click.argument("what", type=click.Choice(publish.KINDS), default="notices")
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
@click.option("--output", default="-", metavar="FILE", help="Where to; '-' is standard output [default: -].")
def command(what: str, form: str, output: str) -> None:
    """Export all WHAT that is kept. No personal contact details are among it.

    Contains public sector information licensed under the Open Government Licence v3.0.

    Example:
      ethos export commitments --format csv --output commitments.csv

    """
    with options.services() as services:
        if output == "-":
            for line in publish.lines(services, what, form):
                sys.stdout.buffer.write(line)
            sys.stdout.buffer.flush()
            return
        path = Path(output)
        if path.is_dir() or not path.resolve().parent.is_dir():
            raise BadInput(f"{path} can't be written: name a file in a folder that exists")
        part = path.with_name(f".{path.name}.part")
        try:
            with part.open("wb") as out:
                out.writelines(publish.lines(services, what, form))
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
