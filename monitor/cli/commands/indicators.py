"""List the indicators: what each asks, and on what ground."""

from __future__ import annotations

import click

from monitor import suspects
from monitor.cli import options, show
from monitor.errors import BadInput


@click.command("indicators")
@click.argument("code", required=False)
@show.output_options
def command(code: str | None, *, as_json: bool, as_csv: bool) -> None:
    """List the indicators, or show the one called CODE, and how often each was raised of those it could conclude on.

    One that fires on an implausible share of procurements, or can never tell, is marked as under review.

    Example:
      ethos indicators
      ethos indicators OP01

    """
    with options.services() as services:
        found = [one for one in services.indicators if code is None or one.code.lower() == code.lower()]
        counted = {one.indicator: one for one in suspects.every(services)}
    if not found:
        raise BadInput(f"no indicator is called {code!r}: 'ethos indicators' lists them")
    rows = [
        {
            "code": one.code,
            "title": one.title,
            "kind": one.kind.value,
            "definition": one.definition,
            "legal_basis": "; ".join(str(citation) for citation in one.legal_basis),
            "raised": counted[one.code].raised,
            "judged": counted[one.code].judged,
            "plausible_share": counted[one.code].plausible,
            "under_review": counted[one.code].review,
        }
        for one in found
    ]
    show.rows(
        rows,
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "code": "Code",
            "title": "Title",
            "kind": "Kind",
            "definition": "What it asks",
            "legal_basis": "Ground",
            "raised": "Raised",
            "judged": "Of",
            "under_review": "Under review",
        },
    )
