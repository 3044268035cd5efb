"""Show how everything stands: runs, what waits, what was set aside, alerts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from monitor import status
from monitor.cli import options, show


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(*, as_json: bool) -> int:
    """Show how everything stands: what is kept, the latest runs, what was set aside and why, and the alerts.

    The exit code is 1 where something was set aside or given up, or where the latest run of a source failed.

    Example:
      ethos status --json

    """
    with options.services() as services:
        found = status.run(services)
    if as_json:
        show.print_json(found)
    else:
        _print(found)
    return 1 if found.needs_a_person else 0


def _print(found: status.Status) -> None:
    out = show.console()
    out.print(f"{found.notices} notices, {found.commitments} commitments, {found.flags} flags")
    out.print(f"{found.unread_pages} pages unread")
    out.print(f"extractor {found.extractor or 'none yet'}, rules {found.rules or 'none yet'}")
    for title, rows, columns, empty in (
        ("Latest runs", found.runs, RUNS, "No run yet: 'ethos run' makes the first."),
        ("Set aside", found.set_aside, SET_ASIDE, "Nothing is set aside."),
        ("Alerts", found.alerts, ALERTS, "No alert yet."),
        ("Concerns", found.concerns, CONCERNS, "No source has gone quiet."),
    ):
        show.rows([fields(row) for row in rows], as_json=False, title=title, columns=columns, empty=empty)
    for run in found.failing:
        out.print(f"The latest run of {run.source} failed: {run.message}", markup=False)


def fields(row: Any) -> dict[str, Any]:
    """The fields of a row of the database or of a value."""
    return row.model_dump() if hasattr(row, "model_dump") else asdict(row)


RUNS = {
    "id": "Run",
    "source": "Source",
    "started_at": "Began",
    "ending": "Ending",
    "pages": "Pages",
    "releases": "Releases",
    "message": "Message",
}
SET_ASIDE = {"page_id": "Page", "release_id": "Release", "whole": "Whole", "pointer": "Where", "reason": "Why"}
ALERTS = {
    "channel": "Channel",
    "owed": "Owed",
    "waiting": "Waiting",
    "sent": "Sent",
    "set_aside": "Given up",
    "trouble": "Trouble",
}
CONCERNS = {"raised_at": "Since", "source": "Source", "reason": "What"}
