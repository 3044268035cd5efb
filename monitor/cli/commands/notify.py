"""Send the alerts that are owed; nobody is told twice."""

from __future__ import annotations

from dataclasses import asdict

import click

from monitor import notify
from monitor.cli import options, show

ALL = "all"


@click.command("notify")
@click.option("--test", "channel", metavar="CHANNEL", help="Send a test message over this channel, and nothing else.")
@click.option("--to", "target", metavar="TARGET", help="With --test: to this address, and not where the settings say.")
@click.option("--retry", metavar="KEY|all", help="Queue a message again that was given up: see 'ethos status'.")
@click.option("--drop", metavar="KEY|all", help="Forget a message that was given up: nobody is told what it holds.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@show.with_exit_code
def command(*, channel: str | None, target: str | None, retry: str | None, drop: str | None, as_json: bool) -> int:
    """Tell everybody what they are owed now: over the enabled channels, and those who subscribed.

    Example:
      ethos notify
      ethos notify --test email --to desk@paper.example
      ethos notify --retry all

    """
    if sum(option is not None for option in (channel, retry, drop)) > 1:
        raise click.UsageError("Choose one of --test, --retry and --drop.")
    if target is not None and channel is None:
        raise click.UsageError("--to goes with --test.")
    with options.services() as services, show.progress("notify") as progress:
        if channel is not None:
            notify.try_out(services, channel, target)
            return _told("A test message was sent", as_json=as_json, channel=channel)
        if retry is not None:
            number = notify.retry(services, _keys(retry))
            return _told(f"{number} queued again: 'ethos notify' sends what is due", as_json=as_json, queued=number)
        if drop is not None:
            number = notify.drop(services, _keys(drop))
            return _told(f"{number} dropped", as_json=as_json, dropped=number)
        outcome = notify.run(services, progress=progress)
    show.rows(
        [asdict(outcome)],
        as_json=as_json,
        columns={"took": "Alerts", "made": "Messages sent", "left": "Waiting", "failed": "Failed"},
    )
    return options.tell([outcome])


def _keys(named: str) -> tuple[str, ...]:
    return () if named == ALL else (named,)


def _told(line: str, *, as_json: bool, **facts: object) -> int:
    if as_json:
        show.print_json(facts)
    else:
        click.echo(line)
    return 0
