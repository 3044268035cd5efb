"""Serve archived pages on loopback as the source's own API would."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.errors import BadInput
from scrapers.replay import serve


@click.command("replay")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--port", type=click.IntRange(0, 65535), default=0, show_default=True, help="Port; 0 picks one.")
def command(directory: Path, port: int) -> None:
    """Serve the OCDS pages in DIR as Find a Tender's API does, and print the address first.

    Example:
      ethos replay pages --port 8099
      ETHOS_SCRAPERS__FIND_A_TENDER__BASE_URL=http://127.0.0.1:8099 ethos run --since 2026-08-10

    """
    try:
        replay = serve(directory, port=port)
    except OSError as error:
        raise BadInput(f"port {port} can't be served on ({error.strerror}): name another, or 0 to pick one") from error
    with replay:
        click.echo(replay.address)
        click.echo(f"{len(replay)} releases; stop with Ctrl+C", err=True)
        try:
            replay.serve_forever()
        except KeyboardInterrupt:
            click.echo("stopped", err=True)
