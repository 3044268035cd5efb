"""See the main job done on the project's own invented notices."""

from __future__ import annotations

from pathlib import Path

import click

from monitor import config, demonstration
from monitor.cli import options, show
from monitor.cli.commands import flags


@click.command("demo")
@click.option("--into", type=click.Path(path_type=Path), help="Folder to work in [default: data/demo].")
@show.with_exit_code
def command(into: Path | None) -> int:
    """Collect, read, judge and flag some seventy invented notices, over HTTP on this machine alone.

    The buyers do not exist. Everything is made anew in a folder of its own; your database is not touched.

    Example:
      ethos demo

    """
    into = (into or config.ROOT / "data" / "demo").resolve()
    with demonstration.prepared(config.load(), into) as services:
        outcomes = demonstration.run(services, telling=show.progress)
        found = demonstration.flags(services)
    took = {outcome.step: outcome for outcome in outcomes}
    out = show.console()
    out.print(
        f"{took['collect'].made} pages collected, {took['read'].made} notices read, "
        f"{took['extract'].made} commitments found, {took['trace'].took} procurements judged, {len(found)} flags."
    )
    show.rows(
        [flags.shown(line) for line in found],
        as_json=False,
        title="Flags: each a question about what was published, never an accusation",
        columns=flags.COLUMNS,
    )
    out.print(demonstration.LOOK_FURTHER.format(into=into), soft_wrap=True)
    return options.tell(outcomes)
