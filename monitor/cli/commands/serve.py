"""Serve the pages and the API."""

from __future__ import annotations

import os
import socket

import click
import uvicorn

from monitor.cli import options
from monitor.errors import BadInput

# Named and not imported: the two doors, command line and web, know nothing of each other.
APPLICATION = "monitor.web.app:served"


@click.command("serve")
@click.option("--host", help="Address to listen on, instead of web.host.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port, instead of web.port; 0 picks one.")
def command(host: str | None, port: int | None) -> None:
    """Serve the search page, the notices, the API and the feeds, and print the address first.

    Example:
      ethos serve
      ethos serve --port 0

    """
    with options.services() as services:
        web = services.settings.web
        _ = services.store  # a database that can't be reached ends the command with its sentence
    listening = listen(web.host if host is None else host, web.port if port is None else port)
    with listening:
        click.echo(f"Serving {address(listening)} - stop with Ctrl+C")
        settings = uvicorn.Config(APPLICATION, factory=True, log_level="warning", server_header=False)
        try:
            uvicorn.Server(settings).run(sockets=[listening])
        except KeyboardInterrupt:
            click.echo("stopped", err=True)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, or ``BadInput`` with one sentence."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
        raise BadInput(
            f"{host} can't be served on port {port} ({why}): name another with --port, or --port 0 to pick a free one"
        ) from error


def address(listening: socket.socket) -> str:
    """The address that people open."""
    host, port = listening.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
