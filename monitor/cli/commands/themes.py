"""List the themes of commitments, and the models and laws they map to."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor.cli import show
from monitor.errors import BadInput
from nlp.taxonomy.themes import crosswalk, themes


@click.command("themes")
@click.argument("code", required=False)
@show.output_options
def command(code: str | None, *, as_json: bool, as_csv: bool) -> None:
    """List the themes that are read, or the rows of models and laws that the theme CODE answers ('all': of every one).

    A row that was not read at its source is marked as not verified.

    Example:
      ethos themes
      ethos themes jobs_skills
      ethos themes all --csv

    """
    if code is None:
        columns = {"code": "Code", "title": "Title", "definition": "What counts", "principles": "Principles"}
        show.rows([asdict(theme) for theme in themes()], as_json=as_json, as_csv=as_csv, columns=columns)
        return
    if code != "all" and code not in {theme.code for theme in themes()}:
        raise BadInput(f"no theme is called {code!r}: 'ethos themes' lists them")
    rows = [asdict(row) for row in crosswalk() if code in {"all", row.theme}]
    columns = {
        "theme": "Theme",
        "framework": "Model or law",
        "code": "Row",
        "title": "What it says",
        "verified": "Verified",
        "source": "Source",
    }
    show.rows(rows, as_json=as_json, as_csv=as_csv, columns=columns)
