"""Subscribe people who agreed, see what they get, and do as they ask."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import click

from monitor.cli import conditions, options, show
from monitor.errors import BadInput
from monitor.store.coverage import UK
from monitor.subscribing import managing, operating, previewing
from monitor.subscribing.asking import Wish
from monitor.subscriptions.rhythm import Rhythm

as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group("subscriptions")
def command() -> None:
    """Subscribe people who agreed, see what they get, and do as they ask.

    What the operator has told stands in config.toml, under [[subscriptions]].

    Example:
      ethos subscriptions list
      ethos subscriptions preview --nation wales --kind duty
      ethos subscriptions add --to email:desk@paper.example --theme jobs_skills --rhythm weekly

    """


@command.command("list")
@show.output_options
def list_(*, as_json: bool, as_csv: bool) -> None:
    """List all subscriptions, and what each is told of.

    Example:
      ethos subscriptions list --json

    """
    with options.services() as services:
        found = operating.listed(services)
    show.rows(
        [asdict(one) for one in found],
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "subscription": "Number",
            "reader": "Reader",
            "kept_by": "Kept by",
            "name": "Name",
            "asks": "What is told",
            "rhythm": "Rhythm",
            "state": "State",
        },
        empty="Nobody is subscribed. 'ethos subscriptions add --help' says how to subscribe somebody.",
    )


@command.command("add")
@click.option("--to", "places", metavar="CHANNEL:ADDRESS", multiple=True, required=True, help="Where; best first.")
@click.option("--name", default="", help="What it is called [default: what it looks for].")
@conditions.condition_options
@conditions.hours_options
@click.option("--confirmed", is_flag=True, help="Its owner agreed already: send no letter that asks.")
@as_json_option
def add(*, places: tuple[str, ...], name: str, confirmed: bool, as_json: bool, **given: Any) -> None:
    """Subscribe somebody. Without --confirmed the address gets one letter that asks for a yes, and nothing before it.

    Example:
      ethos subscriptions add --to email:desk@paper.example --nation wales --kind duty
      ethos subscriptions add --to email:desk@paper.example --indicator OP01 --indicator OP06 --rhythm immediate
      ethos subscriptions add --to email:desk@paper.example --event notice --quiet 22:00-07:00 --confirmed

    """
    to = [_place(one) for one in places]
    if len(to) > 1 and not confirmed:
        raise click.UsageError("Several --to need --confirmed. Otherwise name one: its owner can add more.")
    with options.services() as services:
        wish = Wish(
            channel=to[0][0],
            target=to[0][1],
            conditions=conditions.conditions(services, given),
            events=conditions.events(given),
            rhythm=Rhythm(given["rhythm"]),
            name=name,
            hours=conditions.hours(given),
        )
        if confirmed:
            made = operating.add(services, wish, to)
            _told({"subscription": made.key}, f"Subscription {made.key} tells from now on.", as_json=as_json)
        else:
            operating.ask(services, wish)
            _told({"asked": True}, "The letter that asks for a yes was sent, unless too many were.", as_json=as_json)


@command.command("preview")
@conditions.condition_options
@as_json_option
def preview(*, as_json: bool, **given: Any) -> None:
    """Show what a subscription would have sent in the last 30 days, or fewer where too much happened in those.

    Example:
      ethos subscriptions preview --words apprentices --rhythm weekly
      ethos subscriptions preview --peers-of GB-PPON-PNOR-0001-AAAA --json

    """
    with options.services() as services:
        found = previewing.run(
            services,
            conditions.conditions(services, given),
            events_wanted=conditions.events(given),
            rhythm=Rhythm(given["rhythm"]),
        )
    if as_json:
        show.print_json(found)
        return
    show.rows(
        [{**asdict(one), "at": one.at.astimezone(UK).date(), "why": "; ".join(one.reasons)} for one in found.latest],
        as_json=False,
        title=f"{found.items} items in {found.messages} messages in {found.days} days; the latest:",
        columns={
            "at": "Date",
            "event": "What",
            "indicator": "Flag",
            "buyer": "Buyer",
            "notice_id": "Notice",
            "why": "Because",
        },
        empty=f"Nothing of the {found.events_held} things that happened in {found.days} days. "
        "'ethos run' collects and judges; fewer options find more.",
    )


@command.command("pause")
@click.argument("number", type=int)
def pause(number: int) -> None:
    """Let subscription NUMBER rest.

    Nothing is sent for it, and nothing is kept for later.

    Example:
      ethos subscriptions pause 7

    """
    with options.services() as services:
        operating.rest(services, number, paused=True)
    click.echo(f"Subscription {number} rests: 'ethos subscriptions resume {number}' lets it tell again.")


@command.command("resume")
@click.argument("number", type=int)
def resume(number: int) -> None:
    """Let subscription NUMBER tell again.

    Example:
      ethos subscriptions resume 7

    """
    with options.services() as services:
        operating.rest(services, number, paused=False)
    click.echo(f"Subscription {number} tells again.")


@command.command("remove")
@click.argument("number", type=int)
def remove(number: int) -> None:
    """Take subscription NUMBER away.

    Example:
      ethos subscriptions remove 7

    """
    with options.services() as services:
        operating.remove(services, number)
    click.echo(f"Subscription {number} is gone.")


@command.command("people")
@click.option("--show-addresses", is_flag=True, help="Show addresses in full.")
@show.output_options
def people(*, show_addresses: bool, as_json: bool, as_csv: bool) -> None:
    """List everybody who is told, with addresses masked.

    Example:
      ethos subscriptions people
      ethos subscriptions people --show-addresses --json

    """
    with options.services() as services:
        found = operating.persons(services, in_full=show_addresses)
    show.rows(
        [asdict(one) for one in found],
        as_json=as_json,
        as_csv=as_csv,
        columns={
            "reader": "Reader",
            "kept_by": "Kept by",
            "addresses": "Addresses",
            "subscriptions": "Subscriptions",
            "timezone": "Time zone",
        },
        empty="Nobody is told anything yet. 'ethos subscriptions add --help' says how to subscribe somebody.",
    )


@command.command("export")
@click.argument("reader")
def export(reader: str) -> None:
    """Print all that is kept of READER as JSON.

    READER is a number or an address.

    Example:
      ethos subscriptions export 12 > for-them.json

    """
    with options.services() as services:
        show.print_json(managing.export(services, operating.find(services, reader).reader.key))


@command.command("erase")
@click.argument("reader")
@click.option("--yes", is_flag=True, help="Do it. Nothing brings it back.")
def erase(reader: str, *, yes: bool) -> None:
    """Erase all that is kept of READER.

    READER is a number or an address. Their addresses, their subscriptions and what they were told go; it can't be
    undone.

    Example:
      ethos subscriptions erase 12 --yes

    """
    with options.services() as services:
        kept = operating.find(services, reader)
        if not yes:
            raise BadInput(
                f"erasing reader {kept.reader.key}, with addresses ({len(kept.addresses)}) and subscriptions "
                f"({len(kept.subscriptions)}), can't be undone: add --yes to do it"
            )
        operating.erase(services, kept)
    click.echo(f"Nothing is kept of reader {kept.reader.key} any more.")


@command.command("links")
@click.argument("reader")
def links(reader: str) -> None:
    """Print the link by which READER changes what they get.

    READER is a number or an address. Give the link to nobody else.

    Example:
      ethos subscriptions links 12

    """
    with options.services() as services:
        click.echo(operating.manage_link(services, operating.find(services, reader)))


def _place(named: str) -> tuple[str, str]:
    channel, _, target = named.partition(":")
    if not target:
        raise BadInput("--to needs a channel and an address, such as email:desk@paper.example")
    return channel, target


def _told(facts: dict[str, Any], line: str, *, as_json: bool) -> None:
    if as_json:
        show.print_json(facts)
    else:
        click.echo(line)
