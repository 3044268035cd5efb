"""Alerts over the channels themselves: a real file, and a mail server on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any, cast
from xml.etree import ElementTree as ET

import pytest
from aiosmtpd.controller import Controller

from alerts.base import Channel
from alerts.channels.atom import Atom, AtomSettings
from alerts.channels.email import Email, EmailSettings
from monitor import notify
from monitor.services import Services

Make = Callable[..., Services]
Flagged = Callable[..., None]
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(path: Path) -> list[str | None]:
    return [entry.findtext(f"{ATOM}id") for entry in ET.fromstring(path.read_bytes()).iter(f"{ATOM}entry")]  # noqa: S314 - our own file


def test_the_feed_file_has_each_flag_once(make_services: Make, flagged: Flagged, tmp_path: Path) -> None:
    path = tmp_path / "alerts.atom"
    services = make_services(channels=[Atom(AtomSettings(path=path))])
    flagged(services, 1, 2)

    notify.run(services)
    before = path.read_bytes()
    notify.run(services)
    flagged(services, 3)
    notify.run(services)

    assert b"Borough of Northmere" in before
    assert len(entries(path)) == len(set(entries(path))) == 3


def test_a_feed_file_that_cannot_be_written_is_told_with_its_place(
    make_services: Make, flagged: Flagged, tmp_path: Path
) -> None:
    services = make_services(channels=[Atom(AtomSettings(path=tmp_path))])
    flagged(services, 1)

    outcome = notify.run(services)

    assert outcome.failed == 1
    assert str(tmp_path) in outcome.failures[0]


class Postbox:
    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd calls it so
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


class Server(Controller):
    """A mail server on any free port."""

    def _trigger_server(self) -> None:
        self.port = cast("asyncio.Server", self.server).sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, Channel]]:
    box = Postbox()
    server = Server(box, hostname="127.0.0.1", port=0, server_hostname="localhost")
    server.start()
    fields = {
        "security": "none",
        "sender": "ethos@ethos.example",
        "to": "desk@readers.example",
        "greeting": "localhost",
    }
    yield box, Email(EmailSettings.model_validate(fields | {"host": "127.0.0.1", "port": server.port}))
    server.stop()


def test_a_letter_arrives_once_and_says_why(
    make_services: Make, flagged: Flagged, postbox: tuple[Postbox, Channel]
) -> None:
    box, channel = postbox
    services = make_services(channels=[channel])
    flagged(services, 1)

    notify.run(services)
    notify.run(services)

    [letter] = box.letters
    words = letter.get_body(("plain",)).get_content()
    assert "KPIs missing" in letter["subject"]
    assert "Borough of Northmere" in words
    assert "Procurement Act 2023, s.52" in words
