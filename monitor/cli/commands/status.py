"""Show how everything stands: runs, what waits, what was set aside, alerts."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from monitor import status
from monitor.cli import options, show
from monitor.store import queues


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(*, as_json: bool) -> int:
    """Show how everything stands: what is kept, the latest runs, what was set aside and why, and what is to be told.

    The exit code is 1 where something was set aside, given up or has nowhere to go, or where the latest run of a source
    failed.

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
    out.print(owed(found.owed))
    for title, rows, columns, empty in (
        ("Latest runs", found.runs, RUNS, "No run yet: 'ethos run' makes the first."),
        ("Set aside", found.set_aside, SET_ASIDE, "Nothing is set aside."),
        ("Messages", found.alerts, ALERTS, "No message yet."),
        ("Given up", found.given_up, GIVEN_UP, "No message was given up."),
        ("Concerns", found.concerns, CONCERNS, "Nothing needs a look."),
        ("Rules under review", found.suspects, SUSPECTS, "No rule looks wrong by what it concludes."),
    ):
        show.rows([fields(row) for row in rows], as_json=False, title=title, columns=columns, empty=empty)
    for run in found.failing:
        out.print(f"The latest run of {run.source} failed: {run.message}", markup=False)


def owed(found: queues.Owed) -> str:
    """What is on no message yet, in one line."""
    since = f" (the oldest since {found.oldest:%Y-%m-%d %H:%M} UTC)" if found.oldest else ""
    line = f"{found.unmatched} events to match, {found.due} alerts due{since}, {found.later} due later"
    if found.stranded:
        line += f", {found.stranded} whose readers have no address that works"
    return line


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
    "waiting": "Waiting",
    "oldest": "Oldest",
    "failing": "Failing",
    "sent": "Sent",
    "set_aside": "Given up",
    "addresses_failed": "Addresses failed",
    "trouble": "Trouble",
}
GIVEN_UP = {
    "key": "Message: 'ethos notify --retry' or '--drop'",
    "channel": "Channel",
    "created_at": "Since",
    "items": "Items",
    "tries": "Tries",
    "trouble": "Trouble",
}
CONCERNS = {"raised_at": "Since", "source": "Source", "reason": "What"}
SUSPECTS = {"indicator": "Indicator", "review": "Why", "plausible": "Plausible share"}
