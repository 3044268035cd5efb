"""Send the alerts that are owed; nobody is told twice."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor import notify
from monitor.cli import options, show


@click.command("notify")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(*, as_json: bool) -> int:
    """Send new flags over every enabled channel: the console, an Atom feed file, e-mail.

    Example:
      ETHOS_ALERTS__EMAIL__ENABLED=true ETHOS_ALERTS__EMAIL__TO=desk@paper.example ethos notify

    """
    with options.services() as services, show.progress("notify") as progress:
        outcome = notify.run(services, progress=progress)
    show.rows(
        [asdict(outcome)],
        as_json=as_json,
        columns={"took": "Alerts", "made": "Messages sent", "left": "Waiting", "failed": "Failed"},
    )
    return options.tell([outcome])
