"""List the themes of commitments, and the models they map to."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor.cli import show
from nlp.taxonomy.themes import themes


@click.command("themes")
@show.output_options
def command(*, as_json: bool, as_csv: bool) -> None:
    """List the themes that are read, each with its definition and the principle it serves.

    Example:
      ethos themes --json

    """
    show.rows(
        [asdict(theme) for theme in themes()],
        as_json=as_json,
        as_csv=as_csv,
        columns={"code": "Code", "title": "Title", "definition": "What counts", "principles": "Principles"},
    )
