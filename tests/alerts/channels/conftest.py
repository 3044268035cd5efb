"""A mail server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any, cast

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from alerts.channels.email import EmailSettings


class Postbox:
    """Keeps what arrives, and answers as it is told."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.envelopes: list[Envelope] = []

    async def handle_MAIL(  # noqa: N802 - aiosmtpd calls it so
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _: Any
    ) -> str:
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK").format(address=address)

    async def handle_RCPT(  # noqa: N802 - the same
        self, _server: Any, _session: Any, envelope: Envelope, address: str, _: Any
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answers.get("rcpt", "250 OK").format(address=address)

    async def handle_DATA(  # noqa: N802 - the same
        self, _server: Any, _session: Any, envelope: Envelope
    ) -> str:
        self.envelopes.append(envelope)
        return self.answers.get("data", "250 OK")

    async def handle_QUIT(  # noqa: N802 - the same
        self, *_: Any
    ) -> str:
        return self.answers.get("quit", "221 Bye")

    @property
    def letters(self) -> list[EmailMessage]:
        return [
            message_from_bytes(envelope.original_content or b"", policy=policy.default) for envelope in self.envelopes
        ]


class Server(Controller):
    """A mail server on any free port."""

    def _trigger_server(self) -> None:
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def settings_for() -> Callable[..., EmailSettings]:
    """Settings that lead to a port on loopback."""

    def make(port: int, **changes: Any) -> EmailSettings:
        fields = {
            "host": "127.0.0.1",
            "security": "none",
            "sender": "ethos@ethos.example",
            "to": "desk@readers.example",
        }
        return EmailSettings.model_validate(fields | {"port": port, "greeting": "localhost"} | changes)

    return make


@pytest.fixture
def start(settings_for: Callable[..., EmailSettings]) -> Iterator[Callable[..., Any]]:
    """Starts a server, and says how to reach it and where its letters are."""
    servers: list[Server] = []

    def begin(answers: dict[str, str] | None = None, settings: dict[str, Any] | None = None, **options: Any) -> Any:
        postbox = Postbox(**(answers or {}))
        server = Server(postbox, hostname="127.0.0.1", port=0, server_hostname="localhost", **options)
        servers.append(server)
        server.start()
        return settings_for(server.port, **(settings or {})), postbox

    yield begin
    for server in servers:
        server.stop()
