"""List commitments with what became of each, or follow those of one procurement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click
from click import command as declare

from monitor.cli import options, show
from monitor.errors import NothingFound
from monitor.store import notices, threads
from monitor.store.coverage import UK
from monitor.store.threads import ThreadLine, ThreadQuery
from monitor.tracing.thread import ThreadState

LONGEST_QUOTE = 120


@declare("threads")
@click.argument("ocid", required=False)
@click.option("--state", type=click.Choice([state.value for state in ThreadState]), help="In this state.")
@click.option("--theme", metavar="CODE", help="Of this theme: see 'ethos themes'.")
@click.option("--overdue", is_flag=True, help="Whose next notice was due before today, and is not held.")
@click.option("--limit", type=click.IntRange(1, 100_000), default=50, show_default=True, help="At most so many.")
@click.option("--offset", type=click.IntRange(0), default=0, help="Leave out so many first.")
@show.output_options
def command(
    *, ocid: str | None, state: str | None, theme: str | None, overdue: bool, limit: int, offset: int, **output: bool
) -> None:
    """List commitments followed from notice to notice, with the state of each; of one procurement with its OCID.

    Example:
      ethos threads --state weakened
      ethos threads ocds-h6vhtk-0d1a37 --theme jobs_skills --json

    """
    options.query({"theme": theme})
    with options.services() as services, services.store.reading() as session:
        if ocid is not None and not list(notices.of_procurements(session, [ocid])):
            raise NothingFound(f"no procurement has the OCID {ocid[:80]!r}: 'ethos notices --words' finds one")
        wanted = ThreadQuery(
            ocid=ocid,
            state=state,
            theme=theme.lower() if theme else None,
            overdue_on=services.today if overdue else None,
            limit=limit,
            offset=offset,
        )
        found = threads.find(session, wanted)
        total = threads.count(session, wanted)
    as_json, as_csv = output["as_json"], output["as_csv"]
    show.rows(
        [asdict(line) for line in found] if as_json or as_csv else [shown(line) for line in found],
        as_json=as_json,
        as_csv=as_csv,
        columns=COLUMNS,
        empty="No commitment answers. 'ethos run' collects and traces; fewer options find more.",
    )
    if found and not (as_json or as_csv) and total > len(found):
        show.console().print(f"{len(found)} of {total}: --limit and --offset show more.")


COLUMNS = {
    "date": "Latest",
    "state": "State",
    "theme": "Theme",
    "quote": "In its words",
    "reason": "Why",
    "next": "Look next for",
    "buyer": "Buyer",
    "ocid": "Procurement",
}


def shown(line: ThreadLine) -> dict[str, Any]:
    """A thread as people read it."""
    quote = " ".join((line.quote or "").split())
    return {
        "date": line.latest_at.astimezone(UK).date().isoformat(),
        "state": ThreadState(line.state).words,
        "theme": line.theme,
        "quote": quote[: LONGEST_QUOTE - 1] + "…" if len(quote) > LONGEST_QUOTE else quote,
        "reason": line.reason,
        "next": f"{line.next_type or ''}{f' by {line.next_by.isoformat()}' if line.next_by else ''}",
        "buyer": line.buyer,
        "ocid": line.ocid,
    }
